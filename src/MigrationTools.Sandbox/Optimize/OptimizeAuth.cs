using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The security chain before every public call: it answers without a body.</summary>
internal sealed class OptimizeAuth(OptimizeServer server, OptimizeIdentity identity, OptimizeRules rules)
{
    public static Reply Failure() => Reply.Empty(401).With("WWW-Authenticate", "Bearer");

    /// <summary>Who asks, or null.</summary>
    public string? Identify(SandboxRequest request)
    {
        if (request.Header("Authorization")?.Split(' ', 2) is not [var scheme, var token] || !scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return null;
        if (rules.TakesStaticToken && token == server.AccessToken) return "access token";
        return rules.TakesJwt ? ByJwt(token) : null;
    }

    /// <summary>Self-managed looks at the audience alone, SaaS at the cluster too; 8.10 wants a permission.</summary>
    private string? ByJwt(string token)
    {
        if (identity.Claims(token) is not { } claims || OptimizeJson.Text(claims["aud"]) != rules.Audience) return null;
        if (rules.Switches.ClusterId is { } cluster && OptimizeJson.Text(OptimizeJson.Get(claims, "https://camunda.com/clusterId")) != cluster) return null;
        if (rules.ChecksPermission && OptimizeJson.Get(claims, "permissions") is null) return null;
        return OptimizeJson.Text(claims["sub"]);
    }
}
