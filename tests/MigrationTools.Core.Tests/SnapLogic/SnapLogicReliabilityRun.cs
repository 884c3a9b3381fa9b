using System.Collections.Concurrent;
using System.Text;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>One request to a control plane that stands ready to be struck.</summary>
internal sealed class SnapLogicReliabilityRun : ReliabilityRun
{
    private const string Orders = "/acme/Sales/Order Sync";
    private const string Prices = "/acme-prod/Sales/Price List";
    private const string Task = Prices + "/publish daily";
    private const string Version = "/acme/apim/BookStore/1.0";

    private static readonly SnapLogicPath _target = SnapLogicPath.Project("/acme-prod/Sales/Order Sync");
    private static readonly SnapLogicPath _targetVersion = SnapLogicPath.Version("/acme-prod/apim/BookStore/1.0");

    // Reset between cases: starting one takes longer than most cases.
    private static readonly ConcurrentBag<SandboxHost> _idle = [];

    private readonly SandboxHost _sandbox;
    private readonly string _folder = Directory.CreateTempSubdirectory("migrationtools-fault-").FullName;
    private readonly RecordingObserver _observer = new();
    private SnapLogicConnection _connection = null!;
    private string _route = "";
    private int _mark;
    private Func<Task<Observed>> _send = null!;
    private string? _before;
    private bool _finds;
    private bool _exports;
    private Func<MigrationResult, bool> _isDone = _ => true;

    private SnapLogicReliabilityRun(SandboxHost sandbox) => _sandbox = sandbox;

    public override FaultPlan Faults => Server.Faults;

    public override string Route => _route;

    public override IReadOnlyList<string> Secrets => [Server.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Server.User}:{Server.Password}"))];

    public override IEnumerable<string> Told => [_observer.Everything];

    public override IReadOnlyList<RecordedRequest> Sent => [.. Server.Log.Of(_route).Where(request => request.Sequence > _mark)];

    public override IReadOnlyList<RecordedRequest> Changes => [.. Server.Log.Requests.Where(request => request.Sequence > _mark && request.Method != "GET")];

    private SnapLogicServer Server => _sandbox.SnapLogic.Elastic;

    private SnapLogicMigrator Migrator => new(_connection, _observer);

    private string State => Server.State.Describe(withoutNoise: true).ToJsonString();

    public static async Task<ReliabilityRun> BeginAsync(ShortWaits clock, Func<SnapLogicReliabilityRun, Task> prepare)
    {
        var run = new SnapLogicReliabilityRun(_idle.TryTake(out var idle) ? idle : await SandboxHost.StartAsync());
        try
        {
            var settings = new ConnectionSettings { Name = "acme", Uri = run.Server.Uri, Time = clock };
            run._connection = await SnapLogicConnection.OpenWithPasswordAsync(settings, run.Server.User, run.Server.Password, run._observer, default);
            await prepare(run);
            run._mark = run.Server.Log.Requests.Max(request => request.Sequence);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public Task Probe() => Read("status", () => _connection.TestAsync(_observer, default));

    public Task Access() => Read("acl", () => _connection.Client.AccessAsync(SnapLogicPath.Project(Orders).Parent, _observer, default));

    public Task Snaplexes() => Read("snaplex", () => Migrator.SnaplexesAsync(Server.Prod, null, default));

    public async Task StatusAsync()
    {
        var change = Migrator.BeginMigration(SnapLogicPath.Project(Orders), _target, new() { NoWait = true });
        await change.PlanAsync(default);
        await change.ApplyAsync(default);
        await Read("status", async () => Assert.NotEqual(JobState.Unknown, (await Migrator.GetAsync(change.Job!, default)).State));
    }

    public Task Export()
    {
        _exports = true;
        return Read("export", () => ExportAsync(new PackageDestination(_folder + Path.DirectorySeparatorChar)));
    }

    public Task MigrateAsync() => MigrateAsync("migrate");

    public async Task LookAsync()
    {
        await MigrateAsync("export");
        // Its answer is lost, whatever else goes wrong.
        Server.Faults.Add(new() { Route = "migrate", Kind = FaultKind.ResetAfterActing });
    }

    public Task BackUpAsync()
    {
        var options = new SnapLogicMigrationOptions { OnConflict = ConflictPolicy.Overwrite, AssetTypes = ["Pipeline"], Backup = Path.Combine(_folder, "backup") };
        return ChangeAsync("export", Migrator.BeginMigration(SnapLogicPath.Project("/acme/Sales/Price List"), SnapLogicPath.Project(Prices), options), row => Holds(Prices, row));
    }

    public async Task ImportAsync()
    {
        _finds = true;
        var package = await ExportAsync(new PackageDestination(Path.Combine(_folder, "given.zip")));
        await ChangeAsync("import", Migrator.BeginImport(package, new() { Destination = _target }), row => Holds(_target.ToString(), row));
    }

    public Task Copy() => ChangeAsync("copyAssets", Migrator.BeginCopy([new(SnapLogicPath.Asset(Orders + "/mapping.json"), "File")], _target), row => Holds(_target.ToString(), row));

    public Task MigrateVersion() => ChangeAsync(
        "migrateVersion", Migrator.BeginVersionMigration(SnapLogicPath.Version(Version), _targetVersion, SnapLogicPath.Snaplex("/acme-prod/shared/my-snaplex"), new()),
        row => Holds(_targetVersion.ToString(), row));

    public Task Disable() => ChangeAsync("taskDisable", Migrator.BeginEnable(SnapLogicPath.Asset(Task), enable: false), _ => !Server.State.Find(Task, "Job")!.Enabled);

    public Task Bind() => ChangeAsync("taskPlex", Migrator.BeginSetSnaplex(SnapLogicPath.Asset(Task), "my-snaplex", new()), _ => Server.State.Find(Task, "Job")!.RuntimePathId == "acme-prod/rt/ground/main");

    public Task Publish()
    {
        Server.State.Put(Server.State.Folder(Version)! with { Publication = Publication.Unpublished });
        return ChangeAsync("publish", Migrator.BeginPublish(SnapLogicPath.Version(Version), new()), _ => Server.State.Folder(Version)!.Publication == Publication.Published);
    }

    public override Task<Observed> SendAsync() => _send();

    public override async Task AssertTruthAsync(Observed observed, FaultCase fault, bool once)
    {
        // The server may still be at work on what the client gave up: only then it is looked at.
        await Server.QuietAsync();
        await AssertFilesAsync(observed);
        if (_before is null) return;
        var acted = Changes.Any(change => change is { Acted: true, HandlerStatus: 200 });
        if (!Changes.Any(change => change.Acted)) Assert.Equal(_before, State);
        foreach (var row in observed.Rows)
        {
            if (row.Status == MigrationStatus.Done) Assert.True(acted && _isDone(row), $"{row} is called done, and the server did not do it.");
            if (row.Status is MigrationStatus.Failed or MigrationStatus.Canceled) Assert.False(acted, $"{row} is called failed, and the server did it.");
        }
        if (observed.Error is null) Assert.NotEmpty(observed.Rows);
        if (observed.Error is null && acted && fault.Effect is Effect.Done or Effect.Repeated) Assert.All(observed.Rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        if (_finds && acted) Assert.DoesNotContain(observed.Rows, row => row.Status == MigrationStatus.Unknown);
    }

    public override async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        Directory.Delete(_folder, recursive: true);
        try
        {
            Server.Faults.Clear();
            Server.Faults.Release("*");
            await Server.QuietAsync();
            Server.Reset();
            _idle.Add(_sandbox);
        }
        catch (TimeoutException)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private Task MigrateAsync(string route)
    {
        _finds = route == "migrate";
        return ChangeAsync(route, Migrator.BeginMigration(SnapLogicPath.Project(Orders), _target, new() { Look = true }), row => Holds(_target.ToString(), row));
    }

    private bool Holds(string project, MigrationResult row) => Server.State.Assets(project).Any(asset => asset.Name == row.Name);

    private Task Read(string route, Func<Task> read)
    {
        _route = route;
        _send = async () =>
        {
            try
            {
                await read();
                return new Observed(null, []);
            }
            catch (Exception error)
            {
                return new Observed(error, []);
            }
        };
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private async Task ChangeAsync(string route, SnapLogicChange change, Func<MigrationResult, bool> isDone)
    {
        (_route, _isDone) = (route, isDone);
        await change.PlanAsync(default);
        _before = State;
        _send = async () =>
        {
            try
            {
                await change.ApplyAsync(default);
                return new Observed(change.Complaints is [var complaint, ..] ? complaint.Error : null, change.Rows);
            }
            catch (Exception error)
            {
                return new Observed(error, change.Rows);
            }
        };
    }

    private async Task AssertFilesAsync(Observed observed)
    {
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Where(file => !file.EndsWith(".manifest.json", StringComparison.Ordinal)))
        {
            Assert.EndsWith(".zip", file, StringComparison.Ordinal);
            Assert.Contains(file + ".manifest.json", files);
            await KnownFormats.Reader.ReadAsync(Path.Combine(_folder, file));
        }
        if (_exports) Assert.Equal(observed.Error is null ? ["Order Sync.zip", "Order Sync.zip.manifest.json"] : [], files);
    }

    private Task<MigrationPackage> ExportAsync(PackageDestination destination) => Migrator.ExportAsync(SnapLogicPath.Project(Orders), [], false, destination, default);
}
