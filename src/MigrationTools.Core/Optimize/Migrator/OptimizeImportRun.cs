using System.Collections.Concurrent;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// What the imports of one call share: what they know of each collection. Many packages into one collection would otherwise
/// have all of it exported again for each of them.
/// </summary>
public sealed class OptimizeImportRun
{
    private readonly ConcurrentDictionary<string, Known> _collections = new(StringComparer.Ordinal);

    /// <summary>The collection as it is listed now. What was looked at in this run is not exported again.</summary>
    internal async Task<OptimizeInventory> TakeAsync(OptimizeConnection connection, string collection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var known = _collections.GetOrAdd($"{connection.Origin} {collection}", _ => new Known());
        await known.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var ids = await OptimizeListedIds.OfAsync(connection, collection, observer, cancellationToken).ConfigureAwait(false);
            return known.Inventory = await OptimizeInventory.TakeAsync(connection, ids, observer, cancellationToken, known.Inventory).ConfigureAwait(false);
        }
        finally
        {
            known.Gate.Release();
        }
    }

    private sealed class Known
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public OptimizeInventory? Inventory { get; set; }
    }
}
