using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Results;

/// <summary>
/// What becomes of a row that is still planned: one cause has one Status, Reason and Action in all systems. A row that is
/// decided stays as it is.
/// </summary>
internal static class PlannedRow
{
    /// <summary>The row of a rehearsal, or of somebody who answered no. What would be left as it is, is so in both.</summary>
    public static MigrationResult LeftOut(MigrationResult row, bool rehearsed, TimeSpan elapsed)
    {
        if (row.Status != MigrationStatus.Planned) return row;
        row = row with { Duration = elapsed };
        if (row.Action == MigrationAction.None) return row with { Status = MigrationStatus.Unchanged, Reason = ResultReason.None };
        return rehearsed
            ? row with { Reason = row.Reason == ResultReason.None ? ResultReason.WhatIf : row.Reason }
            : row with { Action = MigrationAction.None, Status = MigrationStatus.Skipped, Reason = ResultReason.Declined, Message = ResultWords.Declined };
    }

    /// <summary>The row of what was ended before it was sent.</summary>
    /// <param name="row">The row.</param>
    /// <param name="why">Stopped, or EarlierFailure.</param>
    /// <param name="elapsed">How long it took.</param>
    public static MigrationResult Canceled(MigrationResult row, ResultReason why, TimeSpan elapsed) =>
        row.Status is not (MigrationStatus.Planned or MigrationStatus.Canceled) ? row : row with
        {
            Action = Decided(row.Action),
            Status = MigrationStatus.Canceled,
            Reason = why,
            Duration = elapsed,
        };

    /// <summary>The row of what the target has already, and is to keep as it is.</summary>
    /// <param name="row">The row.</param>
    /// <param name="why">A sentence.</param>
    /// <param name="elapsed">How long it took.</param>
    public static MigrationResult LeftAlone(MigrationResult row, string why, TimeSpan elapsed) => row with
    {
        Action = MigrationAction.None,
        Status = MigrationStatus.Skipped,
        Reason = ResultReason.ExistsOnTarget,
        ErrorId = null,
        Message = why,
        Duration = elapsed,
    };

    /// <summary>The row of what failed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="reason">CheckFailed where nothing was sent; Rejected where the target refused.</param>
    /// <param name="elapsed">How long it took.</param>
    public static MigrationResult Failed(MigrationResult row, Exception error, ResultReason reason, TimeSpan elapsed)
    {
        if (row.Status != MigrationStatus.Planned) return row;
        if (error is OperationCanceledException) return Canceled(row, ResultReason.Stopped, elapsed);
        var known = error as MigrationException;
        var kind = known?.Kind ?? ErrorKinds.InternalError;
        row = row with { ErrorId = kind.Id, Message = error.Message, Duration = elapsed };
        if (known?.IsAmbiguous == true && reason != ResultReason.CheckFailed) return row with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerLost };
        if (kind == ErrorKinds.ConflictFound) return row with { Action = MigrationAction.None, Status = MigrationStatus.Failed, Reason = ResultReason.Conflict };
        // Saving comes before anything is overwritten, wherever in the course of things that is.
        if (kind == ErrorKinds.BackupFailed) reason = ResultReason.CheckFailed;
        return row with
        {
            Action = reason == ResultReason.CheckFailed ? Decided(row.Action) : row.Action,
            Status = MigrationStatus.Failed,
            Reason = reason,
        };
    }

    /// <summary>Where nothing was sent, an action that nobody decided upon is none.</summary>
    private static MigrationAction Decided(MigrationAction action) => action == MigrationAction.Unknown ? MigrationAction.None : action;
}
