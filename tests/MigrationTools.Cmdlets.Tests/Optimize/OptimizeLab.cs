using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Cmdlets.Tests.Optimize;

/// <summary>Two emulated Optimize servers, a shell and a folder of a test's own.</summary>
internal sealed class OptimizeLab : IAsyncDisposable
{
    public const string Desk = "7d1f5a10-2c4e-4b8a-9e01-000000000005";

    private readonly SandboxHost _sandbox;

    private OptimizeLab(SandboxHost sandbox, Shell shell)
    {
        _sandbox = sandbox;
        Shell = shell;
        Folder = Directory.CreateTempSubdirectory("optimize-cmdlets-").FullName;
    }

    public Shell Shell { get; }

    public string Folder { get; }

    public OptimizeServer Dev => _sandbox.Optimize.Dev;

    public OptimizeServer Prod => _sandbox.Optimize.Prod;

    public OptimizeIdentity Identity => _sandbox.Optimize.Identity;

    public string Returns => CollectionOf(Prod, "Returns");

    /// <summary>Connects $dev and $prod; the log then begins empty. $c is prod's collection Returns, $d is dev's.</summary>
    public static async Task<OptimizeLab> StartAsync(TestHost? host = null, bool connect = true)
    {
        var lab = new OptimizeLab(await SandboxHost.StartAsync(), new Shell(host));
        lab.Shell["devUri"] = lab.Dev.Uri.ToString();
        lab.Shell["prodUri"] = lab.Prod.Uri.ToString();
        lab.Shell["devToken"] = lab.Dev.AccessToken;
        lab.Shell["prodToken"] = lab.Prod.AccessToken;
        lab.Shell["c"] = lab.Returns;
        lab.Shell["d"] = CollectionOf(lab.Dev, "Returns");
        lab.Shell["desk"] = Desk;
        lab.Shell.Runspace.SessionStateProxy.Path.SetLocation(lab.Folder);
        if (!connect) return lab;
        await lab.FineAsync("$dev = Connect-Optimize $devUri $devToken -Name dev; $prod = Connect-Optimize $prodUri $prodToken -Name prod");
        lab.Dev.Log.Clear();
        lab.Prod.Log.Clear();
        return lab;
    }

    public static string CollectionOf(OptimizeServer server, string name) => server.State.Collections.Find(collection => collection.Name == name)!.Id;

    public Task<ShellRun> RunAsync(string script, params object?[] input) => Lab.Within(Shell.RunAsync(script, input));

    /// <summary>Runs what must work.</summary>
    public async Task<ShellRun> FineAsync(string script, params object?[] input) => (await RunAsync(script, input)).Fine();

    /// <summary>A package of one fixture of the sandbox, as a file without a manifest.</summary>
    public void Fixture(string name, string? fileName = null) =>
        File.WriteAllText(Path.Combine(Folder, fileName ?? name + ".json"), OptimizeFixtures.Read(name));

    /// <summary>Requests that changed the server, or would have.</summary>
    public static IReadOnlyList<RecordedRequest> Changes(OptimizeServer server) =>
        [.. server.Log.Requests.Where(request => request.Route is "import" or "deleteDashboard" or "deleteReport")];

    public static string StateOf(OptimizeServer server) => server.State.Describe().ToJsonString();

    public IReadOnlyList<OptimizeEntity> Landed => [.. Prod.State.Entities.Where(entity => entity.CollectionId == Returns)];

    public async ValueTask DisposeAsync()
    {
        // Gates are opened first: a pipeline may still wait behind one.
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
