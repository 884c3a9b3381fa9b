using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>What becomes of a row that is still planned. One that is decided stays as it is.</summary>
internal static class ArcGisRows
{
    public static MigrationResult LeftOut(MigrationResult row, bool rehearsed, TimeSpan elapsed) => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = rehearsed ? MigrationStatus.Planned : MigrationStatus.Skipped,
        Reason = rehearsed ? row.Reason == ResultReason.Estimated ? row.Reason : ResultReason.WhatIf : ResultReason.Declined,
        Duration = elapsed,
    };

    public static MigrationResult Canceled(MigrationResult row, TimeSpan elapsed) => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = MigrationStatus.Canceled,
        Reason = ResultReason.Stopped,
        Duration = elapsed,
    };

    /// <summary>Nothing was imported: an action that nobody decided upon is none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="isAsked">True where it was the import itself that the portal refused.</param>
    /// <param name="elapsed">How long it took.</param>
    public static MigrationResult Failed(MigrationResult row, Exception error, bool isAsked, TimeSpan elapsed)
    {
        if (row.Status != MigrationStatus.Planned) return row;
        if (error is OperationCanceledException) return Canceled(row, elapsed);
        var kind = (error as MigrationException)?.Kind ?? ErrorKinds.InternalError;
        return row with
        {
            Action = row.Action == MigrationAction.Unknown ? MigrationAction.None : row.Action,
            Status = MigrationStatus.Failed,
            Reason = kind == ErrorKinds.ConflictFound ? ResultReason.Conflict : isAsked ? ResultReason.Rejected : ResultReason.CheckFailed,
            ErrorId = kind.Id,
            Message = error.Message,
            Duration = elapsed,
        };
    }

    public static MigrationResult StillRunning(MigrationResult row, ArcGisJob job) => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = MigrationStatus.Unknown,
        Reason = ResultReason.StillRunning,
        ErrorId = null,
        Message = $"The portal's job {job.Id} goes on; Wait-ArcGisJob takes it up again.",
    };
}
