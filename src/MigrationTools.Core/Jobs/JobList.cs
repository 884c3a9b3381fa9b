namespace MigrationTools.Core.Jobs;

/// <summary>The server jobs that a session started, so that none is lost when a pipeline ends early. Thread-safe.</summary>
public sealed class JobList
{
    private readonly Dictionary<(string System, string Id), MigrationJob> _jobs = [];

    /// <summary>All jobs, oldest first.</summary>
    public IReadOnlyList<MigrationJob> All
    {
        get { lock (_jobs) return [.. _jobs.Values.OrderBy(job => job.Submitted)]; }
    }

    /// <summary>Takes a job in, or its newer state.</summary>
    public void Put(MigrationJob job)
    {
        lock (_jobs) _jobs[(job.System, job.Id)] = job;
    }
}
