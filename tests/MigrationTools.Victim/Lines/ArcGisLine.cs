using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Victim.Lines;

/// <summary>
/// One export of a group and one import, which leaves out what is there. Arguments: source uri, source token, target uri,
/// target token, folder (or - for private content), the source's group, the target's group.
/// </summary>
internal sealed class ArcGisLine : ILine
{
    public async Task RunAsync(IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        using var source = await ArcGisConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Name = "dev", Uri = new Uri(args[0]) }, args[1], observer, default);
        using var target = await ArcGisConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Name = "prod", Uri = new Uri(args[2]) }, args[3], observer, default);
        say("connected");
        // Each export has a name of its own, by the minute: the file is named, so that the same line has the same one.
        var destination = args[4] == "-" ? new PackageDestination() : new PackageDestination(Path.Combine(args[4], "imagery.epk"), force: true);
        var export = new ArcGisMigrator(source, observer).BeginExport(new ArcGisExportOptions { GroupId = args[5] }, destination);
        await export.PlanAsync(default);
        await export.ApplyAsync(default);
        say("exported");
        var import = new ArcGisMigrator(target, observer).BeginImport(export.Package!, new ArcGisImportOptions { GroupId = args[6] });
        await import.PlanAsync(default);
        say("planned");
        if (import.HasWork) await import.ApplyAsync(default);
        if (import.Rows.FirstOrDefault(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Skipped)) is { } row) throw new InvalidOperationException(row.ToString());
        say("imported");
    }
}
