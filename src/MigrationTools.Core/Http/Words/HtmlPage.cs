using System.Net;
using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>As much of HTML as it takes to tell a login page from an error page, and to quote either.</summary>
internal static partial class HtmlPage
{
    private const string Doctype = "<!doctype";

    // A server chooses the text: whatever it is, the time is in proportion to its length.
    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    internal static bool IsHtml(string? contentType) =>
        contentType is not null
        && (contentType.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            || contentType.StartsWith("application/xhtml", StringComparison.OrdinalIgnoreCase));

    /// <summary>Every answer is looked at like this, so there is no pattern to wait for.</summary>
    internal static bool Begins(string text)
    {
        var start = 0;
        while (start < text.Length && (text[start] == '\uFEFF' || char.IsWhiteSpace(text[start]))) start++;
        var page = text.AsSpan(start);
        if (!page.StartsWith(Doctype, StringComparison.OrdinalIgnoreCase)) return Begins(page, "<html") || Begins(page, "<head") || Begins(page, "<body");
        var kind = page[Doctype.Length..];
        return Begins(kind.TrimStart(), "html") && !Begins(kind, "html");
    }

    private static bool Begins(ReadOnlySpan<char> text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    internal static bool IsLogin(string text) => LoginSign().IsMatch(text);

    internal static string? Title(string text) =>
        TitleTag().Match(text) is { Success: true } match && Plain(match.Groups["text"].Value) is { Length: > 0 } title ? title : null;

    /// <summary>The exception's line where it is an error page that shows one, else title and heading, else the text.</summary>
    internal static string Words(string text)
    {
        var title = Title(text);
        var told = ExceptionTag().Match(text) is { Success: true } value ? value : HeadingTag().Match(text);
        var heading = told.Success ? Plain(told.Groups["text"].Value) : "";
        var words = string.Join(": ", new[] { title, heading }.Where(part => part is { Length: > 0 }).Distinct(StringComparer.Ordinal));
        return words.Length > 0 ? words : Plain(text);
    }

    private static string Plain(string html) => WebUtility.HtmlDecode(Tag().Replace(Invisible().Replace(html, " "), " ")).Trim();

    [GeneratedRegex(@"type\s*=\s*[""']?password|<form[^>]*action\s*=[^>]*(login|log-in|signin|sign-in)|<title[^>]*>[^<]*\b(log\s?-?in|sign\s?-?in|anmelden|anmeldung)\b", Options)]
    private static partial Regex LoginSign();

    [GeneratedRegex(@"<title[^>]*>(?<text>[^<]*)", Options)]
    private static partial Regex TitleTag();

    [GeneratedRegex(@"<pre[^>]*class\s*=\s*[""']?exception_value[^>]*>(?<text>[^<]*)", Options)]
    private static partial Regex ExceptionTag();

    [GeneratedRegex(@"<h1[^>]*>(?<text>.*?)</h1", Options)]
    private static partial Regex HeadingTag();

    [GeneratedRegex(@"<(script|style)\b.*?(</(script|style)\s*>|$)|<!--.*?(-->|$)", Options)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"<[^>]*(>|$)", Options)]
    private static partial Regex Tag();
}
