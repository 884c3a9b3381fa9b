using System.Text.RegularExpressions;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>
/// The language of searches, as far as it is used: <c>field:word</c>, <c>field:"a phrase"</c>, AND (also left out),
/// OR, NOT or a minus, brackets, and a star at the end of a word.
/// </summary>
internal sealed partial class ArcGisSearch
{
    private readonly List<string> _tokens;
    private readonly Func<string, IReadOnlyList<string>> _fields;
    private int _position;

    private ArcGisSearch(string query, Func<string, IReadOnlyList<string>> fields)
    {
        _tokens = [.. Token().Matches(query).Select(match => match.Value)];
        _fields = fields;
    }

    /// <summary>Whether something matches; its fields are given by name, and the empty name is for words without a field.</summary>
    public static bool Matches(string query, Func<string, IReadOnlyList<string>> fields) =>
        string.IsNullOrWhiteSpace(query) || new ArcGisSearch(query, fields).Any();

    private bool Any()
    {
        var any = All();
        while (Take("OR"))
        {
            var next = All();
            any = any || next;
        }

        return any;
    }

    private bool All()
    {
        var all = One();
        while (_position < _tokens.Count && _tokens[_position] is not ("OR" or ")"))
        {
            Take("AND");
            var next = One();
            all = all && next;
        }

        return all;
    }

    private bool One()
    {
        if (_position >= _tokens.Count) throw ArcGisError.Bad("'q' cannot be parsed.");
        if (Take("NOT") || Take("-")) return !One();
        if (!Take("(")) return Term(_tokens[_position++]);
        var inner = Any();
        Take(")");
        return inner;
    }

    private bool Term(string token)
    {
        var colon = token.StartsWith('"') ? -1 : token.IndexOf(':', StringComparison.Ordinal);
        var field = colon < 0 ? "" : token[..colon].ToLowerInvariant();
        var wanted = token[(colon + 1)..].Trim('"');
        var values = _fields(field);
        if (wanted.EndsWith('*')) return values.Any(value => Words(value).Any(word => word.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase)));
        return field is "" or "title" or "tags"
            ? values.Any(value => value.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            : values.Contains(wanted, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Words(string value) => value.Split(' ').Prepend(value);

    private bool Take(string token)
    {
        if (_position >= _tokens.Count || _tokens[_position] != token) return false;
        _position++;
        return true;
    }

    [GeneratedRegex("""\(|\)|-(?=[\w("])|(?:\w+:)?"[^"]*"|[^\s()]+""")]
    private static partial Regex Token();
}
