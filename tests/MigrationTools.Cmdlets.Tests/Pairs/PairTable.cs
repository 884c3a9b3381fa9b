namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>
/// Which sort of object binds to which cmdlet, and where. What a cmdlet does not name it refuses: an error in words, no
/// request, and the next object goes on. "Left out" is a row that tells of nothing the cmdlet acts on; it becomes a row of
/// its own. Where "live" stands, it holds for the object itself alone, and not for what comes back out of a file.
/// </summary>
internal static class PairTable
{
    private const string Rows = "row of Arcadia; planned row of Arcadia; row of SnapLogic; planned row of SnapLogic; failed row of SnapLogic; row of an API version; "
        + "row of Optimize; planned row of Optimize; row of ArcGIS; planned row of ArcGIS; entry of the history";

    private const string Connections = "connection of Arcadia; connection of SnapLogic; connection of Optimize; connection of ArcGIS";

    private const string Text = $"""
        Add-ArcGisPackage
            -Path (Path): package of ArcGIS
        Connect-Arcadia
        Connect-ArcGis
        Connect-Optimize
        Connect-SnapLogic
        Copy-SnapLogicAsset
            -InputObject (Object): failed row of SnapLogic
            left out: row of SnapLogic; planned row of SnapLogic; row of an API version
        Disable-SnapLogicTask
            -InputObject (Object): row of SnapLogic
            left out: planned row of SnapLogic
            left out after a look: row of an API version
        Disconnect-MigrationConnection
            -Connection, live: {Connections}
        Enable-SnapLogicTask
            -InputObject (Object): row of SnapLogic
            left out: planned row of SnapLogic
            left out after a look: row of an API version
        Export-ArcadiaDashboard
            -Id (Id): dashboard of Arcadia; item of a package of Arcadia
        Export-ArcadiaPackage
            -InputObject (Object): dashboard of Arcadia; dataset of Arcadia; item of a package of Arcadia
        Export-ArcGisPackage
            -GroupId: group of ArcGIS
        Export-MigrationResult
            -InputObject: {Rows}
            passed over with a warning: all else
        Export-OptimizeDashboard
            -Id (Id): dashboard of Optimize
        Export-OptimizeReport
            -Id (Id): report of Optimize
        Export-SnapLogicProject
        Get-ArcadiaArtifact
        Get-ArcGisGroup
        Get-ArcGisItem
            -GroupId (Group): group of ArcGIS
        Get-ArcGisJob
            -InputObject (Object): job of ArcGIS
        Get-ArcGisPackage
            -PackageItemId: package on a portal; package that was looked into; item that is a package
        Get-MigrationPackage
            -Path (Path): package of Arcadia; package of SnapLogic; package of Optimize; package of ArcGIS; file of Arcadia
        Get-OptimizeCollection
        Get-OptimizeDashboard
            -CollectionId: collection of Optimize
        Get-OptimizeReport
            -CollectionId: collection of Optimize
        Get-SnapLogicMigration
            -InputObject (Object): job of SnapLogic; migration of SnapLogic
        Get-SnapLogicSnaplex
        Import-ArcadiaPackage
            -InputObject (Object): package of Arcadia
            -Path (Path): file of Arcadia
        Import-ArcGisPackage
            -InputObject (Object): package of ArcGIS
            -InputObject (Object), live: planned package of ArcGIS; package on a portal; package that was looked into
            refused after a look: file of Arcadia; process
        Import-OptimizePackage
            -InputObject (Object): package of Optimize
        Import-SnapLogicProject
            -InputObject (Object): package of SnapLogic
        Invoke-SnapLogicApiVersionMigration
        Invoke-SnapLogicProjectMigration
        Measure-MigrationResult
            -InputObject: {Rows}
            passed over with a warning: all else
        Publish-SnapLogicApiVersion
            -InputObject (Object): row of an API version
            left out: row of SnapLogic; planned row of SnapLogic
        Remove-OptimizeDashboard
            -Id (Id): dashboard of Optimize
            -InputObject (Object): planned row of Optimize
        Remove-OptimizeReport
            -Id (Id): report of Optimize
            -InputObject (Object): row of Optimize
            left out: planned row of Optimize
        Set-ArcGisItemOwner
            -InputObject (Object): row of ArcGIS
            -ItemId (Item): item of a package that was looked into; item that is a package
            left out: planned row of ArcGIS
        Set-SnapLogicTask
            -InputObject (Object): row of SnapLogic
            left out: planned row of SnapLogic
            left out after a look: row of an API version
        Test-MigrationConnection
            -Connection, live: {Connections}
        Wait-ArcGisJob
            -InputObject (Object): job of ArcGIS
        Wait-SnapLogicMigration
            -InputObject (Object): job of SnapLogic; migration of SnapLogic
        """;

    private static readonly Dictionary<string, Dictionary<string, string>> _cells = Read();

    public static IEnumerable<string> Cmdlets => _cells.Keys;

    /// <summary>What is to come of a pair, of the object itself or of what comes back of it.</summary>
    public static string Of(string cmdlet, string kind, bool isLive)
    {
        var cells = _cells[cmdlet];
        var cell = cells.GetValueOrDefault(kind) ?? cells.GetValueOrDefault("all else") ?? "refused";
        const string live = ", live";
        return !cell.EndsWith(live, StringComparison.Ordinal) ? cell : isLive ? cell[..^live.Length] : "refused";
    }

    /// <summary>Every sort of object that the table names.</summary>
    public static IEnumerable<string> Kinds => _cells.Values.SelectMany(cells => cells.Keys).Where(kind => kind != "all else").Distinct();

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        var all = new Dictionary<string, Dictionary<string, string>>();
        Dictionary<string, string>? cells = null;
        foreach (var line in Text.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (!line.StartsWith(' '))
            {
                all.Add(line, cells = []);
                continue;
            }
            var parts = line.Trim().Split(": ", 2);
            foreach (var kind in parts[1].Split("; ")) cells!.Add(kind, parts[0]);
        }
        return all;
    }
}
