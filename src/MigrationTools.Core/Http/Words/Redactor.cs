using System.Text;
using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>Takes secrets out of text that a person or a log will see.</summary>
public static partial class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    internal const string Names =
        @"([\w.\-]*(passw(or)?d|pwd|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|authori[sz]ation|cookie|credential|csrf|session|signature)[\w.\-]*|key|sig|auth)";

    // A server chooses the text: whatever it is, the time is in proportion to its length.
    internal const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    // None with a k in it: patterns take the Kelvin sign for one.
    private static readonly string[] _headerSigns = ["auth", "coo", "x-"];
    private static readonly string[] _schemes = ["bearer", "api", "basic", "digest", "negotiate", "slto"];

    /// <summary>
    /// Removes the values of authorization and cookie headers, of fields that are named like a password, token or key
    /// (in JSON, forms, queries and HTML), credentials in addresses, and these secrets wherever they stand.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="secrets">Values that must not be seen, whatever surrounds them.</param>
    public static string Redact(string text, params IEnumerable<string> secrets)
    {
        var known = new SecretSet();
        foreach (var secret in secrets) known.Register(secret);
        return RedactFields(known.Redact(text));
    }

    internal static bool IsSecretName(string name) => SecretName().IsMatch(name);

    internal static string RedactFields(string text)
    {
        // A pattern is put together when it is first used, and that takes longer than a request: none is used on a text
        // without the signs that it cannot do without.
        if (Has(text, ":", "\"")) text = JsonField().Replace(text, JsonFieldMasked);
        if (Has(text, ":", "\\\"")) text = EscapedJsonField().Replace(text, "${open}" + Mask + "${close}");
        if (Has(text, ":", "'")) text = PythonField().Replace(text, "'${name}': '" + Mask + "'");
        if (Has(text, "<", "=")) text = InputTag.Redact(text);
        if (Has(text, ":") && HasAnyOf(text, _headerSigns)) text = HeaderLine().Replace(text, "${name}: " + Mask);
        if (Has(text, "=")) text = FormField().Replace(text, "${lead}${name}=" + Mask);
        if (HasAnyOf(text, _schemes)) text = RedactSchemes(text);
        if (Has(text, "eyJ", ".")) text = WebToken().Replace(text, Mask);
        return Has(text, "://", "@") ? UserInfo().Replace(text, "://" + Mask + "@") : text;
    }

    private static bool Has(string text, params ReadOnlySpan<string> signs)
    {
        foreach (var sign in signs)
        {
            if (!text.Contains(sign, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    private static bool HasAnyOf(string text, string[] signs) => Array.Exists(signs, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));

    private static string JsonFieldMasked(Match field) =>
        // Behind a backslash the quote is a letter of some other value.
        field.Groups["escape"].Success || field.Groups["word"].Value.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE"
            ? field.Value
            : $"\"{field.Groups["name"].Value}\":\"{Mask}\"";

    private static string RedactSchemes(string text)
    {
        var redacted = new StringBuilder();
        var taken = 0;
        var match = Scheme().Match(text);
        while (match.Success)
        {
            var value = match.Groups["value"].Index;
            // A digit is asked for, so that "Basic authentication is off" stays readable. What is no value may be a scheme.
            if (!HasDigit(text.AsSpan(value)))
            {
                match = Scheme().Match(text, value);
                continue;
            }
            redacted.Append(text, taken, match.Index - taken).Append(match.Groups["name"].Value).Append(' ').Append(Mask);
            taken = match.Index + match.Length;
            match = match.NextMatch();
        }
        return taken == 0 ? text : redacted.Append(text, taken, text.Length - taken).ToString();
    }

    private static bool HasDigit(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (char.IsDigit(sign)) return true;
            if (char.IsWhiteSpace(sign) || sign is '"' or '\'' or ',' or ';' or '<') return false;
        }
        return false;
    }

    [GeneratedRegex("^" + Names + "$", Options)]
    private static partial Regex SecretName();

    [GeneratedRegex("(?<escape>\\\\)?\"(?<name>" + Names + ")\"\\s*:\\s*(\"([^\"\\\\]|\\\\.)*(\"|\\\\?$)|(?<word>[^\\s,}\\]\"{\\[]+))", Options)]
    private static partial Regex JsonField();

    [GeneratedRegex("(?<open>\\\\\"" + Names + "\\\\\"\\s*:\\s*\\\\\").*?(?<close>\\\\\"|\\z)", Options | RegexOptions.Singleline)]
    private static partial Regex EscapedJsonField();

    [GeneratedRegex("'(?<name>" + Names + ")'\\s*:\\s*u?'[^']*('|$)", Options)]
    private static partial Regex PythonField();

    [GeneratedRegex("\\b(?<name>(Proxy-)?Authorization|(Set-)?Cookie|X-[\\w\\-]*(Key|Token|Secret|Auth)[\\w\\-]*)\\s*:\\s*[^\\r\\n<\"]+", Options)]
    private static partial Regex HeaderLine();

    [GeneratedRegex("(?<lead>^|[?&\\s;,\"'(])(?<name>" + Names + ")=[^&\\s\"'<>;,)]*", Options)]
    private static partial Regex FormField();

    [GeneratedRegex("\\b(?<name>Bearer|apikey|Basic|Digest|Negotiate|SLToken)\\s+(?<value>[\\w.~+/=\\-]{8,})", Options)]
    private static partial Regex Scheme();

    [GeneratedRegex("\\beyJ[\\w\\-]{8,}\\.[\\w\\-]+(\\.[\\w\\-]*)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WebToken();

    [GeneratedRegex("://[^/\\s\"'@?#<>]+@", Options)]
    private static partial Regex UserInfo();
}
