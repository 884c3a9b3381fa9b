namespace MigrationTools.Core.Jobs;

/// <summary>The server jobs that a session started, so that none is lost when a pipeline ends early. Thread-safe.</summary>
public sealed class JobList
{
    private readonly Dictionary<(string System, string Id), MigrationJob> _jobs = [];

    /// <summary>All jobs, oldest first.</summary>
    public IReadOnlyList<MigrationJob> All
    {
        get { lock (_jobs) return [.. _jobs.Values.OrderBy(job => job.Submitted ?? DateTimeOffset.MaxValue)]; }
    }

    /// <summary>Takes a job in, or its newer state.</summary>
    /// <returns>True if it was not known before.</returns>
    public bool Put(MigrationJob job)
    {
        lock (_jobs)
        {
            var isNew = !_jobs.ContainsKey((job.System, job.Id));
            _jobs[(job.System, job.Id)] = job;
            return isNew;
        }
    }
}
