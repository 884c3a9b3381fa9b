using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>Where an import goes, what of the package is meant, and what it may do.</summary>
public sealed record ArcGisImportOptions
{
    /// <summary>The id of the group that the items are to be in.</summary>
    public required string GroupId { get; init; }

    /// <summary>Ids of the package's items; none for all.</summary>
    public IReadOnlyList<string> ItemIds { get; init; } = [];

    /// <summary>Which of the package's items are meant, by type or title; null for all.</summary>
    public Func<ArcGisItem, bool>? Filter { get; init; }

    /// <summary>The filter in words, for messages.</summary>
    public string? FilterText { get; init; }

    /// <summary>Skip, Overwrite or Fail.</summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Skip;

    /// <summary>The id of the folder that the items go into; "/" for the root.</summary>
    public string? FolderId { get; init; }

    /// <summary>Whose folder it is; the importing user's where null.</summary>
    public string? FolderOwner { get; init; }

    /// <summary>The folder by name; it is made where there is none.</summary>
    public string? FolderName { get; init; }

    /// <summary>Leaves the package on the portal.</summary>
    public bool KeepPackage { get; init; }

    /// <summary>Says that a package of a newer release is meant; the portal then decides.</summary>
    public bool AllowNewerSource { get; init; }

    /// <summary>A folder into which what would be overwritten is exported first.</summary>
    public string? Backup { get; init; }

    /// <summary>Starts the job and does not wait for it.</summary>
    public bool NoWait { get; init; }

    /// <summary>The longest wait; zero waits for ever.</summary>
    public TimeSpan Timeout { get; init; } = JobWaiter.DefaultTimeout;

    /// <summary>Why -OnConflict Duplicate is refused.</summary>
    public static MigrationException NoDuplicates => new(ErrorKinds.ConflictNotSupported, "A portal keeps the ids of items and cannot import duplicates.", "Use Skip, Overwrite or Fail.");
}
