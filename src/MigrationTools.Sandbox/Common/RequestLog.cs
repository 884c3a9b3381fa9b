namespace MigrationTools.Sandbox.Common;

/// <summary>Every request a server received, so that a test can assert what was sent, and how often.</summary>
public sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<(Func<RecordedRequest, bool> Predicate, TaskCompletionSource<RecordedRequest> Found)> _waiting = [];
    private int _sequence;

    /// <summary>A snapshot, in the order of arrival.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    /// <summary>A snapshot of the requests of one route.</summary>
    public IReadOnlyList<RecordedRequest> Of(string route) => [.. Requests.Where(request => request.Route == route)];

    /// <summary>Forgets all requests.</summary>
    public void Clear()
    {
        lock (_lock) _requests.Clear();
    }

    /// <summary>Waits until a request, past or coming, satisfies the predicate. It is asked at each step of a request.</summary>
    public async Task<RecordedRequest> WaitForAsync(Func<RecordedRequest, bool> predicate, TimeSpan timeout)
    {
        var found = new TaskCompletionSource<RecordedRequest>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_requests.Find(request => predicate(request)) is { } past) return past;
            _waiting.Add((predicate, found));
        }

        return await found.Task.WaitAsync(timeout);
    }

    internal int NextSequence() => Interlocked.Increment(ref _sequence);

    internal void Add(RecordedRequest request)
    {
        lock (_lock) _requests.Add(request);
        Changed(request);
    }

    internal void Changed(RecordedRequest request)
    {
        lock (_lock)
        {
            foreach (var waiting in _waiting.ToList())
            {
                if (waiting.Predicate(request) && waiting.Found.TrySetResult(request)) _waiting.Remove(waiting);
            }
        }
    }
}
