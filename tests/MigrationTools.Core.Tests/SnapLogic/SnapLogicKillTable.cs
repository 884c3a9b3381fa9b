using MigrationTools.Core.SnapLogic;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>A project that is exported, and another that is migrated where it is not there yet.</summary>
internal sealed class SnapLogicKillTable : IKillTable
{
    public string System => SnapLogicConnection.SystemName;

    public SandboxOptions Content { get; } = new();

    public int Moments => 6;

    // The first status is the test of the connection; the second export is the look at the destination.
    public IReadOnlyList<KillPlace> Places { get; } =
    [
        new("elastic", "export", 0, FaultKind.StallMidBody, true),
        new("elastic", "export", 1, FaultKind.StallMidBody, false),
        new("elastic", "migrate", 0, FaultKind.StallUpload, true),
        new("elastic", "migrate", 0, FaultKind.Delay, false),
        new("elastic", "migrate", 0, FaultKind.StallMidBody, true),
        new("elastic", "status", 1, FaultKind.Delay, false),
        new("elastic", "status", 1, FaultKind.StallMidBody, true),
    ];

    public int Packages => 1;

    public string Extension => ".zip";

    public IReadOnlyList<string> ArgumentsOf(SandboxHost sandbox, string folder)
    {
        var server = sandbox.SnapLogic.Elastic;
        return [server.Uri.ToString(), server.User, server.Password, folder, "/acme/Sales/Price List", "/acme/Sales/Order Sync", "/acme-prod/Sales/Order Sync"];
    }

    public IReadOnlyList<ISandboxControl> ServersOf(SandboxHost sandbox) => [sandbox.SnapLogic.Elastic];

    // A migration takes no time here: once its request is done, so is it.
    public Task QuietAsync(SandboxHost sandbox) => sandbox.SnapLogic.Elastic.QuietAsync();

    public string StateOf(SandboxHost sandbox) => sandbox.SnapLogic.Elastic.State.Describe(withoutNoise: true).ToJsonString();
}
