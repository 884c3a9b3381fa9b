using System.Collections.Immutable;
using System.Text;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>The secrets of a connection, found in whatever way a server may write them when it echoes them.</summary>
internal sealed class SecretSet
{
    // Shorter ones would blank out ordinary words.
    private const int ShortestSecret = 4;
    private const int ShortestInsideBase64 = 8;

    /// <summary>The longest secret that is taken, in characters: each is kept in several forms.</summary>
    internal const int LongestSecret = 16 * 1024;

    private ImmutableArray<Secret> _secrets = [];

    /// <exception cref="MigrationException">InvalidValue: it is longer than any key, token or password.</exception>
    internal void Register(string? secret)
    {
        secret = secret?.Trim();
        if (secret?.Length > LongestSecret) throw TooLong(secret.Length);
        if (secret is null || secret.Length < ShortestSecret || _secrets.Any(known => known.Text == secret)) return;
        var added = new Secret(secret, new Spelling(secret), InBase64(secret), InPercent(secret));
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
            text = Masked(text, secret.Spelling, (_, end) => end);
            foreach (var base64 in secret.Base64) text = Masked(text, base64, EndOfBase64);
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

    internal bool OccursIn(string text) => _secrets.Any(secret => secret.Spelling.Find(text, 0) is not null || secret.Base64.Exists(base64 => base64.Find(text, 0) is not null)
        || secret.Percent.Any(percent => text.Contains(percent, StringComparison.OrdinalIgnoreCase)));

    private static string Masked(string text, Spelling spelling, Func<string, int, int> endOf)
    {
        var masked = new StringBuilder();
        var taken = 0;
        while (spelling.Find(text, taken) is { } found)
        {
            masked.Append(text, taken, found.Start - taken).Append(Redactor.Mask);
            taken = endOf(text, found.End);
        }
        return taken == 0 ? text : masked.Append(text, taken, text.Length - taken).ToString();
    }

    /// <summary>What is behind the inner part still holds a few bits of the secret; then there may be padding.</summary>
    private static int EndOfBase64(string text, int end)
    {
        for (var i = 0; i < 2 && end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '+' or '/' or '_' or '-'); i++) end++;
        for (var i = 0; i < 2; i++)
        {
            if (end < text.Length && text[end] == '=') end++;
            else if (text.AsSpan(end).StartsWith("%3D", StringComparison.OrdinalIgnoreCase)) end += 3;
        }
        return end;
    }

    /// <summary>
    /// The secret in base64, alone or behind the scheme of a header; and the part of it that is the same whatever stands
    /// before and behind, for each of the three places where it may begin in a group of three bytes.
    /// </summary>
    private static List<Spelling> InBase64(string secret)
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
        return texts.ConvertAll(text => new Spelling(text, isBase64: true));

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

    private sealed record Secret(string Text, Spelling Spelling, List<Spelling> Base64, string[] Percent);
}
