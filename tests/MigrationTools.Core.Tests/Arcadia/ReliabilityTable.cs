using System.Collections.Concurrent;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>The requests of Arcadia's client, each as the product sends it, and what Arcadia makes of faults that other systems may not.</summary>
internal sealed class ArcadiaReliabilityTable : IReliabilityTable
{
    private const string ByDryRun = "the server's dry run is asked again and compared with the one before";

    public string System => ArcadiaConnection.SystemName;

    public IReadOnlyList<ReliabilityRequest> Requests { get; } =
    [
        new("probe", RequestShape.SafeJson, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.OnDev("export", () => run.Dev.Connection.TestAsync(run.Observer, default))))
        {
            MostTries = 3,
        },
        new("export", RequestShape.SafeDownload, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.Export()))
        {
            Instead = Export,
        },
        new("dry run", RequestShape.SafeTolerant, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.DryRunAsync())),
        new("import of what is new", RequestShape.Unsafe, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.ImportAsync(update: false))) { Resolution = ByDryRun },
        new("import of an update", RequestShape.Unsafe, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.ImportAsync(update: true))) { Resolution = ByDryRun },
        .. new[] { "Dashboard", "Visual", "Dataset", "Connection", "Workspace" }.Select(type => new ReliabilityRequest($"list of {type}s", RequestShape.SafeJson,
            clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.OnDev("admin", () => run.Dev.ListAsync(type, default))))
        {
            // The Admin API is off for what it denies or does not know.
            Instead = (fault, _, common) => common.ErrorId is "Forbidden" or "EndpointNotFound" ? common with { ErrorId = "AdminApiOff" } : common,
            // Five lists are one request with another word in it: the slow faults are shown on one of them.
            Leaves = fault => fault.IsAboutLimits && type != "Dataset",
        }),
        new("look after an import", RequestShape.SafeJson, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.VerifyAsync()))
        {
            // The import is done: that it cannot be looked at is no failure of it.
            Instead = (_, _, _) => new(null, null),
        },
        new("look for a lost answer", RequestShape.SafeTolerant, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.LookAsync()))
        {
            // Four looks, each with its own retries: a fault that passes is outlived, whatever it is.
            Instead = (fault, once, _) => new(once || fault.Effect == Effect.Done ? null : "OutcomeUnknown", null),
        },
        new("backup", RequestShape.SafeDownload, clock => ArcadiaReliabilityRun.BeginAsync(clock, run => run.BackUpAsync()))
        {
            Instead = (fault, once, common) => new(Export(fault, once, common).ErrorId is null ? null : "BackupFailed", null),
        },
    ];

    /// <summary>Where one id may be to blame, an export of nothing is asked for as well.</summary>
    private static Expected Export(FaultCase fault, bool once, Expected common)
    {
        var planned = fault.Make(RequestShape.SafeDownload);
        // A wish to wait is about the moment, not about an id.
        var status = common.ErrorId == "TooManyRequests" ? null : planned.Kind == FaultKind.HugeErrorBody ? 500 : planned.Kind == FaultKind.Status ? planned.Status : null;
        if (status is not (400 or 403 or 404 or 500) || common.ErrorId is null) return common;
        if (!once) return common with { Requests = status == 500 ? 6 : 2 };
        // The server is well and failed on this id: as far as anybody can tell, it does not have it.
        return new(status == 403 ? "Forbidden" : "ArtifactNotFound", 2);
    }
}

internal sealed class ArcadiaReliabilityRun : ReliabilityRun
{
    // Reset between cases: starting one takes longer than most cases.
    private static readonly ConcurrentBag<SandboxHost> _idle = [];

    private readonly SandboxHost _sandbox;
    private readonly List<ArcadiaConnection> _connections = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("migrationtools-fault-").FullName;
    private ArcadiaServer _struck;
    private string _route = "";
    private int _mark;
    private Func<Task<Observed>> _send = null!;
    private Func<RecordedRequest, bool> _isIt = _ => true;
    private string? _before;
    private ArcadiaPackage? _package;
    private bool _isUpdate;
    private bool _exports;
    private bool _isAboutLooks;

    private ArcadiaReliabilityRun(SandboxHost sandbox)
    {
        _sandbox = sandbox;
        _struck = sandbox.Arcadia.Dev;
    }

    public ArcadiaMigrator Dev { get; private set; } = null!;

    public ArcadiaMigrator Prod { get; private set; } = null!;

    public Journey.RecordingObserver Observer { get; } = new();

    public override FaultPlan Faults => _struck.Faults;

    public override string Route => _route;

    // The import whose answer is to be lost must first arrive.
    public override int PassesOf(FaultKind kind) => _isAboutLooks && kind is (FaultKind.StallUpload or FaultKind.ResetMidUpload) ? 1 : 0;

    public override IReadOnlyList<string> Secrets => [_sandbox.Arcadia.Dev.ApiKey, _sandbox.Arcadia.Prod.ApiKey];

    public override IEnumerable<string> Told => Observer.Lines.Concat(Observer.Warnings);

    public override IReadOnlyList<RecordedRequest> Sent => [.. _struck.Log.Of(_route).Where(request => request.Sequence > _mark && _isIt(request))];

    public override IReadOnlyList<RecordedRequest> Changes => [.. ProdServer.Log.Of("import").Where(request => request.Sequence > _mark && IsChange(request))];

    private ArcadiaServer ProdServer => _sandbox.Arcadia.Prod;

    private string ProdState => ProdServer.State.Describe().ToJsonString();

    public static async Task<ReliabilityRun> BeginAsync(ShortWaits clock, Func<ArcadiaReliabilityRun, Task> prepare)
    {
        var run = new ArcadiaReliabilityRun(_idle.TryTake(out var idle) ? idle : await SandboxHost.StartAsync());
        try
        {
            run.Dev = await run.ConnectAsync(run._sandbox.Arcadia.Dev, clock);
            run.Prod = await run.ConnectAsync(run.ProdServer, clock);
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

    /// <summary>A read at the source.</summary>
    public Task OnDev(string route, Func<Task> send)
    {
        _route = route;
        _send = async () =>
        {
            try
            {
                await send();
                return new Observed(null, []);
            }
            catch (Exception error)
            {
                return new Observed(error, []);
            }
        };
        return Task.CompletedTask;
    }

    public async Task Export()
    {
        await OnDev("export", () => Task.CompletedTask);
        _exports = true;
        _send = async () =>
        {
            try
            {
                var outcome = await ExportAsync(_folder);
                if (outcome.Missing.Count > 0) return new Observed(outcome.Missing[0].Error, []);
                _package = outcome.Packages[0];
                return new Observed(null, []);
            }
            catch (Exception error)
            {
                return new Observed(error, []);
            }
        };
    }

    public async Task DryRunAsync()
    {
        await OnProdAsync("import", update: false);
        var import = Prod.BeginImport(_package!, Journey.ToSales, new ArcadiaImportRun());
        _send = () => ObserveAsync(import, () => import.PlanAsync(default));
    }

    public async Task ImportAsync(bool update)
    {
        var import = await PlannedAsync("import", update);
        _isIt = IsChange;
        _send = () => ObserveAsync(import, () => import.ApplyAsync(default));
    }

    public async Task VerifyAsync()
    {
        var import = await PlannedAsync("admin", update: false);
        _send = () => ObserveAsync(import, () => import.ApplyAsync(default));
    }

    /// <summary>The answer to the import is lost, whatever else goes wrong.</summary>
    public async Task LookAsync()
    {
        var import = await PlannedAsync("import", update: true);
        _isAboutLooks = true;
        ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ResetAfterActing });
        _send = () => ObserveAsync(import, () => import.ApplyAsync(default));
    }

    public async Task BackUpAsync()
    {
        var import = await PlannedAsync("export", update: true, Journey.ToSales with { Backup = Path.Combine(_folder, "backup") });
        _send = () => ObserveAsync(import, () => import.ApplyAsync(default));
    }

    public override Task<Observed> SendAsync() => _send();

    public override async Task AssertTruthAsync(Observed observed, FaultCase fault, bool once)
    {
        // The server may still be at work on what the client gave up: only then it is looked at.
        await ProdServer.QuietAsync();
        await AssertFilesAsync(observed);
        if (_before is null) return;
        var acted = Changes.Any(change => change is { Acted: true, HandlerStatus: 200 });
        if (!acted) Assert.Equal(_before, ProdState);
        foreach (var row in observed.Rows) AssertRow(row, acted);
        if (observed.Error is null && acted && fault.Effect is Effect.Done or Effect.Repeated)
        {
            Assert.All(observed.Rows, row => Assert.True(row.Status is MigrationStatus.Done or MigrationStatus.Unchanged, row.ToString()));
        }
        // Looking works again after a fault that passed: what is there is seen.
        if (once && acted) Assert.DoesNotContain(observed.Rows, row => row.Status == MigrationStatus.Unknown);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        Directory.Delete(_folder, recursive: true);
        try
        {
            foreach (var server in new[] { _sandbox.Arcadia.Dev, ProdServer })
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

    private void AssertRow(MigrationResult row, bool acted)
    {
        var item = _package!.Items.FirstOrDefault(item => item.Type == row.Type && item.Id == row.SourceId);
        switch (row.Status)
        {
            case MigrationStatus.Done:
                Assert.True(acted, $"{row} is called done, and the server did nothing.");
                Assert.Contains(ProdServer.State.Objects, held => held.ImportedUuid == item!.Uuid && (row.DestinationId is null || $"{held.Id}" == row.DestinationId));
                if (_isUpdate && row.Type == "Dashboard") Assert.Equal("newer", Description());
                break;
            case MigrationStatus.Failed or MigrationStatus.Canceled:
                Assert.False(acted, $"{row} is called failed, and the server did it.");
                break;
        }
    }

    private string? Description() =>
        ProdServer.State.Find("dashboards", "Store sales overview") is { } held && held.Fields.TryGetProperty("report_description", out var text) ? text.GetString() : null;

    private async Task AssertFilesAsync(Observed observed)
    {
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder, path)).ToList();
        Assert.DoesNotContain(files, file => file.EndsWith(".partial", StringComparison.Ordinal));
        foreach (var file in files.Where(file => !file.EndsWith(".manifest.json", StringComparison.Ordinal)))
        {
            Assert.Contains(file + ".manifest.json", files);
            await KnownFormats.Reader.ReadAsync(Path.Combine(_folder, file));
        }
        if (_exports) Assert.Equal(observed.Error is null ? ["Store sales overview.json", "Store sales overview.json.manifest.json"] : Array.Empty<string>(), files.Order());
        if (_route == "export" && observed.Error is not null) Assert.Empty(files);
    }

    private async Task OnProdAsync(string route, bool update)
    {
        _route = route;
        _struck = ProdServer;
        _isUpdate = update;
        ProdServer.Switches.DryRunIds = DryRunIds.Matched;
        _package = (await ExportAsync(null)).Packages[0];
        if (update)
        {
            var first = Prod.BeginImport(_package, Journey.ToSales, new ArcadiaImportRun());
            await first.PlanAsync(default);
            await first.ApplyAsync(default);
            _sandbox.Arcadia.Dev.State.SetField("dashboards", 2115, "report_description", "newer");
            _package = (await ExportAsync(null)).Packages[0];
        }
        _before = ProdState;
    }

    private async Task<ArcadiaImport> PlannedAsync(string route, bool update, ArcadiaImportOptions? options = null)
    {
        await OnProdAsync(route, update);
        var import = Prod.BeginImport(_package!, options ?? Journey.ToSales, new ArcadiaImportRun());
        await import.PlanAsync(default);
        return import;
    }

    private Task<ArcadiaExportOutcome> ExportAsync(string? folder) => Dev.ExportAsync(
        ArcadiaSelection.Of([("Dashboard", "2115")]), new PackageDestination(folder is null ? null : folder + Path.DirectorySeparatorChar), default);

    private static async Task<Observed> ObserveAsync(ArcadiaImport import, Func<Task> act)
    {
        try
        {
            await act();
            // What is only planned is no row yet.
            return new Observed(null, [.. import.Rows.Where(row => row.Status != MigrationStatus.Planned)]);
        }
        catch (Exception error)
        {
            return new Observed(error, import.Rows);
        }
    }

    /// <summary>Of a request whose form the server did not read, its length tells: "False" is a letter longer than "True".</summary>
    private bool IsChange(RecordedRequest request)
    {
        if (request.Form.TryGetValue("dry_run", out var dryRun)) return dryRun != "True";
        var rehearsal = ProdServer.Log.Of("import").FirstOrDefault(other => other.Sequence <= _mark && other.Form.GetValueOrDefault("dry_run") == "True" && other.Files.Count == 1 && other.Files[0].Sha256 == _package!.Sha256);
        return rehearsal is not null && request.Headers["Content-Length"] != rehearsal.Headers["Content-Length"];
    }

    private async Task<ArcadiaMigrator> ConnectAsync(ArcadiaServer server, ShortWaits clock)
    {
        var settings = new ConnectionSettings { Name = server.Name, Uri = server.Uri, Time = clock };
        var connection = await ArcadiaConnection.OpenWithApiKeyAsync(settings, server.ApiKey, Observer, default);
        _connections.Add(connection);
        return new ArcadiaMigrator(connection, Observer);
    }
}
