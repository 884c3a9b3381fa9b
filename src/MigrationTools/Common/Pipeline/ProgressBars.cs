using System.Collections.Concurrent;
using System.Management.Automation;
using MigrationTools.Common.Views;
using MigrationTools.Core.Observers;

namespace MigrationTools.Common.Pipeline;

/// <summary>
/// What is under way, as progress bars: coalesced to the latest of each piece of work, nothing in the first half second, at
/// most five times a second, and what belongs to one input below the bar of all inputs.
/// </summary>
internal sealed class ProgressBars(TimeProvider time)
{
    /// <summary>The piece of work that all others are parts of.</summary>
    public const string All = "inputs";

    /// <summary>A call that the pipeline thread waits for.</summary>
    public const string Call = "call";

    private static readonly TimeSpan QuietAtFirst = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromSeconds(0.2);

    private readonly ConcurrentDictionary<string, Piece> _pieces = new(StringComparer.Ordinal);
    private int _nextActivity;
    private long _lastUpdate;

    /// <summary>Takes an update in. On any thread.</summary>
    public void Update(ProgressUpdate update) => _pieces.AddOrUpdate(update.Key,
        _ => new Piece(update, Interlocked.Increment(ref _nextActivity), time.GetTimestamp(), update.Done, Shown: false),
        (_, old) => old with { Update = update });

    /// <summary>Shows what is due.</summary>
    public void Show(Action<ProgressRecord> write)
    {
        var pace = _lastUpdate == 0 || time.GetElapsedTime(_lastUpdate) >= BetweenUpdates;
        bool IsDue(Piece piece) => piece.Update.Completed || (pace && time.GetElapsedTime(piece.Started) >= QuietAtFirst);
        var any = false;
        foreach (var (_, piece) in _pieces) any |= IsDue(piece);
        // Called between all that the pipeline thread does: mostly there is nothing to show.
        if (!any) return;
        // The bar of all first: only what is there can have others below it.
        foreach (var (key, piece) in Now().OrderBy(entry => entry.Key != All).ThenBy(entry => entry.Value.Activity))
        {
            if (!IsDue(piece)) continue;
            if (piece.Update.Completed)
            {
                if (_pieces.TryRemove(key, out var last) && last.Shown) write(Record(key, last, ProgressRecordType.Completed));
                continue;
            }
            _lastUpdate = time.GetTimestamp();
            write(Record(key, piece, ProgressRecordType.Processing));
            if (!piece.Shown) MarkShown(key);
        }
    }

    /// <summary>Takes all bars away, parts before the whole.</summary>
    public void Complete(Action<ProgressRecord> write)
    {
        foreach (var (key, _) in Now().OrderBy(entry => entry.Key == All))
        {
            if (_pieces.TryRemove(key, out var piece) && piece.Shown) write(Record(key, piece, ProgressRecordType.Completed));
        }
    }

    // Sorting asks for the count and copies then; a worker that tells of something new in between would break that.
    private KeyValuePair<string, Piece>[] Now() => _pieces.ToArray();

    // A worker may tell more in the same moment.
    private void MarkShown(string key)
    {
        while (_pieces.TryGetValue(key, out var piece) && !_pieces.TryUpdate(key, piece with { Shown = true }, piece))
        {
            // Again, with what it told.
        }
    }

    private ProgressRecord Record(string key, Piece piece, ProgressRecordType type)
    {
        var update = piece.Update;
        var status = PlainText.Line(Status(piece));
        // A server may take its time without a word: the clock shows that something is waited for.
        if (key is All or Call) status = FormattableString.Invariant($"{status}, {time.GetElapsedTime(piece.Started):hh\\:mm\\:ss}");
        var record = new ProgressRecord(piece.Activity, PlainText.Line(update.Activity), status.Length == 0 ? " " : status) { RecordType = type };
        if (key != All && _pieces.TryGetValue(All, out var whole) && whole.Shown) record.ParentActivityId = whole.Activity;
        if (update.Total is not > 0) return record;
        record.PercentComplete = (int)Math.Clamp(update.Done * 100.0 / update.Total.Value, 0, 100);
        if (type == ProgressRecordType.Processing && SecondsLeft(piece) is { } left) record.SecondsRemaining = left;
        return record;
    }

    private string Status(Piece piece)
    {
        var update = piece.Update;
        if (update.IsBytes)
        {
            var size = update.Total is { } all ? $"{Cell.Size(update.Done)} of {Cell.Size(all)}" : Cell.Size(update.Done);
            return $"{size} {update.Status}, {Cell.Size((long)PerSecond(piece))}/s";
        }
        if (update.Total is not { } count) return update.Status;
        return update.Status.Length == 0 ? $"{update.Done} of {count}" : $"{update.Done} of {count}: {update.Status}";
    }

    private int? SecondsLeft(Piece piece) =>
        PerSecond(piece) is > 0 and var speed ? (int)Math.Clamp((piece.Update.Total!.Value - piece.Update.Done) / speed, 0, int.MaxValue) : null;

    // What was done before it began to tell, such as by an upload that goes on where an earlier one ended, took no time now.
    private double PerSecond(Piece piece)
    {
        var seconds = time.GetElapsedTime(piece.Started).TotalSeconds;
        return seconds > 0 ? (piece.Update.Done - piece.Before) / seconds : 0;
    }

    private sealed record Piece(ProgressUpdate Update, int Activity, long Started, long Before, bool Shown);
}
