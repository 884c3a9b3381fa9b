using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The two Optimize servers of a sandbox, and the identity provider of both.</summary>
public sealed class OptimizePair : ISandboxSystem
{
    internal OptimizePair(SandboxOptions options, BlobStore blobs)
    {
        Identity = new OptimizeIdentity(options);
        var samples = new OptimizeSamples(options, blobs);
        // The token of the vendor's own example.
        Dev = new OptimizeServer("dev", "mySecret", options, blobs, Identity, samples.Dev);
        Prod = new OptimizeServer("prod", "prod-access-token", options, blobs, Identity, OptimizeSamples.Prod);
    }

    /// <summary>The source: holds the samples.</summary>
    public OptimizeServer Dev { get; }

    /// <summary>The target: holds other content.</summary>
    public OptimizeServer Prod { get; }

    /// <summary>Gives tokens for both.</summary>
    public OptimizeIdentity Identity { get; }

    /// <inheritdoc/>
    string ISandboxSystem.Name => "optimize";

    /// <inheritdoc/>
    int ISandboxSystem.Ports => 3;

    /// <inheritdoc/>
    string ISandboxSystem.Explanation => $"""
          Connect-Optimize -Name dev -Uri {Text(Dev.Uri)} -AccessToken {Dev.AccessToken}
          Connect-Optimize -Name prod -Uri {Text(Prod.Uri)} -ClientId {Identity.ClientId} -ClientSecret {Identity.ClientSecret} -TokenUri {Identity.TokenUri} -Audience optimize-api
        Optimize dev holds dashboards 123 and 456, and a collection Returns, {OptimizeSamples.DevReturns}; prod has a collection Returns, {OptimizeSamples.ProdReturns}.
        """;

    /// <summary>The server of a name, or null.</summary>
    public OptimizeServer? Find(string name) => name switch
    {
        "dev" => Dev,
        "prod" => Prod,
        _ => null,
    };

    /// <inheritdoc/>
    ISandboxControl? ISandboxSystem.Find(string name) => name == "identity" ? Identity : Find(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Dev.DisposeAsync();
        await Prod.DisposeAsync();
        await Identity.DisposeAsync();
    }

    /// <inheritdoc/>
    async Task ISandboxSystem.StartAsync(IReadOnlyList<int> port, CancellationToken cancellation)
    {
        await Dev.StartAsync(port[0], cancellation);
        await Prod.StartAsync(port[1], cancellation);
        await Identity.StartAsync(port[2], cancellation);
    }

    /// <inheritdoc/>
    void ISandboxSystem.Reset()
    {
        Dev.Reset();
        Prod.Reset();
        Identity.Reset();
    }

    /// <inheritdoc/>
    JsonObject ISandboxSystem.Describe() => new()
    {
        ["dev"] = Describe(Dev, OptimizeSamples.DevReturns),
        ["prod"] = Describe(Prod, OptimizeSamples.ProdReturns),
        ["identity"] = new JsonObject
        {
            ["tokenUri"] = Identity.TokenUri.ToString(), ["saasTokenUri"] = Identity.SaasTokenUri.ToString(), ["audience"] = "optimize-api",
            ["clientId"] = Identity.ClientId, ["clientSecret"] = Identity.ClientSecret,
        },
    };

    private static JsonObject Describe(OptimizeServer server, string collection) => new()
    {
        ["uri"] = Text(server.Uri), ["accessToken"] = server.AccessToken, ["collectionId"] = collection,
    };

    private static string Text(Uri uri) => uri.ToString().TrimEnd('/');
}
