using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Optimize;

/// <summary>Optimize's cmdlets in a pipe: what one emits the next takes, rows come before errors, and a rehearsal sends nothing.</summary>
public sealed class OptimizePipeTests
{
    [Fact]
    public async Task Dashboards_go_from_dev_to_prod_and_the_rows_map_the_ids()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("Export-OptimizeDashboard -Id 123, 456 -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $c");

        Assert.Equal(5, run.Output.Count);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(run.Values("DestinationId").Order(), lab.Landed.Select(entity => entity.Id).Order());
        Assert.Equal(["123", "456"], run.Output.Where(row => row.Text("Type") == "Dashboard").Select(row => row.Text("SourceId")).Order());
        Assert.Single(OptimizeLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task Lists_feed_exports_by_value_and_by_a_collection_of_the_pipe()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("""
            $listed = Get-OptimizeCollection Returns -Connection dev | Get-OptimizeDashboard -Connection dev
            $listed
            $listed | Export-OptimizeDashboard -Connection dev -Path desk.json
            Get-OptimizeReport $d 'Return time*' -Connection dev | Export-OptimizeReport -Connection dev -Separate
            Export-OptimizeReport -CollectionId $d -Connection dev
            """);

        Assert.Equal("Returns desk", run.Output[0].Text("Name"));
        Assert.True(File.Exists(Path.Combine(lab.Folder, "desk.json.manifest.json")));
        Assert.Equal(6, run.Output.Count);
    }

    [Fact]
    public async Task A_rehearsal_sends_nothing_and_its_rows_are_planned()
    {
        var host = new TestHost();
        await using var lab = await OptimizeLab.StartAsync(host);
        var before = OptimizeLab.StateOf(lab.Prod);

        var run = await lab.FineAsync("Export-OptimizeDashboard $desk -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $c -WhatIf");

        Assert.All(run.Values("Status"), status => Assert.Equal("Planned", status));
        Assert.All(run.Values("Action"), action => Assert.Equal("Create", action));
        var line = Assert.Single(host.Lines, text => text.Contains("What if", StringComparison.Ordinal));
        Assert.Contains("'Returns desk'", line, StringComparison.Ordinal);
        Assert.Contains("-> prod, collection 'Returns'", line, StringComparison.Ordinal);
        Assert.Empty(OptimizeLab.Changes(lab.Prod));
        Assert.Equal(before, OptimizeLab.StateOf(lab.Prod));
    }

    [Fact]
    public async Task A_preference_to_rehearse_reaches_the_whole_pipe()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("$WhatIfPreference = $true; Export-OptimizeDashboard $desk -Connection dev -Path kept.json | Import-OptimizePackage -Connection prod -CollectionId $c");

        Assert.Equal(5, run.Output.Count);
        Assert.False(File.Exists(Path.Combine(lab.Folder, "kept.json")));
        Assert.Empty(OptimizeLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task Rows_of_a_csv_say_where_to_each_for_itself()
    {
        await using var lab = await OptimizeLab.StartAsync();
        lab.Fixture("returns");
        lab.Fixture("vendor");

        // As Import-Csv makes them, which the bare engine lacks: a blank cell is an empty text.
        var run = await lab.FineAsync("""
            [pscustomobject]@{ Path = 'returns.json'; Connection = 'prod'; CollectionId = $c; OnConflict = '' },
            [pscustomobject]@{ Path = 'vendor.json'; Connection = 'prod'; CollectionId = "$c/"; OnConflict = 'skip' } | Import-OptimizePackage
            """);

        Assert.Equal(10, run.Output.Count);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(10, lab.Landed.Count);
    }

    [Theory]
    [InlineData("OnConflict", "Overwrit", "InvalidValue")]
    [InlineData("CollectionId", "no such place", "InvalidId")]
    public async Task A_typo_in_a_row_fails_the_row_and_sends_nothing(string column, string value, string kind)
    {
        await using var lab = await OptimizeLab.StartAsync();
        lab.Fixture("returns");

        var run = await lab.RunAsync($"[pscustomobject]@{{ Path = 'returns.json'; {column} = '{value}' }} | Import-OptimizePackage -Connection prod{(column == "CollectionId" ? "" : " -CollectionId $c")}");

        Assert.Equal(kind, Assert.Single(run.AllErrors).Kind());
        Assert.Empty(run.Output);
        Assert.Empty(OptimizeLab.Changes(lab.Prod));
    }

    [Theory]
    [InlineData("Import-OptimizePackage returns.json -Connection prod", "CollectionMissing")]
    [InlineData("Import-OptimizePackage returns.json -Connection prod -CollectionId c0ffee00-0000-4000-8000-000000000000", "CollectionNotFound")]
    [InlineData("Import-OptimizePackage none.json -Connection prod -CollectionId $c", "PackageNotFound")]
    [InlineData("Import-OptimizePackage old.json -Connection prod -CollectionId $finance", "IndexVersionMismatch")]
    [InlineData("Import-OptimizePackage returns.json -Connection nope -CollectionId $c", "UnknownConnection")]
    [InlineData("Get-OptimizeCollection Returns -Connection dev | ForEach-Object { Import-OptimizePackage returns.json -Connection prod -CollectionId $_ }", "WrongConnection")]
    public async Task The_row_comes_first_and_the_error_points_at_it(string script, string id)
    {
        await using var lab = await OptimizeLab.StartAsync();
        lab.Fixture("returns");
        lab.Fixture("old");
        lab.Shell["finance"] = OptimizeLab.CollectionOf(lab.Prod, "Finance");

        // By a row of the pipe where the connection is at fault: then it is that row's alone.
        if (id == "UnknownConnection") script = "[pscustomobject]@{ Path = 'returns.json'; Connection = 'nope' } | Import-OptimizePackage -CollectionId $c";
        var run = await lab.RunAsync($"& {{ {script} }} 2>&1");

        Assert.Null(run.Thrown);
        var error = Assert.IsType<ErrorRecord>(run.Output[^1].BaseObject);
        Assert.True(run.Output.Count > 1);
        Assert.All(run.Output.SkipLast(1), row => Assert.Equal(("Failed", id), (row.Text("Status"), row.Text("ErrorId"))));
        Assert.Equal(id, error.Id());
        Assert.Contains(run.Output.SkipLast(1), row => ReferenceEquals(row.BaseObject, PSObject.AsPSObject(error.TargetObject).BaseObject));
        Assert.True(OptimizeLab.Changes(lab.Prod).All(request => request.Status is >= 400));
        Assert.Empty(lab.Landed);
        Assert.NotEmpty((await lab.FineAsync("Get-MigrationHistory -Status Failed")).Output);
    }

    [Fact]
    public async Task Ten_good_ids_and_one_bad_are_one_package_and_one_error()
    {
        await using var lab = await OptimizeLab.StartAsync();

        foreach (var (extra, packages) in new[] { ("", 1), ("-Separate", 2) })
        {
            var run = await lab.RunAsync($"123, 'nope', '456' | Export-OptimizeDashboard -Connection dev {extra}");

            Assert.Equal("ArtifactNotFound", run.Error.Id());
            Assert.Contains("nope", run.Error.ToString(), StringComparison.Ordinal);
            Assert.Equal(packages, run.Output.Count);
            Assert.Equal(2, run.Output.Sum(package => ((IEnumerable<string>)package.Value("Requested")!).Count()));
        }
    }

    [Fact]
    public async Task A_report_is_no_dashboard_and_a_collection_is_none()
    {
        await using var lab = await OptimizeLab.StartAsync();

        foreach (var script in new[]
        {
            "Get-OptimizeReport $d -Connection dev | Select-Object -First 1 | Remove-OptimizeDashboard -Connection dev",
            "Get-OptimizeCollection Returns -Connection dev | Export-OptimizeDashboard -Connection dev",
        })
        {
            // The bare engine has no Select-Object.
            var run = await lab.RunAsync(script.Replace(" | Select-Object -First 1", "", StringComparison.Ordinal));
            Assert.NotEmpty(run.AllErrors);
            Assert.All(run.AllErrors, error => Assert.Equal("InvalidId", error.Kind()));
        }
        Assert.Empty(OptimizeLab.Changes(lab.Dev));
        Assert.Empty(OptimizeLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task What_an_import_brought_is_taken_back_by_its_rows()
    {
        await using var lab = await OptimizeLab.StartAsync();
        Assert.Empty(lab.Landed);

        var run = await lab.FineAsync("""
            $rows = Export-OptimizeDashboard $desk -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $c
            $rows | Where-Object Type -eq Dashboard | Remove-OptimizeDashboard -Connection prod -Confirm:$false
            $rows | Remove-OptimizeReport -Connection prod -Confirm:$false
            """);

        Assert.Equal(5, run.Output.Count);
        Assert.All(run.Output, row => Assert.Equal(("Done", "Delete"), (row.Text("Status"), row.Text("Action"))));
        Assert.Equal("Dashboard", run.Output[0].Text("Type"));
        Assert.Empty(lab.Landed);
        Assert.Single(lab.Prod.Log.Of("deleteDashboard"));
        Assert.Equal(4, lab.Prod.Log.Of("deleteReport").Count);
    }

    [Theory]
    [InlineData("Action = 'Replace'", "Skipped", null, "import the backup")]
    [InlineData("Action = 'Delete'", "Skipped", null, "no import made it")]
    [InlineData("DestinationId = ''", "Skipped", null, "is not known")]
    [InlineData("Status = 'Planned'", "Skipped", null, "the row is Planned")]
    [InlineData("Status = 'Failed'", "Failed", "RowNotActionable", "the row is Failed")]
    [InlineData("Target = 'dev'", "Failed", "WrongConnection", "imported into dev")]
    public async Task A_row_of_nothing_that_an_import_made_on_this_server_deletes_nothing(string cell, string status, string? id, string words)
    {
        await using var lab = await OptimizeLab.StartAsync();

        // As it comes back from a file: every value is a text.
        var run = await lab.RunAsync($$"""
            $row = @{ System = 'Optimize'; Type = 'Dashboard'; Name = 'Desk'; Action = 'Create'; Status = 'Done'; DestinationId = $desk; Target = 'prod' }
            $cell = @{ {{cell}} }; foreach ($name in $cell.Keys) { $row[$name] = $cell[$name] }
            [pscustomobject]$row | Remove-OptimizeDashboard -Connection prod -Confirm:$false
            """);

        var row = Assert.Single(run.Output);
        Assert.Equal((status, "NotActionable", "None", id), (row.Text("Status"), row.Text("Reason"), row.Text("Action"), row.Text("ErrorId")));
        Assert.Contains(words, row.Text("Message"), StringComparison.Ordinal);
        Assert.Equal(id, run.AllErrors.Count == 0 ? null : run.Error.Id());
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Connection dev")]
    public async Task A_row_without_a_target_deletes_only_on_a_server_that_is_named(string connection)
    {
        await using var lab = await OptimizeLab.StartAsync();
        await lab.FineAsync("Disconnect-MigrationConnection prod");
        lab.Dev.Log.Clear();

        var run = await lab.RunAsync($$"""
            [pscustomobject]@{ System = 'Optimize'; Type = 'Dashboard'; Name = "Desk`e[2J"; Action = 'Create'; Status = 'Done'; DestinationId = $desk } | Remove-OptimizeDashboard {{connection}} -Confirm:$false
            """);

        Assert.Equal(connection.Length > 0, lab.Dev.Log.Of("deleteDashboard").Count > 0);
        if (connection.Length > 0) return;
        Assert.Equal(("Failed", "NotActionable", "RowNotActionable"), (run.Output[0].Text("Status"), run.Output[0].Text("Reason"), run.Output[0].Text("ErrorId")));
        Assert.Equal("RowNotActionable", run.Error.Id());
        Assert.Contains("no Target", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Desk\u241b[2J", run.Output[0].Text("Name"));
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task A_row_of_another_system_is_refused()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.RunAsync("[pscustomobject]@{ System = 'ArcGis'; Type = 'Dashboard'; Action = 'Create'; Status = 'Done'; DestinationId = $desk; Target = 'prod' } | Remove-OptimizeDashboard -Connection prod -Confirm:$false");

        Assert.Contains(run.AllErrors, error => error.Kind() is "InvalidValue" or "InvalidId");
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task Remove_asks_by_itself_and_a_no_is_a_row()
    {
        var host = TestHost.Answering("No");
        await using var lab = await OptimizeLab.StartAsync(host);

        var run = await lab.FineAsync("Remove-OptimizeDashboard $desk -Connection dev");

        Assert.Contains("dashboard 'Returns desk'", Assert.Single(host.Questions), StringComparison.Ordinal);
        Assert.Equal(("Skipped", "Declined"), (run.Output[0].Text("Status"), run.Output[0].Text("Reason")));
        Assert.Empty(OptimizeLab.Changes(lab.Dev));
    }

    [Fact]
    public async Task Remove_deletes_what_lists_emit_and_leaves_the_rest()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("""
            Get-OptimizeDashboard $d -Connection dev | Remove-OptimizeDashboard -Connection dev -Confirm:$false
            Get-OptimizeReport $d 'Stuck*' -Connection dev | Remove-OptimizeReport -Connection dev -Confirm:$false
            """);

        Assert.Equal(["Done", "Done"], run.Values("Status"));
        Assert.Equal(["Delete", "Delete"], run.Values("Action"));
        Assert.Equal(["Returns desk", "Stuck parcels by step"], run.Values("Name"));
        Assert.Null(lab.Dev.State.Find(OptimizeLab.Desk));
        Assert.NotEmpty(lab.Dev.State.Named("Return time, post"));
        var again = await lab.RunAsync("Remove-OptimizeDashboard $desk -Connection dev -Confirm:$false");
        Assert.Equal("ArtifactNotFound", again.Error.Id());
        Assert.Equal("Failed", again.Output[0].Text("Status"));
    }

    [Fact]
    public async Task Remove_can_be_rehearsed()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("Remove-OptimizeDashboard $desk -Connection dev -WhatIf");

        Assert.Equal(("Planned", "WhatIf"), (run.Output[0].Text("Status"), run.Output[0].Text("Reason")));
        Assert.NotNull(lab.Dev.State.Find(OptimizeLab.Desk));
    }

    [Fact]
    public async Task Ctrl_C_sees_an_import_that_was_sent_to_its_end_and_the_history_tells()
    {
        var host = new TestHost();
        await using var lab = await OptimizeLab.StartAsync(host);
        lab.Fixture("returns");
        using var gate = lab.Prod.Faults.Hold("import");

        var job = lab.Shell.Start("Import-OptimizePackage returns.json -Connection prod -CollectionId $c");
        await Lab.Within(gate.Arrived);
        var stopping = job.StopAsync();
        await Lab.UntilAsync(() => host.Lines.Any(line => line.Contains("Get-MigrationHistory", StringComparison.Ordinal)));
        await Lab.NeverAsync(() => stopping.IsCompleted);
        gate.Release();
        await Lab.Within(stopping);
        await Lab.Within(job.Completion);

        Assert.Equal(5, lab.Landed.Count);
        Assert.Single(OptimizeLab.Changes(lab.Prod));
        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.Equal(5, history.Output.Count);
        Assert.All(history.Values("Status"), status => Assert.Equal("Done", status));
        Assert.All(history.Values("DestinationId"), id => Assert.NotNull(lab.Prod.State.Find(id!)));
    }

    [Fact]
    public async Task Ctrl_C_aborts_an_export_and_leaves_nothing_half_written()
    {
        await using var lab = await OptimizeLab.StartAsync();
        using var gate = lab.Dev.Faults.Hold("exportDashboards");

        var job = lab.Shell.Start("Export-OptimizeDashboard $desk -Connection dev -Path out.json");
        await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        await Lab.Within(job.Completion);

        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
    }

    [Fact]
    public async Task A_refused_token_ends_the_call_at_once()
    {
        await using var lab = await OptimizeLab.StartAsync();
        lab.Dev.Faults.Add(new() { Route = "exportDashboards", Kind = FaultKind.Status, Status = 401, Body = FaultBody.Empty, Count = null });

        var run = await lab.RunAsync("123, 456 | Export-OptimizeDashboard -Connection dev -Separate -ThrottleLimit 1");

        Assert.NotNull(run.Thrown);
        Assert.Equal("NotAuthenticated", run.AllErrors[^1].Id());
        Assert.Single(lab.Dev.Log.Of("exportDashboards"));
    }

    [Fact]
    public async Task Without_a_connection_a_change_of_two_possible_servers_is_refused()
    {
        await using var lab = await OptimizeLab.StartAsync();
        lab.Fixture("returns");

        Assert.Equal("AmbiguousConnection", (await lab.RunAsync("Import-OptimizePackage returns.json -CollectionId $c")).Error.Id());
        Assert.Equal("AmbiguousConnection", (await lab.RunAsync("Remove-OptimizeDashboard 123 -Confirm:$false")).Error.Id());
        Assert.Empty(OptimizeLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task A_file_and_its_package_object_give_the_same_rows()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("""
            $package = Export-OptimizeDashboard 123 -Connection dev -Path a.json
            $package | Import-OptimizePackage -Connection prod -CollectionId $c -WhatIf | ForEach-Object { "$($_.Type) $($_.Name) $($_.SourceId) $($_.Source) $($_.InputKey)" }
            Import-OptimizePackage a.json -Connection prod -CollectionId $c -WhatIf | ForEach-Object { "$($_.Type) $($_.Name) $($_.SourceId) $($_.Source) $($_.InputKey)" }
            Get-MigrationPackage a.json | ForEach-Object { "$($_.System) $($_.Kind)" }
            """);

        Assert.Equal(7, run.Output.Count);
        Assert.Equal(run.Output.Take(3).Select(line => line.ToString()), run.Output.Skip(3).Take(3).Select(line => line.ToString()));
        Assert.Equal("Optimize Definitions", run.Output[^1].ToString());
    }

    [Fact]
    public async Task Overwrite_with_a_backup_says_what_it_replaced()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("""
            $package = Export-OptimizeDashboard $desk -Connection dev
            $null = $package | Import-OptimizePackage -Connection prod -CollectionId $c
            $package | Import-OptimizePackage -Connection prod -CollectionId $c -OnConflict Overwrite -Backup ./backup
            """);

        Assert.All(run.Values("Action"), action => Assert.Equal("Replace", action));
        Assert.Equal(5, lab.Landed.Count);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(lab.Folder, "backup"), "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_list_of_nothing_says_that_the_collection_may_not_be_there()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var run = await lab.FineAsync("Get-OptimizeDashboard c0ffee00-9999-4222-8333-000000000100 -Connection dev; Get-OptimizeReport c0ffee00-9999-4222-8333-000000000100 -Connection dev");

        Assert.Empty(run.Output);
        Assert.Equal(2, run.Warnings.Count(warning => warning.Contains("no such collection", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Replacing_what_a_package_came_from_is_said()
    {
        await using var lab = await OptimizeLab.StartAsync();

        var other = await lab.FineAsync("Export-OptimizeDashboard -Id 123 -Connection dev | Import-OptimizePackage -Connection prod -CollectionId $c -OnConflict Overwrite -WhatIf");
        var same = await lab.FineAsync("Export-OptimizeDashboard -CollectionId $d -Connection dev | Import-OptimizePackage -Connection dev -CollectionId $d -OnConflict Overwrite -WhatIf");

        Assert.DoesNotContain(other.Warnings, warning => warning.Contains("itself", StringComparison.Ordinal));
        Assert.Contains(same.Warnings, warning => warning.Contains("comes from dev itself", StringComparison.Ordinal));
    }
}
