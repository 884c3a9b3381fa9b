using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>One change of a control plane: planned, asked about, done once.</summary>
public abstract class SnapLogicChange : SnapLogicWork
{
    private protected SnapLogicChange(SnapLogicConnection connection, IMigrationObserver observer) : base(connection, observer)
    {
    }

    /// <summary>Both ends in words.</summary>
    public abstract string Description { get; }

    /// <summary>What would be done, in words.</summary>
    public abstract string Summary { get; }

    /// <summary>Where it changes something: such changes go one after another.</summary>
    public abstract string Lane { get; }

    /// <summary>True if there is something to send.</summary>
    public bool HasWork { get; private protected set; } = true;

    /// <summary>Reads alone: the checks, and the looks that were asked for.</summary>
    /// <exception cref="MigrationException">Whatever forbids it; the control plane is as it was.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Fail(error, ResultReason.CheckFailed);
            throw;
        }
    }

    /// <summary>Does it. What was sent is sent once, whatever happens to its answer.</summary>
    /// <exception cref="MigrationException">What went wrong as a whole; the rows tell what is known.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // What knows more of it has set its rows already.
            if (Rows.All(row => row.Status == MigrationStatus.Planned)) Fail(error, ResultReason.Rejected);
            throw;
        }
    }

    /// <summary>The rows of a rehearsal, or of somebody who answered no.</summary>
    public void LeaveOut(bool rehearsed) => Rows = [.. Rows.Select(row => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = rehearsed ? MigrationStatus.Planned : MigrationStatus.Skipped,
        Reason = !rehearsed ? ResultReason.Declined : row.Reason == ResultReason.None ? ResultReason.WhatIf : row.Reason,
        Duration = Elapsed,
    })];

    /// <summary>The rows of what was stopped before anything was sent.</summary>
    public IReadOnlyList<MigrationResult> Canceled() =>
        [.. Rows.Select(row => row.Status is MigrationStatus.Planned ? row with { Status = MigrationStatus.Canceled, Reason = ResultReason.Stopped, Duration = Elapsed } : row)];

    private protected virtual Task LookAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Says of the planned rows what could not be known of them.</summary>
    private protected void Estimate(string why) => Rows = [.. Rows.Select(row => row.Status != MigrationStatus.Planned ? row : row with
    {
        Reason = ResultReason.Estimated,
        Message = row.Message is null ? why : $"{row.Message} {why}",
    })];

    private protected void Skip(string why) => Rows = [Template with
    {
        Action = MigrationAction.None,
        Status = MigrationStatus.Skipped,
        Reason = ResultReason.ExistsOnTarget,
        Message = why,
        Duration = Elapsed,
    }];

    private protected void Fail(Exception error, ResultReason reason)
    {
        if (error is OperationCanceledException)
        {
            Rows = Canceled();
            return;
        }
        var known = error as MigrationException;
        Rows = [.. (Rows.Count > 0 ? Rows : [Template]).Select(row => row with
        {
            Status = known?.IsAmbiguous == true ? MigrationStatus.Unknown : MigrationStatus.Failed,
            Reason = known?.IsAmbiguous == true ? ResultReason.AnswerLost : known?.Kind == ErrorKinds.ConflictFound ? ResultReason.Conflict : reason,
            ErrorId = (known?.Kind ?? ErrorKinds.InternalError).Id,
            Message = error.Message,
            Duration = Elapsed,
        })];
    }
}
