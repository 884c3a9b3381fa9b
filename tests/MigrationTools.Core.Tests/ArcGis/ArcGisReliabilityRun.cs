using System.Collections.Concurrent;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;
using UploadState = MigrationTools.Sandbox.ArcGis.UploadState;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>One request of ArcGIS's client that stands ready to be struck.</summary>
internal sealed class ArcGisReliabilityRun : ReliabilityRun
{
    // Reset between cases: starting one takes longer than most cases.
    private static readonly ConcurrentBag<SandboxHost> _idle = [];

    // Made once, carried by all: the bytes and the manifest of an export.
    private static readonly Lazy<Task<(byte[] Content, byte[] Manifest)>> _exported = new(MakeAsync);

    // Two parts.
    private static readonly byte[] _large = Noise(10_100_000);

    private readonly SandboxHost _sandbox;
    private readonly List<ArcGisConnection> _connections = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("migrationtools-fault-").FullName;
    private readonly ShortWaits _clock;
    private ArcGisPortal _struck;
    private string _route = "";
    private int _passes;
    private int _mark;
    private bool _isChange;
    private bool _exports;
    private Func<Task<Observed>> _send = null!;
    private string? _uploaded;
    private ArcGisPackage? _package;

    private ArcGisReliabilityRun(SandboxHost sandbox, ShortWaits clock)
    {
        _sandbox = sandbox;
        _clock = clock;
        _struck = sandbox.ArcGis.Dev;
    }

    public ArcGisMigrator Dev { get; private set; } = null!;

    public ArcGisMigrator Prod { get; private set; } = null!;

    public Journey.RecordingObserver Observer { get; } = new();

    public override FaultPlan Faults => _struck.Faults;

    public override string Route => _route;

    public override IReadOnlyList<string> Secrets =>
        [DevPortal.PasswordOf(DevPortal.GroupOwner), ProdPortal.PasswordOf(ProdPortal.GroupOwner), ProdPortal.PasswordOf(ProdPortal.User)];

    public override IEnumerable<string> Told => Observer.Lines.Concat(Observer.Warnings);

    public override IReadOnlyList<RecordedRequest> Sent => [.. _struck.Log.Of(_route).Where(request => request.Sequence > _mark)];

    // A refused token did nothing, and the request is repeated with a new one.
    public override IReadOnlyList<RecordedRequest> Changes =>
        _isChange ? [.. Sent.Where(request => request.Acted || !(request.Status == 401 || request.Fault == FaultKind.ExpiredKey))] : [];

    private ArcGisPortal DevPortal => _sandbox.ArcGis.Dev;

    private ArcGisPortal ProdPortal => _sandbox.ArcGis.Prod;

    public static async Task<ReliabilityRun> BeginAsync(ShortWaits clock, Func<ArcGisReliabilityRun, Task> prepare)
    {
        var run = new ArcGisReliabilityRun(_idle.TryTake(out var idle) ? idle : await SandboxHost.StartAsync(), clock);
        try
        {
            foreach (var portal in new[] { run.DevPortal, run.ProdPortal }) portal.Switches.JobDuration = portal.Switches.CommitDuration = TimeSpan.FromMilliseconds(10);
            run.Dev = await run.ConnectAsync(run.DevPortal, run.DevPortal.GroupOwner);
            run.Prod = await run.ConnectAsync(run.ProdPortal, run.ProdPortal.GroupOwner);
            await prepare(run);
            run._mark = run._struck.Log.Requests.Max(request => request.Sequence);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    // A look that comes after a change is struck behind the ones before it. What is not read has no form that would tell the import from its preview.
    public override int PassesOf(FaultKind kind) => _route == "import" && kind is (FaultKind.StallUpload or FaultKind.ResetMidUpload) ? 1 : _passes;

    public Task SignIn() => OnDev("token", () => ConnectAsync(DevPortal, DevPortal.GroupOwner));

    /// <summary>A read at the source.</summary>
    public Task OnDev(string route, Func<Task> send)
    {
        _route = route;
        _send = () => ObserveAsync(send, () => []);
        return Task.CompletedTask;
    }

    /// <summary>An export that is planned.</summary>
    public async Task ExportAsync(string route)
    {
        _isChange = route == "export";
        _exports = true;
        var export = Dev.BeginExport(new ArcGisExportOptions { GroupId = Portals.Test }, new PackageDestination(_folder + Path.DirectorySeparatorChar));
        await export.PlanAsync(default);
        await OnDev(route, async () =>
        {
            await export.ApplyAsync(default);
            _package = export.Package;
        });
    }

    /// <summary>An upload that is planned.</summary>
    public async Task AddAsync(string route, bool large)
    {
        OnProd(route);
        _isChange = route is "addItem" or "commit";
        _uploaded = Path.Combine(_folder, "upload.epk");
        await File.WriteAllBytesAsync(_uploaded, large ? _large : _large[..5_000]);
        var add = Prod.BeginAdd(_uploaded, TimeSpan.FromMinutes(10));
        await add.PlanAsync(default);
        _send = () => ObserveAsync(() => add.ApplyAsync(default), () => []);
    }

    /// <summary>An import of three items into an empty group that is planned.</summary>
    public async Task ImportAsync(string route, int passes = 0)
    {
        OnProd(route);
        _isChange = route == "import";
        _passes = passes;
        var path = Path.Combine(_folder, "Test.epk");
        var (content, manifest) = await _exported.Value;
        await File.WriteAllBytesAsync(path, content);
        await File.WriteAllBytesAsync(path + ".manifest.json", manifest);
        var import = Prod.BeginImport(await KnownFormats.Reader.ReadAsync(path), new ArcGisImportOptions { GroupId = Portals.Target });
        await import.PlanAsync(default);
        _send = () => ObserveAsync(() => import.ApplyAsync(default), () => import.Rows);
    }

    /// <summary>A new owner for an item of the group's owner.</summary>
    public async Task ReassignAsync()
    {
        OnProd("reassign");
        _isChange = true;
        var admin = await ConnectAsync(ProdPortal, ProdPortal.User);
        var change = admin.BeginOwnership(new ArcGisOwnerChange(ArcGisSamples.Id("parcels"), "editor1", null));
        await change.PlanAsync(default);
        _send = () => ObserveAsync(() => change.ApplyAsync(default), () => [change.Row]);
    }

    public override Task<Observed> SendAsync() => _send();

    public override async Task AssertTruthAsync(Observed observed, FaultCase fault, bool once)
    {
        await QuietAsync();
        AssertFiles(observed, fault);
        if (_uploaded is not null) await AssertUploadAsync(observed);
        foreach (var row in observed.Rows) AssertRow(row);
        // Looking works again after a fault that passed: what is there is seen.
        if (once && _isChange && Changes.Any(change => change.Acted)) Assert.DoesNotContain(observed.Rows, row => row.Status == MigrationStatus.Unknown);
        if (observed.Error is null) Assert.All(observed.Rows, row => Assert.True(row.Status == MigrationStatus.Done, $"{row}: {row.Message}"));
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        try
        {
            DevPortal.Faults.Release("*");
            ProdPortal.Faults.Release("*");
            await QuietAsync();
            _sandbox.Reset();
            _idle.Add(_sandbox);
        }
        catch (TimeoutException)
        {
            await _sandbox.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private void OnProd(string route)
    {
        _route = route;
        _struck = ProdPortal;
    }

    private void AssertRow(MigrationResult row)
    {
        bool isThere;
        if (_route == "reassign")
        {
            isThere = ProdPortal.State.Item(row.SourceId!)!.Owner == "editor1";
        }
        else
        {
            isThere = ProdPortal.State.Item(row.SourceId!) is not null && ProdPortal.State.Group(Portals.Target)!.Items.Contains(row.SourceId!);
        }
        if (row.Status == MigrationStatus.Done) Assert.True(isThere, $"{row} is called done, and it is not there.");
        if (row.Status is MigrationStatus.Failed or MigrationStatus.Canceled) Assert.False(isThere, $"{row} is called failed, and it is there.");
    }

    /// <summary>Whole on the portal, or not there as a package that anybody could import.</summary>
    private async Task AssertUploadAsync(Observed observed)
    {
        var wanted = Portals.Sha256(await File.ReadAllBytesAsync(_uploaded!));
        var whole = ProdPortal.State.Packages.Where(item => item.State == UploadState.Completed).ToList();
        Assert.All(whole, item => Assert.Equal(wanted, item.Content?.Sha256));
        if (observed.Error is not null) return;
        Assert.Single(whole);
        Assert.False(File.Exists(ArcGisUploadRecord.PathFor(_uploaded!, Prod.Connection.Origin, Prod.Connection.User!)));
    }

    private void AssertFiles(Observed observed, FaultCase fault)
    {
        var files = Directory.GetFiles(_folder).Select(path => Path.GetFileName(path)!).ToList();
        Assert.DoesNotContain(files, file => file.EndsWith(".partial", StringComparison.Ordinal));
        if (!_exports) return;
        var packages = files.Where(file => !file.EndsWith(".manifest.json", StringComparison.Ordinal)).ToList();
        Assert.Equal(packages.Count * 2, files.Count);
        Assert.Equal(observed.Error is null ? 1 : 0, packages.Count);
        if (_package is null) return;
        Assert.Equal(_folder, Path.GetDirectoryName(_package.Path));
        var held = DevPortal.State.Packages.Single(item => item.Id == _package.PackageItem);
        // What came whole and is another length than the portal says is told.
        if (_package.Sha256 != held.Content!.Sha256) Assert.Contains(_package.Warnings, warning => warning.Contains("bytes", StringComparison.Ordinal));
    }

    private async Task QuietAsync()
    {
        foreach (var portal in new[] { DevPortal, ProdPortal })
        {
            await portal.QuietAsync();
            while (portal.State.JobViews.Any(job => job["status"]?.ToString().Equals("processing", StringComparison.OrdinalIgnoreCase) == true)) await Task.Delay(5);
            while (portal.State.Items.Any(item => item.State == UploadState.Processing)) await Task.Delay(5);
        }
    }

    private async Task<ArcGisMigrator> ConnectAsync(ArcGisPortal portal, string user)
    {
        var settings = new ConnectionSettings { Name = portal.Name, Uri = portal.Uri, Time = _clock };
        var connection = await ArcGisConnection.OpenWithPasswordAsync(settings, user, portal.PasswordOf(user), Observer, default);
        _connections.Add(connection);
        return new ArcGisMigrator(connection, Observer);
    }

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

    private static async Task<(byte[], byte[])> MakeAsync()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var folder = Directory.CreateTempSubdirectory("migrationtools-fault-").FullName;
        try
        {
            var portal = sandbox.ArcGis.Dev;
            using var connection = await ArcGisConnection.OpenWithPasswordAsync(
                new ConnectionSettings { Name = portal.Name, Uri = portal.Uri, Time = AcceleratedTime.Instance }, portal.GroupOwner, portal.PasswordOf(portal.GroupOwner), new Journey.RecordingObserver(), default);
            var export = new ArcGisMigrator(connection, new Journey.RecordingObserver()).BeginExport(
                new ArcGisExportOptions { GroupId = Portals.Operations, ItemIds = Few(portal, sandbox.ArcGis.Prod) }, new PackageDestination(folder + Path.DirectorySeparatorChar));
            await export.PlanAsync(default);
            await export.ApplyAsync(default);
            return (await File.ReadAllBytesAsync(export.Package!.Path!), await File.ReadAllBytesAsync(export.Package.Path + ".manifest.json"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Five that can travel and that the target does not have: one that fails midway leaves some.</summary>
    private static List<string> Few(ArcGisPortal dev, ArcGisPortal prod) =>
        [.. new[] { "hydrants", "zoning" }.Select(ArcGisSamples.Id).Concat(dev.State.Group(Portals.Operations)!.Items).Distinct().Where(id => dev.State.Item(id) is not null && prod.State.Item(id) is null).Take(5)];

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
