using System.Diagnostics;
using MigrationTools.Core.Errors;
using MigrationTools.Sandbox;
using Spectre.Console;

namespace MigrationTools.Cli.Demo;

/// <summary>`migrate demo`: every system there is, one after the other, on the embedded sandbox.</summary>
internal static class DemoCommand
{
    private static readonly IReadOnlyList<IDemo> Systems = [new ArcadiaDemo(), new SnapLogicDemo(), new OptimizeDemo(), new ArcGisDemo()];

    /// <returns>0 only if every target then holds what it should.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        var watch = Stopwatch.StartNew();
        var wrong = new List<string>();
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions(), cancellationToken);
        foreach (var system in Systems)
        {
            console.Write(new Rule($"[bold]{system.System}[/]").LeftJustified());
            try
            {
                wrong.AddRange(await system.RunAsync(sandbox, console, cancellationToken));
            }
            catch (MigrationException error)
            {
                wrong.Add($"{error.ErrorId}: {error.Message}");
            }
        }
        console.Write(new Rule().LeftJustified());
        foreach (var fault in wrong) console.MarkupLineInterpolated($"[red]wrong:[/] {fault}");
        console.MarkupLineInterpolated(wrong.Count == 0
            ? (FormattableString)$"[green]Every target holds what it should.[/] ({watch.Elapsed.TotalSeconds:0.0} s)"
            : $"[red]{wrong.Count} things are not as they should be.[/]");
        return wrong.Count == 0 ? 0 : 1;
    }
}
