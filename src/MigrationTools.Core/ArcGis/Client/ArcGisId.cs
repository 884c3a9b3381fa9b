namespace MigrationTools.Core.ArcGis;

/// <summary>Ids of a portal.</summary>
public static class ArcGisId
{
    /// <summary>True for 32 hexadecimal digits: an item's, a group's, a folder's.</summary>
    public static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);

    /// <summary>True for what a server may call an id: it can stand in a path, and in a list with commas.</summary>
    internal static bool IsToken(string text) => text.Length is > 0 and <= 128 && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');
}
