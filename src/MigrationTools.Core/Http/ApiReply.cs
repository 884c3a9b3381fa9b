using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>A successful answer that was read whole.</summary>
public sealed class ApiReply
{
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly FaultMaker _faults;

    internal ApiReply(
        int status, string? contentType, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body, FaultMaker faults)
    {
        Status = status;
        ContentType = contentType;
        Body = body;
        _headers = headers;
        _faults = faults;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The media type with its parameters, as the server wrote it.</summary>
    public string? ContentType { get; }

    /// <summary>The content, byte for byte.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The content as text, in the charset the server names, else UTF-8.</summary>
    public string Text => BodyText.Decode(Body.Span, ContentType);

    /// <summary>The value of a header, several joined by a comma; null where there is none. Names match in any case.</summary>
    public string? Header(string name) => _headers.GetValueOrDefault(name);

    /// <summary>Reads the content as JSON, down to 128 levels.</summary>
    /// <exception cref="MigrationException">AnswerTruncated where it breaks off; UnexpectedAnswer where it is no JSON, or nothing.</exception>
    public JsonDocument ParseJson()
    {
        try
        {
            return JsonDocument.Parse(JsonShape.WithoutMark(Body), new JsonDocumentOptions { MaxDepth = JsonShape.MaxDepth });
        }
        catch (JsonException e)
        {
            throw JsonShape.Fault(Body, _faults, Status, e);
        }
    }
}
