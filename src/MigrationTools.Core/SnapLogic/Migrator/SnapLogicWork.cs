using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>An error about one row of several.</summary>
/// <param name="Error">What went wrong with it.</param>
/// <param name="Row">The row.</param>
public sealed record SnapLogicComplaint(MigrationException Error, MigrationResult Row);

/// <summary>One piece of work for a control plane. The rows tell at every point what is known.</summary>
public abstract class SnapLogicWork
{
    private readonly long _started;

    private protected SnapLogicWork(SnapLogicConnection connection, IMigrationObserver observer)
    {
        Connection = connection;
        Observer = observer;
        Jobs = new SnapLogicJobs(connection, observer);
        _started = connection.Time.GetTimestamp();
    }

    /// <summary>What is known of each asset; a single row for the whole until assets are known.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; private protected set; } = [];

    /// <summary>What is wrong with single rows although the work as a whole came to its end.</summary>
    public IReadOnlyList<SnapLogicComplaint> Complaints { get; private protected set; } = [];

    /// <summary>The server's job, as last seen; null where there is none.</summary>
    public SnapLogicMigration? Job { get; private protected set; }

    private protected SnapLogicConnection Connection { get; }

    private protected IMigrationObserver Observer { get; }

    private protected SnapLogicJobs Jobs { get; }

    private protected TimeSpan Elapsed => Connection.Time.GetElapsedTime(_started);

    /// <summary>What every row of this work has in common.</summary>
    private protected abstract MigrationResult Template { get; }

    /// <summary>Takes over what came of a job that has ended.</summary>
    /// <exception cref="MigrationException">MigrationFailed, MigrationUnknown, ConflictFound; the rows are set.</exception>
    private protected void Settle(SnapLogicMigration job, Func<string, string?>? typeOf = null)
    {
        Job = job;
        var outcome = SnapLogicOutcome.Of(job, Template with { Duration = Elapsed }, typeOf ?? (_ => null), Observer);
        (Rows, Complaints) = (outcome.Rows, outcome.Complaints);
        if (outcome.Failure is { } failure) throw failure;
    }

    /// <summary>The rows of a job that goes on at the server while nobody waits for it any more.</summary>
    private protected void LeaveRunning(MigrationException? why)
    {
        var token = Job!.Id;
        var where = $"The migration {token} goes on at the server: Wait-SnapLogicMigration {token} takes it up again.";
        Rows = [Template with
        {
            Status = MigrationStatus.Unknown,
            Reason = ResultReason.StillRunning,
            ErrorId = why?.ErrorId,
            Message = why is null ? where : $"{why.What} {where}",
            Duration = Elapsed,
        }];
    }

    /// <summary>The error of a wait that was cut off: the same kind, and what to do about the job.</summary>
    private protected MigrationException GoesOn(MigrationException error) => new(error.Kind,
        $"{error.What} The migration {Job!.Id} goes on at the server.", $"{(error.Kind == ErrorKinds.JobTimeout ? "" : error.Remedy + " ")}Wait-SnapLogicMigration {Job.Id} takes it up again.", error)
    {
        HttpStatus = error.HttpStatus,
        Endpoint = error.Endpoint,
        TargetObject = Job,
        ServerText = error.ServerText,
    };

    /// <summary>Waits for the job and takes over what came of it.</summary>
    private protected async Task<SnapLogicMigration> WaitAsync(SnapLogicMigration job, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Job = job;
        try
        {
            return await Jobs.WaitAsync(job, seen => Job = seen, timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LeaveRunning(null);
            throw;
        }
        catch (MigrationException error)
        {
            LeaveRunning(error);
            throw GoesOn(error);
        }
    }
}
