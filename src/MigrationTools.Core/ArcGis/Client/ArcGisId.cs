namespace MigrationTools.Core.ArcGis;

/// <summary>Ids of a portal.</summary>
public static class ArcGisId
{
    /// <summary>True for 32 hexadecimal digits: an item's, a group's, a folder's.</summary>
    public static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);

    /// <summary>True for what a server may call an id: it can stand in a path, and in a list with commas.</summary>
    internal static bool IsToken(string text) => text.Length is > 0 and <= 128 && text.All(IsOfToken);

    /// <summary>What may be an id in a sentence.</summary>
    internal static IEnumerable<string> TokensIn(string sentence)
    {
        for (var i = 0; i < sentence.Length; i++)
        {
            var start = i;
            while (i < sentence.Length && IsOfToken(sentence[i])) i++;
            // Words of a sentence are shorter.
            if (i - start is >= 20 and <= 128) yield return sentence[start..i];
        }
    }

    private static bool IsOfToken(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_';
}
