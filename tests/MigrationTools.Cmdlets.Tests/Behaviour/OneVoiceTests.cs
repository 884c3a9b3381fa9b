using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>
/// One cause has one Status, Reason, Action and ErrorId, whatever the system, and the target then holds what the row says. What
/// a lost answer comes to takes long looks, and is held for each system by the tests of the engine.
/// </summary>
public sealed class OneVoiceTests
{
    public static TheoryData<string> Systems => [.. Voice.Systems];

    public static TheoryData<string> Imports => [.. Voice.Imports];

    [Fact]
    public void Every_system_has_a_voice() =>
        Assert.All(Repository.Systems, system => Assert.True(Voice.Imports.Contains(system), $"{system} has no voice: Voice.cs is to say what its import looks like."));

    [Theory, MemberData(nameof(Systems))]
    public async Task What_is_imported_is_created(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        var before = voice.State;

        AssertRows(await voice.FineAsync(voice.Import("")), "Done None Create");

        Assert.NotEqual(before, voice.State);
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task A_rehearsal_plans_what_would_be_sent(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        var import = voice.Foretold ?? voice.Import;

        var run = await voice.FineAsync(import("-WhatIf"));

        AssertRows(run, "Planned WhatIf Create");
        Assert.DoesNotContain(voice.Target.Log.Of(voice.Sends), request => request.Form.GetValueOrDefault("dry_run") != "True");
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_somebody_declined_is_left_out(string system)
    {
        await using var voice = await Voice.StartAsync(system, TestHost.Answering("No"));
        var before = voice.State;

        var run = await voice.FineAsync(voice.Import("-Confirm"));
        AssertRows(run, "Skipped Declined None");
        Assert.All(run.Values("Message"), message => Assert.Equal("Declined at the prompt.", message));

        Assert.Equal(before, voice.State);
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_is_there_and_is_to_be_skipped_is_left_alone_in_a_rehearsal_as_in_earnest(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        var first = await voice.FineAsync(voice.Import(""));
        var before = voice.State;

        foreach (var more in new[] { "-OnConflict Skip -WhatIf", "-OnConflict Skip" })
        {
            var run = await voice.FineAsync(voice.Import(more));
            AssertRows(run, "Skipped ExistsOnTarget None");
            if (!voice.IsWhole) Assert.Equal(Named(first), Named(run));
            Assert.All(run.Values("Message"), message => Assert.Contains("already has it", message, StringComparison.Ordinal));
            Assert.Equal(before, voice.State);
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_is_there_and_forbids_it_is_a_conflict(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync(voice.Import(""));
        var before = voice.State;

        foreach (var more in new[] { "-OnConflict Fail -WhatIf", "-OnConflict Fail" })
        {
            var run = await voice.RunAsync(voice.Import(more));
            AssertFailed(run, "Failed Conflict None", "ConflictFound");
            Assert.Contains(" already has ", run.Error.ToString(), StringComparison.Ordinal);
            // What all have in common is said once, by the error: a row names no artifact but its own.
            if (run.Output.Count > 1)
            {
                Assert.Contains($"{run.Output.Count} of the {run.Output.Count} artifacts", run.Error.ToString(), StringComparison.Ordinal);
                Assert.All(run.Output, row => Assert.DoesNotContain(run.Output.Where(other => other.Text("Name") != row.Text("Name")), other => row.Text("Message")!.Contains($"'{other.Text("Name")}'", StringComparison.Ordinal)));
            }
            Assert.Equal(before, voice.State);
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_is_overwritten_says_so(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync(voice.Import(""));
        await voice.FineAsync(voice.Edit);
        voice.Target.Log.Clear();

        var run = await voice.FineAsync(voice.Import("-OnConflict Overwrite"));

        var rows = run.Output.Where(row => row.Text("Status") == "Done").ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal(("None", voice.Overwrites), (row.Text("Reason"), row.Text("Action"))));
        // Arcadia's server tells what it leaves as it is; in SnapLogic types that are not named are left as they are.
        Assert.All(run.Output.Except(rows), row => Assert.Equal(system == "Arcadia" ? "Unchanged None None" : "Skipped ExistsOnTarget None", Said(row)));
        // What is overwritten by the same looks the same: that it was sent tells.
        Assert.Equal(1 + voice.DryRuns, voice.Target.Log.Of(voice.Sends).Count(request => request.Status is < 300));
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_cannot_be_saved_before_is_not_overwritten(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync(voice.Import(""));
        await voice.FineAsync(voice.Edit);
        await voice.FineAsync("[IO.File]::WriteAllText(\"$PWD/taken\", 'a file, and no folder')");
        var before = voice.State;

        var run = await voice.RunAsync(voice.Import("-OnConflict Overwrite -Backup taken"));

        Assert.Equal("BackupFailed", run.Error.Id());
        var failed = run.Output.Where(row => row.Text("Status") == "Failed").ToList();
        Assert.NotEmpty(failed);
        Assert.Contains(failed, row => Said(row) == $"Failed CheckFailed {voice.Overwrites}");
        Assert.All(failed, row => Assert.Equal(("CheckFailed", "BackupFailed"), (row.Text("Reason"), row.Text("ErrorId"))));
        Assert.Equal(before, voice.State);
    }

    [Theory, MemberData(nameof(Imports))]
    public async Task What_names_no_file_fails_before_anything_is_planned(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync("$package = 'none.bin'");

        AssertFailed(await voice.RunAsync(voice.Import("")), "Failed CheckFailed None", "PackageNotFound");

        Assert.Empty(voice.Target.Log.Of(voice.Sends));
    }

    [Theory, MemberData(nameof(Imports))]
    public async Task A_package_that_was_changed_is_refused_before_anything_is_planned(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync("[IO.File]::WriteAllText(\"$package.manifest.json\", '{}')");

        AssertFailed(await voice.RunAsync(voice.Import("")), "Failed CheckFailed None", "ManifestMalformed");

        Assert.Empty(voice.Target.Log.Of(voice.Sends));
    }

    [Theory]
    [InlineData("Arcadia", "DataConnectionMissing")]
    [InlineData("SnapLogic", "ProjectPathInvalid")]
    [InlineData("SnapLogic migration", "ProjectPathInvalid")]
    [InlineData("Optimize", "CollectionMissing")]
    [InlineData("ArcGis", "InvalidId")]
    public async Task What_says_no_place_fails_before_anything_is_planned(string system, string id)
    {
        await using var voice = await Voice.StartAsync(system);

        AssertFailed(await voice.RunAsync(voice.Nowhere), "Failed CheckFailed None", id);

        Assert.Empty(voice.Target.Log.Of(voice.Sends));
    }

    [Theory, MemberData(nameof(Imports))]
    public async Task A_credential_that_is_refused_fails_before_anything_is_planned(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        voice.Target.Faults.Add(new Fault { Kind = FaultKind.ExpiredKey, Count = null });

        AssertFailed(await voice.RunAsync(voice.Import("")), "Failed CheckFailed None", "NotAuthenticated");
    }

    [Theory, MemberData(nameof(Systems))]
    public async Task What_the_target_refuses_keeps_what_was_meant(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        voice.Target.Faults.Add(new Fault { Route = voice.Sends, Kind = FaultKind.Status, Status = 413, Skip = voice.DryRuns });
        var before = voice.State;

        AssertFailed(await voice.RunAsync(voice.Import("")), "Failed Rejected Create", "RequestTooLarge");

        Assert.Equal(before, voice.State);
    }

    [Theory, MemberData(nameof(Imports))]
    public async Task What_is_stopped_before_it_is_planned_is_canceled(string system)
    {
        await using var voice = await Voice.StartAsync(system);
        var before = voice.State;
        using var gate = voice.Target.Faults.Hold(voice.Looks);

        var job = voice.Shell.Start(voice.Import(""));
        await Lab.Within(gate.Arrived);
        await Lab.Within(job.StopAsync());
        Assert.True((await Lab.Within(job.Completion)).WasStopped);
        gate.Release();

        AssertRows(await voice.FineAsync("Get-MigrationHistory | ForEach-Object Result | Where-Object Status -ne Done"), "Canceled Stopped None");
        Assert.Equal(before, voice.State);
    }

    /// <summary>Of one system: what ends a run, and how, is common to all.</summary>
    [Fact]
    public async Task What_another_failure_ended_is_canceled_by_that()
    {
        var host = new TestHost();
        await using var voice = await Voice.StartAsync("ArcGis", host);
        await voice.FineAsync("$other = \"$PWD/other.epk\"; [IO.File]::Copy($package, $other); $package = $package, $other");
        // The first is refused at its upload, once the second is held at its look.
        using var upload = voice.Target.Faults.Hold("addItem");
        voice.Target.Faults.Add(new Fault { Route = "addItem", Kind = FaultKind.ExpiredKey, Count = null });
        var looking = new TaskCompletionSource<Gate>();
        host.OnQuestion = (_, _, choices) =>
        {
            looking.TrySetResult(voice.Target.Faults.Hold(voice.Looks));
            return TestHost.IndexOf(choices, "Yes");
        };

        var job = voice.Shell.Start(voice.Import("-ThrottleLimit 1 -Confirm"));
        using var look = await Lab.Within(looking.Task);
        await Lab.Within(look.Arrived);
        upload.Release();
        var run = await Lab.Within(job.Completion);

        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.NotNull(run.Thrown);
        Assert.Equal(["Canceled EarlierFailure None", "Failed CheckFailed Create"], run.Output.Select(Said).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What a row that tells of nothing done comes to in the next cmdlet. Arcadia has none that takes rows.</summary>
    [Theory]
    [InlineData("SnapLogic", "Enable-SnapLogicTask -Connection acme")]
    [InlineData("SnapLogic", "Set-SnapLogicTask -Snaplex my-snaplex -Connection acme")]
    [InlineData("Optimize", "Remove-OptimizeDashboard -Connection prod -Confirm:$false")]
    [InlineData("Optimize", "Remove-OptimizeReport -Connection prod -Confirm:$false")]
    [InlineData("ArcGis", "Set-ArcGisItemOwner -NewOwner editor1 -Connection prod")]
    public async Task A_row_of_nothing_done_drives_nothing(string system, string cmdlet)
    {
        await using var voice = await Voice.StartAsync(system);
        await voice.FineAsync($"$planned = @({voice.Import("-WhatIf")})");
        voice.Target.Faults.Add(new Fault { Route = voice.Sends, Kind = FaultKind.Status, Status = 403, Skip = voice.DryRuns });
        await voice.RunAsync($"$failed = @({voice.Import("")})");
        var before = voice.State;

        AssertRows(await voice.FineAsync($"$planned | {cmdlet}"), "Skipped NotActionable None");
        var run = await voice.RunAsync($"$failed | {cmdlet}");
        Assert.NotEmpty(run.Output);
        Assert.All(run.Output, row => Assert.Equal("Failed NotActionable None RowNotActionable", $"{Said(row)} {row.Text("ErrorId")}"));
        Assert.All(run.Errors, error => Assert.Equal("RowNotActionable", error.Id()));
        Assert.Equal(run.Output.Count, run.Errors.Count);
        Assert.Equal(before, voice.State);
    }

    /// <summary>Arcadia refuses such a package, because its server would make copies; in SnapLogic both ends are one server by design.</summary>
    [Theory]
    [InlineData("Optimize", "Get-OptimizeDashboard $d -Connection dev | Export-OptimizeDashboard -Connection dev | Import-OptimizePackage -CollectionId $d -Connection dev -OnConflict Duplicate")]
    [InlineData("ArcGis", "Export-ArcGisPackage $test -Connection dev | Import-ArcGisPackage -GroupId $test -Connection dev")]
    public async Task A_package_of_the_target_itself_is_imported_with_a_warning(string system, string script)
    {
        await using var voice = await Voice.StartAsync(system);
        var run = await voice.FineAsync(script);

        Assert.NotEmpty(run.Output);
        Assert.Single(run.Warnings, line => line == "The package comes from dev itself. If another server is meant, name it with -Connection.");
    }

    private static string Said(System.Management.Automation.PSObject row) => $"{row.Text("Status")} {row.Text("Reason")} {row.Text("Action")}";

    private static IEnumerable<string> Named(ShellRun run) => run.Output.Select(row => $"{row.Text("Type")} {row.Text("Name")}").Order(StringComparer.Ordinal);

    private static void AssertRows(ShellRun run, string said)
    {
        Assert.NotEmpty(run.Output);
        Assert.All(run.Output, row => Assert.Equal((said, null), (Said(row), row.Text("ErrorId"))));
    }

    private static void AssertFailed(ShellRun run, string said, string id)
    {
        Assert.NotEmpty(run.Output);
        Assert.All(run.Output, row => Assert.Equal((said, id), (Said(row), row.Text("ErrorId"))));
        Assert.Equal(id, run.Error.Id());
        var target = System.Management.Automation.PSObject.AsPSObject(run.Error.TargetObject).BaseObject;
        Assert.Contains(run.Output, row => ReferenceEquals(row.BaseObject, target));
    }
}
