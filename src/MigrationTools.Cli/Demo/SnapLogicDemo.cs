using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Sandbox;
using Spectre.Console;

namespace MigrationTools.Cli.Demo;

/// <summary>A project and a version of an API from acme to acme-prod; of the version one asset fails, which the server calls "Completed".</summary>
internal sealed class SnapLogicDemo : IDemo
{
    private static readonly SnapLogicPath Project = SnapLogicPath.Project("/acme/Sales/Order Sync");
    private static readonly SnapLogicPath ProjectTarget = SnapLogicPath.Project("/acme-prod/Sales/Order Sync");
    private static readonly SnapLogicPath Version = SnapLogicPath.Version("/acme/apim/My User API/1.0");
    private static readonly SnapLogicPath VersionTarget = SnapLogicPath.Version("/acme-prod/apim/My User API/1.0");

    public string System => SnapLogicConnection.SystemName;

    public async Task<IReadOnlyList<string>> RunAsync(SandboxHost sandbox, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var observer = new ConsoleObserver(console);
        var plane = sandbox.SnapLogic.Elastic;
        using var connection = await SnapLogicConnection.OpenWithPasswordAsync(new ConnectionSettings { Name = "acme", Uri = plane.Uri }, plane.User, plane.Password, observer, cancellationToken);
        var migrator = new SnapLogicMigrator(connection, observer);
        console.MarkupLineInterpolated($"[bold]{connection.Name}[/] {connection.Uri} (as {connection.User})");
        foreach (var org in new[] { plane.Dev, plane.Prod })
        {
            var plexes = await migrator.SnaplexesAsync(org, null, cancellationToken);
            console.MarkupLineInterpolated($"  Snaplexes of {org}: {string.Join(", ", plexes.Select(plex => $"{plex.Name} ({plex.RuntimePathId})"))}");
        }

        List<string> wrong = [.. await MoveProjectAsync(migrator, console, cancellationToken), .. await MoveVersionAsync(migrator, console, cancellationToken)];
        var held = plane.State.Assets(VersionTarget.ToString()).Select(asset => asset.Name).ToList();
        if (held.Contains("order") || held.Count == 0) wrong.Add($"{VersionTarget} holds {string.Join(", ", held)}, and all but 'order' are due.");
        return wrong;
    }

    private static async Task<IReadOnlyList<string>> MoveProjectAsync(SnapLogicMigrator migrator, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var plan = migrator.BeginMigration(Project, ProjectTarget, new SnapLogicMigrationOptions { Look = true });
        await plan.PlanAsync(cancellationToken);
        plan.LeaveOut(rehearsed: true);
        Rows(console, "Plan: from what both ends hold, nothing is changed", plan.Rows);

        var migration = migrator.BeginMigration(Project, ProjectTarget, new SnapLogicMigrationOptions());
        await migration.PlanAsync(cancellationToken);
        await migration.ApplyAsync(cancellationToken);
        Rows(console, $"{Project} -> {ProjectTarget}", migration.Rows);

        List<string> wrong = [.. plan.Rows.Where(row => row.Status != MigrationStatus.Planned).Select(row => $"In the plan, {row}")];
        wrong.AddRange(migration.Rows.Where(row => row.Status != MigrationStatus.Done).Select(row => $"{row}: {row.Message}"));
        // The target is asked what it holds, and not the rows.
        var (from, to) = (await HeldAsync(migrator, Project, cancellationToken), await HeldAsync(migrator, ProjectTarget, cancellationToken));
        if (!from.SequenceEqual(to)) wrong.Add($"{ProjectTarget} holds {string.Join(", ", to)}, and {string.Join(", ", from)} are due.");
        return wrong;
    }

    private static async Task<IReadOnlyList<string>> MoveVersionAsync(SnapLogicMigrator migrator, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var migration = migrator.BeginVersionMigration(Version, VersionTarget, SnapLogicPath.Snaplex("/acme-prod/shared/my-snaplex"), new SnapLogicMigrationOptions());
        await migration.PlanAsync(cancellationToken);
        await migration.ApplyAsync(cancellationToken);
        Rows(console, $"{Version} -> {VersionTarget}", migration.Rows);
        foreach (var complaint in migration.Complaints) console.MarkupLineInterpolated($"  [yellow]{complaint.Error.ErrorId}:[/] {complaint.Error.Message}");
        console.MarkupLineInterpolated($"  The server says [bold]{migration.Job!.State}[/]; {migration.Job.Result}.");
        return migration.Rows.Where(row => row.Status != MigrationStatus.Done).Select(row => row.Name).SequenceEqual(["order"])
            ? []
            : [$"Of {Version}, 'order' alone should fail."];
    }

    private static async Task<IReadOnlyList<string>> HeldAsync(SnapLogicMigrator migrator, SnapLogicPath project, CancellationToken cancellationToken)
    {
        var package = await migrator.ExportAsync(project, [], ignoreSizeLimit: false, new PackageDestination(), cancellationToken);
        return [.. package.Items.Select(item => $"{item.Type} {item.Name}").Order(StringComparer.Ordinal)];
    }

    private static void Rows(IAnsiConsole console, string title, IReadOnlyList<MigrationResult> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"[bold]{Markup.Escape(title)}[/]");
        foreach (var column in new[] { "Type", "Name", "DestinationId", "Action", "Status" }) table.AddColumn(column);
        foreach (var row in rows)
        {
            table.AddRow(new Text(row.Type), new Text(row.Name ?? string.Empty), new Text(row.DestinationId ?? string.Empty), new Text(row.Action.ToString()), new Text(row.Status.ToString()));
        }
        console.Write(table);
    }
}
