using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MigrationTools.Core.Http;

/// <summary>
/// Text out of JSON that somebody else wrote. JSON may hold half a surrogate, as an escape, and bytes that are no UTF-8:
/// it parses, and the library throws only when the text is asked for. Half a surrogate becomes U+FFFD here, and so does the
/// whole of a text whose bytes are no UTF-8.
/// </summary>
internal static class SafeJson
{
    /// <summary>The text of a string; null for any other value.</summary>
    internal static string? TextOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return Unescape(element.GetRawText);
        }
    }

    /// <summary>The name of a member.</summary>
    internal static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Unescape(property.ToString);
        }
    }

    /// <summary>
    /// The text as one line that shows what it holds: a line break or tab becomes a blank; other control characters, and
    /// those that turn the direction of writing or cannot be seen, go. What is cut off at the limit leaves "…" as the last sign.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">The most UTF-16 units of the result.</param>
    internal static string Clean(string text, int limit)
    {
        if (limit <= 0) return "";
        var clean = new StringBuilder(Math.Min(text.Length, limit) + 2);
        // Half a surrogate comes out of this as U+FFFD.
        foreach (var sign in text.EnumerateRunes())
        {
            if (clean.Length > limit) break;
            if (IsBreak(sign))
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(sign) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                clean.Append(sign.ToString());
            }
        }
        while (clean.Length > 0 && clean[^1] == ' ') clean.Length--;
        if (clean.Length <= limit) return clean.ToString();
        var end = limit - 1;
        if (end > 0 && char.IsHighSurrogate(clean[end - 1])) end--;
        return clean.ToString(0, end) + "…";
    }

    private static bool IsBreak(Rune sign) => sign.Value is >= '\t' and <= '\r' or 0x85 or 0x2028 or 0x2029;

    /// <summary>The string that a piece of well-formed JSON begins with.</summary>
    private static string Unescape(Func<string> json)
    {
        string raw;
        try
        {
            raw = json();
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
        var text = new StringBuilder();
        for (var i = 1; raw[i] != '"'; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }
            switch (raw[++i])
            {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 4;
                    break;
                default: text.Append(raw[i]); break;
            }
        }
        // Only now: a pair of escapes is one sign.
        var whole = new StringBuilder(text.Length);
        foreach (var sign in text.ToString().EnumerateRunes()) whole.Append(sign.ToString());
        return whole.ToString();
    }
}
