using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Jobs;

/// <summary>Waits for a server's job: often at first, more seldom as it grows old, and never for ever unless that is asked for.</summary>
public sealed class JobWaiter(TimeProvider time, IMigrationObserver observer)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the next look: 8 % of the job's age, between 0.2 s and 30 s.</summary>
    public static TimeSpan Interval(TimeSpan age) => TimeSpan.FromTicks(Math.Clamp((long)(age.Ticks * 0.08), Shortest.Ticks, Longest.Ticks));

    /// <summary>Looks until the job has ended.</summary>
    /// <param name="job">The job as it was started or last seen.</param>
    /// <param name="look">Asks the server once; a read.</param>
    /// <param name="timeout">The longest wait; zero waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <returns>The job in its last state.</returns>
    /// <exception cref="MigrationException">JobTimeout.</exception>
    public async Task<MigrationJob> WaitAsync(
        MigrationJob job, Func<MigrationJob, CancellationToken, Task<MigrationJob>> look, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var key = $"job {job.System} {job.Id}";
        try
        {
            while (true)
            {
                var seen = await look(job, cancellationToken).ConfigureAwait(false);
                foreach (var message in seen.Messages.Skip(job.Messages.Count)) observer.Verbose($"{seen.Kind} {seen.Id}: {message}");
                job = seen;
                var age = time.GetUtcNow() - job.Submitted;
                if (job.State is JobState.Completed or JobState.Failed or JobState.Canceled or JobState.Unknown) return job;
                observer.Progress(new ProgressUpdate(key, $"{job.Kind} {job.Id}", $"{job.State}, {age:hh\\:mm\\:ss}"));
                if (timeout > TimeSpan.Zero && time.GetUtcNow() - started >= timeout)
                {
                    throw new MigrationException(ErrorKinds.JobTimeout,
                        $"The job {job.Id} ({job.Kind}) is still {job.State} after {timeout.TotalSeconds:0} s.") { TargetObject = job };
                }
                await Task.Delay(Interval(age), time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            observer.Progress(new ProgressUpdate(key, $"{job.Kind} {job.Id}", job.State.ToString(), Completed: true));
        }
    }
}
