using System.Collections.Concurrent;
using System.Management.Automation;
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
    private static readonly TimeSpan QuietAtFirst = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromSeconds(0.2);

    private readonly ConcurrentQueue<(Stream Stream, string Text)> _lines = new();
    private readonly ConcurrentDictionary<string, Piece> _pieces = new(StringComparer.Ordinal);
    private int _dropped;
    private int _nextActivity;
    private long _lastUpdate;

    private enum Stream { Verbose, Debug, Warning, Host }

    public void Verbose(string message) => Add(Stream.Verbose, message);

    public void Debug(string message) => Add(Stream.Debug, message);

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
        _lines.Enqueue((Stream.Host, $"{job.System} job {job.Id} ({job.Kind}) is {job.State}{ends}"));
        wake();
    }

    public void Progress(ProgressUpdate update)
    {
        _pieces.AddOrUpdate(update.Key,
            _ => new Piece(update, Interlocked.Increment(ref _nextActivity), time.GetTimestamp(), Shown: false),
            (_, old) => old with { Update = update });
    }

    /// <summary>Writes what has come in. On the pipeline thread.</summary>
    public void Flush(PSCmdlet cmdlet)
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
                case Stream.Host: cmdlet.WriteInformation(new HostInformationMessage { Message = line.Text }, ["PSHOST"]); break;
                default: cmdlet.WriteWarning(line.Text); break;
            }
        }
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var lost) cmdlet.WriteVerbose($"({lost} lines were left out: they came faster than they could be shown.)");
        ShowProgress(cmdlet);
    }

    /// <summary>Takes all progress bars away. On the pipeline thread.</summary>
    public void Complete(Cmdlet cmdlet)
    {
        foreach (var key in _pieces.Keys)
        {
            if (_pieces.TryRemove(key, out var piece) && piece.Shown) cmdlet.WriteProgress(Record(piece, ProgressRecordType.Completed));
        }
    }

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

    private void ShowProgress(Cmdlet cmdlet)
    {
        var due = _lastUpdate == 0 || time.GetElapsedTime(_lastUpdate) >= BetweenUpdates;
        foreach (var (key, piece) in _pieces)
        {
            if (piece.Update.Completed)
            {
                if (_pieces.TryRemove(key, out var last) && last.Shown) cmdlet.WriteProgress(Record(last, ProgressRecordType.Completed));
            }
            else if (due && time.GetElapsedTime(piece.Started) >= QuietAtFirst)
            {
                _lastUpdate = time.GetTimestamp();
                cmdlet.WriteProgress(Record(piece, ProgressRecordType.Processing));
                if (!piece.Shown) _pieces.TryUpdate(key, piece with { Shown = true }, piece);
            }
        }
    }

    private ProgressRecord Record(Piece piece, ProgressRecordType type)
    {
        var update = piece.Update;
        var status = update.Status;
        if (update.IsBytes)
        {
            var seconds = time.GetElapsedTime(piece.Started).TotalSeconds;
            var rate = seconds > 0 ? update.Done / seconds : 0;
            var size = update.Total is { } all ? $"{Bytes(update.Done)} of {Bytes(all)}" : Bytes(update.Done);
            status = $"{status}: {size}, {Bytes((long)rate)}/s";
        }
        else if (update.Total is { } count)
        {
            status = $"{update.Done} of {count}: {status}";
        }
        var record = new ProgressRecord(piece.Activity, update.Activity, status.Length == 0 ? " " : status) { RecordType = type };
        if (update.Total is > 0 and var total)
        {
            record.PercentComplete = (int)Math.Clamp(update.Done * 100 / total, 0, 100);
            if (update.IsBytes && update.Done > 0 && type == ProgressRecordType.Processing)
            {
                var left = time.GetElapsedTime(piece.Started).TotalSeconds / update.Done * (total - update.Done);
                record.SecondsRemaining = (int)Math.Clamp(left, 0, int.MaxValue);
            }
        }
        return record;
    }

    private static string Bytes(long count) => count switch
    {
        < 1_000 => FormattableString.Invariant($"{count} B"),
        < 1_000_000 => FormattableString.Invariant($"{count / 1e3:0.0} kB"),
        < 1_000_000_000 => FormattableString.Invariant($"{count / 1e6:0.0} MB"),
        _ => FormattableString.Invariant($"{count / 1e9:0.00} GB"),
    };

    private sealed record Piece(ProgressUpdate Update, int Activity, long Started, bool Shown);
}
