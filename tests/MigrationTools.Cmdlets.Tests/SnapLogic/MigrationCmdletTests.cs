using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Cmdlets.Tests.SnapLogic;

/// <summary>The migrations as scripts use them: rows, errors, jobs, rehearsals, endings.</summary>
public sealed class MigrationCmdletTests
{
    private const string Orders = "Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'";
    private const string Invoices = "Invoke-SnapLogicProjectMigration /acme/Finance/Invoices /acme-prod/Finance/Invoices";
    private const string Version = "Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex";

    [Fact]
    public async Task A_project_comes_over_and_the_token_is_told_when_it_starts()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.FineAsync(Orders);

        Assert.Equal(bench.Held("/acme/Sales/Order Sync"), bench.Held("/acme-prod/Sales/Order Sync"));
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(10, run.Output.Count);
        var token = Assert.Single(bench.Server.State.Runs).Token;
        Assert.Contains(run.Information, line => line.Contains(token, StringComparison.Ordinal));
        Assert.Contains(run.Warnings, line => line.Contains("hourly", StringComparison.Ordinal));
        Assert.Equal(token, Assert.Single((await bench.FineAsync("Get-MigrationJob")).Values("Id")));
        Assert.Equal(0, (await bench.FineAsync("(Get-MigrationHistory | Measure-MigrationResult).ExitCode")).Output[0].BaseObject);
    }

    [Fact]
    public async Task Failed_assets_are_rows_before_errors_and_are_copied_again_from_the_pipe()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.RunAsync($"$rows = {Invoices}; $rows");

        Assert.Null(run.Thrown);
        Assert.Equal("AssetNotAllowed", run.Error.Id());
        Assert.Equal("secure_pipeline", PSObject.AsPSObject(run.Error.TargetObject).Text("Name"));
        Assert.Equal("secure_pipeline", Assert.Single(run.Output, row => row.Text("Status") == "Failed").Text("Name"));
        Assert.Equal(2, (await bench.FineAsync("($rows | Measure-MigrationResult).ExitCode")).Output[0].BaseObject);

        bench.Server.State.Put(bench.Server.State.Find("/acme/Finance/Invoices/secure_pipeline")! with { Readers = null });
        var retry = await bench.FineAsync("$rows | Where-Object Status -eq Failed | Copy-SnapLogicAsset");
        var row = Assert.Single(retry.Output);
        Assert.Equal(("secure_pipeline", "Done"), (row.Text("Name"), row.Text("Status")));
        Assert.Equal(bench.Held("/acme/Finance/Invoices"), bench.Held("/acme-prod/Finance/Invoices"));
    }

    [Fact]
    public async Task Stop_keeps_the_rows_that_came_before_the_error()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.RunAsync($"{Invoices} -ErrorAction Stop");

        Assert.NotNull(run.Thrown);
        Assert.Equal(bench.Held("/acme/Finance/Invoices").Count, run.Output.Count);
    }

    [Fact]
    public async Task A_rehearsal_plans_asset_by_asset_and_changes_nothing()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        var before = bench.State;

        var run = await bench.FineAsync("""
            Invoke-SnapLogicProjectMigration '/acme/Sales/Price List' '/acme-prod/Sales/Price List' -OnConflict Overwrite -WhatIf
            """);

        // Planned is what would be sent; what a migration leaves alone is so in its rehearsal, too.
        Assert.All(run.Output, row => Assert.Equal(row.Text("Action") == "None" ? "Skipped None" : "Planned WhatIf", $"{row.Text("Status")} {row.Text("Reason")}"));
        Assert.Contains(run.Output, row => row.Text("Name") == "Publish prices" && row.Text("Action") == "Replace");
        Assert.Contains(run.Output, row => row.Text("Name") == "Prod only" && row.Text("Action") == "None");
        Assert.Empty(bench.Changes);
        Assert.Equal(before, bench.State);
    }

    [Fact]
    public async Task A_version_is_named_with_its_api()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        Assert.Equal("BookStore/1.0", Assert.Single((await bench.FineAsync(Version + " -WhatIf")).Output).Text("Name"));
    }

    [Theory]
    [InlineData(Orders)]
    [InlineData(Version)]
    [InlineData("Copy-SnapLogicAsset '/acme/Sales/Order Sync/nightly' '/acme-prod/Sales/Order Sync'")]
    [InlineData("Export-SnapLogicProject '/acme/Sales/Order Sync' | Import-SnapLogicProject -DestinationProject '/acme-prod/Sales/Order Sync'")]
    [InlineData("Disable-SnapLogicTask '/acme/Sales/Order Sync/nightly'")]
    [InlineData("Enable-SnapLogicTask -ProjectPath '/acme/Sales/Order Sync'")]
    [InlineData("Set-SnapLogicTask '/acme-prod/Sales/Price List/publish daily' -Snaplex my-snaplex")]
    [InlineData("Publish-SnapLogicApiVersion /acme/apim/BookStore/1.0")]
    public async Task WhatIf_and_a_no_send_no_change_and_yes_is_asked_once(string script)
    {
        var host = TestHost.Answering("No");
        await using var bench = await SnapLogicBench.StartAsync(host);
        var before = bench.State;

        var rehearsed = await bench.FineAsync(script + " -WhatIf");
        var declined = await bench.FineAsync(script + " -Confirm");

        Assert.NotEmpty(rehearsed.Output);
        Assert.All(rehearsed.Values("Status"), status => Assert.Equal("Planned", status));
        Assert.NotEmpty(declined.Output);
        Assert.All(declined.Values("Reason"), reason => Assert.Equal("Declined", reason));
        Assert.Empty(bench.Changes);
        Assert.Equal(before, bench.State);
        Assert.Single(host.Questions);
        Assert.Contains(host.Lines, line => line.Contains("What if", StringComparison.Ordinal) && line.Contains("acme", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_of_a_file_bind_by_name_and_a_typo_fails_its_row_alone()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        // As Import-Csv gives them.
        var run = await bench.RunAsync("""
            function Row($name, $types, $conflict, $project = '/acme/Sales/Order Sync') { [pscustomobject]@{ ProjectPath = $project; DestinationProject = "/acme-prod/Sales/$name"; AssetType = $types; OnConflict = $conflict } }
            (Row One 'Pipeline; Task' 'Fail'), (Row Two 'Pipline' 'Fail'), (Row Three '' 'Doen'), (Row Four '' '' '/acme/Sales'), (Row Five ' ' '') | Invoke-SnapLogicProjectMigration
            """);

        Assert.Null(run.Thrown);
        Assert.Equal(["InvalidValue", "InvalidValue", "ProjectPathInvalid"], run.Errors.Select(error => error.Kind() ?? error.Id()).Order(StringComparer.Ordinal));
        Assert.Equal(["/acme-prod/Sales/Five", "/acme-prod/Sales/One"], bench.Server.State.Runs.Select(job => job.Destination).Order(StringComparer.Ordinal));
        Assert.Equal(["Job", "Pipeline"], bench.Server.State.Runs.Single(job => job.Destination.EndsWith("One", StringComparison.Ordinal)).AssetTypes.Order(StringComparer.Ordinal));
        Assert.Equal("ProjectPathInvalid", Assert.Single(run.Output, row => row.Text("Type") == "Input").Text("ErrorId"));
        Assert.Equal(2, (await bench.FineAsync("(Get-MigrationHistory | Measure-MigrationResult).ExitCode")).Output[0].BaseObject);
    }

    [Fact]
    public async Task A_job_is_taken_up_by_object_by_token_by_address_and_from_another_session()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.StatusGeneration = StatusGeneration.C;

        var job = await bench.FineAsync($"$job = {Orders} -NoWait; $job");
        Assert.Equal("Submitted", Assert.Single(job.Output).Text("State"));
        Assert.Equal("Completed", (await bench.FineAsync("($job | Get-SnapLogicMigration).State")).Output[0].ToString());
        Assert.Equal("Completed", (await bench.FineAsync("(Get-SnapLogicMigration).State")).Output[0].ToString());
        Assert.Equal(10, (await bench.FineAsync("$job | Wait-SnapLogicMigration")).Output.Count);
        Assert.Equal(10, (await bench.FineAsync("Wait-SnapLogicMigration $job.Id")).Output.Count);
        Assert.Equal(10, (await bench.FineAsync("$job.StatusUri | Wait-SnapLogicMigration")).Output.Count);
        Assert.Equal(10, (await bench.FineAsync("[pscustomobject]@{ Id = $job.Id } | Wait-SnapLogicMigration")).Output.Count);

        // As ConvertTo-Json and ConvertFrom-Json, or Start-Job, leave it.
        bench.Shell["known"] = bench.Shell["job"];
        var rebuilt = await bench.FineAsync("""
            $copy = [pscustomobject]@{ System = $job.System; Kind = $job.Kind; Id = $job.Id; ConnectionName = 'acme'; State = 1; Submitted = $job.Submitted; StatusUri = $job.StatusUri; Source = $job.Source; Target = $job.Target; Action = 2 }
            $copy | Wait-SnapLogicMigration
            """);
        Assert.Equal(10, rebuilt.Output.Count);
        Assert.All(rebuilt.Values("Target"), target => Assert.Equal("/acme-prod/Sales/Order Sync", target));
        Assert.All(rebuilt.Values("Type"), type => Assert.NotEqual("Asset", type));
    }

    [Fact]
    public async Task A_token_that_nobody_knows_is_unknown()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var looked = await bench.RunAsync("Get-SnapLogicMigration a8f70684-f422-42ed-83d1-78fa3aa1759a");
        Assert.Null(looked.Thrown);
        Assert.Equal("MigrationUnknown", looked.Error.Id());
        Assert.Empty(looked.Output);
        Assert.Empty((await bench.FineAsync("Get-MigrationJob")).Output);
        var run = await bench.RunAsync("'a8f70684-f422-42ed-83d1-78fa3aa1759a' | Wait-SnapLogicMigration");
        Assert.Equal("MigrationUnknown", run.Error.Id());
        Assert.Equal("Unknown", Assert.Single(run.Output).Text("Status"));
        Assert.Equal("InvalidId", (await bench.RunAsync("Get-SnapLogicMigration 'no token'")).Error.Id());
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_job_in_history_and_job_list()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.Outcome = RunOutcome.NeverEnds;

        var job = bench.Shell.Start(Orders);
        await bench.Server.Log.WaitForAsync(request => request.Route == "status", Lab.Patience);
        await Lab.Within(job.StopAsync());
        var run = await Lab.Within(job.Completion);

        Assert.True(run.WasStopped);
        var token = Assert.Single(bench.Server.State.Runs).Token;
        var entry = Assert.Single((await bench.FineAsync("Get-MigrationHistory")).Output);
        Assert.Equal("Unknown", entry.Text("Status"));
        Assert.Contains(token, entry.Text("Message"), StringComparison.Ordinal);
        Assert.Equal(token, Assert.Single((await bench.FineAsync("Get-MigrationJob")).Values("Id")));
    }

    [Fact]
    public async Task A_wait_that_is_over_says_so_in_row_and_error()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.Outcome = RunOutcome.NeverEnds;

        var run = await bench.RunAsync(Orders + " -Timeout 1");

        Assert.Equal("JobTimeout", run.Error.Id());
        var row = Assert.Single(run.Output);
        Assert.Equal(("Unknown", "StillRunning"), (row.Text("Status"), row.Text("Reason")));
    }

    [Fact]
    public async Task Projects_run_side_by_side_up_to_the_throttle_and_one_after_another_into_one()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        using var gate = bench.Server.Faults.Hold("status");

        var running = bench.RunAsync("""
            1..3 | ForEach-Object { [pscustomobject]@{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = "/acme-prod/Sales/P$_" } } | Invoke-SnapLogicProjectMigration -ThrottleLimit 2
            """);
        await Lab.UntilAsync(() => bench.Server.Log.Of("status").Count == 2);
        await Lab.NeverAsync(() => bench.Server.Log.Of("migrate").Count > 2);
        gate.Release();
        var run = (await running).Fine();
        Assert.Equal(30, run.Output.Count);

        using var second = bench.Server.Faults.Hold("status");
        bench.Server.Log.Clear();
        var same = bench.RunAsync("""
            1..2 | ForEach-Object { [pscustomobject]@{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/Same'; OnConflict = 'Overwrite'; AssetType = 'File' } } | Invoke-SnapLogicProjectMigration
            """);
        await Lab.UntilAsync(() => bench.Server.Log.Of("status").Count == 1);
        await Lab.NeverAsync(() => bench.Server.Log.Of("migrate").Count > 1);
        second.Release();
        Assert.Equal(4, (await same).Fine().Output.Count);
    }

    [Fact]
    public async Task A_refused_credential_ends_all_and_a_missing_right_only_its_input()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.State.Put(new SnapLogicUser("narrow@example.com", "narrow-password"));
        bench.Server.State.Put(new SnapLogicGrant("/acme/Sales", "USER", "narrow@example.com", "R"));
        bench.Server.State.Put(new SnapLogicGrant("/acme-prod", "USER", "narrow@example.com", "RW"));
        await bench.FineAsync("$null = Connect-SnapLogic -Uri $uri -Credential (New-Login narrow@example.com narrow-password) -Name narrow");
        const string script = """
            '/acme/Finance/Invoices', '/acme/Sales/Order Sync' | ForEach-Object { [pscustomobject]@{ ProjectPath = $_; DestinationProject = $_ -replace '/acme/', '/acme-prod/' } } | Invoke-SnapLogicProjectMigration -Connection narrow -AssetType File
            """;

        var run = await bench.RunAsync(script);
        Assert.Null(run.Thrown);
        Assert.Equal("Forbidden", run.Error.Id());
        Assert.Contains(run.Output, row => row.Text("Status") == "Done");

        bench.Server.State.Put(new SnapLogicUser("narrow@example.com", "another-password"));
        var ended = await bench.RunAsync(script + " -ThrottleLimit 1");
        Assert.NotNull(ended.Thrown);
        Assert.Contains(ended.AllErrors, error => error.Id() == "NotAuthenticated");
        Assert.DoesNotContain("another-password", ended.AllText, StringComparison.Ordinal);
    }
}
