using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The two Arcadia servers of a sandbox.</summary>
public sealed class ArcadiaPair : IAsyncDisposable
{
    internal ArcadiaPair(SandboxOptions options, BlobStore blobs)
    {
        var samples = new ArcadiaSamples(options, blobs);
        Dev = new ArcadiaServer("dev", options, blobs, samples.Dev);
        Prod = new ArcadiaServer("prod", options, blobs, ArcadiaSamples.Prod);
    }

    /// <summary>The source: holds the sample bundle.</summary>
    public ArcadiaServer Dev { get; }

    /// <summary>The target: holds other content.</summary>
    public ArcadiaServer Prod { get; }

    /// <summary>The server of a name, or null.</summary>
    public ArcadiaServer? Find(string name) => name switch
    {
        "dev" => Dev,
        "prod" => Prod,
        _ => null,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Dev.DisposeAsync();
        await Prod.DisposeAsync();
    }

    internal async Task StartAsync(int devPort, int prodPort, CancellationToken cancellation)
    {
        await Dev.StartAsync(devPort, cancellation);
        await Prod.StartAsync(prodPort, cancellation);
    }

    internal void Reset()
    {
        Dev.Reset();
        Prod.Reset();
    }

    internal JsonObject Describe() => new() { ["dev"] = Describe(Dev), ["prod"] = Describe(Prod) };

    private static JsonObject Describe(ArcadiaServer server) => new()
    {
        ["uri"] = server.Uri.ToString().TrimEnd('/'),
        ["apiKey"] = server.ApiKey,
        ["publicKey"] = server.PublicKey,
        ["readOnlyKey"] = server.ReadOnlyKey,
        ["importerKey"] = server.ImporterKey,
        ["limitedKey"] = server.LimitedKey,
        ["expiredKey"] = server.ExpiredKey,
        ["user"] = server.User,
        ["password"] = server.PasswordOf(server.User),
    };
}
