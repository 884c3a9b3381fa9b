using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>Two emulated portals, a shell and a folder of a test's own.</summary>
internal sealed class ArcGisLab : IAsyncDisposable
{
    private readonly SandboxHost _sandbox;

    private ArcGisLab(SandboxHost sandbox, Shell shell)
    {
        _sandbox = sandbox;
        Shell = shell;
        Folder = Directory.CreateTempSubdirectory("arcgis-cmdlets-").FullName;
    }

    public Shell Shell { get; }

    public string Folder { get; }

    public ArcGisPortal Dev => _sandbox.ArcGis.Dev;

    public ArcGisPortal Prod => _sandbox.ArcGis.Prod;

    /// <summary>Connects administrators as dev and prod. $test is the vendor's group on dev, $group an empty one on prod.</summary>
    public static async Task<ArcGisLab> StartAsync(TestHost? host = null)
    {
        var lab = new ArcGisLab(await SandboxHost.StartAsync(), new Shell(host));
        foreach (var portal in new[] { lab.Dev, lab.Prod }) portal.Switches.JobDuration = portal.Switches.CommitDuration = TimeSpan.FromMilliseconds(20);
        lab.Shell["devUri"] = lab.Dev.Uri.ToString();
        lab.Shell["prodUri"] = lab.Prod.Uri.ToString();
        lab.Shell["devToken"] = lab.Dev.AccessTokenOf(lab.Dev.User);
        lab.Shell["prodToken"] = lab.Prod.AccessTokenOf(lab.Prod.User);
        lab.Shell["test"] = ArcGisSamples.DevTest;
        lab.Shell["operations"] = ArcGisSamples.DevOperations;
        lab.Shell["group"] = ArcGisSamples.ProdMyGroup;
        lab.Shell.Runspace.SessionStateProxy.Path.SetLocation(lab.Folder);
        await lab.FineAsync("$dev = Connect-ArcGis $devUri -AccessToken $devToken -Name dev; $prod = Connect-ArcGis $prodUri -AccessToken $prodToken -Name prod");
        lab.Dev.Log.Clear();
        lab.Prod.Log.Clear();
        return lab;
    }

    public Task<ShellRun> RunAsync(string script, params object?[] input) => Lab.Within(Shell.RunAsync(script, input));

    /// <summary>Runs what must work.</summary>
    public async Task<ShellRun> FineAsync(string script, params object?[] input) => (await RunAsync(script, input)).Fine();

    /// <summary>Requests that changed the portal, or would have.</summary>
    public static IReadOnlyList<RecordedRequest> Changes(ArcGisPortal portal) =>
        [.. portal.Log.Requests.Where(request => request.Route is "addItem" or "addPart" or "commit" or "import" or "export" or "delete" or "reassign")];

    /// <summary>The ids that a group of prod has.</summary>
    public IReadOnlyList<string> Landed => [.. Prod.State.Group(ArcGisSamples.ProdMyGroup)!.Items];

    public async ValueTask DisposeAsync()
    {
        // Gates are opened first: a pipeline may still wait behind one.
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
