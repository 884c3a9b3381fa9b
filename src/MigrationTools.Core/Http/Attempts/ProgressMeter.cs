using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Http;

/// <summary>Tells how far one transfer is, at most five times a second and once more at its end.</summary>
internal sealed class ProgressMeter(
    IMigrationObserver observer, TimeProvider time, string key, string activity, string verb, long? total)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private long _told;
    private long _done;
    private bool _spoke;
    private bool _completed;

    internal void Add(int bytes)
    {
        _done += bytes;
        if (_spoke && time.GetElapsedTime(_told) < Pace) return;
        Tell(completed: false);
    }

    internal void Complete()
    {
        if (_completed) return;
        _completed = true;
        Tell(completed: true);
    }

    private void Tell(bool completed)
    {
        _spoke = true;
        _told = time.GetTimestamp();
        observer.Progress(new ProgressUpdate(key, activity, verb, _done, total, IsBytes: true, completed));
    }
}
