namespace MigrationTools.Core.Packages;

/// <summary>
/// The name that a file has while it is written, in the folder where it will lie. Whoever is killed leaves it there; the
/// next export into the folder takes it away.
/// </summary>
internal static class PartialFile
{
    // A transfer that stands still fails after a minute: what nobody wrote to for an hour, nobody will.
    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    private const string Ending = ".partial";
    private const int Mark = 8;

    /// <summary>A new temporary name beside a final one.</summary>
    public static string PathFor(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid().ToString("N")[..Mark]}{Ending}");

    /// <summary>Removes what killed processes left in a folder.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, $".*{Ending}"))
            {
                if (IsOurs(Path.GetFileName(path)) && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > _abandoned) File.Delete(path);
            }
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            // Others sweep at the same time, or it is not ours to delete: nothing here is owed to the caller.
        }
    }

    /// <summary>True for the names that <see cref="PathFor"/> makes, and no others of the same ending.</summary>
    private static bool IsOurs(string name)
    {
        var front = name.Length - Ending.Length - Mark;
        return front > 2 && name[0] == '.' && name[front - 1] == '.' && name.EndsWith(Ending, StringComparison.Ordinal) && LowerHex.Is(name.AsSpan(front, Mark));
    }
}
