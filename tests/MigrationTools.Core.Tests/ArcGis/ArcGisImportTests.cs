using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.Common;
using ArcGisPackedItem = MigrationTools.Sandbox.ArcGis.ArcGisPackedItem;
using ArcGisManifest = MigrationTools.Sandbox.ArcGis.ArcGisManifest;
using ArcGisSamples = MigrationTools.Sandbox.ArcGis.ArcGisSamples;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>What an import may and may not do, and what it says of each item.</summary>
public sealed class ArcGisImportTests(Portals portals) : IClassFixture<Portals>
{
    private static readonly string _parcels = ArcGisSamples.Id("parcels");
    private static readonly string _hydrants = ArcGisSamples.Id("hydrants");
    private static readonly string _map = ArcGisSamples.Id("map");

    private async Task<ArcGisPackage> SomeAsync(params string[] ids)
    {
        var (export, error) = await portals.ExportAsync(Portals.Operations, options => options with { ItemIds = ids });
        Assert.Null(error);
        return export.Package!;
    }

    [Fact]
    public async Task What_is_there_is_left_as_it_is_unless_told_otherwise()
    {
        await portals.BeginAsync();
        var before = portals.ProdPortal.State.Item(_parcels);
        var (import, error) = await portals.ImportAsync(await SomeAsync(_parcels, _hydrants));
        Assert.Null(error);
        var rows = import.Rows.ToDictionary(row => row.SourceId!);
        Assert.Equal((MigrationAction.None, MigrationStatus.Skipped, ResultReason.ExistsOnTarget), (rows[_parcels].Action, rows[_parcels].Status, rows[_parcels].Reason));
        Assert.Equal((MigrationAction.Create, MigrationStatus.Done), (rows[_hydrants].Action, rows[_hydrants].Status));
        Assert.Equal(before, portals.ProdPortal.State.Item(_parcels));
        Assert.Equal(_hydrants, Assert.Single(portals.ProdPortal.Log.Of("import")).Form["itemIdList"]);
    }

    [Fact]
    public async Task Nothing_is_uploaded_where_nothing_would_change()
    {
        await portals.BeginAsync();
        var (import, error) = await portals.ImportAsync(await SomeAsync(_parcels));
        Assert.Null(error);
        Assert.Equal(MigrationStatus.Skipped, Assert.Single(import.Rows).Status);
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task Fail_touches_nothing()
    {
        await portals.BeginAsync();
        var (import, error) = await portals.ImportAsync(await SomeAsync(_parcels, _hydrants), options => options with { OnConflict = ConflictPolicy.Fail });
        Assert.Equal(ErrorKinds.ConflictFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Contains(_parcels, error.Message, StringComparison.Ordinal);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Failed, ResultReason.Conflict), (row.Status, row.Reason)));
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task What_this_user_does_not_see_is_found_by_the_portals_own_look()
    {
        // The map is an editor's and in no group of curator1's: the estimate sees nothing, the preview does.
        await portals.BeginAsync();
        var package = await SomeAsync(_map, _hydrants);
        portals.ProdPortal.State.AddGroup(new("0123456789abcdef0123456789abcdef", "Curated", "curator1", [], []));
        var curator = await portals.ConnectAsync(portals.ProdPortal, "curator1");
        var (import, error) = await portals.ImportAsync(package, options => options with { GroupId = "0123456789abcdef0123456789abcdef", OnConflict = ConflictPolicy.Fail }, curator);
        Assert.Equal(ErrorKinds.ConflictFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
        Assert.Empty(portals.ProdPortal.Log.Of("import"));
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
    }

    [Fact]
    public async Task Only_what_was_selected_is_imported()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        var (import, error) = await portals.ImportAsync(package, options => options with { Filter = item => item.Type == "Web Map", FilterText = "type Web Map" });
        Assert.Null(error);
        Assert.Equal("Web Map", Assert.Single(import.Rows).Type);
        Assert.Single(portals.ProdPortal.State.Group(Portals.Target)!.Items);

        var (_, none) = await portals.ImportAsync(package, options => options with { Filter = _ => false, FilterText = "type Dashboard" });
        Assert.Equal(ErrorKinds.NotInPackage, Assert.IsType<MigrationException>(none).Kind);
        Assert.Contains("type Dashboard", none.Message, StringComparison.Ordinal);

        var (_, missing) = await portals.ImportAsync(package, options => options with { ItemIds = [new string('0', 32)] });
        Assert.Equal(ErrorKinds.NotInPackage, Assert.IsType<MigrationException>(missing).Kind);
    }

    [Fact]
    public async Task A_rehearsal_uploads_nothing_and_says_that_it_estimates()
    {
        await portals.BeginAsync();
        var package = await SomeAsync(_parcels, _hydrants);
        portals.ProdPortal.Log.Clear();
        var import = portals.Prod.BeginImport(package, new ArcGisImportOptions { GroupId = Portals.Target, OnConflict = ConflictPolicy.Overwrite });
        await import.PlanAsync(default);
        import.LeaveOut(rehearsed: true);
        Assert.Contains($"-> prod, group 'myGroup'", import.Description, StringComparison.Ordinal);
        Assert.Contains("1 new, 1 overwritten", import.Summary, StringComparison.Ordinal);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated), (row.Status, row.Reason)));
        Assert.Equal([MigrationAction.Create, MigrationAction.Update], import.Rows.Select(row => row.Action).Order());
        Assert.All(portals.ProdPortal.Log.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_planned_export_plans_an_import_and_never_does_one()
    {
        await portals.BeginAsync();
        var export = portals.Dev.BeginExport(new ArcGisExportOptions { GroupId = Portals.Test }, portals.Into);
        await export.PlanAsync(default);
        export.LeaveOut(rehearsed: true);
        Assert.True(export.Package!.IsPlanned);
        Assert.Empty(portals.DevPortal.Log.Of("export"));
        var (import, error) = await portals.ImportAsync(export.Package);
        Assert.Equal(ErrorKinds.RowNotActionable, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(3, import.Rows.Count);
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task On_the_portal_the_plan_is_its_own_preview()
    {
        await portals.BeginAsync();
        var package = await SomeAsync(_parcels, _hydrants);
        var add = portals.Prod.BeginAdd(package.Path!, TimeSpan.FromMinutes(1));
        await add.PlanAsync(default);
        await add.ApplyAsync(default);
        var seen = await portals.Prod.PreviewAsync(Portals.Target, add.Package!.PackageItem!, default);
        Assert.Equal([(_parcels, true), (_hydrants, false)], seen.Items.OfType<ArcGisItem>().Select(item => (item.Id, item.Exists!.Value)));
        Assert.Equal(("https://gis-dev.city.example/portal", "11.4"), (seen.Source, seen.SourceVersion));

        var import = portals.Prod.BeginImport(seen, new ArcGisImportOptions { GroupId = Portals.Target });
        await import.PlanAsync(default);
        Assert.DoesNotContain(import.Rows, row => row.Reason == ResultReason.Estimated);
        await import.ApplyAsync(default);
        Assert.Single(portals.ProdPortal.Log.Of("addItem"));
        // It was there before, and the portal removes it when it is done.
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Fact]
    public async Task A_package_can_be_kept_on_the_portal()
    {
        await portals.BeginAsync();
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { KeepPackage = true, FolderName = "From dev" });
        Assert.Null(error);
        Assert.Single(portals.ProdPortal.State.Packages);
        Assert.All(import.Rows, row => Assert.Contains("In folder 'From dev' of importer1", row.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_is_named_with_its_owner()
    {
        await portals.BeginAsync();
        var folder = portals.ProdPortal.State.Folders.Single(known => known.Title == "Published").Id;
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { FolderId = folder });
        Assert.Null(error);
        Assert.All(import.Rows, row => Assert.Contains("In folder 'Published' of importer1", row.Message, StringComparison.Ordinal));
        Assert.Equal("importer1", Assert.Single(portals.ProdPortal.Log.Of("import")).Form["folderOwnerUsername"]);

        await portals.BeginAsync();
        var (root, none) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { FolderId = "/" });
        Assert.Null(none);
        Assert.All(root.Rows, row => Assert.Contains("In the content of importer1", row.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_would_be_overwritten_is_saved_first()
    {
        await portals.BeginAsync();
        var folder = portals.PathOf("backup");
        var package = await SomeAsync(_parcels);
        var (import, error) = await portals.ImportAsync(package, options => options with { GroupId = ArcGisSamples.ProdOperations, OnConflict = ConflictPolicy.Overwrite, Backup = folder });
        Assert.Null(error);
        Assert.Equal(MigrationStatus.Done, Assert.Single(import.Rows).Status);
        var saved = Assert.Single(Directory.EnumerateFiles(folder, "*.epk", SearchOption.AllDirectories));
        Assert.Equal("Parcels (2019)", Assert.Single((await KnownFormats.Reader.ReadAsync(saved, TestContext.Current.CancellationToken)).Items).Name);
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Fact]
    public async Task If_the_backup_fails_nothing_is_overwritten()
    {
        await portals.BeginAsync();
        var before = portals.ProdPortal.State.Item(_parcels);
        // It is on the portal and in another group: it cannot be exported from this one.
        var (import, error) = await portals.ImportAsync(await SomeAsync(_parcels), options => options with { OnConflict = ConflictPolicy.Overwrite, Backup = portals.PathOf("backup2") });
        Assert.Equal(ErrorKinds.BackupFailed, Assert.IsType<MigrationException>(error).Kind);
        Assert.Equal(MigrationStatus.Failed, Assert.Single(import.Rows).Status);
        Assert.Equal(before, portals.ProdPortal.State.Item(_parcels));
        Assert.Empty(portals.ProdPortal.Log.Of("import"));
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Fact]
    public async Task Rights_that_are_missing_are_told_before_the_upload()
    {
        await portals.BeginAsync();
        var (_, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { GroupId = ArcGisSamples.ProdPublicWorks });
        Assert.Equal(ErrorKinds.Forbidden, Assert.IsType<MigrationException>(error).Kind);
        Assert.Contains("admin is", error.Message, StringComparison.Ordinal);
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Theory]
    [InlineData("group")]
    [InlineData("package")]
    [InlineData("type")]
    public async Task A_wrong_id_is_told(string which)
    {
        await portals.BeginAsync();
        var nothing = new string('a', 32);
        var (_, error) = which switch
        {
            "group" => await portals.ImportAsync(await portals.PackageAsync(), options => options with { GroupId = nothing }),
            "package" => await portals.ImportItemAsync(nothing),
            _ => await portals.ImportItemAsync(_parcels),
        };
        Assert.Equal(which == "type" ? ErrorKinds.InvalidId : ErrorKinds.ArtifactNotFound, Assert.IsType<MigrationException>(error).Kind);
        Assert.Empty(portals.ProdPortal.Log.Of("import"));
    }

    [Fact]
    public async Task Random_bytes_with_a_manifest_are_a_package()
    {
        await portals.BeginAsync();
        var id = Guid.NewGuid().ToString("N");
        var path = portals.Noise(12_000_000, "random.epk", [new ArcGisItem { System = "ArcGis", Type = "CSV", Id = id, Name = "Readings" }]);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        portals.ProdPortal.State.DeclarePackage(Portals.Sha256(bytes), bytes.Length, new ArcGisManifest
        {
            Id = Guid.NewGuid().ToString("N"), FileName = "random", Created = 1590989318963, HttpsUrl = "https://elsewhere.example/portal", SourceVersion = "10.8.1", PortalId = "x",
            Items = [new ArcGisPackedItem { Id = id, Type = "CSV", Title = "Readings", Size = 12, Created = 1, Modified = 1 }],
        });
        var (import, error) = await portals.ImportAsync(await KnownFormats.Reader.ReadAsync(path, TestContext.Current.CancellationToken));
        Assert.Null(error);
        Portals.AllDone(import.Rows);
        Assert.Equal("Readings", portals.ProdPortal.State.Item(id)!.Title);
    }

    [Fact]
    public async Task A_package_without_a_manifest_is_known_once_it_is_there()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        var bare = portals.PathOf("bare.epk");
        File.Copy(package.Path!, bare, overwrite: true);
        var import = portals.Prod.BeginImport(new MigrationPackage { System = "ArcGis", Kind = "Export Package", Path = bare }, new ArcGisImportOptions { GroupId = Portals.Target });
        await import.PlanAsync(default);
        Assert.Equal(("Package", MigrationAction.Unknown), (Assert.Single(import.Rows).Type, import.Rows[0].Action));
        await import.ApplyAsync(default);
        Assert.Equal(3, import.Rows.Count);
        Portals.AllDone(import.Rows);
    }

    [Fact]
    public async Task A_changed_file_is_refused()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        await File.AppendAllTextAsync(package.Path!, "x", TestContext.Current.CancellationToken);
        var (_, error) = await portals.ImportAsync(package);
        Assert.Equal(ErrorKinds.PackageChanged, Assert.IsType<MigrationException>(error).Kind);
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Fact]
    public async Task An_item_of_somebody_else_that_fails_without_a_reason_is_told_to_be_theirs()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        var (_, none) = await portals.ImportAsync(package, into: await portals.ConnectAsync(portals.ProdPortal, portals.ProdPortal.User));
        Assert.Null(none);

        var (import, error) = await portals.ImportAsync(package, options => options with { OnConflict = ConflictPolicy.Overwrite });

        Assert.Equal(ErrorKinds.ItemsFailed, Assert.IsType<MigrationException>(error).Kind);
        Assert.NotEmpty(import.Rows);
        Assert.All(import.Rows, row => Assert.Equal($"prod could not import it, and does not say why. {row.SourceId} belongs to admin, and the import runs as importer1.", row.Message));
    }

    [Fact]
    public async Task A_job_is_left_and_taken_up_again_by_id_and_key()
    {
        await portals.BeginAsync(prod: switches => switches.FailItems = ["6a05e1064c2848918059a849a300d509"]);
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { NoWait = true });
        Assert.Null(error);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning), (row.Status, row.Reason)));
        while (!(await portals.Prod.LookAtJobAsync(import.Job!, default)).HasEnded) await Task.Yield();
        var job = new ArcGisJob { System = "ArcGis", Kind = "Job", Id = import.Job!.Id, Key = import.Job.Key };
        var wait = (await portals.ConnectAsync(portals.ProdPortal, "importer1")).BeginWait(job, new PackageDestination(), TimeSpan.FromMinutes(1));
        var failed = await Assert.ThrowsAsync<MigrationException>(() => wait.RunAsync(default));
        Assert.Equal(ErrorKinds.ItemsFailed, failed.Kind);
        Assert.Equal(2, wait.Rows.Count(row => row.Status == MigrationStatus.Done && row.Type != "Item" && row.Name is not null));
        Assert.Single(wait.Rows, row => row.Status == MigrationStatus.Failed);
        Assert.Equal((ArcGisJob.Import, JobState.Completed), (wait.Job.Kind, wait.Job.State));
        // Who only knows the id does not know that the package is to go.
        Assert.Single(portals.ProdPortal.State.Packages);
        var again = portals.Prod.BeginWait(import.Job, new PackageDestination(), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<MigrationException>(() => again.RunAsync(default));
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Fact]
    public async Task An_export_is_left_and_downloaded_later()
    {
        await portals.BeginAsync();
        var (export, error) = await portals.ExportAsync(change: options => options with { NoWait = true, RemoveFromPortal = true });
        Assert.Null(error);
        Assert.Null(export.Package);
        var wait = portals.Dev.BeginWait(export.Job!, portals.Into, TimeSpan.FromMinutes(1));
        await wait.RunAsync(default);
        Assert.Equal(3, wait.Package!.Items.Count);
        Assert.True(File.Exists(wait.Package.Path));
        Assert.Empty(portals.DevPortal.State.Packages);
    }

    [Fact]
    public async Task A_wait_that_is_over_leaves_the_job()
    {
        await portals.BeginAsync(prod: switches => switches.JobDuration = TimeSpan.FromMinutes(5));
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { Timeout = TimeSpan.FromSeconds(10) });
        Assert.Equal(ErrorKinds.JobTimeout, Assert.IsType<MigrationException>(error).Kind);
        Assert.All(import.Rows, row => Assert.Equal((MigrationStatus.Unknown, ResultReason.StillRunning), (row.Status, row.Reason)));
        Assert.Single(portals.ProdPortal.State.Packages);
        Assert.DoesNotContain(import.Job!.Key!, error + string.Join(' ', import.Rows) + import.Job, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_go_to_a_new_owner()
    {
        await portals.BeginAsync();
        var admin = await portals.ConnectAsync(portals.ProdPortal, "admin");
        var change = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "editor1", "Maps"));
        await change.PlanAsync(default);
        await change.ApplyAsync(default);
        Assert.Equal((MigrationStatus.Done, "Feature Service"), (change.Row.Status, change.Row.Type));
        var item = portals.ProdPortal.State.Item(_parcels)!;
        Assert.Equal(("editor1", "Maps"), (item.Owner, portals.ProdPortal.State.FolderOf(item)));

        var again = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "editor1", null));
        await again.PlanAsync(default);
        Assert.False(again.HasWork);
        Assert.Equal(MigrationStatus.Unchanged, again.Row.Status);

        var forbidden = portals.Prod.BeginOwnership(new ArcGisOwnerChange(_map, "importer1", null));
        await forbidden.PlanAsync(default);
        Assert.Equal(ErrorKinds.Forbidden, (await Assert.ThrowsAsync<MigrationException>(() => forbidden.ApplyAsync(default))).Kind);
        Assert.Equal(MigrationStatus.Failed, forbidden.Row.Status);
    }

    [Fact]
    public async Task A_plan_sees_that_the_new_owner_is_not_there_as_the_portal_would()
    {
        await portals.BeginAsync();
        var admin = await portals.ConnectAsync(portals.ProdPortal, "admin");
        var planned = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "nobody", null) { Look = true });
        var error = await Assert.ThrowsAsync<MigrationException>(() => planned.PlanAsync(default));
        var earnest = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "nobody", null));
        await earnest.PlanAsync(default);
        Assert.Equal(error.Kind, (await Assert.ThrowsAsync<MigrationException>(() => earnest.ApplyAsync(default))).Kind);
        Assert.All([planned.Row, earnest.Row], row => Assert.Equal((MigrationStatus.Failed, "ArtifactNotFound"), (row.Status, row.ErrorId)));
        Assert.Single(portals.ProdPortal.Log.Of("reassign"));

        portals.ProdPortal.Faults.Add(new() { Route = "user", Kind = FaultKind.Status, Status = 403 });
        var unseen = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "editor1", null) { Look = true });
        await unseen.PlanAsync(default);
        unseen.LeaveOut(rehearsed: true);
        Assert.Equal((MigrationStatus.Planned, ResultReason.Estimated), (unseen.Row.Status, unseen.Row.Reason));
        var seen = admin.BeginOwnership(new ArcGisOwnerChange(_parcels, "editor1", null) { Look = true });
        await seen.PlanAsync(default);
        seen.LeaveOut(rehearsed: true);
        Assert.Equal(ResultReason.WhatIf, seen.Row.Reason);
    }

    [Fact]
    public async Task An_export_says_what_is_not_there_and_removes_what_it_made_where_told()
    {
        await portals.BeginAsync();
        var nothing = new string('b', 32);
        var (export, error) = await portals.ExportAsync(Portals.Operations, options => options with { ItemIds = [_parcels, nothing], RemoveFromPortal = true });
        Assert.Null(error);
        Assert.Equal(_parcels, Assert.Single(export.Package!.Items).Id);
        var left = Assert.Single(export.LeftOut);
        Assert.Equal((nothing, true, ErrorKinds.ArtifactNotFound), (left.Item.Id, left.WasNamed, left.Error.Kind));
        Assert.Empty(portals.DevPortal.State.Packages);

        var (empty, none) = await portals.ExportAsync(ArcGisSamples.DevEmpty);
        Assert.Equal(ErrorKinds.NothingExported, Assert.IsType<MigrationException>(none).Kind);
        Assert.Null(empty.Package);
    }

    [Fact]
    public async Task No_secret_is_told_anywhere()
    {
        await portals.BeginAsync();
        var package = await portals.PackageAsync();
        var (import, error) = await portals.ImportAsync(package);
        Assert.Null(error);
        var told = portals.Told.Everything + string.Join('\n', import.Rows) + package + import.Job + portals.Prod.Connection + await File.ReadAllTextAsync(package.Path + ".manifest.json", TestContext.Current.CancellationToken);
        Assert.Contains("sharing/rest/generateToken", portals.ProdPortal.Log.Of("token")[0].Path, StringComparison.Ordinal);
        Assert.DoesNotContain(portals.ProdPortal.PasswordOf("importer1"), told, StringComparison.Ordinal);
        Assert.DoesNotContain(portals.DevPortal.PasswordOf("importer1"), told, StringComparison.Ordinal);
        Assert.DoesNotContain(import.Job!.Key!, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(import.Job.Key!), told, StringComparison.Ordinal);
        var (token, _) = await new ArcGisCredentialProbe(portals.Prod.Connection).TokenAsync();
        Assert.DoesNotContain(token, told, StringComparison.Ordinal);
    }

    /// <summary>The token that a connection sends.</summary>
    private sealed class ArcGisCredentialProbe(ArcGisConnection connection)
    {
        public async Task<(string, long)> TokenAsync()
        {
            var field = typeof(ArcGisConnection).GetField("_credential", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
            return await ((ArcGisCredential)field.GetValue(connection)!).TokenAsync(default);
        }
    }
}
