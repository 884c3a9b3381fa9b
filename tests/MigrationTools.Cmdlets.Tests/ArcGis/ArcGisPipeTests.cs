using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>The ArcGIS cmdlets in a pipe.</summary>
public sealed class ArcGisPipeTests
{
    private static readonly string _parcels = ArcGisSamples.Id("parcels");

    [Theory]
    [InlineData("$group = Get-ArcGisGroup -Id $test -Connection dev; Import-ArcGisPackage $package -GroupId $group -Connection prod", "WrongConnection", "^Group [0-9a-f]{32} was listed on .*, and prod leads to ")]
    [InlineData("Import-ArcGisPackage $package -GroupId $test, $mine -Connection prod", "InvalidId", "2 groups are named with -GroupId, and one is due")]
    public async Task A_group_that_is_no_place_on_the_target_is_refused_in_words(string script, string id, string words)
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$package = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path");

        var run = await lab.RunAsync(script);

        Assert.Equal(id, run.Error.Id());
        Assert.Matches(words, run.Error.ToString());
        Assert.Empty(lab.Prod.Log.Of("import"));
    }

    [Theory]
    [InlineData("Export-ArcGisPackage -GroupId 'City Operations' -Connection dev", "Get-ArcGisGroup -Name 'City Operations' lists the ids")]
    [InlineData("Import-ArcGisPackage none.epk -GroupId 'City*' -Connection prod", "Get-ArcGisGroup -Name 'City*' lists the ids")]
    [InlineData("Get-OptimizeDashboard -CollectionId 'Ret*'", "Get-OptimizeCollection -Name 'Ret*' lists the ids")]
    public async Task A_name_where_an_id_is_due_is_told_how_to_become_one(string script, string words)
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.RunAsync(script);

        Assert.Contains(words, run.Thrown?.Message ?? run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_goes_through_the_pipe()
    {
        await using var lab = await ArcGisLab.StartAsync();
        var run = await lab.FineAsync("Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod");
        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(run.Values("SourceId"), run.Values("DestinationId"));
        Assert.Equal(3, lab.Prod.State.Group(ArcGisSamples.ProdMyGroup)!.Items.Count);
        // The job's id is said when it starts, and its key never.
        Assert.Equal(2, run.Information.Count(line => line.StartsWith("ArcGIS job ", StringComparison.Ordinal)));
        var jobs = await lab.FineAsync("Get-MigrationJob");
        Assert.Equal(["Export", "Import"], jobs.Values("Kind"));
        Assert.All(jobs.Values("Key"), key => Assert.DoesNotContain(key!, run.AllText + string.Join(' ', jobs.Output), StringComparison.Ordinal));
        Assert.Equal(6, (await lab.FineAsync("Get-MigrationHistory | Where-Object Status -eq Done")).Output.Count);
        Assert.Equal("0", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Values("ExitCode")));
    }

    [Fact]
    public async Task WhatIf_changes_nothing_and_shows_the_plan()
    {
        await using var lab = await ArcGisLab.StartAsync();
        var run = await lab.FineAsync("Export-ArcGisPackage $operations -ItemId $items -Connection dev -WhatIf | Import-ArcGisPackage -GroupId $mine -Connection prod -WhatIf".Replace("$items", $"'{_parcels}','{ArcGisSamples.Id("hydrants")}'", StringComparison.Ordinal));
        Assert.Equal(["None Skipped ExistsOnTarget", "Create Planned Estimated"], run.Output.Select(row => $"{row.Text("Action")} {row.Text("Status")} {row.Text("Reason")}"));
        Assert.Empty(ArcGisLab.Changes(lab.Dev));
        Assert.Empty(ArcGisLab.Changes(lab.Prod));

        // Without -WhatIf on the import, a planned package still does nothing.
        var refused = await lab.RunAsync("Export-ArcGisPackage $test -Connection dev -WhatIf | Import-ArcGisPackage -GroupId $mine -Connection prod");
        Assert.Equal("RowNotActionable", refused.Error.Id());
        Assert.All(refused.Values("Status"), status => Assert.Equal("Failed", status));
        Assert.Empty(ArcGisLab.Changes(lab.Prod));

        // The preference reaches the whole pipe.
        var whole = await lab.FineAsync("$WhatIfPreference = $true; Export-ArcGisPackage $test -Path $folder/x/ -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod | Set-ArcGisItemOwner -NewOwner editor1 -Connection prod");
        Assert.All(whole.Values("Reason"), reason => Assert.Equal("NotActionable", reason));
        Assert.Empty(ArcGisLab.Changes(lab.Dev));
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Folder));
    }

    [Fact]
    public async Task Both_ends_stand_in_the_question()
    {
        var host = TestHost.Answering("No");
        await using var lab = await ArcGisLab.StartAsync(host);
        var run = await lab.FineAsync("$p = Export-ArcGisPackage $test -Connection dev; Import-ArcGisPackage -InputObject $p -GroupId $mine -Connection prod -Confirm");
        var question = Assert.Single(host.Questions);
        Assert.Contains("-> prod, group 'myGroup'", question, StringComparison.Ordinal);
        Assert.Contains("3 new, 0 overwritten", question, StringComparison.Ordinal);
        Assert.All(run.Values("Reason"), reason => Assert.Equal("Declined", reason));
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task Rows_of_a_table_bind_by_name()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$p = Export-ArcGisPackage $test -Path $folder/test.epk -Connection dev");
        var run = await lab.FineAsync("[pscustomobject]@{ Path = \"$folder/test.epk\"; GroupId = $mine; Connection = 'prod'; Type = 'Web*;CSV'; OnConflict = 'overwrite'; KeepPackage = 'yes'; FolderName = 'From a row'; ItemId = '' } | Import-ArcGisPackage");
        Assert.Equal("Web Map", Assert.Single(run.Values("Type")));
        Assert.Contains("From a row", Assert.Single(run.Values("Message")), StringComparison.Ordinal);
        var sent = Assert.Single(lab.Prod.Log.Of("import")).Form;
        Assert.Equal(("true", "true"), (sent["overwriteExistingItems"], sent["keepPackageItemAfterImport"]));

        var exported = await lab.FineAsync("[pscustomobject]@{ GroupId = $test; ItemId = '6a05e1064c2848918059a849a300d509'; Connection = 'dev' } | Export-ArcGisPackage");
        Assert.Single((System.Collections.IEnumerable)Assert.Single(exported.Output).Value("Items")!);
    }

    [Theory]
    [InlineData("OnConflict = 'Overwrit'", "InvalidValue")]
    [InlineData("OnConflict = 'Duplicate'", "ConflictNotSupported")]
    [InlineData("KeepPackage = 'maybe'", "InvalidValue")]
    [InlineData("AllowNewerSource = 'perhaps'", "InvalidValue")]
    [InlineData("ItemId = 'no id at all'", "InvalidId")]
    [InlineData("ItemId = 'abc'", "InvalidId")]
    [InlineData("GroupId = 'abc'", "InvalidId")]
    [InlineData("GroupId = ''", "InvalidId")]
    [InlineData("GroupIdd = 'abc'", "InvalidId")]
    [InlineData("FolderId = 'abc'", "InvalidId")]
    [InlineData("Title = 'a[b'", "InvalidValue")]
    [InlineData("Connection = 'nowhere'", "UnknownConnection")]
    public async Task A_typo_in_a_row_fails_the_row_and_sends_nothing(string cell, string kind)
    {
        await using var lab = await ArcGisLab.StartAsync();
        File.WriteAllBytes(Path.Combine(lab.Folder, "x.epk"), [1, 2, 3]);
        var row = cell.StartsWith("GroupId", StringComparison.Ordinal) ? cell : $"GroupId = $mine; {cell}";
        if (!cell.StartsWith("Connection", StringComparison.Ordinal)) row += "; Connection = 'prod'";
        var run = await lab.RunAsync($"[pscustomobject]@{{ Path = \"$folder/x.epk\"; {row} }} | Import-ArcGisPackage");
        Assert.Equal(kind, run.AllErrors[0].Kind());
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task Groups_and_items_are_found_by_their_titles()
    {
        await using var lab = await ArcGisLab.StartAsync();
        Assert.Equal(["City Operations", "Nothing yet", "Referenced services", "Test"], (await lab.FineAsync("Get-ArcGisGroup -Connection dev")).Values("Name").Order());
        Assert.Equal(ArcGisSamples.DevTest, Assert.Single((await lab.FineAsync("Get-ArcGisGroup T* -Connection dev")).Values("Id")));
        Assert.Equal("owner", Assert.Single((await lab.FineAsync("Get-ArcGisGroup -Id $test -Connection dev")).Values("Membership")));
        Assert.Equal("NameNotFound", (await lab.RunAsync("Get-ArcGisGroup Nobody -Connection dev")).Error.Id());
        Assert.Equal("ArtifactNotFound", (await lab.RunAsync("Get-ArcGisGroup -Id ('a' * 32) -Connection dev")).Error.Id());
        Assert.Equal(["City parcels map", "Road closures today"], (await lab.FineAsync("Get-ArcGisGroup 'City*' -Connection dev | Get-ArcGisItem -Type 'Web Map' -Connection dev")).Values("Name").Order());
        Assert.Equal("Parcels", Assert.Single((await lab.FineAsync($"Get-ArcGisItem -Id {_parcels} -Connection dev")).Values("Name")));
        Assert.Contains("Crew roster", (await lab.FineAsync("Get-ArcGisItem -Name Crew* -Connection dev")).Values("Name"));
        // From a listing into an export.
        Assert.Single((await lab.FineAsync("Get-ArcGisGroup Test -Connection dev | Export-ArcGisPackage -Connection dev")).Output);
    }

    [Fact]
    public async Task A_group_of_one_portal_is_none_of_another()
    {
        await using var lab = await ArcGisLab.StartAsync();
        var run = await lab.RunAsync("Get-ArcGisGroup Test -Connection dev | Export-ArcGisPackage -Connection prod");
        Assert.Equal("WrongConnection", run.Error.Id());
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
        // Two are open: which one is to be changed must be said.
        Assert.Equal("AmbiguousConnection", (await lab.RunAsync("Export-ArcGisPackage $test")).Error.Id());
    }

    [Fact]
    public async Task A_package_is_uploaded_looked_into_and_imported_in_steps()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$file = Export-ArcGisPackage $operations -Path $folder/ -RemoveFromPortal -Connection dev -WarningAction Ignore; $added = Add-ArcGisPackage $file.Path -Connection prod");
        Assert.Empty(lab.Dev.State.Packages);
        var item = Assert.Single(lab.Prod.State.Packages);
        var look = Assert.Single((await lab.FineAsync("$look = Get-ArcGisPackage $added.PackageItem $mine -Connection prod; $look")).Output);
        Assert.Equal(item.Id, look.Text("PackageItem"));
        Assert.Equal(["Parcels", "City parcels map"], (await lab.FineAsync("$look.Items | Where-Object Exists")).Values("Name").OrderDescending());
        var run = await lab.FineAsync("$look | Import-ArcGisPackage -GroupId $mine -Title 'Crew*' -Connection prod");
        Assert.Equal("Done", Assert.Single(run.Values("Status")));
        Assert.Single(lab.Prod.Log.Of("addItem"));

        await lab.FineAsync("$again = Add-ArcGisPackage $file.Path -Connection prod");
        Assert.Equal(["Done"], (await lab.FineAsync("Import-ArcGisPackage -PackageItemId $again.PackageItem -GroupId $mine -Title 'Hydrants' -Connection prod")).Values("Status"));
        Assert.Empty((await lab.FineAsync("Add-ArcGisPackage $file.Path -Connection prod -WhatIf | Where-Object { -not $_.IsPlanned }")).Output);
    }

    [Fact]
    public async Task A_job_is_left_and_taken_up_in_another_way()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$p = Export-ArcGisPackage $test -Path $folder/ -Connection dev; $job = Import-ArcGisPackage -InputObject $p -GroupId $mine -NoWait -Connection prod");
        // Nothing is known of it yet that a script's exit code should count; the job list has it.
        Assert.Empty((await lab.FineAsync("Get-MigrationHistory -Status Unknown")).Output);
        Assert.Equal("ArcGisJob", (await lab.FineAsync("$job.GetType().Name")).Output[0].ToString());
        var rows = await lab.FineAsync("$plain = [pscustomobject]@{}; foreach ($member in $job.PSObject.Properties) { $plain.PSObject.Properties.Add([psnoteproperty]::new($member.Name, \"$($member.Value)\")) }; $plain.Items = @($job.Items | ForEach-Object { [pscustomobject]@{ System = $_.System; Id = $_.Id; Type = $_.Type; Name = $_.Name; Exists = \"$($_.Exists)\" } }); $plain | Wait-ArcGisJob");
        Assert.Equal(["Done", "Done", "Done"], rows.Values("Status"));
        Assert.Equal(["Feature Service", "Shapefile", "Web Map"], rows.Values("Type").Order());
        Assert.Equal("Completed", Assert.Single((await lab.FineAsync("Get-ArcGisJob $job.Id")).Values("State")));
        Assert.Equal("Completed", Assert.Single((await lab.FineAsync("$job | Get-ArcGisJob -Connection prod")).Values("State")));

        // By id and key, as from another session.
        await lab.FineAsync("$export = Export-ArcGisPackage $test -NoWait -Connection dev; $id = $export.Id; $key = $export.Key; $global:MigrationToolsSession = $null; $dev = Connect-ArcGis $devUri $devOwner -Name dev");
        Assert.Equal("Forbidden", (await lab.RunAsync("Get-ArcGisJob $id")).Error.Id());
        var package = Assert.Single((await lab.FineAsync("Wait-ArcGisJob $id -Key $key -Path $folder/later.epk")).Output);
        Assert.Equal(Path.Combine(lab.Folder, "later.epk"), package.Text("Path"));
        Assert.True(File.Exists(Path.Combine(lab.Folder, "later.epk")));
        Assert.Equal("InvalidId", (await lab.RunAsync("Get-ArcGisJob abc")).Error.Id());
        Assert.Equal("JobLost", (await lab.RunAsync("Get-ArcGisJob ('c' * 32)")).Error.Id());
    }

    [Fact]
    public async Task Only_what_is_done_gets_a_new_owner()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$admin = Connect-ArcGis $prodUri $prodAdmin -Name admin -NotDefault");
        var run = await lab.FineAsync($"Export-ArcGisPackage $operations -ItemId {_parcels},{ArcGisSamples.Id("hydrants")} -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection admin | Set-ArcGisItemOwner -NewOwner editor1 -NewFolder Maps -Connection admin");
        Assert.Equal(["Skipped NotActionable", "Done None"], run.Output.Select(row => $"{row.Text("Status")} {row.Text("Reason")}").OrderDescending());
        Assert.Equal("editor1", lab.Prod.State.Item(ArcGisSamples.Id("hydrants"))!.Owner);
        Assert.Equal("importer1", lab.Prod.State.Item(_parcels)!.Owner);
        Assert.Equal("Unchanged", Assert.Single((await lab.FineAsync($"Get-ArcGisItem -Id {ArcGisSamples.Id("hydrants")} -Connection admin | Set-ArcGisItemOwner -NewOwner editor1 -Connection admin")).Values("Status")));
        var planned = await lab.FineAsync($"Set-ArcGisItemOwner -ItemId {_parcels} -NewOwner editor1 -Connection admin -WhatIf");
        Assert.Equal("Planned", Assert.Single(planned.Values("Status")));
        Assert.Single(lab.Prod.Log.Of("reassign"));
    }

    [Fact]
    public async Task The_row_comes_before_its_error_and_the_others_go_on()
    {
        await using var lab = await ArcGisLab.StartAsync();
        lab.Prod.Switches.FailItems = ["6a05e1064c2848918059a849a300d509"];
        var run = await lab.RunAsync("$ErrorActionPreference = 'Stop'; Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod");
        Assert.Equal("ItemsFailed", run.Error.Id());
        Assert.Equal(3, run.Output.Count);
        Assert.Equal("Failed", run.Error.TargetObject is System.Management.Automation.PSObject row ? row.Text("Status") : System.Management.Automation.PSObject.AsPSObject(run.Error.TargetObject).Text("Status"));
        Assert.Equal("2", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Where-Object Command -like Import* | Measure-MigrationResult")).Values("ExitCode")));

        // One unknown group of three: two packages, one error.
        var mixed = await lab.RunAsync("$ErrorActionPreference = 'Continue'; Export-ArcGisPackage $test, ('d' * 32), $test -Connection dev");
        Assert.Equal(2, mixed.Output.Count);
        Assert.Equal("ArtifactNotFound", mixed.Error.Id());
    }

    [Fact]
    public async Task A_stop_in_the_wait_leaves_the_job_and_says_where_it_is()
    {
        var host = new TestHost();
        await using var lab = await ArcGisLab.StartAsync(host);
        await lab.FineAsync("$p = Export-ArcGisPackage $test -Connection dev");
        lab.Prod.Switches.JobDuration = TimeSpan.FromMinutes(10);
        using var gate = lab.Prod.Faults.Hold("job", GateMoment.AfterActing);
        var job = lab.Shell.Start("Import-ArcGisPackage -InputObject $p -GroupId $mine -Connection prod");
        await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        Assert.True((await Lab.Within(job.Completion)).WasStopped);
        gate.Release();
        var rows = await lab.FineAsync("Get-MigrationHistory -Undelivered | Where-Object Command -like Import*");
        Assert.Equal(["Unknown", "Unknown", "Unknown"], rows.Values("Status"));
        var known = Assert.Single((await lab.FineAsync("Get-MigrationJob | Where-Object Kind -eq Import")).Output);
        Assert.All(rows.Values("Message"), message => Assert.Contains(known.Text("Id")!, message, StringComparison.Ordinal));
        // The package is left: the job still needs it.
        Assert.Single(lab.Prod.State.Packages);
        // What the streams cannot tell any more, the host does.
        Assert.Contains(host.Lines, line => line.Contains($"{known.Text("Id")} goes on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_in_the_wait_for_an_export_says_that_its_job_goes_on()
    {
        var host = new TestHost();
        await using var lab = await ArcGisLab.StartAsync(host);
        lab.Dev.Switches.JobDuration = TimeSpan.FromMinutes(10);
        using var gate = lab.Dev.Faults.Hold("job", GateMoment.AfterActing);
        var job = lab.Shell.Start("Export-ArcGisPackage $test -Connection dev");
        await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        Assert.True((await Lab.Within(job.Completion)).WasStopped);
        gate.Release();
        var known = Assert.Single((await lab.FineAsync("Get-MigrationJob")).Output);
        Assert.Contains(host.Lines, line => line.Contains($"{known.Text("Id")} goes on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_is_made_with_either_credential()
    {
        await using var lab = await ArcGisLab.StartAsync(connect: false);
        var run = await lab.FineAsync("Connect-ArcGis \"$devUri/home/index.html\" -AccessToken $devToken -Name a; Connect-ArcGis $prodUri -Credential $prodAdmin -Name b");
        Assert.Equal(["importer1", "admin"], run.Values("User"));
        Assert.Equal(["11.4", "11.4"], run.Values("Version"));
        Assert.Equal(["org_publisher", "org_admin"], run.Values("Role"));
        Assert.True((bool)(await lab.FineAsync("Test-MigrationConnection a")).Output[0].Value("Ok")!);
        Assert.Equal("NotAuthenticated", (await lab.RunAsync("Connect-ArcGis $devUri -AccessToken wrong-canary -Name c")).Error.Id());
        Assert.Equal("SecretMissing", (await lab.RunAsync("Connect-ArcGis $devUri -AccessToken '' -Name c")).AllErrors[0].Kind());
        Assert.DoesNotContain("wrong-canary", (await lab.RunAsync("Connect-ArcGis $devUri -AccessToken wrong-canary -Name c -Verbose -Debug")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_comes_to_light()
    {
        await using var lab = await ArcGisLab.StartAsync();
        var run = await lab.FineAsync("Connect-ArcGis $devUri $devOwner -Name more -NotDefault -Verbose -Debug; Export-ArcGisPackage $test -Connection dev -Verbose -Debug | Import-ArcGisPackage -GroupId $mine -Connection prod -Verbose -Debug");
        Assert.DoesNotContain(lab.Dev.PasswordOf("importer1"), run.AllText, StringComparison.Ordinal);
        var keys = await lab.FineAsync("Get-MigrationJob | ForEach-Object Key");
        Assert.Equal(2, keys.Output.Count);
        Assert.All(keys.Output, key => Assert.DoesNotContain(key.ToString()!, run.AllText, StringComparison.Ordinal));
        Assert.Contains("sharing/rest/community/groups", run.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_are_completed_with_their_titles()
    {
        await using var lab = await ArcGisLab.StartAsync();
        async Task<IReadOnlyList<string>> CompleteAsync(string line)
        {
            lab.Shell["line"] = line;
            return [.. (await lab.FineAsync("(TabExpansion2 $line $line.Length).CompletionMatches")).Output.Select(match => $"{match.Text("CompletionText")} {match.Text("ListItemText")}")];
        }
        async Task<IReadOnlyList<string>> OfferedAsync(string line, string ending) =>
            await Lab.OfferedAsync<string>(async () => [.. (await CompleteAsync(line)).Where(match => match.EndsWith(ending, StringComparison.Ordinal))]);
        Assert.Equal($"{ArcGisSamples.DevTest} Test", Assert.Single(await OfferedAsync("Export-ArcGisPackage -Connection dev -GroupId Te", " Test")));
        await OfferedAsync($"Export-ArcGisPackage -Connection dev -GroupId {ArcGisSamples.DevTest} -ItemId ", "example web map (Web Map)");
        // Two are open, and none is named: nothing is offered.
        Assert.DoesNotContain(await CompleteAsync("Import-ArcGisPackage -GroupId "), match => match.Contains("City Operations", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_about_one_portal_change_nothing_on_another_and_failed_ones_nothing_at_all()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$rows = Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod");

        var other = await lab.RunAsync("$rows | Set-ArcGisItemOwner -NewOwner editor1 -Connection dev");
        var failed = await lab.RunAsync("$rows | ForEach-Object { [pscustomobject]@{ System = $_.System; Type = $_.Type; Name = $_.Name; Status = 'Failed'; DestinationId = $_.DestinationId; Target = $_.Target } } | Set-ArcGisItemOwner -NewOwner editor1 -Connection prod");

        Assert.All(other.Values("ErrorId"), id => Assert.Equal("WrongConnection", id));
        Assert.Equal(other.Output.Count, other.Errors.Count);
        Assert.All(failed.Values("Status"), status => Assert.Equal("Failed", status));
        Assert.All(failed.AllErrors, error => Assert.Equal("RowNotActionable", error.Kind()));
        Assert.Empty(lab.Dev.Log.Of("reassign"));
        Assert.Empty(lab.Prod.Log.Of("reassign"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Connection prod")]
    public async Task A_row_without_a_target_changes_only_a_portal_that_is_named(string connection)
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$rows = Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $mine -Connection prod; Disconnect-MigrationConnection dev");

        var run = await lab.RunAsync($"$rows | ForEach-Object {{ [pscustomobject]@{{ System = $_.System; Type = $_.Type; Name = $_.Name; Status = 'Done'; DestinationId = $_.DestinationId }} }} | Set-ArcGisItemOwner -NewOwner editor1 {connection}");

        if (connection.Length > 0)
        {
            Assert.NotEmpty(lab.Prod.Log.Of("reassign"));
            return;
        }
        Assert.Empty(lab.Prod.Log.Of("reassign"));
        Assert.All(run.Values("ErrorId"), id => Assert.Equal("RowNotActionable", id));
        Assert.Equal(run.Output.Count, run.Errors.Count);
    }

    /// <summary>A job as it comes back from a file.</summary>
    private const string Written = """
        ForEach-Object { [pscustomobject]@{
            System = $_.System; Kind = $_.Kind; Id = $_.Id; Key = $_.Key; ConnectionName = $_.ConnectionName; Origin = $_.Origin; Group = $_.Group; GroupKey = $_.GroupKey
            RemovesPackage = $_.RemovesPackage; Items = @($_.Items | ForEach-Object { [pscustomobject]@{ Id = $_.Id; Type = $_.Type; Name = $_.Name } })
        } }
        """;

    /// <summary>A field of a file is no order; and a rehearsal removes nothing, whoever gives it.</summary>
    [Fact]
    public async Task A_job_that_is_waited_for_removes_only_what_its_export_was_to_remove_and_nothing_in_a_rehearsal()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$kept = Export-ArcGisPackage $test -NoWait -Connection dev; $gone = Export-ArcGisPackage $test -RemoveFromPortal -NoWait -Connection dev");

        var claimed = await lab.FineAsync($"$job = $kept | {Written}; $job.RemovesPackage = $true; $job | Wait-ArcGisJob");
        var rehearsed = await lab.FineAsync("$WhatIfPreference = $true; $gone | Wait-ArcGisJob; $gone.Id | Wait-ArcGisJob");

        Assert.Contains(claimed.Warnings, warning => warning.Contains("nothing here shows", StringComparison.Ordinal));
        Assert.Equal(2, rehearsed.Warnings.Count(warning => warning.Contains("a rehearsal removes nothing", StringComparison.Ordinal)));
        Assert.Equal(2, lab.Dev.State.Packages.Count);
        Assert.Empty(lab.Dev.Log.Of("delete"));

        await lab.FineAsync($"$WhatIfPreference = $false; $gone | {Written} | Wait-ArcGisJob");
        Assert.Single(lab.Dev.Log.Of("delete"));
        Assert.Single(lab.Dev.State.Packages);
    }

    [Fact]
    public async Task What_a_file_names_is_taken_in_on_one_line()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$kept = Export-ArcGisPackage $test -NoWait -Connection dev");

        var run = await lab.FineAsync($$"""$job = $kept | {{Written}}; $job.Items[0].Name = "a`r`n`e[2Jb"; $job.Items[1].Type = "c`rd"; ($job | Get-ArcGisJob) | ForEach-Object { $_.Items.Name; $_.Items.Type }""");

        Assert.Contains("a  \u241b[2Jb", run.Output.Select(value => value.ToString()));
        Assert.Contains("c d", run.Output.Select(value => value.ToString()));
    }
}
