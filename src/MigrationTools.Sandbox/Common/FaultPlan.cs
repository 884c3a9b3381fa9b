namespace MigrationTools.Sandbox.Common;

/// <summary>Where a gate stands.</summary>
public enum GateMoment
{
    /// <summary>The request has been read, nothing is done yet.</summary>
    BeforeActing,

    /// <summary>The work is done, the reply not yet sent.</summary>
    AfterActing,
}

/// <summary>Holds requests until it is released. The work goes on after release even when the client has gone, as on a real server.</summary>
public sealed class Gate : IDisposable
{
    private readonly TaskCompletionSource<RecordedRequest> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Gate(string route, GateMoment moment, int skip)
    {
        Route = route;
        Moment = moment;
        Skip = skip;
    }

    /// <summary>The route it holds, or <c>*</c>.</summary>
    public string Route { get; }

    /// <summary>Where it stands.</summary>
    public GateMoment Moment { get; }

    /// <summary>How many requests pass before it holds the others.</summary>
    internal int Skip { get; set; }

    /// <summary>Completes when the first request stands at the gate.</summary>
    public Task<RecordedRequest> Arrived => _arrived.Task;

    /// <summary>Lets all pass, now and later.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>As <see cref="Release"/>.</summary>
    public void Dispose() => Release();

    internal bool IsReleased => _released.Task.IsCompleted;

    internal Task PassAsync(RecordedRequest request, CancellationToken stopping)
    {
        _arrived.TrySetResult(request);
        return _released.Task.WaitAsync(stopping);
    }
}

/// <summary>The faults and gates of one server. A request meets at most one fault: the first that matches, in the order added.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Planned> _faults = [];
    private readonly List<Gate> _gates = [];

    /// <summary>Adds a fault.</summary>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_lock) _faults.Add(new Planned(fault));
    }

    /// <summary>Removes all faults. Gates stay.</summary>
    public void Clear()
    {
        lock (_lock) _faults.Clear();
    }

    /// <summary>The faults that can still strike.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_lock) return [.. _faults.Where(planned => planned.Left is not 0).Select(planned => planned.Fault)];
        }
    }

    /// <summary>Holds every request of a route until released.</summary>
    /// <param name="route">The route, or <c>*</c>.</param>
    /// <param name="moment">Where it holds them.</param>
    /// <param name="skip">How many pass before.</param>
    public Gate Hold(string route, GateMoment moment = GateMoment.BeforeActing, int skip = 0)
    {
        var gate = new Gate(route, moment, skip);
        lock (_lock) _gates.Add(gate);
        return gate;
    }

    /// <summary>Releases the gates of a route, or all for <c>*</c>; gives how many were held.</summary>
    public int Release(string route)
    {
        lock (_lock)
        {
            var held = _gates.Where(gate => !gate.IsReleased && (route == "*" || gate.Route == route)).ToList();
            held.ForEach(gate => gate.Release());
            _gates.RemoveAll(gate => gate.IsReleased);
            return held.Count;
        }
    }

    internal Fault? Take(string route, string method, bool upload)
    {
        lock (_lock)
        {
            foreach (var planned in _faults)
            {
                if (planned.Fault.StrikesUpload != upload || !planned.Matches(route, method) || planned.Left is 0) continue;
                if (planned.Skip > 0)
                {
                    planned.Skip--;
                    continue;
                }

                planned.Left--;
                return planned.Fault;
            }

            return null;
        }
    }

    internal Gate? GateAt(string route, GateMoment moment)
    {
        lock (_lock)
        {
            return _gates.Find(gate => !gate.IsReleased && gate.Moment == moment && (gate.Route == "*" || gate.Route == route) && gate.Skip-- <= 0);
        }
    }

    private sealed class Planned(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Skip { get; set; } = fault.Skip;

        public int? Left { get; set; } = fault.Count;

        public bool Matches(string route, string method) =>
            (Fault.Route == "*" || Fault.Route == route)
            && (Fault.Method is null || Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase));
    }
}
