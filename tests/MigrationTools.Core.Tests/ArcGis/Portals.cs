using System.Security.Cryptography;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using ArcGisPortal = MigrationTools.Sandbox.ArcGis.ArcGisPortal;
using ArcGisSamples = MigrationTools.Sandbox.ArcGis.ArcGisSamples;
using ArcGisSwitches = MigrationTools.Sandbox.ArcGis.ArcGisSwitches;
using HeldItem = MigrationTools.Sandbox.ArcGis.ArcGisItem;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>Two emulated portals, migrators of a group owner on both, and a folder. Reset for each test; one sandbox for a class.</summary>
public sealed class Portals : IAsyncLifetime
{
    internal const string Operations = ArcGisSamples.DevOperations;
    internal const string Test = ArcGisSamples.DevTest;
    internal const string Target = ArcGisSamples.ProdMyGroup;

    private readonly List<ArcGisConnection> _connections = [];
    private SandboxHost _sandbox = null!;

    internal ArcGisPortal DevPortal => _sandbox.ArcGis.Dev;

    internal ArcGisPortal ProdPortal => _sandbox.ArcGis.Prod;

    internal ArcGisMigrator Dev { get; private set; } = null!;

    internal ArcGisMigrator Prod { get; private set; } = null!;

    internal RecordingObserver Told { get; private set; } = new();

    internal string Folder { get; } = Directory.CreateTempSubdirectory("migrationtools-arcgis-").FullName;

    public async ValueTask InitializeAsync() => _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Time = TimeProvider.System });

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections) connection.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Everything as at the start; the group owner, who is no administrator, is connected to both.</summary>
    internal async Task BeginAsync(Action<ArcGisSwitches>? dev = null, Action<ArcGisSwitches>? prod = null)
    {
        _sandbox.Reset();
        foreach (var portal in new[] { DevPortal, ProdPortal })
        {
            portal.Switches.JobDuration = portal.Switches.CommitDuration = TimeSpan.FromMilliseconds(20);
        }
        dev?.Invoke(DevPortal.Switches);
        prod?.Invoke(ProdPortal.Switches);
        Told = new RecordingObserver();
        Dev = await ConnectAsync(DevPortal, DevPortal.GroupOwner);
        Prod = await ConnectAsync(ProdPortal, ProdPortal.GroupOwner);
    }

    internal async Task<ArcGisMigrator> ConnectAsync(ArcGisPortal portal, string user)
    {
        var settings = new ConnectionSettings { Name = portal.Name, Uri = portal.Uri, Time = AcceleratedTime.Instance };
        var connection = await ArcGisConnection.OpenWithPasswordAsync(settings, user, portal.PasswordOf(user), Told, default);
        _connections.Add(connection);
        return new ArcGisMigrator(connection, Told);
    }

    internal string PathOf(string name) => Path.Combine(Folder, name);

    internal PackageDestination Into => new(Path.Combine(Folder, Guid.NewGuid().ToString("N")) + Path.DirectorySeparatorChar);

    internal async Task<(ArcGisExport Export, Exception? Error)> ExportAsync(string group = Test, Func<ArcGisExportOptions, ArcGisExportOptions>? change = null, PackageDestination? destination = null, ArcGisMigrator? from = null)
    {
        var options = new ArcGisExportOptions { GroupId = group };
        var export = (from ?? Dev).BeginExport(change?.Invoke(options) ?? options, destination ?? Into);
        try
        {
            await export.PlanAsync(default);
            if (export.HasWork) await export.ApplyAsync(default);
            return (export, null);
        }
        catch (Exception error)
        {
            return (export, error);
        }
    }

    internal async Task<ArcGisPackage> PackageAsync(string group = Test)
    {
        var (export, error) = await ExportAsync(group);
        Assert.Null(error);
        DevPortal.Log.Clear();
        return export.Package!;
    }

    internal Task<(ArcGisImport Import, Exception? Error)> ImportAsync(MigrationPackage package, Func<ArcGisImportOptions, ArcGisImportOptions>? change = null, ArcGisMigrator? into = null) =>
        RunAsync((into ?? Prod).BeginImport(package, Options(change)));

    internal Task<(ArcGisImport Import, Exception? Error)> ImportItemAsync(string packageItem, Func<ArcGisImportOptions, ArcGisImportOptions>? change = null, ArcGisMigrator? into = null) =>
        RunAsync((into ?? Prod).BeginImport(packageItem, Options(change)));

    /// <summary>A package of random bytes with a manifest, as from another site.</summary>
    internal string Noise(int length, string name = "noise.epk", IReadOnlyList<ArcGisItem>? items = null)
    {
        var destination = new PackageDestination(PathOf(name), force: true);
        using var file = destination.Open(name, "1", ".epk");
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        file.Stream.Write(bytes);
        return file.Commit(new ArcGisPackage { System = "ArcGis", Kind = ArcGisPackage.ItemType, Items = items ?? [], Source = "https://elsewhere.example/portal", SourceVersion = "11.3" }).Path!;
    }

    /// <summary>Requests of one route, by what the portal calls it.</summary>
    internal static IReadOnlyList<RecordedRequest> Sent(ArcGisPortal portal, string route) => portal.Log.Of(route);

    /// <summary>The packages that a portal holds.</summary>
    internal static IReadOnlyList<HeldItem> PackagesOn(ArcGisPortal portal) => [.. portal.State.Items.Where(item => item.Type == ArcGisPackage.ItemType)];

    internal static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static ArcGisImportOptions Options(Func<ArcGisImportOptions, ArcGisImportOptions>? change)
    {
        var options = new ArcGisImportOptions { GroupId = Target };
        return change?.Invoke(options) ?? options;
    }

    private static async Task<(ArcGisImport, Exception?)> RunAsync(ArcGisImport import)
    {
        try
        {
            await import.PlanAsync(default);
            if (import.HasWork) await import.ApplyAsync(default);
            return (import, null);
        }
        catch (Exception error)
        {
            return (import, error);
        }
    }

    internal static void AllDone(IReadOnlyList<MigrationResult> rows) => Assert.All(rows, row => Assert.True(row.Status == MigrationStatus.Done, $"{row}: {row.Message}"));
}
