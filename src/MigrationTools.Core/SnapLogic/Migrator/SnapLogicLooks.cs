using System.Collections.Concurrent;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.SnapLogic;

/// <summary>The projects that one call looks into for its plans; each is looked at once. Thread-safe.</summary>
public sealed class SnapLogicLooks
{
    private readonly ConcurrentDictionary<(SnapLogicConnection, SnapLogicPath), Lazy<Task<SnapLogicInventory>>> _seen = new();

    internal Task<SnapLogicInventory> LookAsync(SnapLogicConnection connection, SnapLogicPath project, IMigrationObserver observer, CancellationToken cancellationToken) =>
        _seen.GetOrAdd((connection, project), _ => new(() => SnapLogicInventory.LookAsync(connection, project, observer, cancellationToken))).Value;
}
