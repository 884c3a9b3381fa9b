using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>Names as people know them. They come from a file, and go into messages and onto terminals.</summary>
internal static class OptimizeNames
{
    /// <summary>The name if it is one, else one made of type and id.</summary>
    public static string Of(string type, string id, string? name) => Clean(name) is { Length: > 0 } clean ? clean : $"{type} {Clean(id)}".TrimEnd();

    /// <summary>On one line, without what could steer a terminal, and of a length that fits a message.</summary>
    public static string Clean(string? text) => PlainText.Line(text, PlainText.LongestName);

    /// <summary>Some of many, for a sentence.</summary>
    public static string List(IEnumerable<string> all, int most = 5)
    {
        var names = all.ToList();
        return string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : string.Empty);
    }
}
