namespace MigrationTools.Core.Http;

/// <summary>Text that can stand between quotes in a header of a multipart body.</summary>
internal static class AsciiText
{
    internal static string Quotable(string text) =>
        string.Concat(text.Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c : '_'));
}
