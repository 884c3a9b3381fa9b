using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>The secrets of a connection, found in whatever way a server may write them when it echoes them.</summary>
internal sealed class SecretSet
{
    // Shorter ones would blank out ordinary words.
    private const int ShortestSecret = 4;
    private const int ShortestInsideBase64 = 8;

    /// <summary>The longest secret that is taken, in characters: what finds one takes hundred times its length.</summary>
    internal const int LongestSecret = 16 * 1024;

    private ImmutableArray<Secret> _secrets = [];

    /// <exception cref="MigrationException">InvalidValue: it is longer than any key, token or password.</exception>
    internal void Register(string? secret)
    {
        secret = secret?.Trim();
        if (secret?.Length > LongestSecret) throw TooLong(secret.Length);
        if (secret is null || secret.Length < ShortestSecret || _secrets.Any(known => known.Text == secret)) return;
        var added = new Secret(secret, new Regex(string.Concat(secret.Select(AnySpelling)), RegexOptions.CultureInvariant), InBase64(secret), InPercent(secret));
        // The longest first: a secret that is part of another must not leave the rest standing.
        ImmutableInterlocked.Update(ref _secrets, (known, one) =>
            known.Any(other => other.Text == one.Text) ? known : [.. known.Add(one).OrderByDescending(other => other.Text.Length)], added);
    }

    internal static MigrationException TooLong(int length) => new(ErrorKinds.InvalidValue,
        $"A key, token or password has {length} characters, and {LongestSecret} are the most that is taken.", "Check that it is the secret itself, and not a file or a page.");

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
        foreach (var secret in _secrets)
        {
            text = secret.Base64.Replace(secret.Spelling.Replace(text, Redactor.Mask), Redactor.Mask);
            foreach (var percent in secret.Percent) text = text.Replace(percent, Redactor.Mask, StringComparison.OrdinalIgnoreCase);
        }
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

    internal bool OccursIn(string text) => _secrets.Any(secret => secret.Spelling.IsMatch(text) || secret.Base64.IsMatch(text)
        || secret.Percent.Any(percent => text.Contains(percent, StringComparison.OrdinalIgnoreCase)));

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

    /// <summary>
    /// The secret in base64, alone or behind the scheme of a header; and the part of it that is the same whatever stands
    /// before and behind, for each of the three places where it may begin in a group of three bytes.
    /// </summary>
    private static Regex InBase64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        List<string> texts = [Base64("apikey ", bytes), Base64("Bearer ", bytes), Base64("", bytes)];
        // The inner part of a shorter one is so short that ordinary text may hold it.
        if (bytes.Length >= ShortestInsideBase64)
        {
            for (var before = 0; before < 3; before++)
            {
                var first = ((before * 8) + 5) / 6;
                var end = (before + bytes.Length) * 8 / 6;
                texts.Add(Base64(new string(' ', before), bytes)[first..end]);
            }
        }
        var any = string.Join('|', texts.Select(text => string.Concat(text.Select(sign => sign switch
        {
            '+' => $"(?:{AnySpelling('+')}|-)",
            '/' => $"(?:{AnySpelling('/')}|_)",
            _ => sign.ToString(),
        }))));
        // What is behind the inner part still holds a few bits of the secret.
        return new Regex($"(?:{any})[A-Za-z0-9+/_\\-]{{0,2}}(?:=|%3[Dd]){{0,2}}", RegexOptions.CultureInvariant);

        static string Base64(string before, byte[] bytes) => Convert.ToBase64String([.. Encoding.ASCII.GetBytes(before), .. bytes]).TrimEnd('=');
    }

    /// <summary>Every byte percent-encoded, letters and digits too, once and twice.</summary>
    private static string[] InPercent(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return [string.Concat(bytes.Select(b => $"%{b:X2}")), string.Concat(bytes.Select(b => $"%25{b:X2}"))];
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

    private sealed record Secret(string Text, Regex Spelling, Regex Base64, string[] Percent);
}
