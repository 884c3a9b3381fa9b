using System.Globalization;
using System.Text.RegularExpressions;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>63 dashboards and a picture of 3 MB, exported and imported.</summary>
internal sealed partial class ArcadiaKillTable : IKillTable
{
    public string System => ArcadiaConnection.SystemName;

    public SandboxOptions Content { get; } = new() { Scale = 60, LargeAssetBytes = 3_000_000 };

    public int Moments => 20;

    // The first request of each is the test of the connection, the second the work; of an import, the first is the dry run.
    public IReadOnlyList<KillPlace> Places { get; } =
    [
        .. from place in new[] { ("dev", "export", 1), ("prod", "import", 0), ("prod", "import", 1) }
           from kind in new[] { FaultKind.StallUpload, FaultKind.Delay, FaultKind.StallMidBody }
           select new KillPlace(place.Item1, place.Item2, place.Item3, kind, kind != FaultKind.Delay),
        new("prod", "admin", 0, FaultKind.Delay, true),
        new("prod", "admin", 0, FaultKind.StallMidBody, false),
    ];

    public int Packages => 1;

    public string Extension => ".json";

    public IReadOnlyList<string> ArgumentsOf(SandboxHost sandbox, string folder)
    {
        var (dev, prod) = (sandbox.Arcadia.Dev, sandbox.Arcadia.Prod);
        return
        [
            dev.Uri.ToString(), dev.ApiKey, prod.Uri.ToString(), prod.ApiKey, folder,
            .. dev.State.Dashboards.Select(dashboard => string.Create(CultureInfo.InvariantCulture, $"Dashboard:{dashboard.Id}")),
        ];
    }

    public IReadOnlyList<ISandboxControl> ServersOf(SandboxHost sandbox) => [sandbox.Arcadia.Dev, sandbox.Arcadia.Prod];

    public Task QuietAsync(SandboxHost sandbox) => sandbox.Arcadia.Prod.QuietAsync();

    // Where the sandbox keeps a large picture is another place each time.
    public string StateOf(SandboxHost sandbox) => BlobName().Replace(sandbox.Arcadia.Prod.State.Describe(withoutNoise: true).ToJsonString(), "blob");

    [GeneratedRegex("blob:[0-9a-f]{32}")]
    private static partial Regex BlobName();
}
