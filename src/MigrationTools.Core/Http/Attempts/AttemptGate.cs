namespace MigrationTools.Core.Http;

/// <summary>Why an attempt was broken off from this side.</summary>
internal enum AttemptEnd
{
    None,
    UserStopped,
    NotConnected,
    NoAnswer,
    Stalled,
    GraceOver,
}

/// <summary>
/// One attempt's limits in time, and the one moment that counts for a changing request: when its first byte goes out.
/// Until then a stop aborts it; from then on a stop only starts a bounded wait, because aborting would not undo it.
/// </summary>
internal sealed class AttemptGate : IDisposable
{
    internal static readonly HttpRequestOptionsKey<AttemptGate> Key = new("MigrationTools.AttemptGate");

    private readonly object _lock = new();
    // Never disposed: it has no timer and no parent, and a limit may pass while the attempt ends.
    private readonly CancellationTokenSource _abort = new();
    private readonly bool _isUnsafe;
    private readonly TimeSpan _connectLimit;
    private readonly TimeSpan _grace;
    private readonly ITimer _deadline;
    private readonly ITimer _whole;
    private readonly ITimer _connect;
    private readonly ITimer _stop;
    private readonly CancellationTokenRegistration _registration;
    private TimeSpan _limit = Timeout.InfiniteTimeSpan;
    private AttemptEnd _reason;
    private bool _connected;
    private bool _closed;

    internal AttemptGate(ApiClientOptions options, RequestSafety safety, CancellationToken stop)
    {
        _isUnsafe = safety == RequestSafety.Unsafe;
        _connectLimit = options.ConnectTimeout;
        _grace = options.GraceAfterStop;
        _deadline = options.Time.CreateTimer(_ => End(_reason), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _whole = options.Time.CreateTimer(_ => End(AttemptEnd.NoAnswer), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _connect = options.Time.CreateTimer(_ => End(AttemptEnd.NotConnected), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stop = options.Time.CreateTimer(_ => End(AttemptEnd.GraceOver), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = stop.UnsafeRegister(_ => Stop(), null);
    }

    /// <summary>Cancelled when the attempt is to be broken off.</summary>
    internal CancellationToken Token => _abort.Token;

    /// <summary>True once a byte of the request may be under way.</summary>
    internal bool IsSent { get; private set; }

    /// <summary>Why it was broken off; None where it was not, or not from here.</summary>
    internal AttemptEnd Reason { get; private set; }

    /// <summary>The request starts on its way now.</summary>
    /// <exception cref="OperationCanceledException">A stop came first: nothing is to be sent.</exception>
    internal void MarkSent()
    {
        lock (_lock)
        {
            if (Reason != AttemptEnd.None) throw new OperationCanceledException(Token);
            // The layer below resends on its own what it believes to be harmless; of a changing request, it may not.
            if (_isUnsafe && IsSent) throw new IOException("A changing request was about to be sent twice.");
            IsSent = true;
        }
        ConnectMade();
    }

    /// <summary>From now on, this long until <see cref="Touch"/> or the end.</summary>
    internal void Arm(TimeSpan limit, AttemptEnd reason)
    {
        lock (_lock)
        {
            _limit = limit;
            _reason = reason;
            Set(_deadline, limit);
        }
    }

    /// <summary>From now on, this long for the whole answer, whatever moves.</summary>
    internal void ArmWhole(TimeSpan limit)
    {
        lock (_lock) Set(_whole, limit);
    }

    /// <summary>A byte moved.</summary>
    internal void Touch()
    {
        lock (_lock) Set(_deadline, _limit);
    }

    /// <summary>A connection is being made for this attempt.</summary>
    /// <param name="abandon">
    /// Ends it when the attempt is broken off first: the handler would go on for a while, and make the next request wait for it.
    /// </param>
    internal void ConnectStarted(Action abandon)
    {
        lock (_lock) Set(_connect, _connectLimit);
        _abort.Token.UnsafeRegister(_ =>
        {
            lock (_lock)
            {
                if (_connected) return;
            }
            abandon();
        }, null);
    }

    /// <summary>A connection is there.</summary>
    /// <returns>False where it came too late for this attempt and is to be thrown away.</returns>
    internal bool ConnectMade()
    {
        lock (_lock)
        {
            if (Reason != AttemptEnd.None && !_connected) return false;
            _connected = true;
            Set(_connect, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_lock) _closed = true;
        _deadline.Dispose();
        _whole.Dispose();
        _connect.Dispose();
        _stop.Dispose();
    }

    private void Set(ITimer timer, TimeSpan limit)
    {
        if (!_closed) timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    private void Stop()
    {
        lock (_lock)
        {
            if (_isUnsafe && IsSent) Set(_stop, _grace);
            else End(AttemptEnd.UserStopped);
        }
    }

    private void End(AttemptEnd reason)
    {
        lock (_lock)
        {
            if (_closed || Reason != AttemptEnd.None) return;
            Reason = reason;
        }
        // Not on this thread: it is the timer's, or that of whoever presses Ctrl-C.
        _ = _abort.CancelAsync();
    }
}
