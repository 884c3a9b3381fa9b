using System.Management.Automation;
using System.Security;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Connects to a SnapLogic control plane and asks it once whether it takes the credential. Both ends of a migration go through one connection.</summary>
[Cmdlet(VerbsCommunications.Connect, "SnapLogic", DefaultParameterSetName = "Credential")]
[OutputType(typeof(SnapLogicConnection))]
public sealed class ConnectSnapLogic : ConnectCmdlet
{
    /// <summary>The vendor's control plane: Elastic, Uat or Emea. For any other use -Uri.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Credential")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "AccessToken")]
    [NotBlank(nameof(ControlPlane))]
    [TextToEnum(typeof(SnapLogicControlPlane))]
    public SnapLogicControlPlane ControlPlane { get; set; }

    /// <summary>The control plane's address, where it is none of the vendor's three; an address out of the browser will do.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "UriCredential")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "UriAccessToken")]
    [NotBlank(nameof(Uri))]
    [Text(nameof(Uri), nameof(ControlPlane))]
    public override string Uri { get; set; } = string.Empty;

    /// <summary>The e-mail address and password of a user or a service account, for basic authentication.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Credential")]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "UriCredential")]
    [Credential]
    public PSCredential Credential { get; set; } = null!;

    /// <summary>A JWT. It holds for one environment of one control plane; its user needs rights at both ends.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "AccessToken")]
    [Parameter(Mandatory = true, ParameterSetName = "UriAccessToken")]
    [Secret]
    public SecureString AccessToken { get; set; } = null!;

    private bool ByToken => ParameterSetName.EndsWith("AccessToken", StringComparison.Ordinal);

    private protected override ConnectionSettings Settings()
    {
        if (!ParameterSetName.StartsWith("Uri", StringComparison.Ordinal)) Uri = SnapLogicControlPlanes.AddressOf(ControlPlane).ToString();
        return base.Settings();
    }

    private protected override async Task<MigrationConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        if (ByToken) return await SnapLogicConnection.OpenWithAccessTokenAsync(settings, Secrets.Plain(AccessToken), Observer, cancellationToken).ConfigureAwait(false);
        if (Credential is not { Password.Length: > 0 }) throw new MigrationException(ErrorKinds.SecretMissing, "The credential has no password.");
        return await SnapLogicConnection.OpenWithPasswordAsync(settings, Credential.UserName, Secrets.Plain(Credential.Password), Observer, cancellationToken).ConfigureAwait(false);
    }
}
