using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>Takes secrets out of text that a person or a log will see.</summary>
public static partial class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    // Bounded on both sides, so that a long run of letters costs no more than its length.
    private const string Names =
        @"(?:[\w.\-]{0,40}(?:passw(?:or)?d|pwd|secret|token|api[_\-]?key|access[_\-]?key|private[_\-]?key|authori[sz]ation|cookie|credential|csrf|session|signature)[\w.\-]{0,40}|key|sig|auth)";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

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
        if (text.Length == 0) return text;
        text = JsonField().Replace(text, "\"${name}\":\"" + Mask + "\"");
        text = EscapedJsonField().Replace(text, "${open}" + Mask + "${close}");
        text = PythonField().Replace(text, "'${name}': '" + Mask + "'");
        text = InputNameFirst().Replace(text, "${open}" + Mask);
        text = InputValueFirst().Replace(text, "${open}" + Mask + "${rest}");
        text = HeaderLine().Replace(text, "${name}: " + Mask);
        text = FormField().Replace(text, "${name}=" + Mask);
        text = Scheme().Replace(text, "${name} " + Mask);
        text = WebToken().Replace(text, Mask);
        return UserInfo().Replace(text, Mask + "@");
    }

    [GeneratedRegex("^" + Names + "$", Options)]
    private static partial Regex SecretName();

    [GeneratedRegex("(?<!\\\\)\"(?<name>" + Names + ")\"\\s*:\\s*(\"([^\"\\\\]|\\\\.)*(\"|\\\\?$)|(?!null|true|false)[^\\s,}\\]\"{\\[]+)", Options)]
    private static partial Regex JsonField();

    [GeneratedRegex("(?<open>\\\\\"" + Names + "\\\\\"\\s*:\\s*\\\\\")((?!\\\\\").)*(?<close>\\\\\"|$)", Options | RegexOptions.Singleline)]
    private static partial Regex EscapedJsonField();

    [GeneratedRegex("'(?<name>" + Names + ")'\\s*:\\s*u?'[^']*('|$)", Options)]
    private static partial Regex PythonField();

    [GeneratedRegex("(?<open><input\\b[^<>]{0,400}\\bname\\s*=\\s*[\"']?" + Names + "[\"']?[^<>]{0,400}\\bvalue\\s*=\\s*)(\"[^\"]*(\"|$)|'[^']*('|$)|[^\\s>]+)", Options)]
    private static partial Regex InputNameFirst();

    [GeneratedRegex("(?<open><input\\b[^<>]{0,400}\\bvalue\\s*=\\s*)(\"[^\"]*\"|'[^']*'|[^\\s>]+)(?<rest>[^<>]{0,400}\\bname\\s*=\\s*[\"']?" + Names + "[\"'\\s>])", Options)]
    private static partial Regex InputValueFirst();

    [GeneratedRegex("\\b(?<name>(Proxy-)?Authorization|(Set-)?Cookie|X-[\\w\\-]{0,40}(Key|Token|Secret|Auth)[\\w\\-]{0,40})\\s*:\\s*[^\\r\\n<\"]+", Options)]
    private static partial Regex HeaderLine();

    [GeneratedRegex("(?<=^|[?&\\s;,\"'(])(?<name>" + Names + ")=[^&\\s\"'<>;,)]*", Options)]
    private static partial Regex FormField();

    // A digit is asked for, so that "Basic authentication is off" stays readable.
    [GeneratedRegex("\\b(?<name>Bearer|apikey|Basic|Digest|Negotiate|SLToken)\\s+(?=[^\\s\"',;<]{0,4000}\\d)[\\w.~+/=\\-]{8,}", Options)]
    private static partial Regex Scheme();

    [GeneratedRegex("\\beyJ[\\w\\-]{8,}\\.[\\w\\-]+(\\.[\\w\\-]*)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex WebToken();

    [GeneratedRegex("(?<=://)[^/\\s\"'@?#<>]{1,400}@", Options)]
    private static partial Regex UserInfo();
}
