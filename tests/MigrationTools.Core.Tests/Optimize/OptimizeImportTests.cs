using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>What an import means, policy by policy; each time the target is asked what it then holds.</summary>
public class OptimizeImportTests
{
    [Fact]
    public async Task A_dashboard_arrives_with_all_that_it_shows_and_each_row_knows_its_new_id()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(5, rows.Count);
        Assert.Equal(5, journey.Landed.Count);
        Assert.All(rows, row => Assert.Equal((MigrationAction.Create, MigrationStatus.Done), (row.Action, row.Status)));
        foreach (var row in rows)
        {
            var made = journey.ProdServer.State.Find(row.DestinationId!)!;
            Assert.Equal(row.Name, made.Name);
            Assert.NotEqual(row.SourceId, row.DestinationId);
        }
        // The references lead to the new ones.
        var ids = rows.ToDictionary(row => row.SourceId!, row => row.DestinationId!);
        Assert.Equal([ids[OptimizeJourney.Stuck], ids[OptimizeJourney.Combined]], journey.ProdServer.State.Find(ids[OptimizeJourney.Desk])!.References);
        var sent = Assert.Single(journey.ImportsSent);
        Assert.Equal(journey.Returns, sent.Query["collectionId"]);
    }

    [Fact]
    public async Task Planning_changes_nothing_and_names_what_would_happen()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var before = journey.ProdState;
        var import = journey.Prod.BeginImport(await journey.PackageAsync(), journey.To(), new());

        await import.PlanAsync(default);
        import.LeaveOut(rehearsed: true);

        Assert.True(import.HasWork);
        Assert.Contains("-> prod, collection 'Returns'", import.Description, StringComparison.Ordinal);
        Assert.Contains("5 new", import.Summary, StringComparison.Ordinal);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Planned, ResultReason.WhatIf, MigrationAction.Create), (row.Status, row.Reason, row.Action)));
        Assert.Equal(before, journey.ProdState);
        Assert.Empty(journey.Changes);
    }

    [Fact]
    public async Task Fail_refuses_a_second_import_and_names_what_is_there()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        var before = journey.ProdState;

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Equal("ConflictFound", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Contains("Returns desk", error!.Message, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Failed, ResultReason.Conflict), (row.Status, row.Reason)));
        Assert.Single(journey.ImportsSent);
        Assert.Equal(before, journey.ProdState);
    }

    [Fact]
    public async Task Overwrite_replaces_instead_of_doubling_and_saves_what_it_deletes()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var (first, _) = await journey.ImportAsync(package);

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite, journey.Folder));

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationAction.Replace, MigrationStatus.Done), (row.Action, row.Status)));
        Assert.Equal(rows.Select(row => row.DestinationId).Order(), journey.Landed.Select(entity => entity.Id).Order());
        Assert.Empty(first.Select(row => row.DestinationId).Intersect(rows.Select(row => row.DestinationId)));
        Assert.Equal(2, journey.ImportsSent.Count);
        // Dashboards go first: a report is never taken out of one.
        var deleted = journey.Changes.Where(request => request.Route != "import").Select(request => request.Path.Split('/')[^1]).ToList();
        Assert.Equal(5, deleted.Count);
        Assert.Equal(first.Single(row => row.Type == "Dashboard").DestinationId, deleted[0]);
        Assert.Equal(first.Single(row => row.Type == "CombinedReport").DestinationId, deleted[1]);
        var saved = Assert.Single(Directory.GetFiles(journey.Folder, "*.json", SearchOption.AllDirectories), file => !file.EndsWith(".manifest.json", StringComparison.Ordinal));
        Assert.Equal(5, (await KnownFormats.Reader.ReadAsync(saved)).Items.Count);
    }

    [Fact]
    public async Task Overwrite_keeps_an_old_report_that_another_dashboard_shows()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var (first, _) = await journey.ImportAsync(package);
        var old = first.Single(row => row.SourceId == OptimizeJourney.Stuck).DestinationId!;
        journey.ProdServer.State.Load($$"""[{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000aa","exportEntityType":"dashboard","name":"Somebody else's","sourceIndexVersion":8,"tiles":[{"id":"{{old}}","position":{"x":0,"y":0},"dimensions":{"width":4,"height":4},"type":"optimize_report","configuration":null}],"availableFilters":[]}]""", journey.Returns);

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));

        Assert.Null(error);
        var kept = rows.Single(row => row.SourceId == OptimizeJourney.Stuck);
        Assert.Equal((MigrationAction.Copy, MigrationStatus.Done), (kept.Action, kept.Status));
        Assert.Contains("Somebody else's", kept.Message, StringComparison.Ordinal);
        Assert.NotNull(journey.ProdServer.State.Find(old));
        Assert.Equal([old], journey.ProdServer.State.Named("Somebody else's")[0].References);
        Assert.Contains(journey.Told.Warnings, warning => warning.Contains("kept", StringComparison.Ordinal));
        Assert.Equal(4, rows.Count(row => row.Action == MigrationAction.Replace));

        // Now there are two of the name, and which one is meant is nobody's guess.
        var (_, second) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));
        Assert.Equal("NameAmbiguous", Assert.IsType<MigrationException>(second).ErrorId);
    }

    [Fact]
    public async Task Overwrite_leaves_alone_what_is_shown_in_the_collection_and_lies_elsewhere()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        const string Elsewhere = "7d1f5a10-2c4e-4b8a-9e01-0000000000ab";
        journey.ProdServer.State.Load(OptimizeFixtures.Read("results").Replace("7d1f5a10-2c4e-4b8a-9e01-000000000031", Elsewhere, StringComparison.Ordinal).Replace("Open returns", "Stuck parcels by step", StringComparison.Ordinal), null);
        journey.ProdServer.State.Load($$"""[{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000ac","exportEntityType":"dashboard","name":"Guest","sourceIndexVersion":8,"tiles":[{"id":"{{Elsewhere}}","position":{"x":0,"y":0},"dimensions":{"width":4,"height":4},"type":"optimize_report","configuration":null}],"availableFilters":[]}]""", journey.Returns);

        var (rows, error) = await journey.ImportAsync(await journey.PackageAsync(), journey.To(ConflictPolicy.Overwrite));

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal(MigrationAction.Create, row.Action));
        Assert.NotNull(journey.ProdServer.State.Find(Elsewhere));
        Assert.DoesNotContain(journey.Changes, request => request.Route != "import");
    }

    [Fact]
    public async Task Skip_leaves_out_what_is_there_and_what_hangs_on_it_and_imports_the_rest()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        await journey.ImportAsync(await journey.PackageAsync("123"));
        var package = await journey.PackageAsync("123", "456");

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Skip));

        Assert.Null(error);
        var skipped = rows.Where(row => row.Status == MigrationStatus.Skipped).ToList();
        Assert.Equal(["Dashboard 1", "Heatmap: Flownode count", "Number: Process instance duration"], skipped.Select(row => row.Name).Order());
        Assert.All(skipped, row => Assert.Equal((MigrationAction.None, ResultReason.ExistsOnTarget), (row.Action, row.Reason)));
        Assert.Equal(["Dashboard 2", "Data Table: User task count"], rows.Where(row => row.Status == MigrationStatus.Done).Select(row => row.Name).Order());
        Assert.Equal(5, journey.Landed.Count);
    }

    [Fact]
    public async Task Duplicate_makes_second_ones_and_still_tells_the_ids()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var (first, _) = await journey.ImportAsync(package);

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Duplicate));

        Assert.Null(error);
        Assert.All(rows, row => Assert.Equal((MigrationAction.Copy, MigrationStatus.Done), (row.Action, row.Status)));
        Assert.Equal(10, journey.Landed.Count);
        Assert.Equal(10, first.Concat(rows).Select(row => row.DestinationId).Distinct().Count());
    }

    [Fact]
    public async Task Reports_of_one_name_are_told_apart_by_the_place_that_shows_them()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        foreach (var id in new[] { "7d1f5a10-2c4e-4b8a-9e01-000000000003", "7d1f5a10-2c4e-4b8a-9e01-000000000004" }) journey.DevServer.State.Change(id, entity => entity with { Name = "Return time" });

        var (rows, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Null(error);
        var combined = journey.ProdServer.State.Find(rows.Single(row => row.Type == "CombinedReport").DestinationId!)!;
        Assert.Equal(["7d1f5a10-2c4e-4b8a-9e01-000000000003", "7d1f5a10-2c4e-4b8a-9e01-000000000004"],
            combined.References.Select(id => rows.Single(row => row.DestinationId == id).SourceId));
    }

    [Fact]
    public async Task What_cannot_be_told_apart_is_not_guessed()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        const string Report = """{"id":"7d1f5a10-2c4e-4b8a-9e01-0000000000b{0}","exportEntityType":"single_process_report","name":"Twin","sourceIndexVersion":11,"data":{"configuration":{},"definitions":[{"identifier":"definition","key":"parcel-return","versions":["all"],"tenantIds":["<default>"]}],"filter":[],"view":{"entity":"processInstance","properties":["frequency"]},"groupBy":{"type":"none","value":null},"distributedBy":{"type":"none","value":null},"visualization":"number"}}""";
        var package = journey.File($"[{Report.Replace("{0}", "1", StringComparison.Ordinal)},{Report.Replace("{0}", "2", StringComparison.Ordinal)}]");

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(2, journey.Landed.Count);
        Assert.All(rows, row => Assert.Equal((MigrationStatus.Done, null), (row.Status, row.DestinationId)));
        Assert.All(rows, row => Assert.Contains(journey.Landed[0].Id, row.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backup_that_fails_leaves_everything_as_it_was()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        await journey.ImportAsync(package);
        var before = journey.ProdState;
        var taken = Path.Combine(journey.Folder, "file");
        await File.WriteAllTextAsync(taken, "no folder");

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite, taken));

        Assert.Equal("BackupFailed", Assert.IsType<MigrationException>(error).ErrorId);
        Assert.All(rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        Assert.Equal(before, journey.ProdState);
    }

    [Fact]
    public async Task An_old_one_that_the_server_does_not_delete_is_said_and_the_new_one_is_there()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync("456");
        await journey.ImportAsync(package);
        journey.ProdServer.Faults.Add(new() { Route = "deleteDashboard", Kind = FaultKind.Status, Status = 403 });

        var (rows, error) = await journey.ImportAsync(package, journey.To(ConflictPolicy.Overwrite));

        Assert.Equal("OldNotDeleted", Assert.IsType<MigrationException>(error).ErrorId);
        var dashboard = rows.Single(row => row.Type == "Dashboard");
        Assert.Equal((MigrationStatus.Failed, "OldNotDeleted"), (dashboard.Status, dashboard.ErrorId));
        Assert.NotNull(journey.ProdServer.State.Find(dashboard.DestinationId!));
        // The old report stays, because the old dashboard shows it.
        Assert.Equal(2, journey.ProdServer.State.Named("Data Table: User task count", journey.Returns).Count);
    }

    [Fact]
    public async Task Two_packages_of_one_run_do_not_double_what_they_share()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        var (first, second) = (journey.Prod.BeginImport(package, journey.To(), new()), journey.Prod.BeginImport(package, journey.To(), new()));
        await first.PlanAsync(default);
        await second.PlanAsync(default);

        await first.ApplyAsync(default);
        var error = await Assert.ThrowsAsync<MigrationException>(() => second.ApplyAsync(default));

        Assert.Equal("ConflictFound", error.ErrorId);
        Assert.Single(journey.ImportsSent);
        Assert.Equal(5, journey.Landed.Count);
    }

    [Fact]
    public async Task What_a_stranger_brought_since_the_plan_is_seen()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var import = journey.Prod.BeginImport(await journey.PackageAsync(), journey.To(), new());
        await import.PlanAsync(default);
        journey.ProdServer.State.Load(OptimizeFixtures.Read("returns"), journey.Returns);

        var error = await Assert.ThrowsAsync<MigrationException>(() => import.ApplyAsync(default));

        Assert.Equal("ConflictFound", error.ErrorId);
        Assert.Empty(journey.ImportsSent);
    }

    [Fact]
    public async Task Many_packages_of_one_call_have_the_collection_looked_at_once()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.ProdServer.State.Load(OptimizeFixtures.Read("returns"), journey.Returns);
        var run = new OptimizeImportRun();
        var imports = new List<OptimizeImport>();
        foreach (var id in new[] { "123", "456" }) imports.Add(journey.Prod.BeginImport(await journey.PackageAsync(id), journey.To(), run));
        foreach (var import in imports) await import.PlanAsync(default);

        Assert.Single(journey.ProdServer.Log.Of("exportDashboards"));
        foreach (var import in imports) await import.ApplyAsync(default);

        Assert.Equal(10, journey.Landed.Count);
        // What was there before is not exported again, and what the first one brought is.
        var asked = journey.ProdServer.Log.Of("exportDashboards").Count;
        Assert.InRange(asked, 3, 4);
        Assert.All(imports.SelectMany(import => import.Rows), row => Assert.NotNull(row.DestinationId));
    }

    [Fact]
    public async Task An_old_one_that_was_renamed_meanwhile_is_kept()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync("456");
        var (first, _) = await journey.ImportAsync(package);
        var old = first.Single(row => row.Type == "Dashboard").DestinationId!;
        var import = journey.Prod.BeginImport(package, journey.To(ConflictPolicy.Overwrite), new());
        await import.PlanAsync(default);
        journey.ProdServer.State.Change(old, entity => entity with { Name = "Keep me" });

        await import.ApplyAsync(default);

        Assert.NotNull(journey.ProdServer.State.Find(old));
        Assert.Contains("Keep me", import.Rows.Single(row => row.Type == "Dashboard").Message, StringComparison.Ordinal);
        // Its report stays with it.
        Assert.Equal(2, journey.ProdServer.State.Named("Data Table: User task count", journey.Returns).Count);
    }

    [Theory]
    [InlineData(Generation.V87)]
    [InlineData(Generation.V88)]
    [InlineData(Generation.V810)]
    public async Task Collections_are_listed_where_the_release_has_them(Generation generation)
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.Generation = generation);

        if (generation == Generation.V87)
        {
            var error = await Assert.ThrowsAsync<MigrationException>(() => journey.Prod.ListCollectionsAsync(default));
            Assert.Equal("CollectionsUnavailable", error.ErrorId);
            return;
        }
        var listed = await journey.Prod.ListCollectionsAsync(default);
        Assert.Equal(["Empty", "Finance", "North", "Returns"], listed.Select(collection => collection.Name));
        Assert.Contains("process parcel-return (<default>)", listed.Single(collection => collection.Name == "Returns").DataSources);
    }
}
