using MigrationTools.Core.Connections;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox;
using Spectre.Console;

namespace MigrationTools.Cli.Demo;

/// <summary>A collection's dashboards, with all reports that they show, from dev to prod; and once more, to see that they are replaced and not doubled.</summary>
internal sealed class OptimizeDemo : IDemo
{
    private const string Collection = "Returns";

    public string System => OptimizeConnection.SystemName;

    public async Task<IReadOnlyList<string>> RunAsync(SandboxHost sandbox, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var observer = new ConsoleObserver(console);
        using var dev = await OptimizeConnection.OpenWithAccessTokenAsync(
            new ConnectionSettings { Name = "dev", Uri = sandbox.Optimize.Dev.Uri }, sandbox.Optimize.Dev.AccessToken, observer, cancellationToken);
        var identity = sandbox.Optimize.Identity;
        using var prod = await OptimizeConnection.OpenWithClientCredentialsAsync(
            new ConnectionSettings { Name = "prod", Uri = sandbox.Optimize.Prod.Uri },
            new OptimizeClientCredentials(identity.ClientId, identity.ClientSecret) { TokenUri = identity.TokenUri, Audience = "optimize-api" }, observer, cancellationToken);
        var (source, target) = (new OptimizeMigrator(dev, observer), new OptimizeMigrator(prod, observer));
        var from = await ShowAsync(console, source, cancellationToken);
        var into = await ShowAsync(console, target, cancellationToken);

        console.MarkupLineInterpolated($"\n[bold]Export[/] all dashboards of collection {Collection} from dev");
        var ids = await source.IdsAsync("Dashboard", from, cancellationToken);
        var exported = await source.ExportAsync(OptimizeSelection.Dashboards(ids), new PackageDestination(), cancellationToken);
        var wrong = exported.Missing.Select(missing => missing.Error.Message).ToList();
        if (exported.Package is not { } package) return [.. wrong, "No package came."];
        console.MarkupLineInterpolated($"  {package.Items.Count} entities, {package.Length} bytes, SHA-256 {package.Sha256}");

        var plan = target.BeginImport(package, new OptimizeImportOptions { CollectionId = into }, new OptimizeImportRun());
        await plan.PlanAsync(cancellationToken);
        plan.LeaveOut(rehearsed: true);
        Rows(console, "Plan: compared with what the collection holds, nothing is changed", plan.Rows);
        if (plan.Rows.Any(row => row.Status != MigrationStatus.Planned)) wrong.Add("The plan holds rows that are not planned.");

        var first = await ImportAsync(target, package, into, ConflictPolicy.Fail, cancellationToken);
        Rows(console, "Import into prod: which new id stands for which old one", first);
        wrong.AddRange(await VerifyAsync(target, into, first, MigrationAction.Create, cancellationToken));

        var again = await ImportAsync(target, package, into, ConflictPolicy.Overwrite, cancellationToken);
        console.MarkupLineInterpolated($"\n[bold]Once more, with -OnConflict Overwrite[/]: {again.Count(row => row.Action == MigrationAction.Replace)} of {again.Count} entities took the place of the old ones");
        wrong.AddRange(await VerifyAsync(target, into, again, MigrationAction.Replace, cancellationToken));
        return wrong;
    }

    private static async Task<IReadOnlyList<MigrationResult>> ImportAsync(
        OptimizeMigrator target, MigrationPackage package, string collection, ConflictPolicy policy, CancellationToken cancellationToken)
    {
        var import = target.BeginImport(package, new OptimizeImportOptions { CollectionId = collection, OnConflict = policy }, new OptimizeImportRun());
        await import.PlanAsync(cancellationToken);
        await import.ApplyAsync(cancellationToken);
        return import.Rows;
    }

    /// <summary>The target is asked what it holds, and not the rows.</summary>
    private static async Task<IReadOnlyList<string>> VerifyAsync(
        OptimizeMigrator target, string collection, IReadOnlyList<MigrationResult> rows, MigrationAction action, CancellationToken cancellationToken)
    {
        var wrong = rows.Where(row => row.Status != MigrationStatus.Done || row.Action != action).Select(row => $"{row}: {row.Action}, {row.Message}").ToList();
        var dashboards = await target.ListAsync("Dashboard", collection, cancellationToken);
        var reports = await target.ListAsync("Report", collection, cancellationToken);
        var held = dashboards.Items.Concat(reports.Items).Select(item => (item.Type, item.Name, item.Id)).Order().ToList();
        var due = rows.Select(row => (row.Type, row.Name ?? string.Empty, row.DestinationId ?? string.Empty)).Order().ToList();
        if (!held.SequenceEqual(due)) wrong.Add($"prod's collection holds {held.Count} entities that are not the {due.Count} of the rows.");
        return wrong;
    }

    /// <returns>The id of the collection that the demo works on.</returns>
    private static async Task<string> ShowAsync(IAnsiConsole console, OptimizeMigrator server, CancellationToken cancellationToken)
    {
        console.MarkupLineInterpolated($"[bold]{server.Connection.Name}[/] {server.Connection.Uri}");
        var collections = await server.ListCollectionsAsync(cancellationToken);
        foreach (var collection in collections) console.MarkupLineInterpolated($"  collection {collection.Name} ({collection.Id}): {string.Join(", ", collection.DataSources)}");
        return collections.Single(collection => collection.Name == Collection).Id;
    }

    private static void Rows(IAnsiConsole console, string title, IReadOnlyList<MigrationResult> rows)
    {
        var table = new Table().Border(TableBorder.Simple).Title($"[bold]{Markup.Escape(title)}[/]");
        foreach (var column in new[] { "Type", "Name", "SourceId", "DestinationId", "Action", "Status" }) table.AddColumn(column);
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Type), new Text(row.Name ?? string.Empty), new Text(row.SourceId ?? string.Empty),
                new Text(row.DestinationId ?? string.Empty), new Text(row.Action.ToString()), new Text(row.Status.ToString()));
        }
        console.Write(table);
    }
}
