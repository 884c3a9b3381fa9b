using System.Collections.Concurrent;
using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Reads go side by side up to the throttle, changes one at a time for each target.</summary>
public sealed class SideBySideTests
{
    [Fact]
    public async Task No_more_exports_than_the_throttle_ask_the_server()
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 8 });
        var ids = await lab.FineAsync("$ids = Get-ArcadiaArtifact Dashboard 'Store 0*' -Connection dev | ForEach-Object Id; $ids");
        Assert.Equal(8, ids.Output.Count);
        var given = new ConcurrentQueue<string>();
        lab.Shell["given"] = given;
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("$ids | ForEach-Object { $given.Enqueue($_); $_ } | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 3");
        await Lab.UntilAsync(() => given.Count == 7 && lab.Dev.Log.Of("export").Count == 3);
        // Three more stand ready, and the seventh waits for room; upstream is not asked for an eighth.
        await Lab.NeverAsync(() => given.Count > 7 || lab.Dev.Log.Of("export").Count > 3 || job.Completion.IsCompleted);
        gate.Release();
        var run = (await Lab.Within(job.Completion)).Fine();

        Assert.Equal(8, run.Output.Count);
        Assert.Equal(8, lab.Dev.Log.Of("export").Count);
    }

    [Fact]
    public async Task Those_that_came_first_ask_first()
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 40 });
        var ids = (await lab.FineAsync("$ids = @(Get-ArcadiaArtifact Dashboard 'Store *' -Connection dev | ForEach-Object Id)[0..39]; $ids")).Output.Select(id => $"{id}").ToList();
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("$ids | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 16 -WarningAction Ignore");
        await Lab.UntilAsync(() => lab.Dev.Log.Of("export").Count == 16);
        var asked = lab.Dev.Log.Of("export").Select(request => request.Target).ToList();
        Assert.All(ids.Take(16), id => Assert.Contains(asked, target => target.Contains(id, StringComparison.Ordinal)));
        gate.Release();

        Assert.Equal(40, (await Lab.Within(job.Completion)).Fine().Output.Count);
    }

    [Fact]
    public async Task Work_starts_before_upstream_ends()
    {
        await using var lab = await Lab.StartAsync();
        lab.Shell["arrived"] = lab.Dev.Log.WaitForAsync(request => request.Route == "export" && request.Target.Contains("2115", StringComparison.Ordinal), Lab.Patience);

        // Were the first export started at the end, upstream would wait for it for ever.
        var run = await lab.FineAsync("& { 2115; $null = $arrived.Wait(60000); 2110 } | Export-ArcadiaDashboard -Connection dev -Separate");

        Assert.Equal(2, run.Output.Count);
        Assert.True(((Task)lab.Shell["arrived"]!).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_is_ready_is_written_before_upstream_ends()
    {
        await using var lab = await Lab.StartAsync();
        var seen = new TaskCompletionSource();
        lab.Shell["seen"] = seen;

        var run = await lab.FineAsync("""
            & { 2115; 2110; 2115; $null = $seen.Task.Wait(60000) } |
                Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 1 | ForEach-Object { $null = $seen.TrySetResult(); $_ }
            """);

        Assert.Equal(3, run.Output.Count);
    }

    [Fact]
    public async Task Imports_into_one_target_never_overlap()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Fixture("minimal", "a.json");
        lab.Fixture("twoconnections", "b.json");
        // Both inputs have come before the first question: it is asked on the thread that takes them in.
        var arrival = lab.Prod.Faults.Hold("import");
        Gate? gate = null;
        host.OnQuestion = (_, _, choices) =>
        {
            if (gate is null)
            {
                Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count(request => request.Completed) == 2).Wait();
                gate = lab.Prod.Faults.Hold("import");
            }
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = lab.Shell.Start("Import-ArcadiaPackage a.json, b.json -Connection prod -DataConnection sales -SingleConnection -Confirm");
        await Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count == 2);
        arrival.Release();
        await Lab.UntilAsync(() => gate is not null && Lab.Changes(lab.Prod).Count == 1);
        await Lab.UntilAsync(() => host.Questions.Count == 2);
        await Lab.NeverAsync(() => lab.Prod.Log.Of("import").Count(request => !request.Completed) > 1);
        gate!.Release();
        (await Lab.Within(job.Completion)).Fine();

        Assert.Equal(2, Lab.Changes(lab.Prod).Count);
    }

    [Fact]
    public async Task Imports_into_two_targets_go_side_by_side()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");
        // Both inputs have come before the first question, as above.
        List<Gate> arrivals = [lab.Dev.Faults.Hold("import"), lab.Prod.Faults.Hold("import")];
        List<Gate> gates = [];
        host.OnQuestion = (_, _, choices) =>
        {
            if (gates.Count == 0)
            {
                Lab.UntilAsync(() => lab.Dev.Log.Of("import").Any(request => request.Completed) && lab.Prod.Log.Of("import").Any(request => request.Completed)).Wait();
                gates = [lab.Dev.Faults.Hold("import"), lab.Prod.Faults.Hold("import")];
            }
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = lab.Shell.Start("""
            [pscustomobject]@{ Path = 'a.json'; Connection = 'dev'; DataConnection = 'sales_dev' },
            [pscustomobject]@{ Path = 'b.json'; Connection = 'prod'; DataConnection = 'sales' } | Import-ArcadiaPackage -Confirm
            """);
        await Lab.UntilAsync(() => lab.Dev.Log.Of("import").Count == 1 && lab.Prod.Log.Of("import").Count == 1);
        arrivals.ForEach(gate => gate.Release());
        // Both stand at their gates at the same time.
        await Lab.UntilAsync(() => Lab.Changes(lab.Dev).Count == 1 && Lab.Changes(lab.Prod).Count == 1);
        Assert.False(job.Completion.IsCompleted);
        gates.ForEach(gate => gate.Release());

        Assert.Equal(6, (await Lab.Within(job.Completion)).Fine().Output.Count);
    }

    [Fact]
    public async Task Two_names_of_one_server_are_one_target()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        await lab.FineAsync("$null = Connect-Arcadia $prodUri $prodKey -Name again -NotDefault");
        lab.Prod.Log.Clear();
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");
        // Both inputs have come before the first question, as above.
        var arrival = lab.Prod.Faults.Hold("import");
        Gate? gate = null;
        host.OnQuestion = (_, _, choices) =>
        {
            if (gate is null)
            {
                Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count(request => request.Completed) == 2).Wait();
                gate = lab.Prod.Faults.Hold("import");
            }
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = lab.Shell.Start("""
            [pscustomobject]@{ Path = 'a.json'; Connection = 'prod' }, [pscustomobject]@{ Path = 'b.json'; Connection = 'again' } |
                Import-ArcadiaPackage -DataConnection sales -Confirm
            """);
        await Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count == 2);
        arrival.Release();
        await Lab.UntilAsync(() => host.Questions.Count == 2 && Lab.Changes(lab.Prod).Count == 1);
        await Lab.NeverAsync(() => lab.Prod.Log.Of("import").Count(request => !request.Completed) > 1);
        gate!.Release();
        (await Lab.Within(job.Completion)).Fine();
    }

    [Fact]
    public async Task A_slow_downstream_does_not_hold_up_a_transfer()
    {
        await using var lab = await Lab.StartAsync();
        lab.Shell["second"] = lab.Dev.Log.WaitForAsync(request => request.Route == "export" && request.Target.Contains("2110", StringComparison.Ordinal) && request.Completed, Lab.Patience);

        // Else the first package could be there before the pipeline thread has begun with the second.
        using var gate = lab.Dev.Faults.Hold("export");
        var arrived = lab.Dev.Log.WaitForAsync(request => request.Route == "export" && request.Target.Contains("2110", StringComparison.Ordinal), Lab.Patience);

        // Downstream holds the pipeline thread with the first package until the second was transferred.
        var job = lab.Shell.Start("$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; 2115, 2110, 2115 | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 2 | Suspend-Pipeline -Until $second");
        await arrived;
        gate.Release();

        Assert.Equal(3, (await Lab.Within(job.Completion)).Fine().Output.Count);
    }

    [Fact]
    public async Task Progress_counts_what_is_done_of_all_that_was_asked_for_and_is_taken_away_at_the_end()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        using var gate = lab.Dev.Faults.Hold("export", skip: 1);

        var job = lab.Shell.Start("Export-ArcadiaDashboard 2110, 2115 -Connection dev -Separate -ThrottleLimit 1");
        await Lab.UntilAsync(() => host.Progress.Any(record => record.StatusDescription.StartsWith("1 of 2", StringComparison.Ordinal) && record.PercentComplete == 50));
        gate.Release();
        (await Lab.Within(job.Completion)).Fine();

        Assert.All(host.Progress.GroupBy(record => record.ActivityId), shown => Assert.Equal(ProgressRecordType.Completed, shown.Last().RecordType));
    }

    [Fact]
    public async Task One_input_that_the_server_takes_its_time_for_shows_that_it_is_waited_for()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("Export-ArcadiaDashboard 2110 -Connection dev");
        await Lab.UntilAsync(() => host.Progress.Count > 1);
        gate.Release();
        (await Lab.Within(job.Completion)).Fine();

        Assert.All(host.Progress, record => Assert.Equal("Export-ArcadiaDashboard", record.Activity));
        Assert.Matches("^under way, 00:00:[0-9]{2}$", host.Progress.First().StatusDescription);
        Assert.Equal(ProgressRecordType.Completed, host.Progress.Last().RecordType);
    }

    [Fact]
    public async Task A_call_without_inputs_shows_that_it_is_waited_for()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        using var gate = lab.Dev.Faults.Hold("admin");

        var job = lab.Shell.Start("Get-ArcadiaArtifact Dashboard -Connection dev");
        await Lab.UntilAsync(() => !host.Progress.IsEmpty);
        gate.Release();
        (await Lab.Within(job.Completion)).Fine();

        Assert.All(host.Progress, record => Assert.Equal("Get-ArcadiaArtifact", record.Activity));
        Assert.Equal(ProgressRecordType.Completed, host.Progress.Last().RecordType);
    }

    [Fact]
    public async Task What_belongs_to_one_input_is_shown_below_the_bar_of_all_and_says_how_fast()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Dev.Faults.Add(new() { Route = "export", Kind = FaultKind.SlowDrip, Count = null, Bytes = 200, Interval = TimeSpan.FromSeconds(0.05) });

        await lab.FineAsync("2110, 2115 | Export-ArcadiaDashboard -Connection dev -Separate -WarningAction Ignore");

        var all = host.Progress.First(record => record.Activity == "Export-ArcadiaDashboard");
        var parts = host.Progress.Where(record => record.Activity != all.Activity && record.RecordType == ProgressRecordType.Processing).ToList();
        Assert.NotEmpty(parts);
        Assert.All(parts, record =>
        {
            Assert.Equal(all.ActivityId, record.ParentActivityId);
            Assert.Matches("^[0-9.]+ k?B( of [0-9.]+ k?B)? received, [0-9.]+ k?B/s$", record.StatusDescription);
        });
        // The whole is the last to go.
        Assert.Equal(all.ActivityId, host.Progress.Last().ActivityId);
        Assert.All(host.Progress.GroupBy(record => record.ActivityId), shown => Assert.Equal(ProgressRecordType.Completed, shown.Last().RecordType));
    }

    [Theory]
    [InlineData("Export-ArcadiaDashboard 2110, 9999 -Connection dev -Separate -ThrottleLimit 1 -ErrorAction Stop")]
    [InlineData("2110, 2115 | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 1 | Stop-Upstream")]
    [InlineData("2110, 2115 | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 1 | ForEach-Object { throw 'enough' }")]
    public async Task No_bar_stays_however_the_pipeline_ends(string line)
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start(line);
        await Lab.UntilAsync(() => !host.Progress.IsEmpty);
        gate.Release();
        await Lab.Within(job.Completion);

        Assert.All(host.Progress.GroupBy(record => record.ActivityId), shown => Assert.Equal(ProgressRecordType.Completed, shown.Last().RecordType));
    }

    [Fact]
    public async Task No_bar_stays_after_Ctrl_C()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("Export-ArcadiaDashboard 2110 -Connection dev");
        await Lab.UntilAsync(() => !host.Progress.IsEmpty);
        await Lab.Within(job.StopAsync());
        await Lab.Within(job.Completion);

        Assert.Equal(ProgressRecordType.Completed, host.Progress.Last().RecordType);
    }
}
