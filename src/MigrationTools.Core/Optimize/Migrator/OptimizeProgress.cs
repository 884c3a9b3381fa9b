using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>How far a piece of work of many requests is; done when it is disposed, however it ends.</summary>
internal sealed class OptimizeProgress(IMigrationObserver observer, string activity, int total) : IDisposable
{
    private readonly string _key = $"optimize-{Guid.NewGuid():N}";

    public void Report(int done, string status) => observer.Progress(new ProgressUpdate(_key, activity, status, Math.Min(done, total), total));

    public void Dispose() => observer.Progress(new ProgressUpdate(_key, activity, string.Empty, total, total, Completed: true));
}
