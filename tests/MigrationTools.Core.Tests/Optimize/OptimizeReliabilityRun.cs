using System.Collections.Concurrent;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using SandboxServer = MigrationTools.Sandbox.Optimize.OptimizeServer;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>One request of Optimize's client that stands ready to be struck.</summary>
internal sealed class OptimizeReliabilityRun : ReliabilityRun
{
    // Reset between cases: starting one takes longer than most cases.
    private static readonly ConcurrentBag<SandboxHost> _idle = [];

    private readonly SandboxHost _sandbox;
    private readonly ShortWaits _clock;
    private readonly List<OptimizeConnection> _connections = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("migrationtools-fault-").FullName;
    private readonly HashSet<string> _held = [];
    private ISandboxControl _struck;
    private string _route = "";
    private string _change = "import";
    private int _mark;
    private int _passes;
    private Func<Task<Observed>> _send = null!;
    private bool _exports;
    private bool _looks;
    private bool _deletes;
    private string? _before;
    private OptimizePackage? _package;

    private OptimizeReliabilityRun(SandboxHost sandbox, ShortWaits clock)
    {
        _sandbox = sandbox;
        _clock = clock;
        _struck = DevServer;
    }

    public OptimizeMigrator Dev { get; private set; } = null!;

    public OptimizeMigrator Prod { get; private set; } = null!;

    public Journey.RecordingObserver Observer { get; } = new();

    /// <summary>Dev's collection.</summary>
    public string Collection => DevServer.State.Collections.Find(collection => collection.Name == "Returns")!.Id;

    public override FaultPlan Faults => _struck.Faults;

    public override string Route => _route;

    public override int PassesOf(FaultKind kind) => _passes;

    public override IReadOnlyList<string> Secrets => [DevServer.AccessToken, ProdServer.AccessToken, _sandbox.Optimize.Identity.ClientSecret];

    public override IEnumerable<string> Told => Observer.Lines.Concat(Observer.Warnings);

    public override IReadOnlyList<RecordedRequest> Sent => Since(_struck, _route);

    public override IReadOnlyList<RecordedRequest> Changes => Since(_deletes ? DevServer : ProdServer, _change);

    private SandboxServer DevServer => _sandbox.Optimize.Dev;

    private SandboxServer ProdServer => _sandbox.Optimize.Prod;

    private string Target => ProdServer.State.Collections.Find(collection => collection.Name == "Returns")!.Id;

    private string State => (_deletes ? DevServer : ProdServer).State.Describe().ToJsonString();

    public static async Task<ReliabilityRun> BeginAsync(ShortWaits clock, Func<OptimizeReliabilityRun, Task> prepare)
    {
        var run = new OptimizeReliabilityRun(_idle.TryTake(out var idle) ? idle : await SandboxHost.StartAsync(), clock);
        try
        {
            run.Dev = await run.ConnectAsync(run.DevServer);
            run.Prod = await run.ConnectAsync(run.ProdServer);
            await prepare(run);
            run._mark = run._struck.Log.Requests.Select(request => request.Sequence).DefaultIfEmpty().Max();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>A read at the source.</summary>
    public Task OnDev(string route, Func<Task> send)
    {
        _route = route;
        _send = () => ObserveAsync(send, () => []);
        return Task.CompletedTask;
    }

    /// <summary>A token, which the first request of a connection needs.</summary>
    public Task Token()
    {
        var identity = _sandbox.Optimize.Identity;
        (_struck, _route) = (identity, "token");
        var client = new OptimizeClientCredentials(identity.ClientId, identity.ClientSecret) { TokenUri = identity.TokenUri, Audience = "optimize-api" };
        _send = () => ObserveAsync(async () => _connections.Add(await OptimizeConnection.OpenWithClientCredentialsAsync(SettingsOf(DevServer), client, Observer, default)), () => []);
        return Task.CompletedTask;
    }

    public Task Export(string type)
    {
        _route = $"export{type}s";
        _exports = true;
        _send = () => ObserveAsync(async () =>
        {
            var outcome = await ExportAsync(type, _folder);
            if (outcome.Missing.Count > 0) throw outcome.Missing[0].Error;
        }, () => []);
        return Task.CompletedTask;
    }

    /// <summary>A read at the target, before an import of what is new.</summary>
    public async Task PlanAsync(string route)
    {
        await OnProdAsync(route, "Dashboard");
        var import = BeginImport();
        _send = () => ObserveAsync(() => import.PlanAsync(default), () => Sendable(import.Rows));
    }

    public async Task ImportAsync()
    {
        await OnProdAsync("import", "Dashboard");
        await ApplyAsync();
    }

    /// <summary>The first list is the last look before the import.</summary>
    public async Task LookAfterAsync()
    {
        await OnProdAsync("dashboards", "Dashboard");
        (_passes, _looks) = (1, true);
        await ApplyAsync();
    }

    /// <summary>The answer to the import is lost, whatever else goes wrong.</summary>
    public async Task LookForAsync()
    {
        await LookAfterAsync();
        ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetAfterActing });
    }

    /// <summary>A report takes the place of the one that came before.</summary>
    public async Task ReplaceAsync(string route)
    {
        await OnProdAsync(route, "Report");
        var first = BeginImport();
        await first.PlanAsync(default);
        await first.ApplyAsync(default);
        _before = State;
        _held.UnionWith(first.Rows.Select(row => row.DestinationId!));
        _change = route == "deleteReport" ? route : "import";
        await ApplyAsync(ConflictPolicy.Overwrite);
    }

    public async Task DeleteAsync()
    {
        (_route, _change, _deletes) = ("deleteReport", "deleteReport", true);
        _before = State;
        var removal = Dev.BeginRemoval("Report", OptimizeJourney.Stuck);
        await removal.PlanAsync(default);
        _send = () => ObserveAsync(() => removal.ApplyAsync(default), () => Sendable([removal.Row]));
    }

    public override Task<Observed> SendAsync() => _send();

    public override async Task AssertTruthAsync(Observed observed, FaultCase fault, bool once)
    {
        // The server may still be at work on what the client gave up: only then it is looked at.
        await _struck.QuietAsync();
        await AssertFilesAsync(observed);
        if (_before is null) return;
        if (!Changes.Any(change => change.Acted)) AssertUnchanged();
        if (_deletes) AssertDeletion(observed.Rows[0]);
        else AssertImport(observed);
        // Looking works while it is the change that is struck.
        if (!_looks) Assert.Equal(observed.Error is Errors.MigrationException { ErrorId: "OutcomeUnknown" }, observed.Rows.Any(row => row.Status == MigrationStatus.Unknown));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        Directory.Delete(_folder, recursive: true);
        try
        {
            foreach (var server in new ISandboxControl[] { DevServer, ProdServer, _sandbox.Optimize.Identity })
            {
                server.Faults.Release("*");
                await server.QuietAsync();
            }
            _sandbox.Reset();
            _idle.Add(_sandbox);
        }
        catch (TimeoutException)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private static IReadOnlyList<MigrationResult> Sendable(IReadOnlyList<MigrationResult> rows) => [.. rows.Where(row => row.Status != MigrationStatus.Planned)];

    /// <summary>A replacement whose last step failed has made what is new.</summary>
    private void AssertUnchanged()
    {
        if (_change == "import") Assert.Equal(_before, State);
        else Assert.All(_held, old => Assert.NotNull(ProdServer.State.Find(old)));
    }

    private void AssertDeletion(MigrationResult row)
    {
        var isThere = DevServer.State.Find(OptimizeJourney.Stuck) is not null;
        if (row.Status == MigrationStatus.Done) Assert.False(isThere, $"{row} is called done, and it is still there.");
        if (row.Status is MigrationStatus.Failed or MigrationStatus.Canceled) Assert.True(isThere, $"{row} is called failed, and it is gone.");
    }

    private void AssertImport(Observed observed)
    {
        var made = ProdServer.State.Entities.Where(entity => entity.CollectionId == Target && !_held.Contains(entity.Id)).ToList();
        foreach (var row in observed.Rows)
        {
            var isLate = row.ErrorId == "OldNotDeleted";
            if (row.Status == MigrationStatus.Done || isLate) Assert.Contains(made, entity => entity.Id == row.DestinationId && entity.Name == row.Name);
            else if (row.Status is MigrationStatus.Failed or MigrationStatus.Canceled) Assert.DoesNotContain(made, entity => entity.Name == row.Name);
        }
        Assert.All(made, entity => Assert.Contains(observed.Rows, row => row.DestinationId == entity.Id || (row.Status == MigrationStatus.Unknown && row.Name == entity.Name)));
        var isReplaced = observed.Rows.Any(row => row is { Action: MigrationAction.Replace, Status: MigrationStatus.Done });
        Assert.All(_held, old => Assert.Equal(isReplaced, ProdServer.State.Find(old) is null));
    }

    private async Task AssertFilesAsync(Observed observed)
    {
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).ToList();
        Assert.DoesNotContain(files, file => file.EndsWith(".partial", StringComparison.Ordinal));
        var packages = files.Where(file => !file.EndsWith(".manifest.json", StringComparison.Ordinal)).ToList();
        foreach (var file in packages)
        {
            Assert.Contains(file + ".manifest.json", files);
            await KnownFormats.Reader.ReadAsync(Path.Combine(_folder, file));
        }
        if (_exports) Assert.Equal(observed.Error is null ? (1, 2) : (0, 0), (packages.Count, files.Count));
    }

    private async Task OnProdAsync(string route, string type)
    {
        (_struck, _route) = (ProdServer, route);
        _package = (await ExportAsync(type, null)).Package!;
        _before = State;
    }

    private OptimizeImport BeginImport(ConflictPolicy policy = ConflictPolicy.Fail) =>
        Prod.BeginImport(_package!, new OptimizeImportOptions { CollectionId = Target, OnConflict = policy, Backup = Path.Combine(_folder, "backup") }, new OptimizeImportRun());

    private async Task ApplyAsync(ConflictPolicy policy = ConflictPolicy.Fail)
    {
        var import = BeginImport(policy);
        await import.PlanAsync(default);
        _send = () => ObserveAsync(() => import.ApplyAsync(default), () => Sendable(import.Rows));
    }

    private Task<OptimizeExportOutcome> ExportAsync(string type, string? folder) => Dev.ExportAsync(
        type == "Dashboard" ? OptimizeSelection.Dashboards([OptimizeJourney.Desk]) : OptimizeSelection.Reports([OptimizeJourney.Stuck]),
        new PackageDestination(folder is null ? null : folder + Path.DirectorySeparatorChar), default);

    private static async Task<Observed> ObserveAsync(Func<Task> act, Func<IReadOnlyList<MigrationResult>> rows)
    {
        try
        {
            await act();
            return new Observed(null, rows());
        }
        catch (Exception error)
        {
            return new Observed(error, rows());
        }
    }

    private IReadOnlyList<RecordedRequest> Since(ISandboxControl server, string route) => [.. server.Log.Of(route).Where(request => request.Sequence > _mark)];

    private ConnectionSettings SettingsOf(SandboxServer server) => new() { Name = server.Name, Uri = server.Uri, Time = _clock };

    private async Task<OptimizeMigrator> ConnectAsync(SandboxServer server)
    {
        var connection = await OptimizeConnection.OpenWithAccessTokenAsync(SettingsOf(server), server.AccessToken, Observer, default);
        _connections.Add(connection);
        return new OptimizeMigrator(connection, Observer);
    }
}
