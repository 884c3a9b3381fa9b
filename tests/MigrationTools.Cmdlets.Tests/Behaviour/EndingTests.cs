using System.Collections.Concurrent;
using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>
/// A pipeline ends in four ways, and three give no chance to report. Safe requests are aborted; a changing one that was
/// sent never is, is sent once, and what came of it is in the history.
/// </summary>
public sealed class EndingTests
{
    [Theory]
    [InlineData("ForEach-Object { throw 'downstream' }")]
    [InlineData("Stop-Upstream")]
    public async Task When_downstream_ends_all_rows_are_in_the_history(string downstream)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.RunAsync($"Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales | {downstream}");

        Assert.Equal(downstream != "Stop-Upstream", run.Thrown is RuntimeException);
        Assert.Single(Lab.Changes(lab.Prod));
        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.Equal(["Done", "Done", "Done"], history.Values("Status"));
        // The first one reached the command that ended it; the other two reached nobody.
        Assert.All(history.Values("Delivered").Skip(1), delivered => Assert.Equal("False", delivered));
    }

    [Theory]
    [InlineData("ForEach-Object { throw 'downstream' }")]
    [InlineData("Stop-Upstream")]
    public async Task When_downstream_ends_what_was_sent_is_seen_to_its_end(string downstream)
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Fixture("minimal", "held.json");
        lab.Fixture("minimal", "first.json");
        Gate? gate = null;
        host.OnQuestion = (_, message, choices) =>
        {
            if (message.Contains("-> dev", StringComparison.Ordinal)) gate = lab.Dev.Faults.Hold("import");
            else ImportSentAsync(lab.Dev).Wait();
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = lab.Shell.Start($$"""
            [pscustomobject]@{ Path = 'held.json'; Connection = 'dev'; DataConnection = 'sales_dev' },
            [pscustomobject]@{ Path = 'first.json'; Connection = 'prod'; DataConnection = 'sales' } |
                Import-ArcadiaPackage -ThrottleLimit 1 -Confirm | {{downstream}}
            """);
        await ImportSentAsync(lab.Dev);
        await Lab.Within(lab.Prod.Log.WaitForAsync(request => IsImport(request) && request.Completed, Lab.Patience));
        await Lab.NeverAsync(() => job.Completion.IsCompleted);
        gate!.Release();
        await Lab.Within(job.Completion);

        await AssertSentOnceAndDoneAsync(lab, lab.Dev, "held.json");
    }

    [Fact]
    public async Task When_upstream_throws_what_was_sent_is_seen_to_its_end_and_the_rest_is_canceled()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Fixture("minimal", "held.json");
        lab.Fixture("minimal", "later.json");
        Gate? gate = null;
        host.OnQuestion = (_, _, choices) =>
        {
            gate = lab.Prod.Faults.Hold("import");
            return TestHost.IndexOf(choices, "Yes");
        };
        lab.Shell["sent"] = ImportSentAsync(lab.Prod);

        var job = lab.Shell.Start("""
            & { 'held.json'; 'later.json'; $null = $sent.Wait(60000); throw 'upstream' } |
                Import-ArcadiaPackage -Connection prod -DataConnection sales -ThrottleLimit 1 -Confirm
            """);
        await ImportSentAsync(lab.Prod);
        await Lab.NeverAsync(() => job.Completion.IsCompleted);
        gate!.Release();
        var run = await Lab.Within(job.Completion);

        Assert.Equal("upstream", run.Thrown!.Message);
        await AssertSentOnceAndDoneAsync(lab, lab.Prod, "held.json");
        var later = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result | Where-Object InputKey -like *later.json");
        Assert.NotEmpty(later.Output);
        Assert.All(later.Values("Status"), status => Assert.Equal("Canceled", status));
    }

    [Fact]
    public async Task Ctrl_C_while_an_import_is_held_waits_for_it_and_remembers_what_came_of_it()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        lab.Fixture("minimal", "held.json");
        Gate? gate = null;
        host.OnQuestion = (_, _, choices) =>
        {
            gate = lab.Prod.Faults.Hold("import", GateMoment.AfterActing);
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = lab.Shell.Start("Import-ArcadiaPackage held.json -Connection prod -DataConnection sales -Confirm");
        var sent = await ImportSentAsync(lab.Prod);
        var stopping = job.StopAsync();
        // The stop has come when it is told of; from then on it waits.
        await Lab.UntilAsync(() => host.Lines.Any(line => line.Contains("Get-MigrationHistory", StringComparison.Ordinal)));
        await Lab.NeverAsync(() => stopping.IsCompleted || sent.ClientGone);
        gate!.Release();
        await Lab.Within(stopping);
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        Assert.Empty(run.Output);
        await AssertSentOnceAndDoneAsync(lab, lab.Prod, "held.json");
    }

    [Fact]
    public async Task Ctrl_C_before_an_import_is_sent_sends_nothing()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        using var gate = lab.Prod.Faults.Hold("import");

        var job = lab.Shell.Start("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");
        await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        Assert.Empty(Lab.Changes(lab.Prod));
        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.NotEmpty(history.Output);
        Assert.All(history.Values("Status"), status => Assert.Equal("Canceled", status));
        Assert.All(history.Values("Delivered"), delivered => Assert.Equal("False", delivered));
        Assert.Equal(4, (await lab.FineAsync("(Get-MigrationHistory | Measure-MigrationResult).ExitCode")).Output[0].BaseObject);
    }

    [Theory]
    [InlineData("-Path one.json")]
    [InlineData("")]
    public async Task Ctrl_C_while_an_export_is_held_returns_at_once_and_leaves_no_file(string path)
    {
        await using var lab = await Lab.StartAsync();
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start($"Export-ArcadiaDashboard 2115 -Connection dev {path}");
        var held = await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
        Assert.Same(held, Assert.Single(lab.Dev.Log.Of("export")));
        Assert.Equal(["Canceled"], (await lab.FineAsync("Get-MigrationHistory")).Values("Status"));
    }

    [Fact]
    public async Task Ctrl_C_while_some_exports_are_held_and_others_stand_ready_leaves_one_row_each_and_no_half_written_file()
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 8 });
        var given = await StoresAsync(lab);
        using var gate = lab.Dev.Faults.Hold("export", GateMoment.AfterActing, skip: 1);

        var job = lab.Shell.Start("$ids | ForEach-Object { $given.Enqueue($_); $_ } | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 2 -Path ./into/");
        // One has come, two ask, two stand ready, and one waits for room.
        await Lab.UntilAsync(() => given.Count == 6 && lab.Dev.Log.Of("export").Count == 3);
        await Lab.Within(job.StopAsync());
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        Assert.Equal(3, lab.Dev.Log.Of("export").Count);
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        Assert.Equal(given.Order(StringComparer.Ordinal), history.Values("SourceId").Order(StringComparer.Ordinal));
        // What has come is whole, or was given up.
        var done = history.Output.Where(row => row.Text("Status") == "Done").Select(row => row.Text("InputKey")!).ToList();
        Assert.InRange(done.Count, 0, 1);
        Assert.All(history.Output.Where(row => row.Text("Status") != "Done"), row => Assert.Equal("Canceled Stopped", $"{row.Text("Status")} {row.Text("Reason")}"));
        var files = Directory.Exists(Path.Combine(lab.Folder, "into")) ? Directory.GetFiles(Path.Combine(lab.Folder, "into")) : [];
        Assert.Equal(done.SelectMany(file => new[] { file, file + ".manifest.json" }).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refused_credential_is_not_shown_again_by_exports_that_stood_ready()
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 8 });
        var given = await StoresAsync(lab);
        lab.Dev.Faults.Add(new() { Route = "export", Kind = FaultKind.ExpiredKey, Count = null });
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("$ids | ForEach-Object { $given.Enqueue($_); $_ } | Export-ArcadiaDashboard -Connection dev -Separate -ThrottleLimit 2 -Path ./into/");
        await Lab.UntilAsync(() => given.Count == 5 && lab.Dev.Log.Of("export").Count == 2);
        gate.Release();
        var run = await Lab.Within(job.Completion);

        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.Equal(2, lab.Dev.Log.Of("export").Count);
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        Assert.Equal(given.Order(StringComparer.Ordinal), history.Values("SourceId").Order(StringComparer.Ordinal));
        // Both that asked may have been refused before the first had ended all.
        var failed = history.Output.Count(row => row.Text("Status") == "Failed");
        Assert.InRange(failed, 1, 2);
        Assert.Equal(given.Count - failed, history.Output.Count(row => $"{row.Text("Status")} {row.Text("Reason")}" == "Canceled EarlierFailure"));
        Assert.Empty(Directory.GetFiles(lab.Folder, "*", SearchOption.AllDirectories));
    }

    /// <summary>A list in one parameter is the usual line: what was not reached must not be missing in silence.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_that_one_parameter_names_has_a_row_wherever_the_call_ends(bool isStopped)
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 40 });
        var ids = (await lab.FineAsync("$ids = Get-ArcadiaArtifact Dashboard 'Store 0*' -Connection dev | ForEach-Object Id; $ids")).Output.Select(id => id.ToString()!).ToList();
        Assert.Equal(40, ids.Count);
        if (!isStopped) lab.Dev.Faults.Add(new() { Route = "export", Kind = FaultKind.ExpiredKey, Count = null });
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("Export-ArcadiaDashboard -Id $ids -Connection dev -Separate -ThrottleLimit 2 -Path ./into/");
        await Lab.UntilAsync(() => lab.Dev.Log.Of("export").Count == 2);
        if (isStopped) await Lab.Within(job.StopAsync());
        else gate.Release();
        await Lab.Within(job.Completion);

        Assert.Equal(2, lab.Dev.Log.Of("export").Count);
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        Assert.Equal(ids.Order(StringComparer.Ordinal), history.Values("SourceId").Order(StringComparer.Ordinal));
        var failed = history.Output.Count(row => row.Text("Status") == "Failed");
        Assert.InRange(failed, isStopped ? 0 : 1, isStopped ? 0 : 2);
        Assert.Equal(ids.Count - failed, history.Output.Count(row => $"{row.Text("Status")} {row.Text("Reason")}" == $"Canceled {(isStopped ? "Stopped" : "EarlierFailure")}"));
        Assert.Empty(Directory.GetFiles(lab.Folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("& { 2115; $null = $arrived.Wait(60000); throw 'upstream' } | Export-ArcadiaDashboard -Connection dev -Separate -Path ./")]
    [InlineData("2115 | Export-ArcadiaDashboard -Connection dev -Separate -Path ./ | ForEach-Object { throw 'downstream' }")]
    public async Task When_another_cmdlet_throws_no_half_written_file_is_left(string script)
    {
        await using var lab = await Lab.StartAsync();
        var isHeld = script.Contains("$arrived", StringComparison.Ordinal);
        using var gate = isHeld ? lab.Dev.Faults.Hold("export") : null;
        if (gate is not null) lab.Shell["arrived"] = gate.Arrived;

        var run = await lab.RunAsync(script);

        Assert.NotNull(run.Thrown);
        Assert.DoesNotContain(Directory.GetFiles(lab.Folder), file => file.EndsWith(".partial", StringComparison.Ordinal));
        if (isHeld) Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
    }

    [Fact]
    public async Task The_shell_works_on_after_every_ending()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        using (lab.Prod.Faults.Hold("import"))
        {
            var job = lab.Shell.Start("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");
            await Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count > 0);
            await Lab.Within(job.StopAsync());
            await Lab.Within(job.Completion);
        }

        var run = await lab.FineAsync("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");

        Assert.Equal(["Done", "Done", "Done"], run.Values("Status"));
    }

    /// <summary>Ids of eight dashboards as $ids, and $given, which counts those that were handed down.</summary>
    private static async Task<ConcurrentQueue<string>> StoresAsync(Lab lab)
    {
        var run = await lab.FineAsync("$ids = Get-ArcadiaArtifact Dashboard 'Store 0*' -Connection dev | ForEach-Object Id; $ids");
        var given = new ConcurrentQueue<string>();
        lab.Shell["given"] = given;
        Assert.Equal(8, run.Output.Count);
        return given;
    }

    private static bool IsImport(RecordedRequest request) => request.Route == "import" && request.Form.GetValueOrDefault("dry_run") == "False";

    private static Task<RecordedRequest> ImportSentAsync(ArcadiaServer server) => server.Log.WaitForAsync(IsImport, Lab.Patience);

    private static async Task AssertSentOnceAndDoneAsync(Lab lab, ArcadiaServer server, string file)
    {
        var sent = Assert.Single(Lab.Changes(server));
        Assert.False(sent.ClientGone);
        Assert.Equal(200, sent.Status);
        var entries = await lab.FineAsync($"Get-MigrationHistory | Where-Object {{ $_.Result.InputKey -like '*{file}' }}");
        Assert.Equal(["Done", "Done", "Done"], entries.Values("Status"));
        Assert.All(entries.Values("Delivered"), delivered => Assert.Equal("False", delivered));
    }
}
