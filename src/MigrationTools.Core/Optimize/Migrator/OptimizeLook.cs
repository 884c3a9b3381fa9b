namespace MigrationTools.Core.Optimize;

/// <summary>Looking at what a change came to goes on after a stop, for a bounded time: a change that was sent has to be told of.</summary>
internal sealed class OptimizeLook : IDisposable
{
    private static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _stopped;

    public OptimizeLook(TimeProvider time, CancellationToken stop)
    {
        _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Token = _end.Token;
        _stopped = stop.Register(() => _end.CancelAfter(AfterStop));
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _stopped.Dispose();
        _end.Dispose();
    }
}
