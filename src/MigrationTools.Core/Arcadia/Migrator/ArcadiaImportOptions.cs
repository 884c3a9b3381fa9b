using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>Where an import goes, and what it may do there.</summary>
public sealed record ArcadiaImportOptions
{
    /// <summary>The name of the target's data connection that all datasets are bound to.</summary>
    public required string DataConnection { get; init; }

    /// <summary>The name of the target's workspace; the importing user's private one where null.</summary>
    public string? Workspace { get; init; }

    /// <summary>Overwrite, Skip or Fail; for the package as a whole, because the server imports it as a whole.</summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Overwrite;

    /// <summary>Leaves the server's check of the tables out.</summary>
    public bool NoTableCheck { get; init; }

    /// <summary>Says that all datasets are meant to hang on one connection, although at the source they do not.</summary>
    public bool SingleConnection { get; init; }

    /// <summary>Says that an import into the server it came from is meant.</summary>
    public bool AllowSameServer { get; init; }

    /// <summary>A folder into which what would be overwritten is exported first.</summary>
    public string? Backup { get; init; }

    /// <summary>Why -OnConflict Duplicate is refused.</summary>
    public static MigrationException NoDuplicates => new(ErrorKinds.ConflictNotSupported, "Arcadia's server matches by uuid and cannot import duplicates.", "Use Overwrite, Skip or Fail.");
}
