using System.Collections.Concurrent;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>
/// A shell with Invoke-StagedWork, and the stage that its inputs are on: each asks until it is answered, has then left the
/// server, and writes until it is done. No server is there, and nothing happens that the test did not say.
/// </summary>
internal sealed class StagedShell : IDisposable
{
    private readonly ConcurrentDictionary<string, Actor> _actors = new();
    private readonly Lock _lock = new();
    private int _asking;
    private int _writing;

    private StagedShell(Shell shell)
    {
        Shell = shell;
        shell["plan"] = (Func<string, Action, CancellationToken, Task>)PlanAsync;
        shell["given"] = Given;
    }

    public Shell Shell { get; }

    /// <summary>The inputs that upstream has handed down.</summary>
    public ConcurrentQueue<string> Given { get; } = new();

    /// <summary>The inputs that began to ask, in their order.</summary>
    public ConcurrentQueue<string> Begun { get; } = new();

    /// <summary>How many ask now.</summary>
    public int Asking
    {
        get
        {
            lock (_lock) return _asking;
        }
    }

    /// <summary>How many have left the server and are not done.</summary>
    public int Writing => Volatile.Read(ref _writing);

    /// <summary>The most that ever asked at the same time.</summary>
    public int MostAsking { get; private set; }

    /// <summary>How an input behaves.</summary>
    public Actor this[string name] => _actors.GetOrAdd(name, _ => new Actor());

    public static async Task<StagedShell> StartAsync()
    {
        var staged = new StagedShell(new Shell());
        staged.Shell["dll"] = Repository.Staged;
        (await Lab.Within(staged.Shell.RunAsync("Import-Module $dll"))).Fine();
        return staged;
    }

    /// <summary>Pipes inputs, each of which is counted when it is handed down.</summary>
    public ShellJob Start(IEnumerable<string> names, int throttle, string options = "", string downstream = "") => Shell.Start(
        $"'{string.Join("', '", names)}' | ForEach-Object {{ $given.Enqueue($_); $_ }} | Invoke-StagedWork -Plan $plan -ThrottleLimit {throttle} {options} {downstream}");

    /// <summary>All are answered and done, those to come as well.</summary>
    public void ReleaseAll(IEnumerable<string> names)
    {
        foreach (var name in names) this[name].Release();
    }

    /// <summary>The rows of the history, as "id status reason", in the order of the ids.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync()
    {
        var run = (await Lab.Within(Shell.RunAsync("Get-MigrationHistory | ForEach-Object Result"))).Fine();
        return [.. run.Output.Select(row => $"{row.Text("SourceId")} {row.Text("Status")} {row.Text("Reason")}").Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        foreach (var actor in _actors.Values) actor.Release();
        Shell.Dispose();
    }

    private async Task PlanAsync(string name, Action leave, CancellationToken stop)
    {
        var actor = this[name];
        lock (_lock)
        {
            Begun.Enqueue(name);
            MostAsking = Math.Max(MostAsking, ++_asking);
        }
        try
        {
            await actor.Answered.Task.WaitAsync(stop);
        }
        finally
        {
            // Before it leaves: whoever comes next is not counted beside it.
            lock (_lock) _asking--;
        }
        for (var i = 0; i < actor.Leaves; i++) leave();
        if (actor.Fails) throw actor.Failure;
        Interlocked.Increment(ref _writing);
        try
        {
            await (actor.WritesOn ? actor.Done.Task : actor.Done.Task.WaitAsync(stop));
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }

    /// <summary>One input.</summary>
    internal sealed class Actor
    {
        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How often it says that it has left the server.</summary>
        public int Leaves { get; set; } = 1;

        /// <summary>True where its writing does not end at a stop.</summary>
        public bool WritesOn { get; set; }

        /// <summary>True where it fails once it was answered.</summary>
        public bool Fails { get; set; }

        public Exception Failure { get; set; } = new InvalidOperationException("It was staged so.");

        public void Answer() => Answered.TrySetResult();

        public void Release()
        {
            Answered.TrySetResult();
            Done.TrySetResult();
        }
    }
}
