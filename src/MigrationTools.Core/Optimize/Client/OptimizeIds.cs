using System.Text.Json;

namespace MigrationTools.Core.Optimize;

/// <summary>Ids as servers list them and people write them.</summary>
internal static class OptimizeIds
{
    // A UUID has 36 signs; older and hand-made ids are other words.
    private const int Longest = 200;

    // A list of the service ends at a thousand; collections have no end of their own.
    private const int Most = 100_000;

    /// <summary>The ids of a list of objects with an "id"; null where it is no such list, or is longer than any server's.</summary>
    public static IReadOnlyList<string>? Read(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Most) return null;
        var ids = new List<string>();
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.TextOf("id") is not { } text || !IsId(text)) return null;
            ids.Add(text);
        }
        return ids.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>True for a word that can stand in an address and in a message.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= Longest && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':') && !text.All(letter => letter == '.');

    /// <summary>
    /// True for what the server takes for a report's id in a tile: 8-4-4-4-12 hexadecimal digits in lower case. All else in its
    /// place is left alone.
    /// </summary>
    public static bool IsReference(string? text)
    {
        if (text is not { Length: 36 }) return false;
        for (var i = 0; i < 36; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigitLower(text[i]) && !char.IsAsciiDigit(text[i])) return false;
        }
        return true;
    }
}
