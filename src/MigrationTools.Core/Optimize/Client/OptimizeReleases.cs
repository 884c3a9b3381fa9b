namespace MigrationTools.Core.Optimize;

/// <summary>Which releases speak which index versions. For words in messages alone: what a server speaks is learnt from it.</summary>
internal static class OptimizeReleases
{
    private sealed record Release(string Name, int Dashboard, int Process, int Decision, int Combined)
    {
        public int Of(string type) => type switch
        {
            OptimizeWords.Dashboard => Dashboard,
            OptimizeWords.ProcessReport => Process,
            OptimizeWords.DecisionReport => Decision,
            _ => Combined,
        };
    }

    private static readonly Release[] All =
    [
        new("3.3", 4, 5, 5, 4),
        new("3.4", 4, 6, 6, 4),
        new("3.5", 4, 7, 7, 4),
        new("3.6", 4, 8, 8, 4),
        new("3.7", 5, 8, 8, 4),
        new("3.8, 8.0", 5, 9, 9, 4),
        new("3.9, 8.1", 6, 9, 9, 4),
        new("3.10, 8.2", 7, 10, 9, 4),
        new("3.11 and later, 8.3 to 8.10", 8, 11, 10, 5),
    ];

    /// <summary>From this version on a dashboard's members are called tiles; before, reports.</summary>
    public const int FirstWithTiles = 7;

    /// <summary>The releases of one version of one type; null where none is known.</summary>
    public static string? Of(string type, int version) => Of(new Dictionary<string, int> { [type] = version });

    /// <summary>The releases that speak all of these; null where none is known.</summary>
    public static string? Of(IReadOnlyDictionary<string, int> versions)
    {
        if (versions.Count == 0 || versions.Keys.Any(type => !OptimizeWords.IsKnown(type))) return null;
        var fitting = All.Where(release => versions.All(pair => release.Of(pair.Key) == pair.Value)).Select(release => release.Name).ToList();
        return fitting.Count == 0 ? null : string.Join(", ", fitting);
    }
}
