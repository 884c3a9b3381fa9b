namespace MigrationTools.Core.Packages;

/// <summary>The digits of the names that this product makes for itself.</summary>
internal static class LowerHex
{
    public static bool Is(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (!char.IsAsciiHexDigitLower(sign)) return false;
        }
        return true;
    }
}
