using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>What the rows of an import come to as a whole, once all was looked at.</summary>
/// <param name="Operation">In the middle of a sentence: the import of 'Returns desk' into prod.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Path">The package.</param>
/// <param name="Replaces">True where something old was to be deleted afterwards.</param>
internal sealed record OptimizeVerdict(string Operation, string Target, string? Path, bool Replaces)
{
    /// <summary>The failure; null where all that was sent is there.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="lost">Why the answer is not known; null where it is.</param>
    /// <param name="isOver">True where the server is no longer at work.</param>
    public MigrationException? Of(IReadOnlyList<MigrationResult> rows, MigrationException? lost, bool isOver)
    {
        var open = rows.Where(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown).ToList();
        if (open.Count == 0) return null;
        var named = OptimizeNames.List(open.Select(row => $"{OptimizeWords.InWords(row.Type)} '{row.Name}'"));
        var kept = Replaces ? " Nothing old was deleted." : string.Empty;
        if (lost is not null && isOver) return FailedMidway(lost, rows, kept);
        if (open.TrueForAll(row => row.Status == MigrationStatus.Failed))
        {
            return new MigrationException(ErrorKinds.ImportIncomplete, $"{Target} reported success, but {named} cannot be found there.{kept}",
                "Look at the collection before you import again: an import always makes new items.") { TargetObject = Path };
        }
        var answer = lost is null ? $"The answer to {Operation} does not tell all that it made" : $"The answer to {Operation} was lost ({lost.What})";
        return new MigrationException(ErrorKinds.OutcomeUnknown,
            $"{answer}, and looking at the collection did not tell what came of {named}.{kept}",
            "The server may still be at work. Look at the collection before you import again: an import always makes new items.", lost)
        {
            TargetObject = Path,
            HttpStatus = lost?.HttpStatus,
            Endpoint = lost?.Endpoint,
            IsAmbiguous = true,
        };
    }

    private MigrationException FailedMidway(MigrationException lost, IReadOnlyList<MigrationResult> rows, string kept)
    {
        var there = rows.Count(row => row.Status == MigrationStatus.Done);
        var made = there > 0 ? $" By then it had made {there} of {rows.Count} items, which the rows name." : string.Empty;
        return new MigrationException(lost.Kind, $"{lost.What}{made}{kept}",
            there > 0 ? "Delete what was made, and look into the server's log before you run it again." : ErrorKinds.ServerError.Remedy, lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = Path,
        };
    }
}
