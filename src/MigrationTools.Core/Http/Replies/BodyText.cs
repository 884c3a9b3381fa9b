using System.Net.Http.Headers;
using System.Text;

namespace MigrationTools.Core.Http;

/// <summary>Bytes of an answer as text, whatever charset the server claims.</summary>
internal static class BodyText
{
    internal static string Decode(ReadOnlySpan<byte> bytes, string? contentType)
    {
        var encoding = EncodingOf(contentType);
        if (bytes.StartsWith(encoding.Preamble)) bytes = bytes[encoding.Preamble.Length..];
        return encoding.GetString(bytes);
    }

    private static Encoding EncodingOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var media) || media.CharSet is not { Length: > 0 } name) return Encoding.UTF8;
        try
        {
            return Encoding.GetEncoding(name.Trim('"'));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Unknown, or switched off like UTF-7: a text with odd signs helps more than none.
            return Encoding.UTF8;
        }
    }
}
