using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox;
using Spectre.Console;

namespace MigrationTools.Cli.Demo;

/// <summary>Two dashboards, with all they need, from dev to prod; and once more, to see that nothing doubles.</summary>
internal sealed class ArcadiaDemo : IDemo
{
    private static readonly string[] Dashboards = ["2115", "2110"];

    public string System => ArcadiaConnection.SystemName;

    public async Task<IReadOnlyList<string>> RunAsync(SandboxHost sandbox, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var observer = new ConsoleObserver(console);
        using var dev = await ConnectAsync("dev", sandbox.Arcadia.Dev.Uri, sandbox.Arcadia.Dev.ApiKey, observer, cancellationToken);
        using var prod = await ConnectAsync("prod", sandbox.Arcadia.Prod.Uri, sandbox.Arcadia.Prod.ApiKey, observer, cancellationToken);
        var source = new ArcadiaMigrator(dev, observer);
        var target = new ArcadiaMigrator(prod, observer);
        await ShowAsync(console, source, cancellationToken);
        await ShowAsync(console, target, cancellationToken);

        console.MarkupLine("\n[bold]Export[/] dashboards 2115 and 2110 from dev");
        var selection = ArcadiaSelection.Of(Dashboards.Select(id => ("Dashboard", id)));
        var exported = await source.ExportAsync(selection, new PackageDestination(), cancellationToken);
        var wrong = exported.Missing.Select(missing => missing.Error.Message).ToList();
        if (exported.Packages is not [var package]) return [.. wrong, $"{exported.Packages.Count} packages came instead of one."];
        console.MarkupLineInterpolated($"  {package.Items.Count} artifacts, {package.Length} bytes, SHA-256 {package.Sha256}");

        var options = new ArcadiaImportOptions { DataConnection = "sales", Workspace = "Retail" };
        var plan = target.BeginImport(package, options, new ArcadiaImportRun());
        await plan.PlanAsync(cancellationToken);
        plan.LeaveOut(rehearsed: true);
        Rows(console, "Plan: the target's own dry run, nothing is changed", plan.Rows);
        if (plan.Rows.Any(row => row.Status != MigrationStatus.Planned)) wrong.Add("The plan holds rows that are not planned.");

        var import = await ImportAsync(target, package, options, cancellationToken);
        Rows(console, "Import into prod", import.Rows);
        wrong.AddRange(import.Rows.Where(row => row.Status != MigrationStatus.Done).Select(row => $"{row}: {row.Message}"));
        wrong.AddRange(await VerifyAsync(target, import.Rows, cancellationToken));

        var again = await ImportAsync(target, package, options, cancellationToken);
        console.MarkupLineInterpolated($"\n[bold]The same line again[/]: {again.Rows.Count(row => row.Status == MigrationStatus.Unchanged)} of {again.Rows.Count} artifacts are unchanged");
        wrong.AddRange(again.Rows.Where(row => row.Status != MigrationStatus.Unchanged).Select(row => $"On the second run, {row}"));
        wrong.AddRange(await VerifyAsync(target, again.Rows, cancellationToken));
        return wrong;
    }

    private static Task<ArcadiaConnection> ConnectAsync(string name, Uri uri, string key, ConsoleObserver observer, CancellationToken cancellationToken) =>
        ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Name = name, Uri = uri }, key, observer, cancellationToken);

    private static async Task<ArcadiaImport> ImportAsync(
        ArcadiaMigrator target, MigrationPackage package, ArcadiaImportOptions options, CancellationToken cancellationToken)
    {
        var import = target.BeginImport(package, options, new ArcadiaImportRun());
        await import.PlanAsync(cancellationToken);
        await import.ApplyAsync(cancellationToken);
        return import;
    }

    /// <summary>The target is asked what it holds, and not the rows.</summary>
    private static async Task<IReadOnlyList<string>> VerifyAsync(
        ArcadiaMigrator target, IReadOnlyList<MigrationResult> rows, CancellationToken cancellationToken)
    {
        var held = await target.ListAsync("Dashboard", cancellationToken);
        var retail = (await target.ListAsync("Workspace", cancellationToken)).Single(workspace => workspace.Name == "Retail").Id;
        return rows.Where(row => row.Type == "Dashboard")
            .Select(row => (row, found: held.Where(dashboard => dashboard.Name == row.Name).ToList()))
            .Where(pair => pair.found is not [var only] || only.Id != pair.row.DestinationId || only.WorkspaceId != retail)
            .Select(pair => $"prod holds {pair.found.Count} dashboards '{pair.row.Name}', and one with id {pair.row.DestinationId} in workspace Retail is due.")
            .ToList();
    }

    private static async Task ShowAsync(IAnsiConsole console, ArcadiaMigrator server, CancellationToken cancellationToken)
    {
        var connection = server.Connection;
        console.MarkupLineInterpolated($"[bold]{connection.Name}[/] {connection.Uri} (version {connection.Version})");
        foreach (var type in new[] { "Dashboard", "Dataset", "Connection", "Workspace" })
        {
            var names = (await server.ListAsync(type, cancellationToken)).Select(item => $"{item.Name} ({item.Id})");
            console.MarkupLineInterpolated($"  {type + "s",-12} {string.Join(", ", names)}");
        }
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
