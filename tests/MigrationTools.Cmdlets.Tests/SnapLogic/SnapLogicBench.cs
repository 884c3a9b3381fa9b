using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Cmdlets.Tests.SnapLogic;

/// <summary>An emulated control plane, a shell that is connected to it as acme, and a folder of a test's own.</summary>
internal sealed class SnapLogicBench : IAsyncDisposable
{
    private readonly SandboxHost _sandbox;

    private SnapLogicBench(SandboxHost sandbox, Shell shell)
    {
        _sandbox = sandbox;
        Shell = shell;
        Folder = Directory.CreateTempSubdirectory("cmdlets-").FullName;
    }

    public Shell Shell { get; }

    /// <summary>An empty folder, and the shell's location.</summary>
    public string Folder { get; }

    public SnapLogicServer Server => _sandbox.SnapLogic.Elastic;

    public static async Task<SnapLogicBench> StartAsync(TestHost? host = null, bool connect = true)
    {
        var bench = new SnapLogicBench(await SandboxHost.StartAsync(), new Shell(host));
        bench.Server.Switches.StatusSteps = 0;
        bench.Shell["uri"] = bench.Server.Uri.ToString();
        bench.Shell["user"] = bench.Server.User;
        bench.Shell["password"] = bench.Server.Password;
        bench.Shell["jwt"] = bench.Server.AccessToken;
        bench.Shell["folder"] = bench.Folder;
        bench.Shell.Runspace.SessionStateProxy.Path.SetLocation(bench.Folder);
        await bench.FineAsync("""
            function New-Login($name, $word) {
                $secret = [securestring]::new(); foreach ($letter in $word.ToCharArray()) { $secret.AppendChar($letter) }
                [pscredential]::new($name, $secret)
            }
            """);
        if (!connect) return bench;
        await bench.FineAsync("$acme = Connect-SnapLogic -Uri $uri -Credential (New-Login $user $password) -Name acme");
        bench.Server.Log.Clear();
        return bench;
    }

    public Task<ShellRun> RunAsync(string script, params object?[] input) => Lab.Within(Shell.RunAsync(script, input));

    /// <summary>Runs what must work.</summary>
    public async Task<ShellRun> FineAsync(string script, params object?[] input) => (await RunAsync(script, input)).Fine();

    /// <summary>Requests that changed the control plane, or would have.</summary>
    public IReadOnlyList<RecordedRequest> Changes => [.. Server.Log.Requests.Where(request => request.Method != "GET")];

    public string State => Server.State.Describe().ToJsonString();

    public IReadOnlyList<string> Held(string project) => [.. Server.State.Assets(project).Select(asset => $"{asset.Type} {asset.Name}").Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
