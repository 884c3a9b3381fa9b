using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace MigrationTools.Core.Http;

/// <summary>The secrets of a connection, in every spelling a server may echo them in.</summary>
internal sealed class SecretSet
{
    // Shorter ones would blank out ordinary words.
    private const int ShortestSecret = 4;

    private ImmutableArray<string> _spellings = [];

    internal void Register(string? secret)
    {
        if (secret is null || secret.Trim().Length < ShortestSecret || _spellings.Contains(secret)) return;
        string[] spellings =
        [
            secret, secret.Trim(), Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret),
            JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
        ];
        // The longest first: a secret that is part of another must not leave the rest standing.
        ImmutableInterlocked.Update(ref _spellings, (known, added) =>
            [.. known.Union(added, StringComparer.Ordinal).OrderByDescending(text => text.Length)], spellings);
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
        var rest = value[(blank + 1)..].Trim();
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
        foreach (var secret in _spellings) text = text.Replace(secret, Redactor.Mask, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The same for a text that was cut: a secret's beginning at the cut goes as well.</summary>
    internal string RedactCut(string text)
    {
        text = Redact(text);
        foreach (var secret in _spellings)
        {
            for (var length = Math.Min(secret.Length - 1, text.Length); length >= ShortestSecret; length--)
            {
                if (text.EndsWith(secret[..length], StringComparison.Ordinal)) return text[..^length] + Redactor.Mask;
            }
        }
        return text;
    }

    internal bool OccursIn(string text) => _spellings.Any(secret => text.Contains(secret, StringComparison.Ordinal));

    private void RegisterBasic(string encoded)
    {
        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            Register(pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        }
        catch (FormatException)
        {
            // Not base64 after all: the whole value is registered already.
        }
    }
}
