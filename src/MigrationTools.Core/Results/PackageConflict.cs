using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Results;

/// <summary>
/// Artifacts of a package that the target has already, where that decides about the package as a whole. The error tells how
/// many and names the first; each row tells of its own artifact.
/// </summary>
/// <param name="target">The target's name.</param>
/// <param name="noun">What the system calls the parts of a package: artifacts, items.</param>
/// <param name="rows">The rows of the package.</param>
/// <param name="there">Those of them that the target has, with the id that it has there.</param>
internal sealed class PackageConflict(string target, string noun, IReadOnlyList<MigrationResult> rows, IReadOnlyList<MigrationResult> there)
{
    private const int MostNamed = 5;

    private readonly HashSet<MigrationResult> _there = new(there, ReferenceEqualityComparer.Instance);

    /// <summary>The error of -OnConflict Fail.</summary>
    public MigrationException Error(string? remedy = null, object? targetObject = null)
    {
        var named = string.Join(", ", there.Take(MostNamed).Select(row => $"{row.Type} '{row.Name}'{Id(row)}")) + (there.Count > MostNamed ? $" and {there.Count - MostNamed} more" : string.Empty);
        return new MigrationException(ErrorKinds.ConflictFound, $"{target} already has {Counted}: {named}.", remedy) { TargetObject = targetObject };
    }

    /// <summary>The rows of -OnConflict Fail.</summary>
    public IReadOnlyList<MigrationResult> Refused(TimeSpan elapsed) => [.. rows.Select(row => row with
    {
        Action = MigrationAction.None,
        Status = MigrationStatus.Failed,
        Reason = ResultReason.Conflict,
        ErrorId = ErrorKinds.ConflictFound.Id,
        Message = Words(row, "refused"),
        Duration = elapsed,
    })];

    /// <summary>The rows of -OnConflict Skip, where the system imports all of a package or nothing.</summary>
    public IReadOnlyList<MigrationResult> LeftAlone(TimeSpan elapsed) => [.. rows.Select(row => PlannedRow.LeftAlone(row, Words(row, "left out"), elapsed))];

    /// <summary>What a row says of an artifact that the target has.</summary>
    public static string Words(string target, string? id) => $"{target} already has it{(id is null ? string.Empty : $" ({id})")}.";

    private string Counted => $"{there.Count} of the {rows.Count} {noun} of the package";

    private string Words(MigrationResult row, string what) => _there.Contains(row)
        ? Words(target, row.DestinationId)
        : $"The package is {what} as a whole, because {target} already has {Counted}.";

    private static string Id(MigrationResult row) => row.DestinationId is { } id ? $" ({id})" : string.Empty;
}
