namespace MigrationTools.Core.Packages;

/// <summary>
/// A few threads for what waits for the disk and has no asynchronous form. The pool's own are as few as there are
/// processors, and have transfers to move meanwhile; and several files that are waited for at the same time are one wait
/// for the disk.
/// </summary>
internal static class DiskThreads
{
    private const int Most = 16;
    private static readonly TimeSpan _idleTime = TimeSpan.FromSeconds(5);

    private static readonly object _gate = new();
    private static readonly Queue<Action> _work = new();
    private static int _threads;
    private static int _idle;

    /// <summary>Runs what must not itself wait for another of its kind.</summary>
    public static Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _work.Enqueue(() => Run(work, done));
            if (_idle < _work.Count && _threads < Most)
            {
                _threads++;
                new Thread(Live) { IsBackground = true, Name = "MigrationTools disk" }.UnsafeStart();
            }
            else
            {
                Monitor.Pulse(_gate);
            }
        }
        return done.Task;
    }

    private static void Run(Action work, TaskCompletionSource done)
    {
        try
        {
            work();
            done.SetResult();
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private static void Live()
    {
        while (Next() is { } work) work();
    }

    /// <summary>The next piece of work; null after some time without any, and then the thread is no longer counted.</summary>
    private static Action? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_work.TryDequeue(out var work)) return work;
                _idle++;
                var woken = Monitor.Wait(_gate, _idleTime);
                _idle--;
                if (woken || _work.Count > 0) continue;
                _threads--;
                return null;
            }
        }
    }
}
