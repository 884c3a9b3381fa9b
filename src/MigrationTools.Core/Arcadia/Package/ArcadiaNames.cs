using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>Names as people know them. They come from a file, and go into messages and onto terminals.</summary>
internal static class ArcadiaNames
{
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
    public static string Clean(string? text) => PlainText.Line(text, PlainText.LongestName);
}
