using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MigrationTools.Sandbox.Common;

/// <summary>The body was longer than the service allows.</summary>
public sealed class BodyTooLargeException : Exception;

/// <summary>Reads forms piece by piece: files go to disk and their hash is taken on the way.</summary>
internal static partial class RequestReader
{
    private const int LongestJson = 256 * 1024;

    private static readonly string[] SecretHeaders = ["Authorization", "Cookie", "X-CSRFToken", "Proxy-Authorization"];
    private static readonly string[] SecretFields = ["token", "key", "client_secret", "refresh_token"];

    public static RecordedRequest Head(HttpContext context, string server, int sequence, DateTimeOffset now, string target) => new()
    {
        Sequence = sequence,
        Server = server,
        Method = context.Request.Method,
        Path = context.Request.Path.Value ?? "/",
        Target = target,
        Query = Flat(context.Request.Query),
        Headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => Mask(header.Key, header.Value.ToString()), StringComparer.OrdinalIgnoreCase),
        Time = now,
    };

    public static async Task<SandboxRequest> ReadAsync(HttpContext context, RecordedRequest record, long? limit, CancellationToken cancellation)
    {
        var request = new SandboxRequest
        {
            Method = record.Method,
            Path = record.Path,
            Target = record.Target,
            Query = record.Query,
            Headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Cookies = context.Request.Cookies.ToDictionary(cookie => cookie.Key, cookie => cookie.Value),
            Record = record,
        };
        try
        {
            await ReadBodyAsync(request, new Counted(context.Request.Body, limit), context.Request.ContentType, cancellation);
        }
        catch
        {
            request.Dispose();
            throw;
        }

        record.Form = request.Form.ToDictionary(field => field.Key, field => SecretFields.Contains(field.Key) ? "***" : Mask(field.Key, field.Value));
        record.Files = [.. request.Files.Select(file => file.Facts)];
        record.Body = JsonOf(request.Body, context.Request.ContentType);
        return request;
    }

    private static async Task ReadBodyAsync(SandboxRequest request, Counted body, string? contentType, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) type = null;
        if (type is not null && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
            if (string.IsNullOrEmpty(boundary)) return;
            var reader = new MultipartReader(boundary, body) { HeadersLengthLimit = 64 * 1024 };
            while (await reader.ReadNextSectionAsync(cancellation) is { } section) await ReadSectionAsync(request, section, cancellation);
            return;
        }

        using var buffer = new MemoryStream();
        await body.CopyToAsync(buffer, cancellation);
        request.Body = buffer.ToArray();
        if (type is null || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return;
        foreach (var (name, value) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(request.Body))) request.Form[name] = value.ToString();
    }

    private static async Task ReadSectionAsync(SandboxRequest request, MultipartSection section, CancellationToken cancellation)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) return;
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        var fileName = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? disposition.FileNameStar.Value;
        if (string.IsNullOrEmpty(fileName))
        {
            using var text = new StreamReader(section.Body);
            request.Form[name] = await text.ReadToEndAsync(cancellation);
            return;
        }

        var content = TempContent.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var buffer = new byte[128 * 1024];
            int count;
            while ((count = await section.Body.ReadAsync(buffer, cancellation)) > 0)
            {
                content.Append(buffer.AsSpan(0, count));
                hash.AppendData(buffer, 0, count);
            }
        }
        catch
        {
            content.Dispose();
            throw;
        }

        request.Files.Add(new(new(name, fileName, section.ContentType, section.ContentDisposition, content.Length,
            Convert.ToHexStringLower(hash.GetHashAndReset())), content));
    }

    private static string? JsonOf(byte[] body, string? contentType) =>
        body.Length is > 0 and <= LongestJson && contentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true
            ? SecretMember().Replace(Encoding.UTF8.GetString(body), "$1\"***\"") : null;

    [GeneratedRegex("(\"[^\"]*(?:secret|password|token)[^\"]*\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.IgnoreCase)]
    private static partial Regex SecretMember();

    private static Dictionary<string, string> Flat(IQueryCollection query) =>
        query.ToDictionary(field => field.Key, field => string.Join('\n', (IEnumerable<string?>)field.Value));

    private static string Mask(string name, string value)
    {
        if (name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && value.Split(' ', 2) is [var scheme, _]) return scheme + " ***";
        return SecretHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
            || name.Contains("password", StringComparison.OrdinalIgnoreCase)
            || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
            || name.Contains("csrf", StringComparison.OrdinalIgnoreCase) ? "***" : value;
    }

    /// <summary>Counts what is read against the limit: a chunked upload announces no length.</summary>
    private sealed class Counted(Stream inner, long? limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _read += count;
            return _read > (limit ?? long.MaxValue) ? throw new BodyTooLargeException() : count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
