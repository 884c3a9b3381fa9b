using System.Globalization;

namespace MigrationTools.Core.Http;

/// <summary>What is told of each request: a line for everybody, the bodies for who debugs.</summary>
internal static class WireLog
{
    private const int BodyShown = 4096;

    internal static void Line(Call call, string result, TimeSpan elapsed, long bytes) => call.Observer.Verbose(string.Create(
        CultureInfo.InvariantCulture, $"{call.Faults.Endpoint} -> {result} in {elapsed.TotalMilliseconds:0} ms, {ByteSize.Text(bytes)}"));

    internal static void Request(Call call)
    {
        if (!call.Observer.WantsDebug) return;
        var text = call.Request.Body switch
        {
            FormBody form => FormText.Encode(form.Fields.Select(Masked)),
            JsonBody json => Shown(call, json.Content, null),
            FileBody file => FileText(Path.GetFileName(file.FilePath), file.FilePath),
            MultipartBody multipart => string.Join("; ",
                multipart.Fields.Select(Masked).Select(field => $"{field.Key}={field.Value}")
                    .Concat(multipart.Files.Select(file => $"{file.Name}={FileText(file.FileName, file.FilePath, file.Length)}"))),
            _ => null,
        };
        if (text is not null) call.Observer.Debug($"{call.Faults.Endpoint} sends: {Cut(call.Faults.Redact(text))}");
    }

    internal static void Reply(Call call, int status, ReadOnlyMemory<byte> body, string? contentType)
    {
        if (body.Length > 0 && call.Observer.WantsDebug) call.Observer.Debug($"{call.Faults.Endpoint} -> {status}: {Shown(call, body, contentType)}");
    }

    private static string Shown(Call call, ReadOnlyMemory<byte> body, string? contentType)
    {
        // Twice of what is shown, so that a secret across the edge is still seen whole.
        var wasCut = body.Length > 2 * BodyShown;
        var text = BodyText.Decode(wasCut ? body.Span[..(2 * BodyShown)] : body.Span, contentType);
        return Cut(call.Faults.Redact(text, wasCut));
    }

    private static KeyValuePair<string, string> Masked(KeyValuePair<string, string> field) =>
        Redactor.IsSecretName(field.Key) ? KeyValuePair.Create(field.Key, Redactor.Mask) : field;

    private static string FileText(string name, string path, long? slice = null)
    {
        if (slice is { } length) return $"{name} ({ByteSize.Text(length)} of it)";
        var file = new FileInfo(path);
        return $"{name} ({(file.Exists ? ByteSize.Text(file.Length) : "missing")})";
    }

    private static string Cut(string text) => text.Length <= BodyShown ? text : text[..BodyShown] + "…";
}
