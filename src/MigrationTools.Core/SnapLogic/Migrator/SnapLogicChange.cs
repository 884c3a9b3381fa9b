using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>One change of a control plane: planned, asked about, done once.</summary>
public abstract class SnapLogicChange : SnapLogicWork, IPlannedChange
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
            // What the rows say of actions is what was asked for: nothing is decided yet.
            Rows = [.. Rows.Select(row => row.Status == MigrationStatus.Planned ? row with { Action = MigrationAction.None } : row)];
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

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed) => Rows = [.. Rows.Select(row => PlannedRow.LeftOut(row, rehearsed, Elapsed))];

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [.. Rows.Select(row => PlannedRow.Canceled(row, why, Elapsed))];

    private protected virtual Task LookAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Says of the planned rows what could not be known of them.</summary>
    private protected void Estimate(string why) => Rows = [.. Rows.Select(row => row.Status != MigrationStatus.Planned ? row : row with
    {
        Reason = ResultReason.Estimated,
        Message = row.Message is null ? why : $"{row.Message} {why}",
    })];

    private protected void LeaveAlone(string why) => Rows = [PlannedRow.LeftAlone(Template, why, Elapsed)];

    private protected void Fail(Exception error, ResultReason reason) => Rows = [.. (Rows.Count > 0 ? Rows : [Template]).Select(row => PlannedRow.Failed(row, error, reason, Elapsed))];
}
