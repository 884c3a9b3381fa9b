using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Victim.Lines;

/// <summary>
/// One export and one import. Arguments: source uri, source key, target uri, target key, folder (or - for private content),
/// Type:Id…
/// </summary>
internal sealed class ArcadiaLine : ILine
{
    public async Task RunAsync(IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        var selection = ArcadiaSelection.Of(args.Skip(5).Select(item => item.Split(':')).Select(parts => (parts[0], parts[1])));
        using var source = await ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Name = "dev", Uri = new Uri(args[0]) }, args[1], observer, default);
        using var target = await ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Name = "prod", Uri = new Uri(args[2]) }, args[3], observer, default);
        say("connected");
        var destination = args[4] == "-" ? new PackageDestination() : new PackageDestination(args[4] + Path.DirectorySeparatorChar, force: true);
        var outcome = await new ArcadiaMigrator(source, observer).ExportAsync(selection, destination, default);
        say("exported");
        if (outcome.Missing.Count > 0) throw outcome.Missing[0].Error;
        var options = new ArcadiaImportOptions { DataConnection = "sales", Workspace = "Retail", SingleConnection = true };
        var run = new ArcadiaImportRun();
        foreach (var package in outcome.Packages)
        {
            var import = new ArcadiaMigrator(target, observer).BeginImport(package, options, run);
            await import.PlanAsync(default);
            say("planned");
            if (import.HasWork) await import.ApplyAsync(default);
            if (import.Rows.FirstOrDefault(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged)) is { } row) throw new InvalidOperationException(row.ToString());
        }
        say("imported");
    }
}
