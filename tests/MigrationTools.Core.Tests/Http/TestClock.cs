using Microsoft.Extensions.Time.Testing;

namespace MigrationTools.Core.Tests.Http;

/// <summary>A clock that stands until it is advanced, and that tells when somebody starts to wait.</summary>
internal sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly object _lock = new();
    private readonly List<TimeSpan> _set = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for this long, then lets the time pass.</summary>
    public async Task PassAsync(TimeSpan due)
    {
        await SetAsync(due);
        Advance(due);
    }

    public Task PassAsync(double seconds) => PassAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits until somebody waits for this long.</summary>
    public async Task SetAsync(TimeSpan due)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_set.Remove(due)) return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>How often somebody began to wait for this long, as far as it was not asked for.</summary>
    public int Count(double seconds)
    {
        lock (_lock) return _set.Count(due => due == TimeSpan.FromSeconds(seconds));
    }

    private void Note(TimeSpan due)
    {
        if (due == Timeout.InfiniteTimeSpan) return;
        TaskCompletionSource changed;
        lock (_lock)
        {
            _set.Add(due);
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        changed.SetResult();
    }

    private sealed class WatchedTimer(TestClock clock, ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = inner.Change(dueTime, period);
            clock.Note(dueTime);
            return changed;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
