using System.Collections.Concurrent;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>A sandbox with dev and prod, connections to both, and a folder of its own. One for each test.</summary>
internal sealed class Journey : IAsyncDisposable
{
    private readonly SandboxHost _sandbox;
    private readonly List<ArcadiaConnection> _connections = [];

    private Journey(SandboxHost sandbox) => _sandbox = sandbox;

    public ArcadiaServer DevServer => _sandbox.Arcadia.Dev;

    public ArcadiaServer ProdServer => _sandbox.Arcadia.Prod;

    public ArcadiaMigrator Dev { get; private set; } = null!;

    public ArcadiaMigrator Prod { get; private set; } = null!;

    public RecordingObserver Told { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("migrationtools-test-").FullName;

    public static ArcadiaImportOptions ToSales { get; } = new() { DataConnection = "sales", Workspace = "Retail" };

    public static async Task<Journey> StartAsync(Action<SandboxHost>? prepare = null, SandboxOptions? options = null)
    {
        var sandbox = await SandboxHost.StartAsync(options);
        prepare?.Invoke(sandbox);
        var journey = new Journey(sandbox);
        try
        {
            journey.Dev = await journey.ConnectAsync(journey.DevServer, journey.DevServer.ApiKey);
            journey.Prod = await journey.ConnectAsync(journey.ProdServer, journey.ProdServer.ApiKey);
            return journey;
        }
        catch
        {
            await journey.DisposeAsync();
            throw;
        }
    }

    public async Task<ArcadiaMigrator> ConnectAsync(ArcadiaServer server, string key)
    {
        var settings = new ConnectionSettings { Name = server.Name, Uri = server.Uri, Time = AcceleratedTime.Instance };
        var connection = await ArcadiaConnection.OpenWithApiKeyAsync(settings, key, Told, default);
        _connections.Add(connection);
        return new ArcadiaMigrator(connection, Told);
    }

    /// <summary>As <see cref="Dev"/>, and tells when all that an export needs has come.</summary>
    public ArcadiaMigrator Received(Action received) => new(Dev.Connection, Told) { Received = received };

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Task<ArcadiaExportOutcome> ExportAsync(params int[] dashboards) =>
        Dev.ExportAsync(ArcadiaSelection.Of(dashboards.Select(id => ("Dashboard", $"{id}"))), new PackageDestination(Folder + Path.DirectorySeparatorChar, force: true), default);

    public async Task<ArcadiaPackage> PackageAsync(params int[] dashboards) =>
        Assert.Single((await ExportAsync(dashboards.Length == 0 ? [2115] : dashboards)).Packages);

    /// <summary>Plans and applies, and gives the rows whatever comes of it.</summary>
    public async Task<(IReadOnlyList<MigrationResult> Rows, Exception? Error)> ImportAsync(
        MigrationPackage package, ArcadiaImportOptions? options = null, ArcadiaImportRun? run = null, ArcadiaMigrator? into = null)
    {
        var import = (into ?? Prod).BeginImport(package, options ?? ToSales, run ?? new ArcadiaImportRun());
        try
        {
            await import.PlanAsync(default);
            if (import.HasWork) await import.ApplyAsync(default);
            return (import.Rows, null);
        }
        catch (Exception error)
        {
            return (import.Rows, error);
        }
    }

    /// <summary>The imports that were no dry run.</summary>
    public IReadOnlyList<RecordedRequest> ImportsSent => [.. ProdServer.Log.Of("import").Where(request => request.Form.GetValueOrDefault("dry_run") != "True")];

    public string ProdState => ProdServer.State.Describe().ToJsonString();

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal sealed class RecordingObserver : IMigrationObserver
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public ConcurrentQueue<string> Lines { get; } = new();

        public void Progress(ProgressUpdate update) => Lines.Enqueue(update.ToString());

        public void Verbose(string message) => Lines.Enqueue(message);

        public void Debug(string message) => Lines.Enqueue(message);

        public void Warning(string message) => Warnings.Enqueue(message);
    }
}
