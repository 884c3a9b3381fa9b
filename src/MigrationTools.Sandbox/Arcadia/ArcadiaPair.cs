using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The two Arcadia servers of a sandbox.</summary>
public sealed class ArcadiaPair : ISandboxSystem
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

    /// <inheritdoc/>
    string ISandboxSystem.Name => "arcadia";

    /// <inheritdoc/>
    int ISandboxSystem.Ports => 2;

    /// <inheritdoc/>
    string ISandboxSystem.Explanation => $"""
          Connect-Arcadia -Name dev -Uri {Dev.Uri} -ApiKey {Dev.ApiKey}
          Connect-Arcadia -Name prod -Uri {Prod.Uri} -ApiKey {Prod.ApiKey}
        Arcadia dev holds dashboards 2115 and 2110; prod has the connections sales and warehouse, and the workspaces Public and Retail.
        """;

    /// <summary>The server of a name, or null.</summary>
    public ArcadiaServer? Find(string name) => name switch
    {
        "dev" => Dev,
        "prod" => Prod,
        _ => null,
    };

    /// <inheritdoc/>
    ISandboxControl? ISandboxSystem.Find(string name) => Find(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Dev.DisposeAsync();
        await Prod.DisposeAsync();
    }

    /// <inheritdoc/>
    async Task ISandboxSystem.StartAsync(IReadOnlyList<int> port, CancellationToken cancellation)
    {
        await Dev.StartAsync(port[0], cancellation);
        await Prod.StartAsync(port[1], cancellation);
    }

    /// <inheritdoc/>
    void ISandboxSystem.Reset()
    {
        Dev.Reset();
        Prod.Reset();
    }

    /// <inheritdoc/>
    JsonObject ISandboxSystem.Describe() => new() { ["dev"] = Describe(Dev), ["prod"] = Describe(Prod) };

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
