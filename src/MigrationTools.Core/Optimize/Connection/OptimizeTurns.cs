using System.Collections.Concurrent;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// One change at a time for each collection, from the whole process: what an import made is told by listing before and
/// after, and two at a time could not be told apart.
/// </summary>
internal sealed class OptimizeTurns
{
    private static readonly ConcurrentDictionary<string, OptimizeTurns> Collections = new(StringComparer.OrdinalIgnoreCase);

    private int _counted;

    private OptimizeTurns() { }

    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>How many changes were begun and ended, so that a plan from before or beside one is known to be stale.</summary>
    public int Counted => Volatile.Read(ref _counted);

    public static OptimizeTurns Of(string server, string collection) => Collections.GetOrAdd($"{server} {collection}", _ => new OptimizeTurns());

    public void Count() => Interlocked.Increment(ref _counted);
}
