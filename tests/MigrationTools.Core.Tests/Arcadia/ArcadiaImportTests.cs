using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaImportTests
{
    [Fact]
    public async Task Every_artifact_arrives_and_its_row_tells_its_new_id()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(package.Items.Select(item => (item.Type, item.Id)), rows.Select(row => (row.Type, row.SourceId!)));
        Assert.All(rows, row => Assert.Equal((MigrationAction.Create, MigrationStatus.Done), (row.Action, row.Status)));
        var dashboard = rows.Single(row => row.Type == "Dashboard");
        var held = journey.ProdServer.State.Find("dashboards", "Store sales overview")!;
        Assert.Equal(dashboard.DestinationId, $"{held.Id}");
        Assert.Equal(("Retail", package.Items.Single(item => item.Type == "Dashboard").Uuid), (held.Workspace, held.ImportedUuid));
        Assert.All(rows.Where(row => row.Type == "Dataset"), row => Assert.Equal("sales", journey.ProdServer.State.Find("datasets", long.Parse(row.DestinationId!))!.Connection));
    }

    [Fact]
    public async Task A_new_dashboard_for_which_no_workspace_is_named_is_told_to_go_where_others_do_not_see_it()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var nowhere = Journey.ToSales with { Workspace = null };
        List<string> Warned() => [.. journey.Told.Warnings.Where(warning => warning.Contains("private workspace", StringComparison.Ordinal))];
        var rehearsal = journey.Prod.BeginImport(package, nowhere, new ArcadiaImportRun());

        await rehearsal.PlanAsync(default);
        rehearsal.LeaveOut(rehearsed: true);

        Assert.Contains("private workspace of the importing user: name a workspace with -Workspace", rehearsal.Rows.Single(row => row.Type == "Dashboard").Message, StringComparison.Ordinal);
        Assert.Contains("'Store sales overview' is new on prod", Assert.Single(Warned()), StringComparison.Ordinal);

        var (rows, _) = await journey.ImportAsync(package, nowhere);

        Assert.StartsWith("It lies in the private workspace", rows.Single(row => row.Type == "Dashboard").Message, StringComparison.Ordinal);
        Assert.All(rows.Where(row => row.Type != "Dashboard"), row => Assert.Null(row.Message));
        Assert.Equal(2, Warned().Count);

        // What is there stays where it is.
        (rows, _) = await journey.ImportAsync(package, nowhere);

        Assert.All(rows, row => Assert.Null(row.Message));
        Assert.Equal(2, Warned().Count);
    }

    [Fact]
    public async Task Sends_the_documented_fields_once_after_one_dry_run()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();

        await journey.ImportAsync(package, Journey.ToSales with { NoTableCheck = true });

        var sent = journey.ProdServer.Log.Of("import");
        Assert.Equal(["True", "False"], sent.Select(request => request.Form["dry_run"]));
        Assert.All(sent, request =>
        {
            Assert.Equal(("sales", "Retail", "false"), (request.Form["dataconnection_name"], request.Form["workspace"], request.Form["sanity_check"]));
            var file = Assert.Single(request.Files);
            Assert.Equal(("import_file", "application/json", package.Sha256), (file.Name, file.ContentType, file.Sha256));
        });
    }

    [Fact]
    public async Task The_table_check_is_left_to_the_server_unless_it_is_switched_off()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();

        await journey.ImportAsync(package);

        Assert.All(journey.ProdServer.Log.Of("import"), request => Assert.False(request.Form.ContainsKey("sanity_check")));
    }

    [Fact]
    public async Task The_same_package_again_changes_nothing()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        var before = journey.ProdState;

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationAction.None, MigrationStatus.Unchanged), (row.Action, row.Status)));
        Assert.Equal(before, journey.ProdState);
    }

    [Fact]
    public async Task A_rehearsal_changes_nothing_and_says_what_would_happen()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var before = journey.ProdState;

        var import = journey.Prod.BeginImport(package, Journey.ToSales, new ArcadiaImportRun());
        await import.PlanAsync(default);
        import.LeaveOut(rehearsed: true);

        Assert.All(import.Rows, row => Assert.Equal((MigrationAction.Create, MigrationStatus.Planned, ResultReason.WhatIf), (row.Action, row.Status, row.Reason)));
        Assert.Empty(journey.ImportsSent);
        Assert.Equal(before, journey.ProdState);
        Assert.Contains($"{import.Rows.Count} new", import.Summary, StringComparison.Ordinal);
        Assert.Contains("'Store sales overview'", import.Description, StringComparison.Ordinal);
        Assert.Contains("-> prod", import.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_and_Skip_touch_nothing_that_is_there()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        var (before, sent) = (journey.ProdState, journey.ImportsSent.Count);

        var (failed, error) = await journey.ImportAsync(package, Journey.ToSales with { OnConflict = ConflictPolicy.Fail });
        var (skipped, none) = await journey.ImportAsync(package, Journey.ToSales with { OnConflict = ConflictPolicy.Skip });

        Assert.Equal("ConflictFound", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Contains("Store sales overview", error!.Message, StringComparison.Ordinal);
        Assert.All(failed, row => Assert.Equal((MigrationStatus.Failed, ResultReason.Conflict, "ConflictFound"), (row.Status, row.Reason, row.ErrorId)));
        Assert.Null(none);
        Assert.All(skipped, row => Assert.Equal((MigrationStatus.Skipped, ResultReason.ExistsOnTarget), (row.Status, row.Reason)));
        Assert.Equal((before, sent), (journey.ProdState, journey.ImportsSent.Count));
    }

    [Fact]
    public async Task What_the_same_run_brought_is_no_conflict()
    {
        await using var journey = await Journey.StartAsync();
        // Both dashboards read dataset 42.
        var first = await journey.PackageAsync(2115);
        var second = await journey.PackageAsync(2110);
        var run = new ArcadiaImportRun();
        var options = Journey.ToSales with { OnConflict = ConflictPolicy.Fail };

        var (_, one) = await journey.ImportAsync(first, options, run);
        var (rows, two) = await journey.ImportAsync(second, options, run);
        var (_, other) = await journey.ImportAsync(second, options, new ArcadiaImportRun());

        Assert.Null(one);
        Assert.Null(two);
        Assert.Contains(rows, row => row is { Type: "Dataset", Name: "returns per day", Action: MigrationAction.Update or MigrationAction.None });
        Assert.Equal("ConflictFound", Assert.IsType<MigrationException>(other).ErrorId);
    }

    [Fact]
    public async Task A_plan_that_grew_stale_is_made_again_before_anything_is_sent()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        var options = Journey.ToSales with { OnConflict = ConflictPolicy.Fail };
        var late = journey.Prod.BeginImport(package, options, new ArcadiaImportRun());
        await late.PlanAsync(default);
        await journey.ImportAsync(package);
        var sent = journey.ImportsSent.Count;

        var error = await Assert.ThrowsAsync<MigrationException>(() => late.ApplyAsync(default));

        Assert.Equal("ConflictFound", error.ErrorId);
        Assert.Equal(sent, journey.ImportsSent.Count);
    }

    [Theory]
    [InlineData(DryRunIds.Matched)]
    [InlineData(DryRunIds.Null)]
    public async Task A_backup_holds_what_is_overwritten(DryRunIds ids)
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.DryRunIds = ids);
        await journey.ImportAsync(await journey.PackageAsync());
        var there = journey.ProdServer.State.Find("dashboards", "Store sales overview")!;
        journey.ProdServer.State.SetField("dashboards", there.Id, "report_description", "edited on prod");
        journey.DevServer.State.SetField("dashboards", 2115, "report_description", "newer");

        var (rows, error) = await journey.ImportAsync(await journey.PackageAsync(), Journey.ToSales with { Backup = journey.PathOf("backup") });

        Assert.Null(error);
        Assert.Equal(MigrationAction.Update, rows.Single(row => row.Type == "Dashboard").Action);
        var saved = Assert.Single(Directory.GetFiles(journey.PathOf("backup"), "*.json", SearchOption.AllDirectories), file => !file.EndsWith(".manifest.json", StringComparison.Ordinal));
        Assert.Contains("edited on prod", await File.ReadAllTextAsync(saved), StringComparison.Ordinal);
        Assert.Equal("newer", journey.ProdServer.State.Find("dashboards", there.Id)!.Fields.GetProperty("report_description").GetString());
    }

    [Fact]
    public async Task Without_its_backup_nothing_is_overwritten()
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.DryRunIds = DryRunIds.Matched);
        await journey.ImportAsync(await journey.PackageAsync());
        journey.DevServer.State.SetField("dashboards", 2115, "report_description", "newer");
        var package = await journey.PackageAsync();
        var (before, sent) = (journey.ProdState, journey.ImportsSent.Count);
        journey.ProdServer.Faults.Add(new() { Route = "export", Kind = FaultKind.Status, Status = 403, Count = null });

        var (rows, error) = await journey.ImportAsync(package, Journey.ToSales with { Backup = journey.PathOf("backup") });

        Assert.Equal("BackupFailed", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        Assert.Equal((before, sent), (journey.ProdState, journey.ImportsSent.Count));
    }

    [Fact]
    public async Task A_success_that_left_nothing_behind_is_no_success()
    {
        await using var journey = await Journey.StartAsync();
        var package = await journey.PackageAsync();
        using var gate = journey.ProdServer.Faults.Hold("admin");

        // The server says yes; somebody deletes the dashboard before it is looked for.
        var import = journey.ImportAsync(package);
        await gate.Arrived;
        journey.ProdServer.State.Remove("dashboards", journey.ProdServer.State.Find("dashboards", "Store sales overview")!.Id);
        gate.Release();
        var (rows, error) = await import;

        Assert.Equal("ImportIncomplete", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Contains(rows, row => row is { Type: "Dashboard", Status: MigrationStatus.Failed, Reason: ResultReason.NotFoundAfterwards });
    }

    [Fact]
    public async Task An_older_server_that_ignores_the_workspace_is_noticed()
    {
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Prod.Switches.WorkspaceField = WorkspaceField.Ignored);

        var (rows, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Null(error);
        Assert.Contains(journey.Told.Warnings, warning => warning.Contains("Retail", StringComparison.Ordinal));
        Assert.Contains("Private", rows.Single(row => row.Type == "Dashboard").Message, StringComparison.Ordinal);
    }
}
