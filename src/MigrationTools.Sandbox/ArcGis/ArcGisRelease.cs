namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What a release calls itself and honours.</summary>
internal sealed record ArcGisRelease(string Name, string CurrentVersion, string? EnterpriseVersion, string? Build, int LongestToken)
{
    private const int FourteenDays = 14 * 24 * 60;

    /// <summary>folderId and folderOwnerUsername.</summary>
    public bool HasFolderId => Rank >= 1;

    /// <summary>keepPackageItemAfterImport.</summary>
    public bool HasKeep => Rank >= 2;

    /// <summary>importContentFolder, the folder <c>/</c>, and the export's folders and preview.</summary>
    public bool HasFolderNames => Rank >= 3;

    private int Rank { get; init; }

    public static ArcGisRelease Of(PortalVersion version) => version switch
    {
        PortalVersion.V1081 => new("10.8.1", "8.2", null, null, 120),
        PortalVersion.V109 => new("10.9", "8.4", null, null, 120) { Rank = 1 },
        PortalVersion.V113 => new("11.3", "2024.1", "11.3.0", "51526", FourteenDays) { Rank = 2 },
        _ => new("11.4", "2024.2", "11.4.0", "54234", FourteenDays) { Rank = 3 },
    };

    /// <summary>Whether a package of one version comes from a later release than this one.</summary>
    public bool IsOlderThan(string packageVersion)
    {
        var theirs = Numbers(packageVersion);
        var ours = Numbers(Name);
        for (var index = 0; index < Math.Max(theirs.Length, ours.Length); index++)
        {
            var difference = theirs.ElementAtOrDefault(index) - ours.ElementAtOrDefault(index);
            if (difference != 0) return difference > 0;
        }

        return false;
    }

    private static int[] Numbers(string version) =>
        [.. version.Split('.').Select(part => int.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
