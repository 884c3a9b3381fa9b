using System.Collections.Concurrent;
using System.Management.Automation;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>
/// Runs work side by side behind one pipeline thread. As many as the throttle says ask the server, and as many again stand
/// ready: the next one need not wait for the pipeline thread. What they got is checked and written while others ask. What is
/// ready is reported whenever the pipeline thread comes by; changes go one at a time in each lane.
/// </summary>
internal sealed class WorkLoop(MigrationCmdlet cmdlet, int throttle, CancellationToken stop)
{
    // One at a time is one at a time: what comes first is also written first.
    private readonly int _mostAsking = throttle == 1 ? 1 : 2 * throttle;
    private readonly int _mostBegun = throttle == 1 ? 1 : 4 * throttle;

    private readonly ConcurrentQueue<WorkItem> _planned = new();
    private readonly ConcurrentQueue<WorkItem> _finished = new();
    private readonly Dictionary<string, Task> _lanes = new(StringComparer.Ordinal);
    private readonly HashSet<WorkItem> _open = [];
    private readonly HashSet<Task> _running = [];
    private int _asking;
    private int _begun;
    private volatile bool _isRefused;
    private int _settled;
    private bool _draining;
    private bool _ended;

    /// <summary>The room for waits on server jobs. Never disposed: work may end after the pipeline.</summary>
    private SemaphoreSlim Waits { get; } = new(throttle);

    /// <summary>The room for what asks the server. Never disposed, as the other.</summary>
    private SemaphoreSlim Asking { get; } = new(throttle);

    /// <summary>Takes several in at once: those that still wait for room when all ends have their rows, too.</summary>
    public void Add(IReadOnlyList<WorkItem> items)
    {
        if (_ended) return;
        _open.UnionWith(items);
        foreach (var item in items) Add(item);
    }

    /// <summary>Takes an input in. Blocks only while the throttle is full and as many stand ready, or too much waits to be written.</summary>
    public void Add(WorkItem item)
    {
        if (_ended) return;
        // One that waits for room when all ends has its row, too.
        _open.Add(item);
        while (Volatile.Read(ref _asking) >= _mostAsking || Volatile.Read(ref _begun) >= _mostBegun)
        {
            cmdlet.WaitForWork();
            Pump();
            if (_ended) return;
        }
        TellProgress();
        Interlocked.Increment(ref _asking);
        Interlocked.Increment(ref _begun);
        // Queued here: in the pool, an input could overtake those before it. A stop is seen by each in its turn.
        var turn = Asking.WaitAsync(CancellationToken.None);
        Start(() => PlanAsync(item, turn));
        Pump();
    }

    private async Task PlanAsync(WorkItem item, Task turn)
    {
        await turn.ConfigureAwait(false);
        var hasLeft = 0;
        void Leave()
        {
            if (Interlocked.Exchange(ref hasLeft, 1) != 0) return;
            Asking.Release();
            Interlocked.Decrement(ref _asking);
            cmdlet.Wake();
        }
        if (throttle > 1) item.LeaveServer = Leave;
        // What was refused for all is not asked again: who waits for its turn is canceled with the rest.
        if (!_isRefused)
        {
            await item.RunPlanAsync(stop).ConfigureAwait(false);
            if (item.EndsAll) _isRefused = true;
            _planned.Enqueue(item);
        }
        Leave();
        Interlocked.Decrement(ref _begun);
    }

    /// <summary>Runs until all is reported.</summary>
    public void DrainToEnd()
    {
        _draining = true;
        TellProgress();
        while (_open.Count > 0 && !_ended)
        {
            Pump();
            if (_open.Count > 0 && !_ended) cmdlet.WaitForWork();
        }
        Pump();
    }

    /// <summary>
    /// Waits for what was sent and remembers the rest, when nothing can be written any more. Bounded: safe requests are
    /// aborted by the token, and the engine waits for a changing one no longer than its grace.
    /// </summary>
    public void Abandon()
    {
        _ended = true;
        if (_open.Count == 0) return;
        SayWhatIsAwaited();
        AwaitRunning();
        foreach (var item in _open)
        {
            item.CancelUnbegun();
            item.Settled = item.ApplyEnded;
            item.Remember();
        }
        _open.Clear();
    }

    private void Pump()
    {
        if (stop.IsCancellationRequested) throw new PipelineStoppedException();
        cmdlet.FlushObserver();
        while (_planned.TryDequeue(out var item))
        {
            if (item.Error is null && item.Ask()) Apply(item);
            else Settle(item);
        }
        while (_finished.TryDequeue(out var item)) Settle(item);
    }

    private void Apply(WorkItem item)
    {
        var lane = item.Lane ?? string.Empty;
        var before = _lanes.GetValueOrDefault(lane, Task.CompletedTask);
        _lanes[lane] = Start(async () =>
        {
            await before.ConfigureAwait(false);
            if (item.WaitsForJob)
            {
                // A stop is seen by each in its turn: those before it end at once.
                await Waits.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
            try
            {
                await item.RunApplyAsync(stop).ConfigureAwait(false);
            }
            finally
            {
                if (item.WaitsForJob) Waits.Release();
            }
            _finished.Enqueue(item);
        });
    }

    private void Settle(WorkItem item)
    {
        if (_ended) return;
        item.Settled = true;
        _settled++;
        if (item.EndsAll)
        {
            EndWith(item);
            return;
        }
        Report(item);
        item.Complain();
    }

    /// <summary>Taken out first: a pipeline that is ended here leaves by an exception, and the item has seen to its rows by then.</summary>
    private void Report(WorkItem item)
    {
        _open.Remove(item);
        TellProgress();
        item.Report();
    }

    private void TellProgress()
    {
        // How many there are in all is known once the last input has come; one alone is not counted.
        var all = _settled + _open.Count;
        cmdlet.Observer.Progress(_draining && all > 1
            ? new ProgressUpdate(ProgressBars.All, cmdlet.CommandName, string.Empty, _settled, all)
            : new ProgressUpdate(ProgressBars.All, cmdlet.CommandName, all > 1 ? $"{_settled} done, {_open.Count} under way" : "under way", _settled));
    }

    /// <summary>
    /// The cause is common to all: what has not begun is reported as canceled, what was sent as what came of it. All rows
    /// come before the first error, because the cause's own ends the call.
    /// </summary>
    private void EndWith(WorkItem cause)
    {
        _ended = true;
        cmdlet.RequestStop();
        AwaitRunning();
        var others = _open.Where(item => item != cause).ToList();
        foreach (var item in others)
        {
            item.CancelUnbegun();
            item.Settled = item.ApplyEnded;
            item.WhyCanceled = ResultReason.EarlierFailure;
            Report(item);
        }
        Report(cause);
        foreach (var item in others.Where(item => !item.EndsAll)) item.Complain();
        if (others.Count > 0) cmdlet.WriteWarning($"The run ends here, and {others.Count} more that were under way with it, because what went wrong holds for all.");
        cause.Complain();
    }

    private void AwaitRunning()
    {
        Task[] running;
        lock (_running) running = [.. _running];
        Task.WaitAll(running);
    }

    /// <summary>After Ctrl-C no stream of the cmdlet can be written to; the host still can.</summary>
    private void SayWhatIsAwaited()
    {
        var sent = 0;
        var jobs = new List<string>();
        foreach (var item in _open.Where(item => item.ApplyStarted))
        {
            // The stop may have ended the wait for a job by now: the job goes on all the same.
            if (item.GoesOn is { } job) jobs.Add(job);
            else if (!item.ApplyEnded) sent++;
        }
        try
        {
            foreach (var job in jobs) cmdlet.Host?.UI?.WriteWarningLine(job);
            if (sent > 0) cmdlet.Host?.UI?.WriteWarningLine($"Waiting for the server's answer to {sent} request(s) that were already sent; Get-MigrationHistory will tell what came of them.");
        }
        catch (Exception error) when (error is RuntimeException or NotImplementedException or InvalidOperationException)
        {
            // A host without a console has nobody to tell.
        }
    }

    private Task Start(Func<Task> work)
    {
        var task = Task.Run(work);
        lock (_running) _running.Add(task);
        task.ContinueWith(done =>
        {
            lock (_running) _running.Remove(done);
            cmdlet.Wake();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }
}
