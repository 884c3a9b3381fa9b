using System.Diagnostics;
using System.Management.Automation;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>Two emulated servers, a shell and a folder of a test's own.</summary>
internal sealed class Lab : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come; on a busy machine much takes long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long a test watches for what must not come.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(0.3);

    private readonly SandboxHost _sandbox;

    private Lab(SandboxHost sandbox, Shell shell)
    {
        _sandbox = sandbox;
        Shell = shell;
        Folder = Directory.CreateTempSubdirectory("cmdlets-").FullName;
    }

    public Shell Shell { get; }

    /// <summary>An empty folder, and the shell's location.</summary>
    public string Folder { get; }

    public ArcadiaServer Dev => _sandbox.Arcadia.Dev;

    public ArcadiaServer Prod => _sandbox.Arcadia.Prod;

    /// <summary>Connects $dev and $prod; the log then begins empty.</summary>
    public static async Task<Lab> StartAsync(TestHost? host = null, bool connect = true, SandboxOptions? options = null)
    {
        var lab = new Lab(await SandboxHost.StartAsync(options), new Shell(host));
        lab.Shell["folder"] = lab.Folder;
        lab.Shell["devUri"] = lab.Dev.Uri.ToString();
        lab.Shell["prodUri"] = lab.Prod.Uri.ToString();
        lab.Shell["devKey"] = lab.Dev.ApiKey;
        lab.Shell["prodKey"] = lab.Prod.ApiKey;
        lab.Shell.Runspace.SessionStateProxy.Path.SetLocation(lab.Folder);
        if (!connect) return lab;
        await lab.FineAsync("$dev = Connect-Arcadia $devUri $devKey -Name dev; $prod = Connect-Arcadia $prodUri $prodKey -Name prod");
        lab.Dev.Log.Clear();
        lab.Prod.Log.Clear();
        return lab;
    }

    public Task<ShellRun> RunAsync(string script, params object?[] input) => Within(Shell.RunAsync(script, input));

    /// <summary>Runs what must work.</summary>
    public async Task<ShellRun> FineAsync(string script, params object?[] input) => (await RunAsync(script, input)).Fine();

    /// <summary>A package of one fixture of the sandbox, as a file without a manifest.</summary>
    public string Fixture(string name, string? fileName = null)
    {
        var path = Path.Combine(Folder, fileName ?? name + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, ArcadiaFixtures.Read(name));
        return path;
    }

    /// <summary>Requests that changed the server, or would have.</summary>
    // A look that is dropped while it is sent has no form that would tell it from a change; nothing was done for it.
    public static IReadOnlyList<RecordedRequest> Changes(ArcadiaServer server) =>
        [.. server.Log.Requests.Where(request => request.Method != "GET" && !IsDryRun(request) && !(request is { Acted: false, ClientGone: true, Body: null }))];

    public static bool IsDryRun(RecordedRequest request) => request.Route == "import" && request.Form.GetValueOrDefault("dry_run") == "True";

    /// <summary>A server's content as text, for before and after.</summary>
    public static string StateOf(ArcadiaServer server) => server.State.Describe().ToJsonString();

    public static Task<T> Within<T>(Task<T> task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    public static Task Within(Task task) => task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until a condition holds that nothing announces.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "What was waited for did not come.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Completes until something is offered: a completer gives up after two seconds, which may be too soon on a busy machine,
    /// and keeps the empty answer for ten.
    /// </summary>
    public static async Task<IReadOnlyList<T>> OfferedAsync<T>(Func<Task<IReadOnlyList<T>>> complete)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await complete() is { Count: > 0 } offered) return offered;
            Assert.True(watch.Elapsed < Patience, "Nothing is offered.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Watches for a moment that something does not happen.</summary>
    public static async Task NeverAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Watch)
        {
            Assert.False(condition());
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Gates are opened first: a pipeline may still wait behind one.
        _sandbox.Reset();
        Shell.Dispose();
        await _sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
