using System.Management.Automation;
using System.Security;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>Two emulated portals, a shell that is connected to both as a group owner, and a folder.</summary>
internal sealed class ArcGisLab : IAsyncDisposable
{
    private readonly SandboxHost _sandbox;

    private ArcGisLab(SandboxHost sandbox, Shell shell)
    {
        _sandbox = sandbox;
        Shell = shell;
        Folder = Directory.CreateTempSubdirectory("cmdlets-arcgis-").FullName;
    }

    public Shell Shell { get; }

    /// <summary>An empty folder, and the shell's location.</summary>
    public string Folder { get; }

    public ArcGisPortal Dev => _sandbox.ArcGis.Dev;

    public ArcGisPortal Prod => _sandbox.ArcGis.Prod;

    /// <summary>Connects $dev and $prod; $test is a group of dev, $operations its larger one, $mine the target. The logs then begin empty.</summary>
    public static async Task<ArcGisLab> StartAsync(TestHost? host = null, bool connect = true)
    {
        var lab = new ArcGisLab(await SandboxHost.StartAsync(), new Shell(host));
        foreach (var portal in new[] { lab.Dev, lab.Prod })
        {
            portal.Switches.JobDuration = portal.Switches.CommitDuration = TimeSpan.FromMilliseconds(10);
            lab.Shell[portal.Name + "Uri"] = portal.Uri.ToString();
            lab.Shell[portal.Name + "Token"] = portal.AccessTokenOf(portal.GroupOwner);
            lab.Shell[portal.Name + "Owner"] = Credential(portal, portal.GroupOwner);
            lab.Shell[portal.Name + "Admin"] = Credential(portal, portal.User);
        }
        lab.Shell["folder"] = lab.Folder;
        lab.Shell["test"] = ArcGisSamples.DevTest;
        lab.Shell["operations"] = ArcGisSamples.DevOperations;
        lab.Shell["mine"] = ArcGisSamples.ProdMyGroup;
        lab.Shell.Runspace.SessionStateProxy.Path.SetLocation(lab.Folder);
        if (!connect) return lab;
        await lab.FineAsync("$dev = Connect-ArcGis $devUri $devOwner -Name dev; $prod = Connect-ArcGis $prodUri $prodOwner -Name prod");
        lab.Dev.Log.Clear();
        lab.Prod.Log.Clear();
        return lab;
    }

    public Task<ShellRun> RunAsync(string script, params object?[] input) => Lab.Within(Shell.RunAsync(script, input));

    /// <summary>Runs what must work.</summary>
    public async Task<ShellRun> FineAsync(string script, params object?[] input) => (await RunAsync(script, input)).Fine();

    /// <summary>Requests that changed a portal, or would have.</summary>
    public static IReadOnlyList<string> Changes(ArcGisPortal portal) =>
        [.. portal.Log.Requests.Where(request => request.Route is "export" or "import" or "addItem" or "addPart" or "commit" or "cancel" or "delete" or "reassign").Select(request => request.Route)];

    public async ValueTask DisposeAsync()
    {
        // Gates are opened first: a pipeline may still wait behind one.
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static PSCredential Credential(ArcGisPortal portal, string user)
    {
        var password = new SecureString();
        foreach (var letter in portal.PasswordOf(user)) password.AppendChar(letter);
        return new PSCredential(user, password);
    }
}
