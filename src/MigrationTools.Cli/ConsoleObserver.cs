using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using Spectre.Console;

namespace MigrationTools.Cli;

/// <summary>Shows the engine's warnings, and the jobs that a server starts, on the console. What else it tells is for those who ask for it.</summary>
internal sealed class ConsoleObserver(IAnsiConsole console) : IMigrationObserver
{
    private readonly object _lock = new();

    public void Progress(ProgressUpdate update) { }

    public void Verbose(string message) { }

    public void Debug(string message) { }

    public bool WantsDebug => false;

    public void Job(MigrationJob job)
    {
        if (job.State != JobState.Submitted) return;
        lock (_lock) console.MarkupLineInterpolated($"  job {job.Id} ({job.Kind}): {job.Source} -> {job.Target}");
    }

    public void Notice(string message)
    {
        lock (_lock) console.MarkupLineInterpolated($"  {message}");
    }

    public void Warning(string message)
    {
        lock (_lock) console.MarkupLineInterpolated($"[yellow]  warning:[/] {message}");
    }
}
