using MigrationTools.Core.Connections;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>An emulated control plane for the tests of a class, and a connection to it whose waits are short. Each test begins with all as at the start.</summary>
public sealed class Plane : IAsyncLifetime
{
    private readonly List<SnapLogicConnection> _connections = [];
    private SandboxHost _sandbox = null!;

    public SnapLogicServer Server => _sandbox.SnapLogic.Elastic;

    public SnapLogicConnection Connection { get; private set; } = null!;

    internal RecordingObserver Told { get; private set; } = new();

    internal SnapLogicMigrator Migrator => new(Connection, Told);

    public string Folder { get; } = Directory.CreateTempSubdirectory("migrationtools-test-").FullName;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync();
        Connection = await ConnectAsync(Server.User);
    }

    public void Reset()
    {
        Server.Reset();
        Told = new();
    }

    public async Task<SnapLogicConnection> ConnectAsync(string user, string? name = null, TimeProvider? time = null)
    {
        var connection = await SnapLogicConnection.OpenWithPasswordAsync(Settings(name, time), user, Server.PasswordOf(user), Told, default);
        _connections.Add(connection);
        return connection;
    }

    public async Task<SnapLogicConnection> ConnectWithTokenAsync(string token)
    {
        var connection = await SnapLogicConnection.OpenWithAccessTokenAsync(Settings(null, null), token, Told, default);
        _connections.Add(connection);
        return connection;
    }

    internal ConnectionSettings Settings(string? name = null, TimeProvider? time = null) => new() { Name = name ?? "acme", Uri = Server.Uri, Time = time ?? new ShortWaits() };

    /// <summary>Plans and applies, and gives the rows whatever comes of it.</summary>
    internal async Task<(IReadOnlyList<MigrationResult> Rows, Exception? Error)> DoAsync(SnapLogicChange change, CancellationToken stop = default)
    {
        try
        {
            await change.PlanAsync(stop);
            if (change.HasWork) await change.ApplyAsync(stop);
            return (change.Rows, null);
        }
        catch (Exception error)
        {
            return (change.Rows, error);
        }
    }

    internal Task<(IReadOnlyList<MigrationResult> Rows, Exception? Error)> MigrateAsync(
        string source, string destination, SnapLogicMigrationOptions? options = null, SnapLogicConnection? by = null, CancellationToken stop = default) =>
        DoAsync(Begin(source, destination, options, by), stop);

    internal SnapLogicProjectMigration Begin(string source, string destination, SnapLogicMigrationOptions? options = null, SnapLogicConnection? by = null) =>
        new SnapLogicMigrator(by ?? Connection, Told).BeginMigration(SnapLogicPath.Project(source), SnapLogicPath.Project(destination), options ?? new());

    internal IReadOnlyList<RecordedRequest> Sent(string route) => Server.Log.Of(route);

    /// <summary>What a project holds, each as "Type name", sorted.</summary>
    internal IReadOnlyList<string> Held(string project) => [.. Server.State.Assets(project).Select(asset => $"{asset.Type} {asset.Name}").Order(StringComparer.Ordinal)];

    internal static IReadOnlyList<string> Named(IEnumerable<MigrationResult> rows) => [.. rows.Select(row => $"{row.Type} {row.Name}").Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
