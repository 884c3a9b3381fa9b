using System.Collections;
using System.Management.Automation;
using System.Security;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;

namespace MigrationTools.Arcadia;

/// <summary>Connects to an Arcadia Enterprise / Cloudera Data Visualization server and asks it once who it is.</summary>
[Cmdlet(VerbsCommunications.Connect, "Arcadia", DefaultParameterSetName = "ApiKey")]
[OutputType(typeof(ArcadiaConnection))]
public sealed class ConnectArcadia : ConnectCmdlet
{
    /// <summary>The secret one of the two API keys that the server shows once.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "ApiKey")]
    [Secret]
    public SecureString ApiKey { get; set; } = null!;

    /// <summary>A bearer token that a proxy before the server takes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AccessToken")]
    [Secret]
    public SecureString AccessToken { get; set; } = null!;

    /// <summary>Cookies of every request to this server, as some single sign-on set-ups need them.</summary>
    [Parameter]
    [SecretTable]
    public IDictionary? Cookie { get; set; }

    private protected override ConnectionSettings Settings() => base.Settings() with
    {
        Cookie = Cookie is { Count: > 0 } ? string.Join("; ", Pairs(Cookie, "cookie").Select(pair => $"{pair.Key}={pair.Value}")) : null,
    };

    private protected override async Task<MigrationConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        ParameterSetName == "AccessToken"
            ? await ArcadiaConnection.OpenWithAccessTokenAsync(settings, Secrets.Plain(AccessToken), Observer, cancellationToken).ConfigureAwait(false)
            : await ArcadiaConnection.OpenWithApiKeyAsync(settings, Secrets.Plain(ApiKey), Observer, cancellationToken).ConfigureAwait(false);
}
