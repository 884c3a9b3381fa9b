using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>How a project or a version of an API is migrated.</summary>
public sealed record SnapLogicMigrationOptions
{
    /// <summary>
    /// Which types of asset. Null for all five where the destination is new, and for all but Account and Job where it is
    /// there: those are adapted by hand in each environment.
    /// </summary>
    public IReadOnlyList<string>? AssetTypes { get; init; }

    /// <summary>Fail, Skip or Overwrite, for the destination as a whole.</summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Fail;

    /// <summary>A folder into which a destination that is there is exported before it is overwritten.</summary>
    public string? Backup { get; init; }

    /// <summary>True to look beforehand what both ends hold; needs the rights of an environment administrator.</summary>
    public bool Look { get; init; }

    /// <summary>True to start it and not to wait.</summary>
    public bool NoWait { get; init; }

    /// <summary>How long to wait; zero for ever.</summary>
    public TimeSpan Timeout { get; init; } = JobWaiter.DefaultTimeout;
}
