using System.Collections.Concurrent;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// One import at a time for each server, from the whole process: what parallel imports do to one another is not
/// documented, and two runspaces with a connection each are as parallel as two threads.
/// </summary>
internal sealed class ArcadiaTurns
{
    private static readonly ConcurrentDictionary<string, ArcadiaTurns> Servers = new(StringComparer.OrdinalIgnoreCase);

    private int _counted;

    private ArcadiaTurns() { }

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>
    /// How many imports were begun and ended, so that a dry run from before or beside one is known to be stale. Odd while
    /// one is under way.
    /// </summary>
    public int Counted => Volatile.Read(ref _counted);

    public static ArcadiaTurns Of(string server) => Servers.GetOrAdd(server, _ => new ArcadiaTurns());

    public void Count() => Interlocked.Increment(ref _counted);
}
