using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>SnapLogic in a sandbox: one control plane, on which dev and prod are two orgs.</summary>
public sealed class SnapLogicPlane : ISandboxSystem
{
    internal SnapLogicPlane(SandboxOptions options, BlobStore blobs) => Elastic = new SnapLogicServer(options, blobs);

    /// <summary>The control plane.</summary>
    public SnapLogicServer Elastic { get; }

    /// <inheritdoc/>
    string ISandboxSystem.Name => "snaplogic";

    /// <inheritdoc/>
    int ISandboxSystem.Ports => 2;

    /// <inheritdoc/>
    string ISandboxSystem.Explanation => $"""
          $credential = [pscredential]::new('{Elastic.User}', (ConvertTo-SecureString '{Elastic.Password}' -AsPlainText -Force))
          Connect-SnapLogic -Name acme -Uri {Elastic.Uri} -Credential $credential
        SnapLogic has the orgs {Elastic.Dev} (dev) and {Elastic.Prod} (prod) on one control plane. '/acme/Sales/Order Sync' moves whole to '/acme-prod/Sales/Order Sync';
        of '/acme/Finance/Invoices' one pipeline fails; '/acme/Sales/Price List' exists in prod; the API version '/acme/apim/BookStore/1.0' can have the Snaplex /acme-prod/shared/my-snaplex.
        """;

    /// <inheritdoc/>
    ISandboxControl? ISandboxSystem.Find(string name) => name == Elastic.Name ? Elastic : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Elastic.DisposeAsync();

    /// <inheritdoc/>
    Task ISandboxSystem.StartAsync(IReadOnlyList<int> port, CancellationToken cancellation) => Elastic.StartAsync(port[0], port[1], cancellation);

    /// <inheritdoc/>
    void ISandboxSystem.Reset() => Elastic.Reset();

    /// <inheritdoc/>
    JsonObject ISandboxSystem.Describe() => new()
    {
        [Elastic.Name] = new JsonObject
        {
            ["uri"] = Elastic.Uri.ToString().TrimEnd('/'),
            ["aliasUri"] = Elastic.AliasUri.ToString().TrimEnd('/'),
            ["user"] = Elastic.User,
            ["password"] = Elastic.Password,
            ["accessToken"] = Elastic.AccessToken,
            ["prodAccessToken"] = Elastic.ProdAccessToken,
            ["developerUser"] = Elastic.DeveloperUser,
            ["developerPassword"] = Elastic.PasswordOf(Elastic.DeveloperUser),
            ["readerUser"] = Elastic.ReaderUser,
            ["readerPassword"] = Elastic.PasswordOf(Elastic.ReaderUser),
            ["lockedUser"] = Elastic.LockedUser,
            ["lockedPassword"] = Elastic.PasswordOf(Elastic.LockedUser),
            ["dev"] = Elastic.Dev,
            ["prod"] = Elastic.Prod,
        },
    };
}
