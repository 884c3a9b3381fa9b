namespace MigrationTools.Core.Tests.Reliability;

/// <summary>
/// A clock whose waits are short and whose hands jump by what was waited for: back-offs of seconds take moments, and yet
/// every rule that counts minutes counts them. Limits of 15 seconds and more are left alone unless a case is about one of
/// them, so that a slow machine does not strike by accident.
/// </summary>
internal sealed class ShortWaits(TimeSpan? limitsTake = null) : TimeProvider
{
    private static readonly TimeSpan _longWait = TimeSpan.FromSeconds(15);

    private long _jumped;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Volatile.Read(ref _jumped) * (TimestampFrequency / (double)TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _jumped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new JumpingTimer(this, callback, state, dueTime);

    private TimeSpan Shortened(TimeSpan span) => span <= TimeSpan.Zero ? span : span >= _longWait ? limitsTake ?? span : span / 200;

    private sealed class JumpingTimer : ITimer
    {
        private readonly ShortWaits _clock;
        private readonly ITimer _inner;
        private long _due;

        public JumpingTimer(ShortWaits clock, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            _clock = clock;
            _due = dueTime.Ticks;
            _inner = System.CreateTimer(_ =>
            {
                Interlocked.Add(ref clock._jumped, Math.Max(0, Volatile.Read(ref _due)));
                callback(state);
            }, null, clock.Shortened(dueTime), Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Volatile.Write(ref _due, dueTime.Ticks);
            return _inner.Change(_clock.Shortened(dueTime), Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => _inner.Dispose();

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
