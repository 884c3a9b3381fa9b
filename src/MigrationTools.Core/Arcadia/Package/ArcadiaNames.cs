using System.Text;

namespace MigrationTools.Core.Arcadia;

/// <summary>Names as people know them. They come from a file, and go into messages and onto terminals.</summary>
internal static class ArcadiaNames
{
    private const int LongestName = 500;

    /// <summary>The first of the proposed names that is one, else one made of word and id.</summary>
    public static string Of(string word, string pk, params ReadOnlySpan<string?> proposed)
    {
        foreach (var name in proposed)
        {
            if (Clean(name) is { Length: > 0 } clean) return clean;
        }
        return $"{(Clean(word) is { Length: > 0 } first ? first : "item")} {pk}";
    }

    /// <summary>On one line, without what could steer a terminal, and of a length that fits a message.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) return string.Empty;
        var clean = new StringBuilder(Math.Min(text.Length, LongestName));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= LongestName) return clean.ToString().Trim() + "…";
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }
        return clean.ToString().Trim();
    }
}
