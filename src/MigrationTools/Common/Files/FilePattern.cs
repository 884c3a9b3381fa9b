using System.Management.Automation;

namespace MigrationTools.Common.Files;

/// <summary>
/// A pattern for the files of one folder. The engine's own expansion keeps several objects for each file it looks at,
/// manifests included; a folder of ten thousand packages costs it more than reading them all.
/// </summary>
internal static class FilePattern
{
    /// <summary>Folder and pattern of a path that has wildcards in its last part alone; null for any other.</summary>
    public static (string Folder, string Pattern)? Split(string path)
    {
        var cut = path.LastIndexOfAny(['/', Path.DirectorySeparatorChar, ':']);
        var (folder, pattern) = (path[..(cut + 1)], path[(cut + 1)..]);
        var isOne = WildcardPattern.ContainsWildcardCharacters(pattern) && folder.AsSpan().IndexOfAny("*?[]`") < 0;
        return isOne ? (folder.Length == 0 ? "." : folder, pattern) : null;
    }

    /// <summary>The files of a folder that a pattern finds, by name; hidden ones only where it begins with a dot.</summary>
    public static IEnumerable<string> Find(string folder, string pattern, Func<string, bool> wanted)
    {
        var wildcards = new WildcardPattern(pattern, WildcardOptions.IgnoreCase);
        var options = new EnumerationOptions { AttributesToSkip = pattern.StartsWith('.') ? 0 : FileAttributes.Hidden, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(folder, "*", options)
            .Where(file => wanted(file) && wildcards.IsMatch(Path.GetFileName(file)))
            .Order(StringComparer.OrdinalIgnoreCase);
    }
}
