using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>Makes one progress of many parts under way, so that rate and time left are those of the whole.</summary>
internal sealed class ArcGisUploadProgress(ArcGisUploadFile file, string itemId, IMigrationObserver observer, long before)
{
    private readonly string _key = $"upload {itemId}";
    private long _done = before;

    /// <summary>An observer for one part.</summary>
    public Part Begin(long length) => new(this, observer, length);

    public void Complete() => Tell(completed: true);

    private void Move(long bytes)
    {
        Interlocked.Add(ref _done, bytes);
        Tell(completed: false);
    }

    private void Tell(bool completed) => observer.Progress(new ProgressUpdate(
        _key, $"Uploading {file.FileName}", "sent", Math.Clamp(Volatile.Read(ref _done), 0, file.Length), file.Length, IsBytes: true, completed));

    /// <summary>What is told of one part; a part that is sent again starts over.</summary>
    internal sealed class Part(ArcGisUploadProgress whole, IMigrationObserver inner, long length) : IMigrationObserver
    {
        private long _sent;

        public void Progress(ProgressUpdate update)
        {
            // What is received is the portal's short answer.
            if (!update.Key.EndsWith("-send", StringComparison.Ordinal)) return;
            var sent = Math.Min(update.Done, length);
            whole.Move(sent - Interlocked.Exchange(ref _sent, sent));
        }

        public void Verbose(string message) => inner.Verbose(message);

        public void Debug(string message) => inner.Debug(message);

        public bool WantsDebug => inner.WantsDebug;

        public void Notice(string message) => inner.Notice(message);

        public void Warning(string message) => inner.Warning(message);

        public void Job(MigrationJob job) => inner.Job(job);
    }
}
