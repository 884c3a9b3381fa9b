using MigrationTools.Core.Results;

namespace MigrationTools.Core.History;

/// <summary>
/// Every row that a session's cmdlets came to, also those that nobody was there to receive any more
/// (an error with -ErrorAction Stop, Ctrl-C, a pipeline that ended early). Thread-safe.
/// </summary>
public sealed class MigrationHistory(TimeProvider time)
{
    /// <summary>More than a night's work, and yet bounded: the oldest entries go first.</summary>
    private const int Capacity = 100_000;

    private readonly Queue<MigrationHistoryEntry> _entries = new();

    /// <summary>All entries, oldest first.</summary>
    public IReadOnlyList<MigrationHistoryEntry> All
    {
        get { lock (_entries) return [.. _entries]; }
    }

    /// <summary>Takes a row in.</summary>
    /// <param name="command">The cmdlet it came from.</param>
    /// <param name="result">The row.</param>
    /// <param name="delivered">False if it could not be written to the pipeline.</param>
    public void Add(string command, MigrationResult result, bool delivered)
    {
        lock (_entries)
        {
            if (_entries.Count == Capacity) _entries.Dequeue();
            _entries.Enqueue(new MigrationHistoryEntry(time.GetUtcNow(), command, result, delivered));
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_entries) _entries.Clear();
    }
}
