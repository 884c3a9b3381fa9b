using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;

namespace MigrationTools.Core.ArcGis;

/// <summary>What is exported, and what becomes of it on the portal.</summary>
public sealed record ArcGisExportOptions
{
    /// <summary>The id of the group.</summary>
    public required string GroupId { get; init; }

    /// <summary>Ids of the group's items; none for all.</summary>
    public IReadOnlyList<string> ItemIds { get; init; } = [];

    /// <summary>Removes the package from the portal once it was downloaded.</summary>
    public bool RemoveFromPortal { get; init; }

    /// <summary>Starts the job and does not wait for it.</summary>
    public bool NoWait { get; init; }

    /// <summary>The longest wait; zero waits for ever.</summary>
    public TimeSpan Timeout { get; init; } = JobWaiter.DefaultTimeout;
}

/// <summary>An item that is not in the package.</summary>
/// <param name="Item">The item, as far as it is known.</param>
/// <param name="WasNamed">True if it was asked for by its id, and did not just happen to be in the group.</param>
/// <param name="Error">Why.</param>
public sealed record ArcGisLeftOut(ArcGisItem Item, bool WasNamed, MigrationException Error);
