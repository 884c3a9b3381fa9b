using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MigrationTools.Core.Http;

/// <summary>The secrets of a connection, found in whatever way a server may write them when it echoes them.</summary>
internal sealed class SecretSet
{
    // Shorter ones would blank out ordinary words.
    private const int ShortestSecret = 4;

    private ImmutableArray<Secret> _secrets = [];

    internal void Register(string? secret)
    {
        secret = secret?.Trim();
        if (secret is null || secret.Length < ShortestSecret || _secrets.Any(known => known.Text == secret)) return;
        var added = new Secret(secret, new Regex(string.Concat(secret.Select(AnySpelling)), RegexOptions.CultureInvariant));
        // The longest first: a secret that is part of another must not leave the rest standing.
        ImmutableInterlocked.Update(ref _secrets, (known, one) =>
            known.Any(other => other.Text == one.Text) ? known : [.. known.Add(one).OrderByDescending(other => other.Text.Length)], added);
    }

    /// <summary>Registers the secret parts of a header's value: the part after the scheme, the password of a Basic one.</summary>
    internal void RegisterHeader(string value)
    {
        var blank = value.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
        {
            Register(value);
            return;
        }
        // Not the whole: "apikey", the word, is no secret, and a text may well end with it.
        var rest = value[(blank + 1)..];
        Register(rest);
        if (value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) RegisterBasic(rest);
    }

    internal void RegisterCookies(string cookies)
    {
        foreach (var pair in cookies.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Register(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        }
    }

    internal string Redact(string text)
    {
        foreach (var secret in _secrets) text = secret.Spelling.Replace(text, Redactor.Mask);
        return text;
    }

    /// <summary>The same for a text that was cut: a secret's beginning at the cut goes as well.</summary>
    internal string RedactCut(string text)
    {
        text = Redact(text);
        foreach (var secret in _secrets)
        {
            for (var length = Math.Min(secret.Text.Length - 1, text.Length); length >= ShortestSecret; length--)
            {
                if (text.EndsWith(secret.Text[..length], StringComparison.Ordinal)) return text[..^length] + Redactor.Mask;
            }
        }
        return text;
    }

    internal bool OccursIn(string text) => _secrets.Any(secret => secret.Spelling.IsMatch(text));

    /// <summary>A sign as itself, or as addresses, JSON, HTML and forms write it: a server may mix them.</summary>
    private static string AnySpelling(char sign)
    {
        if (char.IsAsciiLetterOrDigit(sign)) return sign.ToString();
        var code = ((int)sign).ToString(CultureInfo.InvariantCulture);
        var hex = ((int)sign).ToString("X", CultureInfo.InvariantCulture);
        var percent = char.IsSurrogate(sign) ? "" : string.Concat(Encoding.UTF8.GetBytes([sign]).Select(b => $"%{b:X2}"));
        var named = sign switch { '&' => "|&amp;", '<' => "|&lt;", '>' => "|&gt;", '"' => "|&quot;", ' ' => @"|\+", _ => "" };
        var encoded = percent.Length > 0 ? $"|{percent}|%25{percent[1..]}" : "";
        return $@"(?:\\{{0,3}}{Regex.Escape(sign.ToString())}|(?i:\\{{1,3}}u{hex.PadLeft(4, '0')}|&\#0*{code};|&\#x0*{hex};{encoded}{named}))";
    }

    private void RegisterBasic(string encoded)
    {
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded.Trim()));
            Register(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }
        catch (FormatException)
        {
            // Not base64 after all: the whole value is registered already.
        }
    }

    private sealed record Secret(string Text, Regex Spelling);
}
