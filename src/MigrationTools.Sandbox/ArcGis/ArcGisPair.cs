using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>The two portals of a sandbox.</summary>
public sealed class ArcGisPair : ISandboxSystem
{
    private readonly ArcGisPackages _packages = new();
    private readonly ArcGisSamples _samples;

    internal ArcGisPair(SandboxOptions options)
    {
        _samples = new ArcGisSamples(options);
        Dev = new ArcGisPortal(
            new("dev", "City GIS (development)", "/portal", ArcGisSamples.DevAddress, "d65a043d-2d49-492e-ab1e-4f87a92c6e1b"), options, _packages, _samples.Dev);
        Prod = new ArcGisPortal(
            new("prod", "City GIS", "/arcgis", ArcGisSamples.ProdAddress, "0b7f2c55-9a3e-4c1d-8f60-27d1e6a4b903"), options, _packages, ArcGisSamples.Prod);
    }

    /// <summary>The source: holds the sample groups.</summary>
    public ArcGisPortal Dev { get; }

    /// <summary>The target: holds other groups, and a few of dev's items.</summary>
    public ArcGisPortal Prod { get; }

    /// <inheritdoc/>
    string ISandboxSystem.Name => "arcgis";

    /// <inheritdoc/>
    int ISandboxSystem.Ports => 2;

    /// <inheritdoc/>
    string ISandboxSystem.Explanation => $"""
          Connect-ArcGis -Name dev -Uri {Dev.Uri} -AccessToken {Dev.AccessTokenOf(Dev.User)}
          Connect-ArcGis -Name prod -Uri {Prod.Uri} -AccessToken {Prod.AccessTokenOf(Prod.User)}
        ArcGIS dev holds the groups City Operations ({ArcGisSamples.DevOperations}) and Test ({ArcGisSamples.DevTest}); prod has City Operations ({ArcGisSamples.ProdOperations}) and myGroup ({ArcGisSamples.ProdMyGroup}), of importer1, who is no administrator. The tokens are those of the administrators, as in the README.
        """;

    /// <summary>The portal of a name, or null.</summary>
    public ArcGisPortal? Find(string name) => name switch
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
        _packages.Dispose();
        _samples.Dispose();
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
    JsonObject ISandboxSystem.Describe() => new()
    {
        ["dev"] = Describe(Dev, ArcGisSamples.DevOperations),
        ["prod"] = Describe(Prod, ArcGisSamples.ProdOperations),
    };

    private static JsonObject Describe(ArcGisPortal portal, string group) => new()
    {
        ["uri"] = portal.Uri.ToString().TrimEnd('/'),
        ["user"] = portal.User,
        ["password"] = portal.PasswordOf(portal.User),
        ["accessToken"] = portal.AccessTokenOf(portal.User),
        ["groupOwner"] = portal.GroupOwner,
        ["groupOwnerPassword"] = portal.PasswordOf(portal.GroupOwner),
        ["groupOwnerAccessToken"] = portal.AccessTokenOf(portal.GroupOwner),
        ["groupId"] = group,
    };
}
