using System.Management.Automation;
using System.Security;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Connects to a portal of ArcGIS Enterprise and asks it who it is, and whom it takes the credential for.</summary>
[Cmdlet(VerbsCommunications.Connect, "ArcGis", DefaultParameterSetName = "Credential")]
[OutputType(typeof(ArcGisConnection))]
public sealed class ConnectArcGis : ConnectCmdlet
{
    /// <summary>User and password of an account that the portal itself knows. The token that is made of them is renewed in long runs.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Credential")]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>A token that was made elsewhere, as single sign-on needs it. It cannot be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AccessToken")]
    [Secret]
    public SecureString AccessToken { get; set; } = null!;

    private protected override void Check(ConnectionSettings settings)
    {
        if (ParameterSetName == "Credential" && (string.IsNullOrWhiteSpace(Credential.UserName) || Credential.Password.Length == 0))
        {
            throw new MigrationException(ErrorKinds.SecretMissing, "The credential has no user or no password.");
        }
    }

    private protected override async Task<MigrationConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        ParameterSetName == "AccessToken"
            ? await ArcGisConnection.OpenWithAccessTokenAsync(settings, Secrets.Plain(AccessToken), Observer, cancellationToken).ConfigureAwait(false)
            : await ArcGisConnection.OpenWithPasswordAsync(settings, Credential.UserName, Secrets.Plain(Credential.Password), Observer, cancellationToken).ConfigureAwait(false);
}
