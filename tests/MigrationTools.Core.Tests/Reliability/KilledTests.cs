using System.Collections.Concurrent;
using System.Diagnostics;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Tests.Packages;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Victim;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>
/// A process that exports and imports is killed, without a chance to tidy up: what bears a package's name is whole, the
/// target is as before or as after, and running the same line again ends where an undisturbed run ends.
/// </summary>
public abstract class KilledTests
{
    private static readonly IReadOnlyList<IKillTable> _systems = Tables.Of<IKillTable>();
    private static readonly ConcurrentDictionary<string, ConcurrentBag<SandboxHost>> _idle = new();
    private static readonly ConcurrentDictionary<string, Lazy<Task<Undisturbed>>> _undisturbed = new();

    /// <summary>What a run comes to that nobody disturbs: how long it takes, what it says, and what the target holds then.</summary>
    private protected sealed record Undisturbed(TimeSpan Took, int Lines, string Before, string After);

    private protected static IEnumerable<IKillTable> Systems => _systems;

    /// <summary>As many places as a system has moments, for each system.</summary>
    protected static TheoryData<string, int> Moments()
    {
        var data = new TheoryData<string, int>();
        foreach (var table in _systems)
        {
            for (var place = 0; place < table.Moments; place++) data.Add(table.System, place);
        }
        return data;
    }

    private protected static IKillTable TableOf(string system) => _systems.Single(table => table.System == system);

    /// <summary>Kills the victim at a moment of the caller's choice, looks, and runs the same line again.</summary>
    /// <param name="table">The line.</param>
    /// <param name="intoFolder">False for content that is private to the process.</param>
    /// <param name="prepare">Plans what marks the moment.</param>
    /// <param name="moment">Waits for it.</param>
    private protected static async Task KillAsync(
        IKillTable table, bool intoFolder, Action<SandboxHost> prepare, Func<VictimProcess, SandboxHost, Undisturbed, Task> moment)
    {
        var undisturbed = await _undisturbed.GetOrAdd(table.System, _ => new Lazy<Task<Undisturbed>>(() => MeasureAsync(table))).Value;
        var sandbox = await RentAsync(table);
        using var folder = new TempFolder();
        using var temporary = new TempFolder();
        prepare(sandbox);
        using (var victim = VictimProcess.Start(table, sandbox, intoFolder ? folder.Path : "-", temporary.Path))
        {
            await moment(victim, sandbox, undisturbed).WaitAsync(VictimProcess.Bound);
            await victim.KillAsync();
        }
        foreach (var server in table.ServersOf(sandbox)) server.Faults.Clear();
        await table.QuietAsync(sandbox);

        await AssertWholeAsync(table, folder.Path);
        var state = table.StateOf(sandbox);
        Assert.True(state == undisturbed.Before || state == undisturbed.After, $"The target is neither as before nor as after:\n{state}");

        // In this process where nothing else is asked of it: starting one takes longer than all the rest.
        if (intoFolder) await Line.RunAsync(table.System, table.ArgumentsOf(sandbox, folder.Path), SilentObserver.Instance, _ => { }).WaitAsync(VictimProcess.Bound);
        else using (var again = VictimProcess.Start(table, sandbox, "-", temporary.Path)) await again.EndAsync();

        await table.QuietAsync(sandbox);
        Assert.Equal(undisturbed.After, table.StateOf(sandbox));
        await AssertWholeAsync(table, folder.Path);
        Assert.Equal(intoFolder ? table.Packages : 0, PackagesIn(table, folder.Path).Count);
        // Private content goes with its process; what the killed one could not take along, the next one sweeps.
        if (!intoFolder) Assert.DoesNotContain(Directory.GetDirectories(temporary.Path), path => Path.GetFileName(path).StartsWith("MigrationTools-", StringComparison.Ordinal));
        await ReturnAsync(table, sandbox);
    }

    private static async Task<Undisturbed> MeasureAsync(IKillTable table)
    {
        var sandbox = await RentAsync(table);
        using var folder = new TempFolder();
        using var temporary = new TempFolder();
        var before = table.StateOf(sandbox);
        using var victim = VictimProcess.Start(table, sandbox, folder.Path, temporary.Path);
        await victim.LineAsync(line => line == "connected");
        var start = Stopwatch.GetTimestamp();
        await victim.EndAsync();
        var took = Stopwatch.GetElapsedTime(start);
        await table.QuietAsync(sandbox);
        var undisturbed = new Undisturbed(took, victim.Lines, before, table.StateOf(sandbox));
        Assert.NotEqual(undisturbed.Before, undisturbed.After);
        await AssertWholeAsync(table, folder.Path);
        Assert.Equal(table.Packages, PackagesIn(table, folder.Path).Count);
        await ReturnAsync(table, sandbox);
        return undisturbed;
    }

    private static ConcurrentBag<SandboxHost> IdleOf(IKillTable table) => _idle.GetOrAdd(table.System, _ => []);

    private static async Task<SandboxHost> RentAsync(IKillTable table) =>
        IdleOf(table).TryTake(out var idle) ? idle : await SandboxHost.StartAsync(table.Content);

    private static async Task ReturnAsync(IKillTable table, SandboxHost sandbox)
    {
        foreach (var server in table.ServersOf(sandbox)) await server.QuietAsync();
        sandbox.Reset();
        IdleOf(table).Add(sandbox);
    }

    private static List<string> PackagesIn(IKillTable table, string folder) =>
    [
        .. Directory.GetFiles(folder, $"*{table.Extension}", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".manifest.json", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith('.')),
    ];

    /// <summary>What bears its final name is whole: the hash in its manifest fits.</summary>
    private static async Task AssertWholeAsync(IKillTable table, string folder)
    {
        foreach (var path in PackagesIn(table, folder))
        {
            Assert.True(File.Exists(path + ".manifest.json"), $"{Path.GetFileName(path)} has no manifest.");
            await KnownFormats.Reader.ReadAsync(path);
        }
    }
}

/// <summary>Killed when it said a certain line: spread over all that an undisturbed run says.</summary>
public sealed class KilledAtALineTests : KilledTests
{
    public static TheoryData<string, int> Cases => Moments();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Leaves_nothing_half_done(string system, int place)
    {
        var table = TableOf(system);
        return KillAsync(table, place % 2 == 0, _ => { }, (victim, _, undisturbed) =>
        {
            var last = 1 + (place * undisturbed.Lines / table.Moments);
            return victim.LineAsync(_ => victim.Lines >= last);
        });
    }
}

/// <summary>Killed after a part of the time that an undisturbed run takes.</summary>
public sealed class KilledAtATimeTests : KilledTests
{
    public static TheoryData<string, int> Cases => Moments();

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Leaves_nothing_half_done(string system, int place)
    {
        var table = TableOf(system);
        return KillAsync(table, place % 2 == 0, _ => { }, async (victim, _, undisturbed) =>
        {
            await victim.LineAsync(line => line == "connected");
            // It must not wait for its reader meanwhile.
            var reading = victim.LineAsync(_ => false);
            await Task.WhenAny(reading, Task.Delay(undisturbed.Took * place / table.Moments));
        });
    }
}

/// <summary>Killed while the server has its request: before it was read, before it is acted upon, and in the middle of the answer.</summary>
public sealed class KilledAtTheServerTests : KilledTests
{
    public static TheoryData<string, int, string> Cases
    {
        get
        {
            var data = new TheoryData<string, int, string>();
            foreach (var table in Systems)
            {
                foreach (var (place, index) in table.Places.Select((place, index) => (place, index))) data.Add(table.System, index, place.ToString());
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Leaves_nothing_half_done(string system, int index, string name)
    {
        var table = TableOf(system);
        var place = table.Places[index];
        Assert.Equal(name, place.ToString());
        ISandboxControl ServerOf(SandboxHost sandbox) => table.ServersOf(sandbox).Single(server => server.Name == place.Server);
        return KillAsync(
            table,
            place.IntoFolder,
            sandbox => ServerOf(sandbox).Faults.Add(new()
            {
                Route = place.Route, Skip = place.Skip, Kind = place.Kind, Delay = place.Kind == FaultKind.Delay ? TimeSpan.FromSeconds(1) : default,
            }),
            async (victim, sandbox, undisturbed) =>
            {
                // It must not wait for its reader meanwhile.
                _ = victim.LineAsync(_ => false);
                await ServerOf(sandbox).Log.WaitForAsync(
                    request => request.Fault == place.Kind && (place.Kind != FaultKind.StallMidBody || request.HandlerStatus is not null), TimeSpan.FromSeconds(60));
            });
    }
}
