using System.Collections.Concurrent;
using System.Management.Automation;
using MigrationTools.Common.Views;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;

namespace MigrationTools.Common.Pipeline;

/// <summary>
/// Takes what workers tell and hands it to PowerShell on the pipeline thread, which alone may write. Never blocks a worker:
/// lines beyond a bound are dropped (and counted), progress is coalesced to the latest of each piece of work.
/// </summary>
internal sealed class PipelineObserver(Action wake, Func<JobList?> jobs, TimeProvider time) : IMigrationObserver
{
    private const int MostLines = 2_000;

    private readonly ConcurrentQueue<(Stream Stream, string Text)> _lines = new();
    private readonly ProgressBars _bars = new(time);
    private int _dropped;

    private enum Stream { Verbose, Debug, Warning, Host }

    public void Verbose(string message) => Add(Stream.Verbose, message);

    public void Debug(string message) => Add(Stream.Debug, message);

    /// <summary>Told by the pipeline thread, which alone may ask.</summary>
    public bool WantsDebug { get; set; } = true;

    /// <summary>Shown as Write-Host would.</summary>
    public void Notice(string message)
    {
        _lines.Enqueue((Stream.Host, message));
        wake();
    }

    public void Warning(string message)
    {
        // A warning is never dropped: there are few, and each is meant for a person.
        _lines.Enqueue((Stream.Warning, message));
        wake();
    }

    /// <summary>A new job's id is shown as Write-Host would: whoever is cut off in the wait has it in the log.</summary>
    public void Job(MigrationJob job)
    {
        if (jobs()?.Put(job) != true || job.HasEnded) return;
        var ends = job.Source is null ? string.Empty : $": {job.Source} -> {job.Target}";
        _lines.Enqueue((Stream.Host, $"{SystemNames.Shown(job.System)} job {job.Id} ({job.Kind}) is {job.State}{ends}"));
        wake();
    }

    public void Progress(ProgressUpdate update) => _bars.Update(update);

    /// <summary>Writes what has come in. On the pipeline thread.</summary>
    public void Flush(MigrationCmdlet cmdlet)
    {
        var debugOnly = cmdlet.MyInvocation.BoundParameters.ContainsKey("Debug") && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Verbose");
        while (_lines.TryDequeue(out var line))
        {
            switch (line.Stream)
            {
                // The engine asks at every verbose line where -Debug alone was given.
                case Stream.Verbose when debugOnly: cmdlet.WriteDebug(line.Text); break;
                case Stream.Verbose: cmdlet.WriteVerbose(line.Text); break;
                case Stream.Debug: cmdlet.WriteDebug(line.Text); break;
                case Stream.Host: cmdlet.WriteInformation(new HostInformationMessage { Message = PlainText.Line(line.Text) }, ["PSHOST"]); break;
                default: cmdlet.WriteWarning(line.Text); break;
            }
        }
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var lost) cmdlet.WriteVerbose($"({lost} lines were left out: they came faster than they could be shown.)");
        _bars.Show(cmdlet.WriteProgress);
    }

    /// <summary>Takes all progress bars away.</summary>
    public void Complete(Action<ProgressRecord> write) => _bars.Complete(write);

    private void Add(Stream stream, string text)
    {
        if (_lines.Count >= MostLines)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }
        _lines.Enqueue((stream, text));
        wake();
    }
}
