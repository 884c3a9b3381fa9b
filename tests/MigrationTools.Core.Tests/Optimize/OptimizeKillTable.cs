using MigrationTools.Core.Optimize;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>12 dashboards and their 108 reports, exported and imported; what is there already is left alone.</summary>
internal sealed class OptimizeKillTable : IKillTable
{
    public string System => OptimizeConnection.SystemName;

    public SandboxOptions Content { get; } = new() { Scale = 12 };

    public int Moments => 6;

    // The target's dashboards are listed by the test of the connection, the plan, the last look before the import, and the first one after it.
    public IReadOnlyList<KillPlace> Places { get; } =
    [
        .. from place in new[] { ("dev", "exportDashboards"), ("prod", "import") }
           from kind in new[] { FaultKind.StallUpload, FaultKind.Delay, FaultKind.StallMidBody }
           select new KillPlace(place.Item1, place.Item2, 0, kind, kind != FaultKind.Delay),
        new("prod", "dashboards", 2, FaultKind.Delay, true),
        new("prod", "dashboards", 3, FaultKind.StallMidBody, false),
    ];

    public int Packages => 1;

    public string Extension => ".json";

    public IReadOnlyList<string> ArgumentsOf(SandboxHost sandbox, string folder)
    {
        var (dev, prod) = (sandbox.Optimize.Dev, sandbox.Optimize.Prod);
        return
        [
            dev.Uri.ToString(), dev.AccessToken, prod.Uri.ToString(), prod.AccessToken, prod.State.Collections.Find(collection => collection.Name == "Returns")!.Id, folder,
            .. dev.State.Dashboards.Where(dashboard => dashboard.Name.StartsWith("Hub ", StringComparison.Ordinal)).Select(dashboard => dashboard.Id),
        ];
    }

    public IReadOnlyList<ISandboxControl> ServersOf(SandboxHost sandbox) => [sandbox.Optimize.Dev, sandbox.Optimize.Prod];

    public Task QuietAsync(SandboxHost sandbox) => sandbox.Optimize.Prod.QuietAsync();

    public string StateOf(SandboxHost sandbox) => sandbox.Optimize.Prod.State.Describe(withoutNoise: true).ToJsonString();
}
