using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>The servers of one system, as the examples of its cmdlets find them.</summary>
/// <param name="Noun">How the nouns of its cmdlets begin; those of the cmdlets that are common to all begin otherwise.</param>
/// <param name="Addresses">What stands for a server in the examples, and its address here.</param>
/// <param name="Environment">Variables of the environment, that examples or <paramref name="Connect"/> use.</param>
/// <param name="Secrets">What Get-Secret gives: a key, or a user and a password.</param>
/// <param name="Connect">Opens the connections that are there when an example begins.</param>
internal sealed record ExampleServers(
    string Noun,
    IReadOnlyDictionary<string, string> Addresses,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, string[]> Secrets,
    string Connect)
{
    /// <summary>All of them; the first serves the cmdlets that are common to all.</summary>
    public static IReadOnlyList<ExampleServers> All(SandboxHost sandbox) => [Arcadia(sandbox), SnapLogic(sandbox), Optimize(sandbox), ArcGis(sandbox)];

    /// <summary>The servers for the examples of a cmdlet.</summary>
    public static ExampleServers For(string cmdlet, IReadOnlyList<ExampleServers> all)
    {
        var noun = cmdlet[(cmdlet.IndexOf('-', StringComparison.Ordinal) + 1)..];
        if (Repository.Systems.FirstOrDefault(system => noun.StartsWith(system, StringComparison.Ordinal)) is not { } system) return all[0];
        return all.FirstOrDefault(one => one.Noun == system)
            ?? throw new InvalidOperationException($"The examples of {cmdlet} have no servers: add those of {system} to ExampleServers.cs.");
    }

    private static ExampleServers Arcadia(SandboxHost sandbox)
    {
        var (dev, prod) = (sandbox.Arcadia.Dev, sandbox.Arcadia.Prod);
        return new("Arcadia",
            new Dictionary<string, string> { ["https://bi-dev.example.com"] = Text(dev.Uri), ["https://bi-prod.example.com"] = Text(prod.Uri) },
            new Dictionary<string, string> { ["ARCADIA_DEV_KEY"] = dev.ApiKey, ["ARCADIA_PROD_KEY"] = prod.ApiKey },
            new Dictionary<string, string[]> { ["arcadia-dev"] = [dev.ApiKey], ["arcadia-prod"] = [prod.ApiKey] },
            """
            $null = Connect-Arcadia -Uri https://bi-dev.example.com -Name dev -ApiKey (Get-Secret arcadia-dev)
            $null = Connect-Arcadia -Uri https://bi-prod.example.com -Name prod -ApiKey (Get-Secret arcadia-prod) -NotDefault
            """);
    }

    /// <summary>One control plane with both ends; its user is an administrator of both.</summary>
    private static ExampleServers SnapLogic(SandboxHost sandbox)
    {
        var plane = sandbox.SnapLogic.Elastic;
        return new("SnapLogic",
            new Dictionary<string, string> { ["-ControlPlane Elastic"] = $"-Uri {Text(plane.Uri)}", ["https://elastic.snaplogic.com"] = Text(plane.Uri) },
            new Dictionary<string, string> { ["SNAPLOGIC_TOKEN"] = plane.AccessToken },
            new Dictionary<string, string[]> { ["snaplogic"] = [plane.User, plane.Password] },
            "$null = Connect-SnapLogic -ControlPlane Elastic -Name acme -Credential (Get-Secret snaplogic)");
    }

    /// <summary>The tokens of their configurations, and the identity provider of both.</summary>
    private static ExampleServers Optimize(SandboxHost sandbox)
    {
        var (dev, prod, identity) = (sandbox.Optimize.Dev, sandbox.Optimize.Prod, sandbox.Optimize.Identity);
        return new("Optimize",
            new Dictionary<string, string>
            {
                ["https://optimize-dev.example.com"] = Text(dev.Uri), ["https://optimize-prod.example.com"] = Text(prod.Uri),
                ["https://keycloak.example.com/auth/realms/camunda-platform/protocol/openid-connect/token"] = Text(identity.TokenUri),
            },
            new Dictionary<string, string>
            {
                ["OPTIMIZE_DEV_TOKEN"] = dev.AccessToken, ["CAMUNDA_OPTIMIZE_BASE_URL"] = Text(prod.Uri), ["CAMUNDA_OAUTH_URL"] = Text(identity.TokenUri),
                ["CAMUNDA_CLIENT_ID"] = identity.ClientId, ["CAMUNDA_CLIENT_SECRET"] = identity.ClientSecret,
            },
            new Dictionary<string, string[]> { ["optimize-dev"] = [dev.AccessToken], ["optimize-prod"] = [prod.AccessToken], ["optimize-client"] = [identity.ClientSecret] },
            """
            $null = Connect-Optimize -Uri https://optimize-dev.example.com -Name dev -AccessToken (Get-Secret optimize-dev)
            $null = Connect-Optimize -Uri https://optimize-prod.example.com -Name prod -AccessToken (Get-Secret optimize-prod) -NotDefault
            """);
    }

    /// <summary>Administrators on both ends: only they give items to other users.</summary>
    private static ExampleServers ArcGis(SandboxHost sandbox)
    {
        var (dev, prod) = (sandbox.ArcGis.Dev, sandbox.ArcGis.Prod);
        return new("ArcGis",
            new Dictionary<string, string> { ["https://gis-dev.example.com/portal"] = Text(dev.Uri), ["https://gis.example.com/arcgis"] = Text(prod.Uri) },
            new Dictionary<string, string> { ["GIS_PROD_TOKEN"] = prod.AccessTokenOf(prod.User) },
            new Dictionary<string, string[]> { ["gis-dev"] = [dev.User, dev.PasswordOf(dev.User)], ["gis-prod"] = [prod.User, prod.PasswordOf(prod.User)] },
            """
            $null = Connect-ArcGis -Uri https://gis-dev.example.com/portal -Name dev -Credential (Get-Secret gis-dev)
            $null = Connect-ArcGis -Uri https://gis.example.com/arcgis -Name prod -Credential (Get-Secret gis-prod) -NotDefault
            """);
    }

    private static string Text(Uri address) => address.ToString().TrimEnd('/');
}
