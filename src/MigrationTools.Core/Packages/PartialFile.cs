using System.Text.RegularExpressions;

namespace MigrationTools.Core.Packages;

/// <summary>
/// The name that a file has while it is written, in the folder where it will lie. Whoever is killed leaves it there; the
/// next export into the folder takes it away.
/// </summary>
internal static partial class PartialFile
{
    // A transfer that stands still fails after a minute: what nobody wrote to for an hour, nobody will.
    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    /// <summary>A new temporary name beside a final one.</summary>
    public static string PathFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid().ToString("N")[..8]}.partial");

    /// <summary>Removes what killed processes left in a folder.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, ".*.partial"))
            {
                if (Name().IsMatch(Path.GetFileName(path)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > _abandoned) File.Delete(path);
            }
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // Others sweep at the same time, or it is not ours to delete: nothing here is owed to the caller.
        }
    }

    [GeneratedRegex(@"^\..+\.[0-9a-f]{8}\.partial$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
