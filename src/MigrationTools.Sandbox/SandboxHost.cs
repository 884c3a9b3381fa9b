using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Sandbox;

/// <summary>The emulated services, running in this process on loopback.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly BlobStore _blobs = new();
    private readonly AdminApi _admin;

    private SandboxHost(SandboxOptions options)
    {
        Arcadia = new ArcadiaPair(options, _blobs);
        SnapLogic = new SnapLogicPlane(options, _blobs);
        Optimize = new OptimizePair(options, _blobs);
        ArcGis = new ArcGisPair(options);
        Systems = [Arcadia, SnapLogic, Optimize, ArcGis];
        _admin = new AdminApi(this);
    }

    /// <summary>Arcadia's dev and prod.</summary>
    public ArcadiaPair Arcadia { get; }

    /// <summary>SnapLogic's control plane with its orgs.</summary>
    public SnapLogicPlane SnapLogic { get; }

    /// <summary>Optimize's dev and prod, and their identity provider.</summary>
    public OptimizePair Optimize { get; }

    /// <summary>The portals dev and prod of ArcGIS Enterprise.</summary>
    public ArcGisPair ArcGis { get; }

    /// <summary>All systems.</summary>
    public IReadOnlyList<ISandboxSystem> Systems { get; }

    /// <summary>The address by which a test in another process controls the sandbox.</summary>
    public Uri AdminUri => _admin.Uri;

    /// <summary>Starts all servers.</summary>
    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SandboxOptions();
        var host = new SandboxHost(options);
        try
        {
            var next = options.PortBase;
            int Port() => options.PortBase == 0 ? 0 : next++;
            await host._admin.StartAsync(Port(), cancellation);
            foreach (var system in host.Systems)
            {
                await system.StartAsync([.. Enumerable.Range(0, system.Ports).Select(_ => Port())], cancellation);
            }

            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Endpoints and sample credentials.</summary>
    public JsonObject Describe()
    {
        var description = new JsonObject { ["admin"] = AdminUri.ToString().TrimEnd('/') };
        foreach (var system in Systems) description[system.Name] = system.Describe();
        return description;
    }

    /// <summary>Everything as at the start.</summary>
    public void Reset()
    {
        foreach (var system in Systems) system.Reset();
    }

    /// <summary>What a system controls under a name, or null.</summary>
    public ISandboxControl? Find(string system, string name) => Systems.FirstOrDefault(candidate => candidate.Name == system)?.Find(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        foreach (var system in Systems) await system.DisposeAsync();
        _blobs.Dispose();
    }
}
