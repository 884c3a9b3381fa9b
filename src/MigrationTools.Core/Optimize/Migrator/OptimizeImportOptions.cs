using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>Where an import goes, and what it may do there.</summary>
public sealed record OptimizeImportOptions
{
    /// <summary>The id of the target's collection. Nothing can be imported outside of one.</summary>
    public required string CollectionId { get; init; }

    /// <summary>
    /// What to do with entities of the collection that have the type and name of one of the package: Fail sends nothing; Skip
    /// leaves them, and what hangs on them, out; Overwrite imports new ones and deletes the old; Duplicate makes second ones.
    /// </summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Fail;

    /// <summary>A folder into which what Overwrite deletes is exported first; without it, into content private to the process.</summary>
    public string? Backup { get; init; }
}
