using System.Text;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Common;

/// <summary>
/// What a handler answers. Handlers return it instead of writing to the socket, so that a fault can still cut,
/// drip or drop it after the work is done.
/// </summary>
public sealed class Reply
{
    private readonly byte[]? _bytes;
    private readonly Func<Stream, CancellationToken, Task>? _writer;
    private readonly long? _length;

    private Reply(int status, string? contentType, byte[]? bytes, Func<Stream, CancellationToken, Task>? writer, long? length = null)
    {
        _length = length;
        Status = status;
        ContentType = contentType;
        _bytes = bytes;
        _writer = writer;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The Content-Type header, or null for none.</summary>
    public string? ContentType { get; }

    /// <summary>Further headers, in order; a name may occur twice (Set-Cookie).</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>The length of the body, or null where it is only known once it has been written.</summary>
    public long? Length => _bytes?.Length ?? _length;

    /// <summary>A body of bytes.</summary>
    public static Reply Bytes(int status, string? contentType, byte[] body) => new(status, contentType, body, null);

    /// <summary>A body of text in UTF-8.</summary>
    public static Reply Text(int status, string contentType, string body) => Bytes(status, contentType, Encoding.UTF8.GetBytes(body));

    /// <summary>A JSON body.</summary>
    public static Reply Json(int status, JsonNode? body) => Bytes(status, "application/json", JsonText.Ascii(body));

    /// <summary>An HTML page.</summary>
    public static Reply Html(int status, string title, string body) => Text(status, "text/html; charset=utf-8",
        $"<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n<body><h1>{title}</h1>\n{body}\n</body></html>\n");

    /// <summary>No body at all.</summary>
    public static Reply Empty(int status) => Bytes(status, null, []);

    /// <summary>A redirect.</summary>
    public static Reply Redirect(int status, string location) => Empty(status).With("Location", location);

    /// <summary>A body too large to be held, written piece by piece.</summary>
    public static Reply Stream(int status, string contentType, Func<Stream, CancellationToken, Task> writer) =>
        new(status, contentType, null, writer);

    /// <summary>A body too large to be held, of a length that is known before.</summary>
    public static Reply Stream(int status, string contentType, long length, Func<Stream, CancellationToken, Task> writer) =>
        new(status, contentType, null, writer, length);

    /// <summary>Adds a header.</summary>
    public Reply With(string name, string value)
    {
        Headers.Add(new(name, value));
        return this;
    }

    /// <summary>Writes the body.</summary>
    public Task WriteAsync(Stream target, CancellationToken cancellation) =>
        _writer is null ? target.WriteAsync(_bytes!, cancellation).AsTask() : _writer(target, cancellation);

    /// <summary>The body as bytes; only for faults, which spoil small replies.</summary>
    public async Task<byte[]> ToBytesAsync(CancellationToken cancellation)
    {
        if (_bytes is not null) return _bytes;
        using var buffer = new MemoryStream();
        await WriteAsync(buffer, cancellation);
        return buffer.ToArray();
    }
}
