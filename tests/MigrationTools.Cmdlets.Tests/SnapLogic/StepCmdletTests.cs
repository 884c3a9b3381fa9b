using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Cmdlets.Tests.SnapLogic;

/// <summary>Connecting, exporting and importing, and the steps after a migration, as scripts use them.</summary>
public sealed class StepCmdletTests
{
    [Fact]
    public async Task Password_and_token_connect_and_neither_is_shown()
    {
        await using var bench = await SnapLogicBench.StartAsync(connect: false);

        var run = await bench.FineAsync("""
            Connect-SnapLogic -Uri "$uri/sl/manager.html" -Credential (New-Login $user $password) -Name basic -Verbose -Debug
            Connect-SnapLogic -Uri $uri -AccessToken $jwt -Name token -Verbose -Debug
            Test-MigrationConnection
            """);

        Assert.Equal(["basic", "token"], run.Output.Take(2).Select(connection => connection.Text("Name")));
        Assert.Equal("svc-deploy@example.com", run.Output[0].Text("User"));
        Assert.All(run.Output.Skip(2), test => Assert.Equal("True", test.Text("Ok")));
        Assert.DoesNotContain(bench.Server.Password, run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(bench.Server.AccessToken, run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_a_locked_user_are_refused()
    {
        await using var bench = await SnapLogicBench.StartAsync(connect: false);

        foreach (var login in new[] { "$user nonsense", "locked@example.com locked-password" })
        {
            var run = await bench.RunAsync($"Connect-SnapLogic -Uri $uri -Credential (New-Login {login})");
            Assert.Equal("NotAuthenticated", run.Error.Id());
        }
        Assert.Equal("InvalidUri", (await bench.RunAsync("Connect-SnapLogic -Uri http://elastic.example.com -AccessToken $jwt")).Error.Id());
        Assert.Equal("InvalidValue", (await bench.RunAsync("Connect-SnapLogic elastik -AccessToken $jwt")).Error.Kind());
    }

    [Fact]
    public async Task An_export_is_imported_from_the_pipe_and_from_its_file()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.FineAsync("""
            Export-SnapLogicProject '/acme/Sales/Order Sync' | Import-SnapLogicProject -DestinationProject '/acme-prod/Sales/One'
            $file = '/acme/Sales/Order Sync' | Export-SnapLogicProject -Path ./kept.zip -AssetType Pipeline, File
            Import-SnapLogicProject ./kept.zip -DestinationProject /acme-prod/Sales/Two
            """);

        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(bench.Held("/acme/Sales/Order Sync"), bench.Held("/acme-prod/Sales/One"));
        Assert.Equal(5, bench.Held("/acme-prod/Sales/Two").Count);
        Assert.True(File.Exists(Path.Combine(bench.Folder, "kept.zip.manifest.json")));
        Assert.Equal("SnapLogic", (await bench.FineAsync("(Get-MigrationPackage kept.zip).System")).Output[0].ToString());
        var again = await bench.RunAsync("Import-SnapLogicProject ./kept.zip -DestinationProject /acme-prod/Sales/Two");
        Assert.Equal("ConflictFound", again.Error.Id());
    }

    [Fact]
    public async Task Several_projects_are_exported_by_one_line_and_a_wrong_path_fails_alone()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.RunAsync("Export-SnapLogicProject '/acme/Sales/Order Sync', '/acme/Sales', '/acme/Sales/Price List' -Path ./out/");

        Assert.Equal("ProjectPathInvalid", run.Error.Id());
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(2, bench.Server.Log.Of("export").Count);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(bench.Folder, "out"), "*.zip").Length);
    }

    [Fact]
    public async Task A_call_that_publishes_nothing_says_so()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.FineAsync("Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync' | Publish-SnapLogicApiVersion");

        Assert.NotEmpty(run.Output);
        Assert.All(run.Output, row => Assert.Equal(("Skipped", "NotActionable"), (row.Text("Status"), row.Text("Reason"))));
        Assert.Single(run.Warnings, line => line.StartsWith("No API version was published", StringComparison.Ordinal));
        Assert.Empty(bench.Server.Log.Of("publish"));
    }

    [Fact]
    public async Task Of_a_job_whose_token_nobody_knows_any_more_its_state_says_what_that_means()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var job = Assert.Single((await bench.FineAsync("""
            [pscustomobject]@{ System = 'SnapLogic'; Kind = 'ProjectMigration'; Id = 'nobody-knows-it'; ConnectionName = 'acme'; State = 1; Submitted = [datetime]::UtcNow } | Get-SnapLogicMigration
            """)).Output);

        Assert.Equal("Unknown", job.Text("State"));
        var words = Assert.Single(((System.Collections.IEnumerable)job.Value("Messages")!).Cast<object>())!.ToString();
        Assert.Contains("does not know the token", words, StringComparison.Ordinal);
        Assert.Contains("whether acme is where it was started", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_tells_no_types_the_project_is_looked_at_once_for_its_tasks()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.TaskState = TaskState.Disabled;

        var run = await bench.FineAsync("Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync' | Enable-SnapLogicTask");

        Assert.Equal(["Order Sync", "hourly", "nightly"], run.Values("Name").Order(StringComparer.Ordinal));
        Assert.Single(bench.Server.Log.Of("export"));
        Assert.All(bench.Server.State.Assets("/acme-prod/Sales/Order Sync").Where(asset => asset.Type == "Job"), task => Assert.True(task.Enabled));

        // Who may not look is told so, row by row, and nothing is changed.
        bench.Server.Log.Clear();
        var plain = await bench.FineAsync("""
            $null = Connect-SnapLogic -Uri $uri -Credential (New-Login developer@example.com developer-password) -Name developer
            Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Other' -AssetType Task, Pipeline -Connection developer | Disable-SnapLogicTask -Connection developer
            """);
        Assert.All(plain.Output, row => Assert.Equal(("Skipped", "NotActionable"), (row.Text("Status"), row.Text("Reason"))));
        Assert.Empty(bench.Server.Log.Of("taskDisable"));
    }

    [Fact]
    public async Task Tasks_are_bound_enabled_and_disabled_by_the_rows_of_their_migration()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.StatusGeneration = StatusGeneration.C;
        bench.Server.Switches.TaskState = TaskState.Disabled;

        var run = await bench.FineAsync("""
            $rows = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'
            $rows | Set-SnapLogicTask -Snaplex (Get-SnapLogicSnaplex acme-prod my-snaplex)
            $rows | Enable-SnapLogicTask
            """);

        Assert.Equal(6, run.Output.Count);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(["Bound to acme-prod/rt/ground/main.", "Enabled."], run.Values("Message").Distinct());
        var tasks = bench.Server.State.Assets("/acme-prod/Sales/Order Sync").Where(asset => asset.Type == "Job").ToList();
        Assert.All(tasks, task => Assert.Equal((true, "acme-prod/rt/ground/main"), (task.Enabled, task.RuntimePathId)));
        // Once by Get-SnapLogicSnaplex, and once for all three tasks.
        Assert.Equal(2, bench.Server.Log.Of("snaplex").Count);

        var disabled = await bench.FineAsync("[pscustomobject]@{ TaskPath = '/acme-prod/Sales/Order Sync/nightly' } | Disable-SnapLogicTask");
        Assert.Equal("Disabled.", Assert.Single(disabled.Values("Message")));
        Assert.Equal(["nightly"], bench.Server.State.Assets("/acme-prod/Sales/Order Sync").Where(asset => asset is { Type: "Job", Enabled: false }).Select(asset => asset.Name));
    }

    [Fact]
    public async Task Rows_of_nothing_done_drive_nothing()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Server.Switches.StatusGeneration = StatusGeneration.C;

        var run = await bench.FineAsync("""
            $planned = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync' -WhatIf
            $planned | Copy-SnapLogicAsset
            $planned | Enable-SnapLogicTask
            $planned | Set-SnapLogicTask -Snaplex my-snaplex
            Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex -WhatIf | Publish-SnapLogicApiVersion
            """);

        Assert.NotEmpty(run.Output);
        Assert.All(run.Output, row => Assert.Equal(("Skipped", "NotActionable"), (row.Text("Status"), row.Text("Reason"))));
        Assert.Empty(bench.Changes);
    }

    [Fact]
    public async Task A_version_is_migrated_and_published_if_all_of_it_came()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.FineAsync("""
            Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 -SnaplexPath (Get-SnapLogicSnaplex acme-prod balanced) |
                Publish-SnapLogicApiVersion -ContactEmail api@example.com -AllowSubscription
            """);

        var row = Assert.Single(run.Output);
        Assert.Equal(("ApiVersion", "BookStore/1.0", "Done"), (row.Text("Type"), row.Text("Name"), row.Text("Status")));
        var version = bench.Server.State.Folder("/acme-prod/apim/BookStore/1.0")!;
        Assert.Equal((Publication.Published, "/acme-prod/shared/balanced"), (version.Publication, version.Plex));
        Assert.Contains("api@example.com", Assert.Single(bench.Server.Log.Of("publish")).Body, StringComparison.Ordinal);

        var half = await bench.RunAsync("""
            Invoke-SnapLogicApiVersionMigration '/acme/apim/My%20User%20API/1.0' '/acme-prod/apim/My%20User%20API/1.0' /acme-prod/shared/my-snaplex | Publish-SnapLogicApiVersion
            """);
        Assert.Equal(["AssetNotAllowed", "RowNotActionable"], half.Errors.Select(error => error.Id()).Order(StringComparer.Ordinal));
        Assert.Equal(Publication.Unpublished, bench.Server.State.Folder("/acme-prod/apim/My User API/1.0")!.Publication);
    }

    [Fact]
    public async Task Snaplexes_are_listed_with_what_tasks_are_bound_to()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.FineAsync("'acme-prod' | Get-SnapLogicSnaplex -Name my-*, */balanced");

        Assert.Equal(["acme-prod/rt/ground/main", "acme-prod/rt/cloud/balanced"], run.Values("RuntimePathId"));
        Assert.Equal(["False", "True"], run.Values("HasLoadBalancer"));
        Assert.Equal("SnaplexNotFound", (await bench.RunAsync("Get-SnapLogicSnaplex acme nothing")).Error.Id());
        Assert.Equal("Forbidden", (await bench.RunAsync("$null = Connect-SnapLogic -Uri $uri -Credential (New-Login developer@example.com developer-password) -Name dev; Get-SnapLogicSnaplex acme -Connection dev")).Error.Id());
    }

    [Theory]
    [InlineData("Set-SnapLogicTask '/acme-prod/Sales/Price List/publish daily' -Snaplex ", true)]
    [InlineData("Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 -DestinationVersion /acme-prod/apim/BookStore/1.0 -SnaplexPath ", true)]
    [InlineData("Set-SnapLogicTask -Connection (Get-It) -TaskPath /acme-prod/a/b/c -Snaplex ", false)]
    [InlineData("Set-SnapLogicTask -Snaplex ", false)]
    public async Task Snaplexes_of_the_environment_on_the_line_are_offered(string line, bool offered)
    {
        await using var bench = await SnapLogicBench.StartAsync();
        bench.Shell["line"] = line;

        async Task<IReadOnlyList<string>> CompleteAsync() =>
            [.. (await bench.FineAsync("(TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object CompletionText")).Output.Select(text => text.ToString()).Where(text => text == "/acme-prod/shared/my-snaplex")];

        if (offered) await Lab.OfferedAsync(CompleteAsync);
        else Assert.Empty(await CompleteAsync());
    }

    [Fact]
    public async Task Nobody_is_asked_by_default()
    {
        // This host throws when it is asked, as -NonInteractive does.
        var host = new TestHost();
        await using var bench = await SnapLogicBench.StartAsync(host);

        await bench.FineAsync("""
            $null = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'
            $null = Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync' -OnConflict Overwrite -AssetType Account, Task -Backup ./saved
            $null = Invoke-SnapLogicApiVersionMigration /acme/apim/BookStore/1.0 /acme-prod/apim/BookStore/1.0 /acme-prod/shared/my-snaplex
            $null = Publish-SnapLogicApiVersion /acme-prod/apim/BookStore/1.0
            $null = Copy-SnapLogicAsset '/acme/Sales/Order Sync/nightly' '/acme-prod/Sales/Copied'
            $null = Export-SnapLogicProject '/acme/Sales/Order Sync' | Import-SnapLogicProject -DestinationProject '/acme-prod/Sales/Imported'
            $null = Disable-SnapLogicTask '/acme-prod/Sales/Order Sync/nightly'
            $null = Enable-SnapLogicTask -ProjectPath '/acme-prod/Sales/Order Sync'
            $null = Set-SnapLogicTask -ProjectPath '/acme-prod/Sales/Order Sync' -Snaplex my-snaplex
            $null = Get-SnapLogicMigration; $null = Get-SnapLogicSnaplex acme
            """);

        Assert.Empty(host.Questions);
        Assert.Single(Directory.GetFiles(Path.Combine(bench.Folder, "saved"), "*.zip"));
    }

    [Fact]
    public async Task The_last_connection_does_not_decide_who_is_changed()
    {
        await using var bench = await SnapLogicBench.StartAsync();
        await bench.FineAsync("$null = Connect-SnapLogic -Uri $uri -AccessToken $jwt -Name second");
        bench.Server.Log.Clear();

        foreach (var script in new[] { "Invoke-SnapLogicProjectMigration '/acme/Sales/Order Sync' '/acme-prod/Sales/Order Sync'", "Disable-SnapLogicTask '/acme/Sales/Order Sync/nightly'", "Publish-SnapLogicApiVersion /acme/apim/BookStore/1.0", "Copy-SnapLogicAsset '/acme/Sales/Order Sync/nightly' '/acme-prod/Sales/Copied'" })
        {
            Assert.Equal("AmbiguousConnection", (await bench.RunAsync(script)).Error.Id());
        }
        Assert.Empty(bench.Server.Log.Requests);
        Assert.Equal("Done", (await bench.FineAsync("Disable-SnapLogicTask '/acme/Sales/Order Sync/nightly' -Connection acme")).Output[0].Text("Status"));
    }
}
