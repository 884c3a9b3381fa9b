using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>One input on its way: planned side by side, asked about on the pipeline thread, applied in its lane, reported on the pipeline thread.</summary>
internal abstract class WorkItem
{
    private bool _isBegun;

    /// <summary>Changes of the same lane go one at a time; null where nothing is changed.</summary>
    public virtual string? Lane => null;

    /// <summary>True where applying is mostly waiting for a job of the server: then the throttle bounds how many do so at the same time.</summary>
    public virtual bool WaitsForJob => false;

    /// <summary>What is said when the user stops while the server works on at its own time; null where an answer is due.</summary>
    public virtual string? GoesOn => null;

    /// <summary>What went wrong, where something did.</summary>
    public Exception? Error { get; private set; }

    /// <summary>True once the changing phase has begun.</summary>
    public bool ApplyStarted { get; private set; }

    /// <summary>True once the changing phase is over.</summary>
    public bool ApplyEnded { get; private set; }

    /// <summary>True once nothing more will happen to it: it failed, was left out, or was applied. What is not settled when all ends was canceled.</summary>
    public bool Settled { get; set; }

    /// <summary>Why it was canceled, where it was: stopped, or ended by the failure of another input.</summary>
    public ResultReason WhyCanceled { get; set; } = ResultReason.Stopped;

    /// <summary>Reads alone: what would be done. On a worker.</summary>
    public abstract Task PlanAsync(CancellationToken cancellationToken);

    /// <summary>Asks (ShouldProcess). On the pipeline thread; false means that nothing is to be applied.</summary>
    public virtual bool Ask() => false;

    /// <summary>Does it. On a worker; a changing request that was sent is seen to its end, whatever the token says.</summary>
    public virtual Task ApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what came of it: all but its errors. On the pipeline thread.</summary>
    public abstract void Report();

    /// <summary>Writes its errors, after the rows: what follows an error is lost under -ErrorAction Stop. On the pipeline thread.</summary>
    public abstract void Complain();

    /// <summary>Puts what came of it where it is not lost, when nothing can be written any more.</summary>
    public abstract void Remember();

    /// <summary>True where the failure is of a cause common to all further items, so that going on makes no sense.</summary>
    public virtual bool EndsAll => false;

    /// <summary>Called once nothing more is asked of the server in the planning: from then on another input may ask. Set by the loop.</summary>
    public Action LeaveServer { get; set; } = () => { };

    internal async Task RunPlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isBegun = true;
            await PlanAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Error = error;
        }
    }

    internal async Task RunApplyAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Error = new OperationCanceledException(cancellationToken);
            return;
        }
        ApplyStarted = true;
        try
        {
            await ApplyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Error = error;
        }
        finally
        {
            ApplyEnded = true;
        }
    }

    /// <summary>All has ended: an input whose turn never came was canceled like the others.</summary>
    internal void CancelUnbegun()
    {
        if (!_isBegun) Error ??= new OperationCanceledException();
    }

    /// <summary>The failure as a documented one.</summary>
    protected MigrationException? Failure => Error is null ? null : ErrorRecords.Understand(Error);
}
