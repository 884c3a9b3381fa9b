using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>The row first, then its error; what came through the pipe fails alone; nothing known is lost.</summary>
public sealed class RowTests
{
    [Theory]
    [InlineData("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection nope", "UnknownDataConnection")]
    [InlineData("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales -Workspace nope", "UnknownWorkspace")]
    [InlineData("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection warehouse", "MissingTable")]
    [InlineData("Import-ArcadiaPackage minimal.json -Connection prod", "DataConnectionMissing")]
    [InlineData("Import-ArcadiaPackage none.json -Connection prod -DataConnection sales", "PackageNotFound")]
    [InlineData("[pscustomobject]@{ Path = 'minimal.json'; Connection = 'nope' } | Import-ArcadiaPackage -DataConnection sales", "UnknownConnection")]
    public async Task The_row_comes_first_and_the_error_points_at_it(string script, string id)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.RunAsync($"& {{ {script} }} 2>&1");

        Assert.Null(run.Thrown);
        var error = Assert.IsType<ErrorRecord>(run.Output[^1].BaseObject);
        Assert.True(run.Output.Count > 1);
        Assert.All(run.Output.SkipLast(1), row => Assert.Equal("Failed", row.Text("Status")));
        Assert.All(run.Output.SkipLast(1), row => Assert.Equal(id, row.Text("ErrorId")));
        Assert.Equal(id, error.Id());
        Assert.Contains(run.Output.SkipLast(1), row => ReferenceEquals(row.BaseObject, PSObject.AsPSObject(error.TargetObject).BaseObject));
        Assert.Empty(Lab.Changes(lab.Prod));
    }

    [Fact]
    public async Task With_stop_the_rows_before_are_kept_and_history_has_all()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "good.json");
        lab.Fixture("minimal", "bad.json");
        // The bad one fails once the first row of the good one has been delivered.
        var gate = lab.Dev.Faults.Hold("import");
        lab.Shell["gate"] = gate;

        var run = await lab.RunAsync("""
            [pscustomobject]@{ Path = 'good.json'; Connection = 'prod'; DataConnection = 'sales' },
            [pscustomobject]@{ Path = 'bad.json'; Connection = 'dev'; DataConnection = 'nope' } |
                Import-ArcadiaPackage -ErrorAction Stop | ForEach-Object { $gate.Release(); $_ }
            """);

        Assert.Equal("UnknownDataConnection", run.Error.Id());
        Assert.IsType<ActionPreferenceStopException>(run.Thrown);
        Assert.Equal(["Done", "Done", "Done", "Failed", "Failed", "Failed"], run.Values("Status"));
        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.Equal(["Done", "Done", "Done", "Failed", "Failed", "Failed"], history.Values("Status"));
        Assert.All(history.Values("Delivered"), delivered => Assert.Equal("True", delivered));
    }

    [Fact]
    public async Task With_stop_what_was_sent_already_is_seen_to_its_end()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "good.json");
        lab.Fixture("minimal", "bad.json");

        // One at a time: the good one is sent by the time the bad one fails.
        var run = await lab.RunAsync("Import-ArcadiaPackage good.json, bad.json, none.json -Connection prod -DataConnection sales -ThrottleLimit 1 -ErrorAction Stop");

        Assert.NotNull(run.Thrown);
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        foreach (var sent in Lab.Changes(lab.Prod))
        {
            var rows = history.Output.Where(row => row.Text("InputKey")!.EndsWith(sent.Files[0].FileName!, StringComparison.Ordinal)).ToList();
            Assert.Equal(3, rows.Count);
            Assert.All(rows, row => Assert.Contains(row.Text("Status"), new[] { "Done", "Unchanged" }));
        }
        Assert.Equal("PackageNotFound", run.Error.Id());
    }

    [Fact]
    public async Task Ten_good_and_one_bad_are_ten_done_and_one_error()
    {
        await using var lab = await Lab.StartAsync();
        for (var i = 0; i < 10; i++) lab.Fixture("minimal", $"good{i}.json");

        var run = await lab.RunAsync("0, 1, 2, 3, 4, 'none', 5, 6, 7, 8, 9 | ForEach-Object { \"good$_.json\" } | Import-ArcadiaPackage -Connection prod -DataConnection sales");

        Assert.Null(run.Thrown);
        Assert.Equal("PackageNotFound", run.Error.Id());
        var inputs = run.Output.GroupBy(row => row.Text("InputKey")).ToList();
        Assert.Equal(11, inputs.Count);
        Assert.Equal(10, inputs.Count(rows => rows.All(row => row.Text("Status") is "Done" or "Unchanged")));
    }

    [Fact]
    public async Task Ten_good_ids_and_one_bad_are_a_package_of_ten_and_one_error()
    {
        await using var lab = await Lab.StartAsync(options: new SandboxOptions { Scale = 10 });

        foreach (var (extra, packages) in new[] { ("", 1), ("-Separate", 10) })
        {
            var run = await lab.RunAsync($"Get-ArcadiaArtifact Dashboard 'Store 0*' -Connection dev | ForEach-Object {{ $_.Id; if ($_.Name -like '*5') {{ 424242 }} }} | Export-ArcadiaDashboard -Connection dev {extra}");

            Assert.Null(run.Thrown);
            Assert.Equal("ArtifactNotFound", run.Error.Id());
            Assert.Contains("424242", run.Error.ToString(), StringComparison.Ordinal);
            Assert.Equal(packages, run.Output.Count);
            Assert.Equal(10, run.Output.Sum(package => ((IEnumerable<string>)package.Value("Requested")!).Count()));
        }
        Assert.Equal(2, (await lab.FineAsync("Get-MigrationHistory | Where-Object ErrorId -eq ArtifactNotFound")).Output.Count);
    }

    [Fact]
    public async Task A_refused_credential_ends_the_run_and_says_so()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);
        foreach (var name in new[] { "a", "b", "c" }) lab.Fixture("minimal", name + ".json");
        // All inputs have come before the first question: it is asked on the thread that takes them in.
        var arrival = lab.Prod.Faults.Hold("import");
        host.OnQuestion = (_, _, choices) =>
        {
            // Once all were tried, the key is no good any more.
            Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count(request => request.Completed) == 3).Wait();
            lab.Prod.Faults.Add(new Fault { Kind = FaultKind.ExpiredKey, Count = null });
            return TestHost.IndexOf(choices, "Yes to All");
        };

        var running = lab.RunAsync("Import-ArcadiaPackage a.json, b.json, c.json -Connection prod -DataConnection sales -Confirm");
        await Lab.UntilAsync(() => lab.Prod.Log.Of("import").Count == 3);
        arrival.Release();
        var run = await running;

        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.NotNull(run.Thrown);
        Assert.Equal(9, run.Output.Count);
        Assert.Equal(3, run.Output.GroupBy(row => row.Text("InputKey")).Count());
        Assert.All(run.Values("Status"), status => Assert.Contains(status, new[] { "Failed", "Canceled" }));
        Assert.Contains("Failed", run.Values("Status"));
        Assert.Equal(9, (await lab.FineAsync("Get-MigrationHistory")).Output.Count);
    }

    [Fact]
    public async Task A_refused_credential_of_a_connection_that_a_row_chose_ends_that_row_only()
    {
        await using var lab = await Lab.StartAsync();
        foreach (var name in new[] { "a", "b" }) lab.Fixture("minimal", name + ".json");
        lab.Dev.Faults.Add(new Fault { Kind = FaultKind.ExpiredKey, Count = null });

        var run = await lab.RunAsync("""
            [pscustomobject]@{ Path = 'a.json'; Connection = 'dev'; DataConnection = 'sales_dev' }, [pscustomobject]@{ Path = 'b.json'; Connection = 'prod'; DataConnection = 'sales' } |
                Import-ArcadiaPackage
            """);

        Assert.Null(run.Thrown);
        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.All(run.Output, row => Assert.Equal(row.Text("Target") == "prod" ? "Done" : "Failed", row.Text("Status")));
        Assert.Contains(run.Output, row => row.Text("Target") == "prod");
    }

    [Fact]
    public async Task A_refused_credential_of_several_exports_at_once_loses_none_of_them()
    {
        await using var lab = await Lab.StartAsync();
        lab.Dev.Faults.Add(new Fault { Route = "export", Kind = FaultKind.ExpiredKey, Count = null });
        using var gate = lab.Dev.Faults.Hold("export");

        var job = lab.Shell.Start("Export-ArcadiaDashboard 2115, 2110 -Connection dev -Separate");
        await Lab.UntilAsync(() => lab.Dev.Log.Of("export").Count == 2);
        gate.Release();
        var run = await Lab.Within(job.Completion);

        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.NotNull(run.Thrown);
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        Assert.Equal(["2110", "2115"], history.Values("SourceId").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_connection_named_by_a_row_fails_alone()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");

        var run = await lab.RunAsync("""
            [pscustomobject]@{ Path = 'a.json'; Connection = 'pord' }, [pscustomobject]@{ Path = 'b.json'; Connection = 'prod' } |
                Import-ArcadiaPackage -DataConnection sales
            """);

        Assert.Null(run.Thrown);
        Assert.Equal("UnknownConnection", run.Error.Id());
        Assert.Equal(["Failed", "Done", "Done", "Done"], run.Values("Status"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Id = 2115; Connection = 'dve' }, [pscustomobject]@{ Id = 2110; Connection = 'dev' } | Export-ArcadiaDashboard")]
    [InlineData("[pscustomobject]@{ Type = 'Dashboard'; Connection = 'dve' }, [pscustomobject]@{ Type = 'Dashboard'; Name = 'Returns'; Connection = 'dev' } | Get-ArcadiaArtifact")]
    [InlineData("'dve', 'dev' | Test-MigrationConnection")]
    public async Task A_connection_named_by_an_input_fails_alone_for_readers_too(string script)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync(script);

        Assert.Null(run.Thrown);
        Assert.Equal("UnknownConnection", run.Error.Id());
        Assert.Single(run.Output);
    }

    [Fact]
    public async Task A_connection_that_holds_for_all_ends_the_call_at_once()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");

        var run = await lab.RunAsync("'a.json', 'b.json' | Import-ArcadiaPackage -Connection nope -DataConnection sales");

        Assert.NotNull(run.Thrown);
        Assert.Equal("UnknownConnection", run.Error.Id());
        Assert.Contains("dev, prod", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_row_carries_the_key_of_its_input()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");

        var run = await lab.RunAsync("'a.json', 'b.json', 'none.json' | Import-ArcadiaPackage -Connection prod -DataConnection sales");

        Assert.Equal(3, run.Output.Count(row => row.Text("InputKey") == Path.Combine(lab.Folder, "a.json")));
        Assert.Equal(3, run.Output.Count(row => row.Text("InputKey") == Path.Combine(lab.Folder, "b.json")));
        Assert.Equal("none.json", run.Output.Single(row => row.Text("Status") == "Failed").Text("InputKey"));
    }
}
