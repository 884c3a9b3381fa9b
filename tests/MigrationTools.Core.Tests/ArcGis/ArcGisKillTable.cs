using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using ArcGisSamples = MigrationTools.Sandbox.ArcGis.ArcGisSamples;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>A group with an item of 11 MB, exported, uploaded in parts, and imported into an empty group.</summary>
internal sealed class ArcGisKillTable : IKillTable
{
    public string System => ArcGisConnection.SystemName;

    public SandboxOptions Content { get; } = new() { LargeItemBytes = 11_000_000 };

    public int Moments => 6;

    public IReadOnlyList<KillPlace> Places { get; } =
    [
        new("dev", "export", 0, FaultKind.Delay, true),
        new("dev", "data", 0, FaultKind.StallMidBody, true),
        new("prod", "addItem", 0, FaultKind.Delay, true),
        new("prod", "addPart", 1, FaultKind.StallUpload, true),
        new("prod", "commit", 0, FaultKind.Delay, true),
        new("prod", "import", 0, FaultKind.StallUpload, true),
        new("prod", "import", 0, FaultKind.Delay, false),
        new("prod", "import", 0, FaultKind.StallMidBody, true),
        new("prod", "job", 0, FaultKind.Delay, false),
    ];

    public int Packages => 1;

    public string Extension => ".epk";

    public IReadOnlyList<string> ArgumentsOf(SandboxHost sandbox, string folder)
    {
        var (dev, prod) = (sandbox.ArcGis.Dev, sandbox.ArcGis.Prod);
        return
        [
            dev.Uri.ToString(), dev.AccessTokenOf(dev.GroupOwner), prod.Uri.ToString(), prod.AccessTokenOf(prod.GroupOwner), folder,
            ArcGisSamples.DevImagery, ArcGisSamples.ProdMyGroup,
        ];
    }

    public IReadOnlyList<ISandboxControl> ServersOf(SandboxHost sandbox) => [sandbox.ArcGis.Dev, sandbox.ArcGis.Prod];

    public async Task QuietAsync(SandboxHost sandbox)
    {
        await sandbox.ArcGis.Prod.QuietAsync();
        while (sandbox.ArcGis.Prod.State.JobViews.Any(job => job["status"]?.ToString().Equals("processing", StringComparison.OrdinalIgnoreCase) == true)) await Task.Delay(10);
    }

    // Packages that a killed run left on the portal are its own litter, and no content.
    public string StateOf(SandboxHost sandbox) => sandbox.ArcGis.Prod.State.Describe(withoutNoise: true).ToJsonString();
}
