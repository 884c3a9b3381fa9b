using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>Looks at a portal's jobs, and waits for them.</summary>
internal sealed class ArcGisJobs(ArcGisConnection portal, IMigrationObserver observer)
{
    // A job may have ended, and its result lag behind.
    private const int MostLooksForResult = 10;

    // Portals were seen to answer 400 about a job that was alive.
    private const int MostRefusals = 3;

    // With no time-out, this many times two minutes of trying.
    private const int MostBreaks = 10;

    /// <summary>The job as it stands. A read.</summary>
    /// <exception cref="MigrationException">JobLost.</exception>
    public async Task<ArcGisJob> LookAsync(ArcGisJob job, CancellationToken cancellationToken)
    {
        try
        {
            return Read(job, await portal.Client.JobAsync(portal.OrganizationId, job.Id, job.Key, observer, cancellationToken).ConfigureAwait(false));
        }
        catch (MigrationException error) when (IsRefusal(error))
        {
            throw Lost(job, error);
        }
    }

    /// <summary>Waits until the job has ended and its result is there.</summary>
    /// <exception cref="MigrationException">JobTimeout, with the job for its target; JobLost.</exception>
    public Task<ArcGisJob> WaitAsync(ArcGisJob job, TimeSpan timeout, CancellationToken cancellationToken)
    {
        int lagging = 0, refused = 0, broken = 0;
        return new JobWaiter(portal.Time, observer).WaitAsync(job, LookOnceAsync, timeout, cancellationToken);

        async Task<ArcGisJob> LookOnceAsync(ArcGisJob last, CancellationToken stop)
        {
            try
            {
                var seen = Read(last, await portal.Client.JobAsync(portal.OrganizationId, last.Id, last.Key, observer, stop).ConfigureAwait(false));
                refused = broken = 0;
                return seen.State == JobState.Completed && seen.Outcome is null && ++lagging <= MostLooksForResult ? seen with { State = JobState.Running } : seen;
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.NotAuthenticated)
            {
                throw new MigrationException(error.Kind, error.What, $"Connect again under the same name; job {last.Id} goes on meanwhile, and Wait-ArcGisJob takes it up.", error)
                {
                    TargetObject = last.Id, HttpStatus = error.HttpStatus, Endpoint = error.Endpoint, ServerText = error.ServerText,
                };
            }
            catch (MigrationException error) when (IsRefusal(error))
            {
                return ++refused < MostRefusals ? last : throw Lost(last, error);
            }
            catch (MigrationException error) when (IsBreak(error) && ++broken < MostBreaks)
            {
                // The job goes on whether or not it can be asked.
                observer.Verbose($"Job {last.Id} could not be asked for: {error.What}");
                return last;
            }
        }
    }

    private static ArcGisJob Read(ArcGisJob job, ArcGisJobAnswer answer) => job with
    {
        Kind = answer.Type?.ToUpperInvariant() switch { "IMPORT" => ArcGisJob.Import, "EXPORT" => ArcGisJob.Export, _ => job.Kind },
        State = answer.Status.ToUpperInvariant() switch
        {
            "COMPLETED" or "COMPLETE" or "SUCCEEDED" or "SUCCESS" => JobState.Completed,
            "FAILED" or "FAILURE" or "ERROR" => JobState.Failed,
            "CANCELED" or "CANCELLED" => JobState.Canceled,
            "SUBMITTED" or "NEW" or "PENDING" or "QUEUED" or "WAITING" => JobState.Submitted,
            // A word that is not known is no end.
            _ => JobState.Running,
        },
        Submitted = job.Submitted ?? answer.Created,
        Messages = answer.Messages,
        Group = answer.GroupTitle ?? job.Group,
        GroupKey = job.GroupKey ?? answer.GroupId,
        Words = answer.Words,
        Outcome = answer.Result,
        Result = answer.Result is { } result ? result.GetRawText() is { Length: <= 65536 } text ? text : result.GetRawText()[..65536] : job.Result,
    };

    private static bool IsRefusal(MigrationException error) => error.Kind == ErrorKinds.RequestRejected || error.Kind == ErrorKinds.ArtifactNotFound || error.Kind == ErrorKinds.EndpointNotFound;

    private static bool IsBreak(MigrationException error) => error.Kind == ErrorKinds.ServerUnreachable || error.Kind == ErrorKinds.RequestTimeout || error.Kind == ErrorKinds.ServerError
        || error.Kind == ErrorKinds.TransferStalled || error.Kind == ErrorKinds.AnswerTruncated || error.Kind == ErrorKinds.TooManyRequests || error.Kind == ErrorKinds.UnexpectedAnswer;

    private MigrationException Lost(ArcGisJob job, MigrationException error) =>
        new(ErrorKinds.JobLost, $"{portal.Name} does not know job {job.Id}: {error.What}", inner: error) { HttpStatus = error.HttpStatus, Endpoint = error.Endpoint, TargetObject = job.Id };
}
