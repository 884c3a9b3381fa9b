using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Tests.Packages;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;
using MigrationTools.Victim;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>
/// A process that exports and imports is killed, without a chance to tidy up: what bears a package's name is whole, the
/// target is as before or as after, and running the same line again ends where an undisturbed run ends.
/// </summary>
public abstract partial class KilledTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(90);
    private static readonly SandboxOptions _content = new() { Scale = 60, LargeAssetBytes = 3_000_000 };
    private static readonly ConcurrentBag<SandboxHost> _idle = [];
    private static readonly Lazy<Task<Undisturbed>> _undisturbed = new(MeasureAsync);

    /// <summary>What a run comes to that nobody disturbs: how long it takes, what it says, and what the target holds then.</summary>
    protected sealed record Undisturbed(TimeSpan Took, int Lines, string Before, string After, int Objects);

    /// <summary>Kills the victim at a moment of the caller's choice, looks, and runs the same line again.</summary>
    /// <param name="intoFolder">False for content that is private to the process.</param>
    /// <param name="prepare">Plans what marks the moment.</param>
    /// <param name="moment">Waits for it.</param>
    protected static async Task KillAsync(bool intoFolder, Action<SandboxHost> prepare, Func<VictimProcess, SandboxHost, Undisturbed, Task> moment)
    {
        var undisturbed = await _undisturbed.Value;
        var sandbox = await RentAsync();
        using var folder = new TempFolder();
        using var temporary = new TempFolder();
        prepare(sandbox);
        using (var victim = VictimProcess.Start(sandbox, intoFolder ? folder.Path : "-", temporary.Path))
        {
            await moment(victim, sandbox, undisturbed).WaitAsync(_bound);
            await victim.KillAsync();
        }
        sandbox.Arcadia.Dev.Faults.Clear();
        sandbox.Arcadia.Prod.Faults.Clear();
        await sandbox.Arcadia.Prod.QuietAsync();

        await AssertWholeAsync(folder.Path);
        var state = StateOf(sandbox);
        Assert.True(state == undisturbed.Before || state == undisturbed.After, "The target is neither as before nor as after.");

        // In this process where nothing else is asked of it: starting one takes longer than all the rest.
        if (intoFolder) await Line.RunAsync(VictimProcess.ArgumentsOf(sandbox, folder.Path), SilentObserver.Instance, _ => { }).WaitAsync(_bound);
        else using (var again = VictimProcess.Start(sandbox, "-", temporary.Path)) await again.EndAsync();

        Assert.Equal(undisturbed.After, StateOf(sandbox));
        Assert.Equal(undisturbed.Objects, sandbox.Arcadia.Prod.State.Objects.Count);
        await AssertWholeAsync(folder.Path);
        Assert.Equal(intoFolder ? 1 : 0, PackagesIn(folder.Path).Count);
        // Private content goes with its process; what the killed one could not take along, the next one sweeps.
        if (!intoFolder) Assert.DoesNotContain(Directory.GetDirectories(temporary.Path), path => Path.GetFileName(path).StartsWith("MigrationTools-", StringComparison.Ordinal));
        await ReturnAsync(sandbox);
    }

    private static async Task<Undisturbed> MeasureAsync()
    {
        var sandbox = await RentAsync();
        using var folder = new TempFolder();
        using var temporary = new TempFolder();
        var before = StateOf(sandbox);
        using var victim = VictimProcess.Start(sandbox, folder.Path, temporary.Path);
        await victim.LineAsync(line => line == "connected");
        var start = Stopwatch.GetTimestamp();
        await victim.EndAsync();
        var undisturbed = new Undisturbed(Stopwatch.GetElapsedTime(start), victim.Lines, before, StateOf(sandbox), sandbox.Arcadia.Prod.State.Objects.Count);
        Assert.NotEqual(undisturbed.Before, undisturbed.After);
        await AssertWholeAsync(folder.Path);
        Assert.Single(PackagesIn(folder.Path));
        await ReturnAsync(sandbox);
        return undisturbed;
    }

    private static async Task<SandboxHost> RentAsync() => _idle.TryTake(out var idle) ? idle : await SandboxHost.StartAsync(_content);

    private static async Task ReturnAsync(SandboxHost sandbox)
    {
        await sandbox.Arcadia.Dev.QuietAsync();
        await sandbox.Arcadia.Prod.QuietAsync();
        sandbox.Reset();
        _idle.Add(sandbox);
    }

    // Where the sandbox keeps a large picture is another place each time.
    private static string StateOf(SandboxHost sandbox) => BlobName().Replace(sandbox.Arcadia.Prod.State.Describe(withoutNoise: true).ToJsonString(), "blob");

    private static List<string> PackagesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*.json").Where(path => !path.EndsWith(".manifest.json", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith('.'))];

    /// <summary>What bears its final name is whole: the hash in its manifest fits.</summary>
    private static async Task AssertWholeAsync(string folder)
    {
        foreach (var path in PackagesIn(folder))
        {
            Assert.True(File.Exists(path + ".manifest.json"), $"{Path.GetFileName(path)} has no manifest.");
            await KnownFormats.Reader.ReadAsync(path);
        }
    }

    [GeneratedRegex("blob:[0-9a-f]{32}")]
    private static partial Regex BlobName();

    /// <summary>The process that is killed.</summary>
    protected sealed class VictimProcess : IDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _errors = new();

        private VictimProcess(Process process)
        {
            _process = process;
            process.ErrorDataReceived += (_, data) => _errors.Enqueue(data.Data ?? "");
            process.BeginErrorReadLine();
        }

        /// <summary>How many lines it said so far.</summary>
        public int Lines { get; private set; }

        public static VictimProcess Start(SandboxHost sandbox, string folder, string temporary)
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MigrationTools.Victim.dll"), .. ArgumentsOf(sandbox, folder)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["TMPDIR"] = temporary;
            start.Environment["TEMP"] = start.Environment["TMP"] = temporary;
            // Its pipes for debuggers would lie in the temporary folder, too.
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
            start.Environment["DOTNET_TieredPGO"] = "0";
            return new VictimProcess(Process.Start(start)!);
        }

        public static string[] ArgumentsOf(SandboxHost sandbox, string folder)
        {
            var (dev, prod) = (sandbox.Arcadia.Dev, sandbox.Arcadia.Prod);
            return
            [
                dev.Uri.ToString(), dev.ApiKey, prod.Uri.ToString(), prod.ApiKey, folder,
                .. dev.State.Dashboards.Select(dashboard => string.Create(CultureInfo.InvariantCulture, $"Dashboard:{dashboard.Id}")),
            ];
        }

        /// <summary>Reads on until a line is the one, or the end.</summary>
        public async Task LineAsync(Func<string, bool> isIt)
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                Lines++;
                if (isIt(line)) return;
            }
        }

        /// <summary>Lets it run to its good end.</summary>
        public async Task EndAsync()
        {
            await LineAsync(_ => false).WaitAsync(_bound);
            await _process.WaitForExitAsync().WaitAsync(_bound);
            Assert.True(_process.ExitCode == 0, string.Join('\n', _errors));
        }

        /// <summary>SIGKILL.</summary>
        public async Task KillAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(_bound);
        }

        public void Dispose()
        {
            if (!_process.HasExited) _process.Kill();
            _process.Dispose();
        }
    }
}

/// <summary>Killed when it said a certain line: spread over all that an undisturbed run says.</summary>
public sealed class KilledAtALineTests : KilledTests
{
    private const int Moments = 20;

    public static TheoryData<int> Places => new(Enumerable.Range(0, Moments));

    [Theory]
    [MemberData(nameof(Places))]
    public Task Leaves_nothing_half_done(int place) => KillAsync(place % 2 == 0, _ => { }, (victim, _, undisturbed) =>
    {
        var last = 1 + (place * undisturbed.Lines / Moments);
        return victim.LineAsync(_ => victim.Lines >= last);
    });
}

/// <summary>Killed after a part of the time that an undisturbed run takes.</summary>
public sealed class KilledAtATimeTests : KilledTests
{
    private const int Moments = 20;

    public static TheoryData<int> Places => new(Enumerable.Range(0, Moments));

    [Theory]
    [MemberData(nameof(Places))]
    public Task Leaves_nothing_half_done(int place) => KillAsync(place % 2 == 0, _ => { }, async (victim, _, undisturbed) =>
    {
        await victim.LineAsync(line => line == "connected");
        // It must not wait for its reader meanwhile.
        var reading = victim.LineAsync(_ => false);
        await Task.WhenAny(reading, Task.Delay(undisturbed.Took * place / Moments));
    });
}

/// <summary>Killed while the server has its request: before it was read, before it is acted upon, and in the middle of the answer.</summary>
public sealed class KilledAtTheServerTests : KilledTests
{
    public static TheoryData<string, string, int, FaultKind, bool> Places
    {
        get
        {
            var data = new TheoryData<string, string, int, FaultKind, bool>();
            // The first request of each is the test of the connection, the second the work; of an import, the first is the dry run.
            foreach (var (server, route, skip) in new[] { ("dev", "export", 1), ("prod", "import", 0), ("prod", "import", 1) })
            {
                data.Add(server, route, skip, FaultKind.StallUpload, true);
                data.Add(server, route, skip, FaultKind.Delay, false);
                data.Add(server, route, skip, FaultKind.StallMidBody, true);
            }
            data.Add("prod", "admin", 0, FaultKind.Delay, true);
            data.Add("prod", "admin", 0, FaultKind.StallMidBody, false);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public Task Leaves_nothing_half_done(string server, string route, int skip, FaultKind kind, bool intoFolder) => KillAsync(
        intoFolder,
        sandbox => sandbox.Arcadia.Find(server)!.Faults.Add(new() { Route = route, Skip = skip, Kind = kind, Delay = kind == FaultKind.Delay ? TimeSpan.FromSeconds(1) : default }),
        async (victim, sandbox, undisturbed) =>
        {
            // It must not wait for its reader meanwhile.
            _ = victim.LineAsync(_ => false);
            await sandbox.Arcadia.Find(server)!.Log.WaitForAsync(
                request => request.Fault == kind && (kind != FaultKind.StallMidBody || request.HandlerStatus is not null), TimeSpan.FromSeconds(60));
        });
}
