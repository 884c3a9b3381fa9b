namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>A clock that runs a hundred times as fast, so that back-offs and looks of seconds take moments.</summary>
internal sealed class AcceleratedTime : TimeProvider
{
    private const int Factor = 100;
    private readonly long _start = System.GetTimestamp();
    private readonly DateTimeOffset _began = System.GetUtcNow();

    public static AcceleratedTime Instance { get; } = new();

    public override long GetTimestamp() => _start + ((System.GetTimestamp() - _start) * Factor);

    public override DateTimeOffset GetUtcNow() => _began + (System.GetElapsedTime(_start) * Factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Faster(dueTime), Faster(period));

    // A limit of a minute must not strike a slow machine within half a second: what is long stays long enough.
    private static TimeSpan Faster(TimeSpan span) =>
        span <= TimeSpan.Zero ? span : span >= TimeSpan.FromSeconds(15) ? span : span / Factor;
}
