using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize;

/// <summary>What holds for an object that was listed on a server.</summary>
internal static class OptimizeCollections
{
    /// <summary>An object knows where it was listed; the same id on another server is another thing.</summary>
    /// <exception cref="MigrationException">WrongConnection.</exception>
    public static void RequireFrom(OptimizeConnection connection, ItemReference item, string type = "Collection")
    {
        if (item.Source is null || connection.IsAt(item.Source)) return;
        throw new MigrationException(ErrorKinds.WrongConnection,
            $"{type} {item.Id} was listed on {item.Source}, and {connection.Name} leads to {connection.Uri}.",
            "Name the connection it was listed on with -Connection.") { TargetObject = item.Id };
    }
}
