using MigrationTools.Core.Observers;
using Spectre.Console;

namespace MigrationTools.Cli;

/// <summary>Shows the engine's warnings on the console. What else it tells is for those who ask for it.</summary>
internal sealed class ConsoleObserver(IAnsiConsole console) : IMigrationObserver
{
    private readonly object _lock = new();

    public void Progress(ProgressUpdate update) { }

    public void Verbose(string message) { }

    public void Debug(string message) { }

    public void Warning(string message)
    {
        lock (_lock) console.MarkupLineInterpolated($"[yellow]  warning:[/] {message}");
    }
}
