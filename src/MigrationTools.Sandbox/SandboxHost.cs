using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox;

/// <summary>The emulated services, running in this process on loopback.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly BlobStore _blobs = new();
    private readonly AdminApi _admin;

    private SandboxHost(SandboxOptions options)
    {
        Arcadia = new ArcadiaPair(options, _blobs);
        _admin = new AdminApi(this);
    }

    /// <summary>Arcadia's dev and prod.</summary>
    public ArcadiaPair Arcadia { get; }

    /// <summary>The address by which a test in another process controls the sandbox.</summary>
    public Uri AdminUri => _admin.Uri;

    /// <summary>Starts all servers.</summary>
    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SandboxOptions();
        var host = new SandboxHost(options);
        try
        {
            int Port(int offset) => options.PortBase == 0 ? 0 : options.PortBase + offset;
            await host._admin.StartAsync(Port(0), cancellation);
            await host.Arcadia.StartAsync(Port(1), Port(2), cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Endpoints and sample credentials.</summary>
    public JsonObject Describe() => new() { ["admin"] = AdminUri.ToString().TrimEnd('/'), ["arcadia"] = Arcadia.Describe() };

    /// <summary>Everything as at the start.</summary>
    public void Reset() => Arcadia.Reset();

    /// <summary>The server of a system by name, or null.</summary>
    public ISandboxControl? Find(string system, string name) => system == "arcadia" ? Arcadia.Find(name) : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await Arcadia.DisposeAsync();
        _blobs.Dispose();
    }
}
