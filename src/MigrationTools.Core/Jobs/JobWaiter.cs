using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Jobs;

/// <summary>Waits for a server's job: often at first, more seldom as it grows old, and never for ever unless that is asked for.</summary>
public sealed class JobWaiter(TimeProvider time, IMigrationObserver observer)
{
    /// <summary>How long is waited where nothing else is said.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before the next look: 8 % of the job's age, between 0.2 s and 30 s.</summary>
    public static TimeSpan Interval(TimeSpan age) => TimeSpan.FromTicks(Math.Clamp((long)(age.Ticks * 0.08), Shortest.Ticks, Longest.Ticks));

    /// <summary>Looks until the job has ended. The observer is told of every state that is seen.</summary>
    /// <param name="job">The job as it was started or last seen.</param>
    /// <param name="look">Asks the server once; a read.</param>
    /// <param name="timeout">The longest wait; zero waits for ever.</param>
    /// <param name="cancellationToken">Ends the wait, not the job.</param>
    /// <returns>The job in its last state.</returns>
    /// <exception cref="MigrationException">JobTimeout, with the job as last seen for its target; whatever the look throws.</exception>
    public async Task<TJob> WaitAsync<TJob>(
        TJob job, Func<TJob, CancellationToken, Task<TJob>> look, TimeSpan timeout, CancellationToken cancellationToken) where TJob : MigrationJob
    {
        var started = time.GetUtcNow();
        var key = $"job {job.System} {job.Id}";
        var told = job.Messages.Count;
        try
        {
            while (true)
            {
                job = await look(job, cancellationToken).ConfigureAwait(false);
                observer.Job(job);
                foreach (var message in job.Messages.Skip(told)) observer.Verbose($"{job.Kind} {job.Id}: {message}");
                told = Math.Max(told, job.Messages.Count);
                if (job.HasEnded) return job;
                var now = time.GetUtcNow();
                var age = now - (job.Submitted ?? started);
                // A server's clock may go ahead of this one's.
                if (age < TimeSpan.Zero) age = now - started;
                observer.Progress(new ProgressUpdate(key, $"{job.Kind} {job.Id}", $"{job.State}, {Text(age)}"));
                var left = timeout > TimeSpan.Zero ? timeout - (now - started) : TimeSpan.MaxValue;
                if (left <= TimeSpan.Zero)
                {
                    throw new MigrationException(ErrorKinds.JobTimeout,
                        $"The job {job.Id} ({job.Kind}) is still {job.State} after {timeout.TotalSeconds:0} s.") { TargetObject = job };
                }
                var pause = Interval(age);
                await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            observer.Progress(new ProgressUpdate(key, $"{job.Kind} {job.Id}", job.State.ToString(), Completed: true));
        }
    }

    private static string Text(TimeSpan age) => age.TotalDays >= 1
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d {age:hh\\:mm\\:ss}")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{age:hh\\:mm\\:ss}");
}
