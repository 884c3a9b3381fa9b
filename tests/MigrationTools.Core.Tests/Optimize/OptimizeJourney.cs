using MigrationTools.Core.Connections;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;
using SandboxServer = MigrationTools.Sandbox.Optimize.OptimizeServer;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>Two emulated servers, connections to both, and a folder; everything is gone at the end.</summary>
internal sealed class OptimizeJourney : IAsyncDisposable
{
    public const string Stuck = "7d1f5a10-2c4e-4b8a-9e01-000000000001";
    public const string Combined = "7d1f5a10-2c4e-4b8a-9e01-000000000002";
    public const string Desk = "7d1f5a10-2c4e-4b8a-9e01-000000000005";

    private readonly SandboxHost _sandbox;
    private readonly List<OptimizeConnection> _connections = [];

    private OptimizeJourney(SandboxHost sandbox) => _sandbox = sandbox;

    public SandboxServer DevServer => _sandbox.Optimize.Dev;

    public SandboxServer ProdServer => _sandbox.Optimize.Prod;

    public OptimizeIdentity Identity => _sandbox.Optimize.Identity;

    public OptimizeMigrator Dev { get; private set; } = null!;

    public OptimizeMigrator Prod { get; private set; } = null!;

    public Journey.RecordingObserver Told { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("optimize-").FullName;

    /// <summary>Prod's collection that takes what dev has.</summary>
    public string Returns => ProdServer.State.Collections.Find(collection => collection.Name == "Returns")!.Id;

    public string DevReturns => DevServer.State.Collections.Find(collection => collection.Name == "Returns")!.Id;

    public static async Task<OptimizeJourney> StartAsync(Action<OptimizePair>? change = null, SandboxOptions? options = null)
    {
        var journey = new OptimizeJourney(await SandboxHost.StartAsync(options ?? new SandboxOptions { Time = AcceleratedTime.Instance }));
        try
        {
            change?.Invoke(journey._sandbox.Optimize);
            journey.Dev = await journey.ConnectAsync(journey.DevServer);
            journey.Prod = await journey.ConnectAsync(journey.ProdServer);
            return journey;
        }
        catch
        {
            await journey.DisposeAsync();
            throw;
        }
    }

    /// <summary>By the static token where the release takes one, else by client credentials.</summary>
    public async Task<OptimizeMigrator> ConnectAsync(SandboxServer server)
    {
        var settings = new ConnectionSettings { Name = server.Name, Uri = server.Uri, Time = AcceleratedTime.Instance };
        var isJwt = server.Switches.Tokens == Tokens.Jwt || server.Switches.Generation == Generation.V810;
        var connection = isJwt || server.Switches.ClusterId is not null
            ? await OptimizeConnection.OpenWithClientCredentialsAsync(settings, Client(server.Switches.ClusterId is not null), Told, default)
            : await OptimizeConnection.OpenWithAccessTokenAsync(settings, server.AccessToken, Told, default);
        _connections.Add(connection);
        return new OptimizeMigrator(connection, Told);
    }

    public OptimizeClientCredentials Client(bool saas = false) => new(Identity.ClientId, Identity.ClientSecret)
    {
        TokenUri = saas ? Identity.SaasTokenUri : Identity.TokenUri,
        Audience = saas ? OptimizeClientCredentials.SaasAudience : "optimize-api",
    };

    public async Task<OptimizePackage> PackageAsync(params string[] dashboards) =>
        (await Dev.ExportAsync(OptimizeSelection.Dashboards(dashboards.Length == 0 ? [Desk] : dashboards), new PackageDestination(), default)).Package!;

    /// <summary>A package without a manifest, of any text.</summary>
    public MigrationPackage File(string text, string name = "package.json")
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return new MigrationPackage { System = "Optimize", Kind = "Definitions", Path = path };
    }

    public OptimizeImportOptions To(ConflictPolicy policy = ConflictPolicy.Fail, string? backup = null) => new() { CollectionId = Returns, OnConflict = policy, Backup = backup };

    /// <summary>Plans and applies, and gives the rows whatever comes of it.</summary>
    public async Task<(IReadOnlyList<MigrationResult> Rows, Exception? Error)> ImportAsync(MigrationPackage package, OptimizeImportOptions? options = null)
    {
        var import = Prod.BeginImport(package, options ?? To(), new());
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

    public IReadOnlyList<RecordedRequest> ImportsSent => ProdServer.Log.Of("import");

    public IReadOnlyList<RecordedRequest> Changes => [.. ProdServer.Log.Requests.Where(request => request.Route is "import" or "deleteDashboard" or "deleteReport")];

    public string ProdState => ProdServer.State.Describe().ToJsonString();

    /// <summary>What lies in prod's collection.</summary>
    public IReadOnlyList<MigrationTools.Sandbox.Optimize.OptimizeEntity> Landed => [.. ProdServer.State.Entities.Where(entity => entity.CollectionId == Returns)];

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        _sandbox.Reset();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
