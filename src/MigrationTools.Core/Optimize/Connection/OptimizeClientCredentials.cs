namespace MigrationTools.Core.Optimize;

/// <summary>An OAuth client and where its tokens come from.</summary>
public sealed record OptimizeClientCredentials
{
    /// <summary>Where Camunda SaaS gives out tokens.</summary>
    public const string SaasTokenUri = "https://login.cloud.camunda.io/oauth/token";

    /// <summary>The audience of Optimize in Camunda SaaS.</summary>
    public const string SaasAudience = "optimize.camunda.io";

    /// <param name="clientId">The client's id.</param>
    /// <param name="secret">The client's secret.</param>
    public OptimizeClientCredentials(string clientId, string secret)
    {
        ClientId = clientId;
        Secret = secret;
    }

    /// <summary>The client's id.</summary>
    public string ClientId { get; }

    /// <summary>Where tokens are asked for.</summary>
    public required Uri TokenUri { get; init; }

    /// <summary>Who the token is for; left out of the request where null.</summary>
    public string? Audience { get; init; }

    internal string Secret { get; }

    /// <summary>Says nothing of the secret.</summary>
    public override string ToString() => $"{ClientId} at {TokenUri.Host}";

    /// <summary>True for the servers of Camunda SaaS, whose token address and audience are known.</summary>
    public static bool IsSaas(Uri server) => server.Host.EndsWith(".optimize.camunda.io", StringComparison.OrdinalIgnoreCase);
}
