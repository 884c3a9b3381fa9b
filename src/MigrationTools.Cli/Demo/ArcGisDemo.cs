using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox;
using Spectre.Console;
using ArcGisPortal = MigrationTools.Sandbox.ArcGis.ArcGisPortal;
using ArcGisSamples = MigrationTools.Sandbox.ArcGis.ArcGisSamples;

namespace MigrationTools.Cli.Demo;

/// <summary>A group's items from dev to prod, by its owner who is no administrator; and once more, to see that what is there stays as it is.</summary>
internal sealed class ArcGisDemo : IDemo
{
    public string System => ArcGisConnection.SystemName;

    public async Task<IReadOnlyList<string>> RunAsync(SandboxHost sandbox, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var observer = new ConsoleObserver(console);
        using var dev = await ConnectAsync(sandbox.ArcGis.Dev, observer, cancellationToken);
        using var prod = await ConnectAsync(sandbox.ArcGis.Prod, observer, cancellationToken);
        var source = new ArcGisMigrator(dev, observer);
        var target = new ArcGisMigrator(prod, observer);
        await ShowAsync(console, source, cancellationToken);
        await ShowAsync(console, target, cancellationToken);

        console.MarkupLine("\n[bold]Export[/] the group City Operations from dev");
        var export = source.BeginExport(new ArcGisExportOptions { GroupId = ArcGisSamples.DevOperations, RemoveFromPortal = true }, new PackageDestination());
        await export.PlanAsync(cancellationToken);
        await export.ApplyAsync(cancellationToken);
        var package = export.Package!;
        console.MarkupLineInterpolated($"  {package.Items.Count} items, {package.Length} bytes, SHA-256 {package.Sha256}");
        foreach (var left in export.LeftOut) console.MarkupLineInterpolated($"  [yellow]{left.Error.What}[/]");
        var wrong = new List<string>();
        if (export.LeftOut.Count != 2) wrong.Add($"{export.LeftOut.Count} items were left out of the package, and two services of another server are due.");

        var options = new ArcGisImportOptions { GroupId = ArcGisSamples.ProdMyGroup };
        var plan = target.BeginImport(package, options);
        await plan.PlanAsync(cancellationToken);
        plan.LeaveOut(rehearsed: true);
        Rows(console, "Plan: a look at each id on the target, nothing is uploaded", plan.Rows);
        if (plan.Rows.Any(row => row.Status is not (MigrationStatus.Planned or MigrationStatus.Skipped))) wrong.Add("The plan holds rows that are not planned.");

        var import = await ImportAsync(target, package, options, cancellationToken);
        Rows(console, "Import into prod, group myGroup", import.Rows);
        wrong.AddRange(import.Rows.Where(row => row.Status is not (MigrationStatus.Done or MigrationStatus.Skipped)).Select(row => $"{row}: {row.Message}"));
        var held = (await target.ListGroupItemsAsync(ArcGisSamples.ProdMyGroup, cancellationToken)).Select(item => item.Id).ToHashSet();
        wrong.AddRange(import.Rows.Where(row => row.Status == MigrationStatus.Done && !held.Contains(row.DestinationId!)).Select(row => $"{row} is not in the group."));
        if (held.Count != 10) wrong.Add($"The group of prod holds {held.Count} items, and ten are due: two of the twelve were on the portal before.");

        var again = await ImportAsync(target, package, options, cancellationToken);
        console.MarkupLineInterpolated($"\n[bold]The same line again[/]: {again.Rows.Count(row => row.Status == MigrationStatus.Skipped)} of {again.Rows.Count} items are there already, and nothing is uploaded");
        wrong.AddRange(again.Rows.Where(row => row.Status != MigrationStatus.Skipped).Select(row => $"On the second run, {row}"));
        return wrong;
    }

    private static Task<ArcGisConnection> ConnectAsync(ArcGisPortal portal, ConsoleObserver observer, CancellationToken cancellationToken) =>
        ArcGisConnection.OpenWithPasswordAsync(new ConnectionSettings { Name = portal.Name, Uri = portal.Uri }, portal.GroupOwner, portal.PasswordOf(portal.GroupOwner), observer, cancellationToken);

    private static async Task<ArcGisImport> ImportAsync(ArcGisMigrator target, ArcGisPackage package, ArcGisImportOptions options, CancellationToken cancellationToken)
    {
        var import = target.BeginImport(package, options);
        await import.PlanAsync(cancellationToken);
        if (import.HasWork) await import.ApplyAsync(cancellationToken);
        return import;
    }

    private static async Task ShowAsync(IAnsiConsole console, ArcGisMigrator portal, CancellationToken cancellationToken)
    {
        var connection = portal.Connection;
        console.MarkupLineInterpolated($"[bold]{connection.Name}[/] {connection.Uri} (release {connection.Version}, {connection.User}: {connection.Role})");
        foreach (var group in await portal.ListGroupsAsync(cancellationToken)) console.MarkupLineInterpolated($"  {group.Name} ({group.Id}, {group.Membership})");
    }

    private static void Rows(IAnsiConsole console, string title, IReadOnlyList<MigrationResult> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"[bold]{Markup.Escape(title)}[/]");
        foreach (var column in new[] { "Type", "Name", "Id", "Action", "Status", "Reason" }) table.AddColumn(column);
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Type), new Text(row.Name ?? string.Empty), new Text(row.SourceId is { Length: > 8 } id ? id[..8] + "…" : string.Empty),
                new Text(row.Action.ToString()), new Text(row.Status.ToString()), new Text(row.Reason.ToString()));
        }
        console.Write(table);
    }
}
