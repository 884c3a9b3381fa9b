using System.Management.Automation;
using System.Security;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize;

/// <summary>Connects to a Camunda Optimize server and asks it once whether it takes the credential.</summary>
[Cmdlet(VerbsCommunications.Connect, "Optimize", DefaultParameterSetName = "AccessToken")]
[OutputType(typeof(OptimizeConnection))]
public sealed class ConnectOptimize : ConnectCmdlet
{
    /// <summary>The access token of the server's configuration, or a bearer token that was fetched elsewhere.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "AccessToken")]
    [Secret]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>The id of an OAuth client.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client")]
    [Text]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The secret of that client.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Client")]
    [Secret]
    public SecureString ClientSecret { get; set; } = null!;

    /// <summary>Where the identity provider gives out tokens; known for Camunda SaaS.</summary>
    [Parameter(ParameterSetName = "Client")]
    [Text]
    public string? TokenUri { get; set; }

    /// <summary>Who the token is for, as the server is configured (often optimize-api); known for Camunda SaaS.</summary>
    [Parameter(ParameterSetName = "Client")]
    [Text]
    public string? Audience { get; set; }

    private protected override async Task<MigrationConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        ParameterSetName == "Client"
            ? await OptimizeConnection.OpenWithClientCredentialsAsync(settings, Client(settings.Uri), Observer, cancellationToken).ConfigureAwait(false)
            : await OptimizeConnection.OpenWithAccessTokenAsync(settings, Secrets.Plain(AccessToken), Observer, cancellationToken).ConfigureAwait(false);

    private protected override void Check(ConnectionSettings settings)
    {
        if (ParameterSetName != "Client") return;
        if (ClientId.Length == 0) throw new MigrationException(ErrorKinds.SecretMissing, "The client's id is empty.");
        var tokens = TokensOf(settings.Uri);
        if (tokens.Scheme == "http" && !tokens.IsLoopback) WriteWarning($"{tokens.Host} is reached without encryption: the client's secret can be read on the way.");
    }

    private OptimizeClientCredentials Client(Uri server) => new(ClientId, Secrets.Plain(ClientSecret))
    {
        TokenUri = TokensOf(server),
        Audience = !string.IsNullOrEmpty(Audience) ? Audience : OptimizeClientCredentials.IsSaas(server) ? OptimizeClientCredentials.SaasAudience : null,
    };

    private Uri TokensOf(Uri server) => !string.IsNullOrEmpty(TokenUri) ? ConnectionSettings.ParseUri(TokenUri)
        : OptimizeClientCredentials.IsSaas(server) ? new Uri(OptimizeClientCredentials.SaasTokenUri)
        : throw new MigrationException(ErrorKinds.InvalidUri, "Where the tokens come from is not known.",
            "Give -TokenUri, such as https://keycloak.example.com/auth/realms/camunda-platform/protocol/openid-connect/token.");
}
