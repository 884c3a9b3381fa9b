using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Victim.Lines;

/// <summary>
/// One export and one import, which leaves out what is there. Arguments: source uri, source token, target uri, target token,
/// the target's collection, folder (or - for private content), the ids of dashboards…
/// </summary>
internal sealed class OptimizeLine : ILine
{
    public async Task RunAsync(IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        using var source = await OptimizeConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Name = "dev", Uri = new Uri(args[0]) }, args[1], observer, default);
        using var target = await OptimizeConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Name = "prod", Uri = new Uri(args[2]) }, args[3], observer, default);
        say("connected");
        var destination = args[5] == "-" ? new PackageDestination() : new PackageDestination(args[5] + Path.DirectorySeparatorChar, force: true);
        var outcome = await new OptimizeMigrator(source, observer).ExportAsync(OptimizeSelection.Dashboards(args.Skip(6)), destination, default);
        say("exported");
        if (outcome.Missing.Count > 0) throw outcome.Missing[0].Error;
        var options = new OptimizeImportOptions { CollectionId = args[4], OnConflict = ConflictPolicy.Skip };
        var import = new OptimizeMigrator(target, observer).BeginImport(outcome.Package!, options, new OptimizeImportRun());
        await import.PlanAsync(default);
        say("planned");
        if (import.HasWork) await import.ApplyAsync(default);
        if (import.Rows.FirstOrDefault(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Skipped)) is { } row) throw new InvalidOperationException(row.ToString());
        say("imported");
    }
}
