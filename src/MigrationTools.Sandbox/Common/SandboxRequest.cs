namespace MigrationTools.Sandbox.Common;

/// <summary>A file part, its bytes on disk.</summary>
public sealed record UploadedFile(RecordedFile Facts, TempContent Content);

/// <summary>A request, read whole: a handler needs no socket, and goes on when the client has gone.</summary>
public sealed class SandboxRequest : IDisposable
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The decoded path.</summary>
    public required string Path { get; init; }

    /// <summary>The path and query exactly as sent.</summary>
    public required string Target { get; init; }

    /// <summary>The decoded query.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers, unmasked; names in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The cookies.</summary>
    public required IReadOnlyDictionary<string, string> Cookies { get; init; }

    /// <summary>The form fields.</summary>
    public Dictionary<string, string> Form { get; } = [];

    /// <summary>The file parts.</summary>
    public List<UploadedFile> Files { get; } = [];

    /// <summary>A body that is no form.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>The log's entry of this request.</summary>
    public required RecordedRequest Record { get; init; }

    /// <summary>After how many records the work shall fail, or null.</summary>
    public int? FailAfter { get; set; }

    /// <summary>A header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <inheritdoc/>
    public void Dispose() => Files.ForEach(file => file.Content.Dispose());
}

/// <summary>One emulated service behind a <see cref="SandboxServer"/>.</summary>
public interface ISandboxService
{
    /// <summary>The name of a path's route, by which faults and gates find it.</summary>
    string RouteOf(string method, string path);

    /// <summary>The name of the route once the body is known, where one path serves two operations.</summary>
    string RouteOf(SandboxRequest request) => request.Record.Route;

    /// <summary>A refusal that needs only the head of a request (its length, its line), or null.</summary>
    Reply? Refuse(string method, string target, long? length);

    /// <summary>How many bytes of body are taken before the request is refused, or null for any.</summary>
    long? BodyLimit { get; }

    /// <summary>After how long something in front of the service gives up, or null for never.</summary>
    TimeSpan? GatewayTimeout { get; }

    /// <summary>The answer to a bad key.</summary>
    Reply Unauthorized(string path);

    /// <summary>The path of the login page.</summary>
    string LoginPath { get; }

    /// <summary>Does the work.</summary>
    Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping);
}
