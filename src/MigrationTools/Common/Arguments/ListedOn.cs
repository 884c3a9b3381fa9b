using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Common.Arguments;

/// <summary>What holds for an object that was listed on a server: the same id on another server is another thing.</summary>
internal static class ListedOn
{
    /// <summary>Requires that an object was listed where the connection leads to. A bare id says nothing of that.</summary>
    /// <exception cref="MigrationException">WrongConnection.</exception>
    public static void Require(MigrationConnection connection, ItemReference item, string type)
    {
        if (item.Source is null || connection.IsAt(item.Source)) return;
        throw new MigrationException(ErrorKinds.WrongConnection, $"{type} {item.Id} was listed on {item.Source}, and {connection.Name} leads to {connection.Uri}.",
            "Name the connection it was listed on with -Connection.") { TargetObject = item.Id };
    }
}
