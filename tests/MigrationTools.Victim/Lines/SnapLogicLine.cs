using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.Victim.Lines;

/// <summary>
/// One export and one migration that leaves out what is there. Arguments: uri, user, password, folder (or - for private
/// content), the project to export, the project to migrate, what it becomes.
/// </summary>
internal sealed class SnapLogicLine : ILine
{
    public async Task RunAsync(IReadOnlyList<string> args, IMigrationObserver observer, Action<string> say)
    {
        using var connection = await SnapLogicConnection.OpenWithPasswordAsync(new ConnectionSettings { Name = "acme", Uri = new Uri(args[0]) }, args[1], args[2], observer, default);
        say("connected");
        var migrator = new SnapLogicMigrator(connection, observer);
        var destination = args[3] == "-" ? new PackageDestination() : new PackageDestination(args[3] + Path.DirectorySeparatorChar, force: true);
        await migrator.ExportAsync(SnapLogicPath.Project(args[4]), [], ignoreSizeLimit: false, destination, default);
        say("exported");
        var migration = migrator.BeginMigration(SnapLogicPath.Project(args[5]), SnapLogicPath.Project(args[6]), new SnapLogicMigrationOptions { OnConflict = ConflictPolicy.Skip });
        await migration.PlanAsync(default);
        say("planned");
        if (migration.HasWork) await migration.ApplyAsync(default);
        if (migration.Rows.FirstOrDefault(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Skipped)) is { } row) throw new InvalidOperationException(row.ToString());
        say("migrated");
    }
}
