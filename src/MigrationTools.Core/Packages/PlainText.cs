using System.Globalization;
using System.Text;

namespace MigrationTools.Core.Packages;

/// <summary>Text from a file or a server on its way into messages and onto terminals.</summary>
internal static class PlainText
{
    /// <summary>The longest name that is kept.</summary>
    public const int LongestName = 500;

    /// <summary>
    /// On one line, without what could steer a terminal or turn the direction of the text around it, and of a length that
    /// fits a message. What was cut ends in "…".
    /// </summary>
    public static string Line(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text)) return string.Empty;
        // Nearly every text is plain already, and a manifest has very many of them.
        if (text.Length <= longest && text.All(c => c is >= ' ' and <= '~')) return text.Trim();
        var clean = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= longest) return clean.ToString().Trim() + "…";
            switch (Rune.GetUnicodeCategory(rune))
            {
                // Words on two lines stay two words.
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    clean.Append(' ');
                    break;
                // Unseen themselves, they change what is seen: direction, joining, tags.
                case UnicodeCategory.Format:
                    break;
                default:
                    clean.Append(rune.ToString());
                    break;
            }
        }
        return clean.ToString().Trim();
    }

    /// <summary>The address of a server on one line: scheme, host, port and path, without the user that an address may carry.</summary>
    public static string Source(string text, int longest)
    {
        // First the user, then the length: a cut before the "@" would leave what stands there.
        var whole = Line(text, int.MaxValue);
        return Line(WithoutUser(whole), longest);
    }

    // A source is scheme, host, port and path; an address with a user in it would carry a credential into files and messages.
    private static string WithoutUser(string source)
    {
        var at = source.LastIndexOf('@');
        if (at < 0) return source;
        if (!Uri.TryCreate(source, UriKind.Absolute, out var uri) || uri.Host.Length == 0) return source[(at + 1)..];
        return uri.UserInfo.Length > 0 ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : source;
    }
}
