using System.Text.Json.Serialization;

namespace MigrationTools.Sandbox.Common;

/// <summary>A file part of a request, by its facts.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file name as sent.</param>
/// <param name="ContentType">The part's content type.</param>
/// <param name="ContentDisposition">The part's raw Content-Disposition: quoting matters to some servers.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
public sealed record RecordedFile(
    string Name, string? FileName, string? ContentType, string? ContentDisposition, long Length, string Sha256);

/// <summary>One request as it arrived, and what became of it. Filled in as it proceeds; complete when <see cref="Completed"/>.</summary>
public sealed class RecordedRequest
{
    /// <summary>Counts from 1, per server.</summary>
    public int Sequence { get; init; }

    /// <summary>The server's name.</summary>
    public required string Server { get; init; }

    /// <summary>The route's name, for example <c>export</c>.</summary>
    public string Route { get; internal set; } = "other";

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The decoded path.</summary>
    public required string Path { get; init; }

    /// <summary>The path and query exactly as sent.</summary>
    public required string Target { get; init; }

    /// <summary>The decoded query; repeated names are joined by a line feed.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers, secrets masked.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The form fields, passwords masked.</summary>
    public IReadOnlyDictionary<string, string> Form { get; internal set; } = new Dictionary<string, string>();

    /// <summary>The file parts.</summary>
    public IReadOnlyList<RecordedFile> Files { get; internal set; } = [];

    /// <summary>A JSON body as text, up to 256 KB, secrets masked; null for any other.</summary>
    public string? Body { get; internal set; }

    /// <summary>The user it acted as, or null.</summary>
    public string? User { get; internal set; }

    /// <summary>The status sent, or null where no reply was sent.</summary>
    public int? Status { get; internal set; }

    /// <summary>The status that the handler meant, whatever a fault made of it; null where it never ran.</summary>
    public int? HandlerStatus { get; internal set; }

    /// <summary>Whether the handler ran.</summary>
    public bool Acted { get; internal set; }

    /// <summary>The fault that struck it, or null.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
    public FaultKind? Fault { get; internal set; }

    /// <summary>Whether the client went away before the end.</summary>
    public bool ClientGone { get; internal set; }

    /// <summary>Whether all is said about it: the reply is sent, or the connection gone.</summary>
    public bool Completed { get; internal set; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Time { get; init; }
}
