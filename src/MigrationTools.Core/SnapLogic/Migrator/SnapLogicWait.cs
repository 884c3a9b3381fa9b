using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A migration that was started before, maybe by another session: waited for, and reported asset by asset.</summary>
public sealed class SnapLogicWait : SnapLogicWork
{
    private readonly MigrationJob _job;
    private readonly TimeSpan _timeout;

    internal SnapLogicWait(SnapLogicConnection connection, MigrationJob job, TimeSpan timeout, IMigrationObserver observer) : base(connection, observer)
    {
        _job = job;
        _timeout = timeout;
        Rows = [Template with { Status = MigrationStatus.Unknown, Reason = ResultReason.StillRunning, Message = $"Wait-SnapLogicMigration {job.Id} takes it up again." }];
    }

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = _job.Kind == SnapLogicMigration.OfVersion ? "ApiVersion" : "Project",
        Name = SnapLogicPath.OfAnswer(_job.Source)?.Name ?? _job.Id,
        Action = _job.Action,
        Source = _job.Source,
        Target = _job.Target,
        InputKey = _job.Id,
    };

    /// <summary>Waits. A read: the migration goes on whatever becomes of the wait.</summary>
    /// <exception cref="Errors.MigrationException">JobTimeout, MigrationFailed, MigrationUnknown …; the rows are set.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var job = _job as SnapLogicMigration ?? new SnapLogicMigration
        {
            System = _job.System,
            Kind = _job.Kind,
            Id = _job.Id,
            ConnectionName = _job.ConnectionName,
            State = _job.State,
            Submitted = _job.Submitted,
            StatusUri = _job.StatusUri,
            Source = _job.Source,
            Target = _job.Target,
            Action = _job.Action,
        };
        Settle(await WaitAsync(job, _timeout, cancellationToken).ConfigureAwait(false));
    }
}
