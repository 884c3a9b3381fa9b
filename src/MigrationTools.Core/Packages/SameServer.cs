using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Packages;

/// <summary>
/// A package on its way back to the server that it comes from. Into another collection or group that is a use like any
/// other; more often a connection was mistaken.
/// </summary>
internal static class SameServer
{
    /// <summary>Warns where a package comes from the target itself.</summary>
    /// <param name="source">Where the package comes from; null where that is not known.</param>
    /// <param name="target">The target.</param>
    /// <param name="policy">What is to become of what is there.</param>
    /// <param name="observer">Is told.</param>
    public static void Warn(string? source, MigrationConnection target, ConflictPolicy policy, IMigrationObserver observer)
    {
        if (source is null || !target.IsAt(source)) return;
        var replaces = policy == ConflictPolicy.Overwrite ? ", and -OnConflict Overwrite can replace what it was exported from" : string.Empty;
        observer.Warning($"The package comes from {target.Name} itself{replaces}. If another server is meant, name it with -Connection.");
    }
}
