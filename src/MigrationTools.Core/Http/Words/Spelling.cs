using System.Buffers;
using System.Globalization;
using System.Text;

namespace MigrationTools.Core.Http;

/// <summary>
/// Finds a text however it is spelled: each sign as itself, or as addresses, JSON, HTML and forms write it, mixed at will.
/// Both may be of a hostile server, the text that is looked for and the one that is looked through: at no place more than a
/// certain number of signs is tried in vain.
/// </summary>
internal sealed class Spelling
{
    // Of a longer text so much is enough to know it by; the rest is taken as far as it goes.
    private const int Certain = 32;

    // Where backslashes stand for backslashes, one place may lead to many; both ends of them are followed.
    private const int MostPlaces = 8;
    private const int MostBackslashes = 3;

    private readonly string _text;
    private readonly bool _isBase64;
    private readonly Dictionary<char, string[]> _encoded = [];
    private readonly SearchValues<char> _first;

    /// <param name="text">What is looked for; not empty.</param>
    /// <param name="isBase64">True where it may also stand in the alphabet of addresses.</param>
    internal Spelling(string text, bool isBase64 = false)
    {
        _text = text;
        _isBase64 = isBase64;
        foreach (var sign in text.Distinct().Where(sign => !char.IsAsciiLetterOrDigit(sign))) _encoded[sign] = [.. Encoded(sign)];
        _first = SearchValues.Create(_encoded.ContainsKey(text[0]) ? $"{text[0]}\\&%+-_" : text[..1]);
    }

    /// <summary>The first place where it stands.</summary>
    /// <param name="within">What is looked through.</param>
    /// <param name="from">Where to begin.</param>
    /// <returns>Where it begins and ends; null where it is not there.</returns>
    internal (int Start, int End)? Find(string within, int from)
    {
        List<int> places = [], next = [];
        for (var start = from; ; start++)
        {
            var step = within.AsSpan(start).IndexOfAny(_first);
            if (step < 0) return null;
            start += step;
            if (EndFrom(within, start, places, next) is { } end) return (start, end);
        }
    }

    /// <summary>Where the text ends that begins here; null where it does not.</summary>
    private int? EndFrom(string within, int start, List<int> places, List<int> next)
    {
        places.Clear();
        places.Add(start);
        for (var i = 0; i < _text.Length; i++)
        {
            next.Clear();
            foreach (var place in places) Follow(within, place, _text[i], next);
            if (next.Count == 0) return i < Certain ? null : places[^1];
            next.Sort();
            if (next.Count > MostPlaces) next.RemoveRange(MostPlaces / 2, next.Count - MostPlaces);
            (places, next) = (next, places);
        }
        return places[^1];
    }

    /// <summary>Where the next sign ends that begins here, in each of its spellings.</summary>
    private void Follow(string within, int place, char sign, List<int> ends)
    {
        if (!_encoded.TryGetValue(sign, out var encoded))
        {
            if (place < within.Length && within[place] == sign) Add(ends, place + 1);
            return;
        }
        var at = place;
        for (var backslashes = 0; ; backslashes++, at++)
        {
            if (at < within.Length && within[at] == sign) Add(ends, at + 1);
            if (backslashes > 0 && IsEscape(within.AsSpan(at), sign)) Add(ends, at + 5);
            if (backslashes == MostBackslashes || at >= within.Length || within[at] != '\\') break;
        }
        if (place >= within.Length || within[place] is not ('%' or '&' or '+' or '-' or '_')) return;
        var rest = within.AsSpan(place);
        foreach (var form in encoded)
        {
            if (rest.StartsWith(form, StringComparison.OrdinalIgnoreCase)) Add(ends, place + form.Length);
        }
        if (ReferenceLength(rest, sign) is var length and > 0) Add(ends, place + length);
    }

    private static void Add(List<int> ends, int end)
    {
        if (!ends.Contains(end)) ends.Add(end);
    }

    /// <summary>As JSON writes it behind the backslash: u and four digits.</summary>
    private static bool IsEscape(ReadOnlySpan<char> text, char sign) =>
        text.Length >= 5 && text[0] is 'u' or 'U' && ushort.TryParse(text[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code == sign;

    /// <summary>As HTML writes it: its number, with zeros before it at will. 0 where it is not.</summary>
    private static int ReferenceLength(ReadOnlySpan<char> text, char sign)
    {
        if (!text.StartsWith("&#", StringComparison.Ordinal)) return 0;
        var isHex = text.Length > 2 && text[2] is 'x' or 'X';
        var digits = text[(isHex ? 3 : 2)..].TrimStart('0');
        var number = ((int)sign).ToString(isHex ? "X" : "D", CultureInfo.InvariantCulture);
        return digits.StartsWith(number, StringComparison.OrdinalIgnoreCase) && digits.Length > number.Length && digits[number.Length] == ';'
            ? text.Length - digits.Length + number.Length + 1
            : 0;
    }

    private IEnumerable<string> Encoded(char sign)
    {
        if (!char.IsSurrogate(sign))
        {
            var percent = string.Concat(Encoding.UTF8.GetBytes([sign]).Select(b => $"%{b:X2}"));
            yield return percent;
            yield return $"%25{percent[1..]}";
            if (percent.Length > 3) yield return percent.Replace("%", "%25", StringComparison.Ordinal);
        }
        switch (sign)
        {
            case '&': yield return "&amp;"; break;
            case '<': yield return "&lt;"; break;
            case '>': yield return "&gt;"; break;
            case '"': yield return "&quot;"; break;
            case ' ': yield return "+"; break;
            case '+' when _isBase64: yield return "-"; break;
            case '/' when _isBase64: yield return "_"; break;
        }
    }
}
