using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Sandbox.ArcGis;
using ArcGisPackage = MigrationTools.Core.ArcGis.ArcGisPackage;
using ArcGisRelease = MigrationTools.Core.ArcGis.ArcGisRelease;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>What is not known of portals, each value end to end: the group arrives all the same, or the refusal is told.</summary>
public sealed class ArcGisSwitchTests(Portals portals) : IClassFixture<Portals>
{
    private static readonly string _shape = "4a0fe3a6f8c3432490822a7ccffc6602";
    private static readonly string _map = "6a05e1064c2848918059a849a300d509";

    private static readonly Dictionary<string, Action<ArcGisSwitches>> _harmless = new()
    {
        ["11.4"] = switches => switches.Version = PortalVersion.V114,
        ["11.3"] = switches => switches.Version = PortalVersion.V113,
        ["10.9"] = switches => switches.Version = PortalVersion.V109,
        ["10.8.1"] = switches => switches.Version = PortalVersion.V1081,
        ["preview as JSON"] = switches => switches.PreviewReply = PreviewReply.Json,
        ["preview as page"] = switches => switches.PreviewReply = PreviewReply.Html,
        ["preview empty"] = switches => switches.PreviewReply = PreviewReply.Empty,
        ["preview redirected"] = switches => switches.PreviewReply = PreviewReply.Redirect,
        ["preview's first page"] = switches => (switches.PreviewReply, switches.PageSize) = (PreviewReply.JsonFirstPage, 1),
        ["no importPreview"] = switches => switches.PreviewReply = PreviewReply.NoImportPreview,
        ["preview late"] = switches => (switches.PreviewReply, switches.PreviewLag) = (PreviewReply.Html, 2),
        ["end is -1"] = switches => (switches.PreviewReply, switches.PageSize, switches.EndMark) = (PreviewReply.JsonFirstPage, 2, EndMark.MinusOne),
        ["end is 0"] = switches => (switches.PreviewReply, switches.PageSize, switches.EndMark) = (PreviewReply.JsonFirstPage, 2, EndMark.Zero),
        ["job processing"] = switches => switches.JobStart = JobStart.Processing,
        ["job ended at once"] = switches => switches.JobStart = JobStart.CompletedAtOnce,
        ["result in place of a job"] = switches => switches.JobStart = JobStart.SyncResultInsteadOfJob,
        ["result late"] = switches => switches.ResultLag = 3,
        ["completed"] = switches => switches.JobStatusWords = JobStatusWords.Completed,
        ["complete"] = switches => switches.JobStatusWords = JobStatusWords.Complete,
        ["succeeded"] = switches => switches.JobStatusWords = JobStatusWords.Succeeded,
        ["upper case"] = switches => switches.JobStatusWords = JobStatusWords.Upper,
        ["unknown word"] = switches => (switches.JobStatusWords, switches.JobDuration) = (JobStatusWords.UnknownWord, TimeSpan.FromMilliseconds(60)),
        ["overwrites by itself"] = switches => switches.OverwriteDefault = true,
        ["refuses unknown ids"] = switches => switches.UnknownItemId = UnknownItemId.BadRequest,
        ["ignores unknown ids"] = switches => switches.UnknownItemId = UnknownItemId.Ignored,
        ["skipped is reported"] = switches => switches.ExportSkipped = ExportSkipped.Reported,
        ["package is a zip"] = switches => switches.PackageFormat = PackageFormat.Zip,
        ["package is random bytes"] = switches => switches.PackageFormat = PackageFormat.Opaque,
        ["no ranges"] = switches => switches.Range = RangeRequests.Ignored,
        ["ranges"] = switches => switches.Range = RangeRequests.Partial206,
        ["chosen id"] = switches => switches.ItemIdToCreate = ItemIdToCreate.Honoured,
        ["own id"] = switches => switches.ItemIdToCreate = ItemIdToCreate.Ignored,
        ["errors on 200"] = switches => switches.ErrorStatus = ErrorStatus.Ok,
        ["errors on their own status"] = switches => switches.ErrorStatus = ErrorStatus.Matching,
        ["header arrives"] = switches => switches.TokenHeader = TokenHeader.Accepted,
        ["header is stripped"] = switches => switches.TokenHeader = TokenHeader.Stripped,
        ["token of a minute"] = switches => switches.MaxTokenMinutes = 1,
        ["search lags"] = switches => switches.SearchLag = TimeSpan.FromHours(1),
        ["body limit above"] = switches => (switches.BodyLimit, switches.BodyLimitBytes) = (BodyLimit.On, 20_000_000),
        ["gateway in front"] = switches => switches.GatewayTimeout = TimeSpan.FromSeconds(20),
    };

    public static TheoryData<string> Harmless => [.. _harmless.Keys];

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task The_group_arrives(string what)
    {
        await portals.BeginAsync(_harmless[what], _harmless[what]);
        var package = await portals.PackageAsync();
        Assert.Equal(3, package.Items.Count);
        var (import, error) = await portals.ImportAsync(package);
        Assert.Null(error);
        Portals.AllDone(import.Rows);
        Assert.Equal(3, import.Rows.Count);
        Assert.Equal(package.Items.Select(item => item.Id).Order(), portals.ProdPortal.State.Group(Portals.Target)!.Items.Order());
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.Single(portals.ProdPortal.Log.Of("import"));
    }

    [Theory]
    [InlineData(ImportFolder.Exports, "Exports")]
    [InlineData(ImportFolder.GroupTitle, "myGroup")]
    [InlineData(ImportFolder.ImportsNumber, "imports_1")]
    public async Task The_folder_is_looked_up_and_not_promised(ImportFolder folder, string title)
    {
        await portals.BeginAsync(prod: switches => switches.ImportFolder = folder);
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync());
        Assert.Null(error);
        var names = portals.ProdPortal.State.Folders.Select(known => known.Title).Where(known => known.StartsWith(title.TrimEnd('1'), StringComparison.Ordinal)).ToList();
        Assert.All(import.Rows, row => Assert.Contains($"In folder '{Assert.Single(names)}' of importer1", row.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OutcomeElement.ItemIdOnly, PackageAfter.Kept)]
    [InlineData(OutcomeElement.WithExtraFields, PackageAfter.Deleted)]
    [InlineData(OutcomeElement.WithoutItemId, PackageAfter.Kept)]
    public async Task Completed_with_failed_items_is_no_success(OutcomeElement element, PackageAfter after)
    {
        await portals.BeginAsync(prod: switches => (switches.FailItems, switches.SkipItems, switches.OutcomeElement, switches.PackageAfterPartial) = ([_shape], [_map], element, after));
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync());
        Assert.Equal(ErrorKinds.ItemsFailed, Assert.IsType<MigrationException>(error).Kind);
        var rows = import.Rows.ToDictionary(row => row.SourceId!);
        Assert.Equal((MigrationStatus.Failed, ErrorKinds.ItemsFailed.Id), (rows[_shape].Status, rows[_shape].ErrorId));
        Assert.Equal((MigrationStatus.Skipped, ResultReason.Rejected, MigrationAction.None), (rows[_map].Status, rows[_map].Reason, rows[_map].Action));
        Assert.Equal(MigrationStatus.Done, rows.Values.Single(row => row.SourceId != _shape && row.SourceId != _map).Status);
        if (element != OutcomeElement.ItemIdOnly) Assert.Contains("could not be created", rows[_shape].Message, StringComparison.Ordinal);
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Theory]
    [InlineData(JobFailure.MessagesOnly, PackageAfter.Kept)]
    [InlineData(JobFailure.ErrorObject, PackageAfter.Deleted)]
    [InlineData(JobFailure.StatusMessage, PackageAfter.Kept)]
    public async Task A_failed_job_is_told_in_the_portals_words(JobFailure failure, PackageAfter after)
    {
        await portals.BeginAsync(prod: switches => (switches.JobFailure, switches.JobFailureAfter, switches.PackageAfterFailure) = (failure, 1, after));
        var (import, error) = await portals.ImportAsync(await portals.PackageAsync());
        Assert.Equal(ErrorKinds.ImportFailed, Assert.IsType<MigrationException>(error).Kind);
        Assert.Contains("an unexpected error occurred", error.Message, StringComparison.Ordinal);
        // What came before the failure is there, and the rows say so.
        var held = portals.ProdPortal.State.Group(Portals.Target)!.Items;
        Assert.Single(held);
        Assert.All(import.Rows, row => Assert.Equal(held.Contains(row.SourceId!) ? MigrationStatus.Done : MigrationStatus.Failed, row.Status));
        Assert.Empty(portals.ProdPortal.State.Packages);
    }

    [Theory]
    [InlineData(JobFailure.MessagesOnly)]
    [InlineData(JobFailure.ErrorObject)]
    [InlineData(JobFailure.StatusMessage)]
    public async Task A_failed_export_is_told_in_the_portals_words(JobFailure failure)
    {
        await portals.BeginAsync(dev: switches => switches.JobFailure = failure);
        var (export, error) = await portals.ExportAsync();
        Assert.Equal(ErrorKinds.ExportFailed, Assert.IsType<MigrationException>(error).Kind);
        Assert.Contains("an unexpected error occurred", error.Message, StringComparison.Ordinal);
        Assert.Null(export.Package);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_left_out_and_refused_where_it_was_asked_for()
    {
        await portals.BeginAsync(prod: switches => switches.CannotImport = [_map]);
        var package = await portals.PackageAsync();
        var (refused, error) = await portals.ImportAsync(package, options => options with { ItemIds = [_map, _shape] });
        Assert.Equal(ErrorKinds.CannotImport, Assert.IsType<MigrationException>(error).Kind);
        Assert.Empty(portals.ProdPortal.Log.Of("import"));
        Assert.Empty(portals.ProdPortal.State.Packages);
        var (import, none) = await portals.ImportAsync(package);
        Assert.Null(none);
        var row = Assert.Single(import.Rows, row => row.Status != MigrationStatus.Done);
        Assert.Equal((_map, MigrationStatus.Skipped, ResultReason.Rejected), (row.SourceId, row.Status, row.Reason));
        Assert.DoesNotContain(_map, Assert.Single(portals.ProdPortal.Log.Of("import")).Form["itemIdList"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyMissing.Forbidden, "Forbidden")]
    [InlineData(KeyMissing.InvalidToken, "NotAuthenticated")]
    [InlineData(KeyMissing.BadRequest, "JobLost")]
    public async Task A_job_is_asked_for_with_its_key(KeyMissing missing, string kind)
    {
        await portals.BeginAsync(prod: switches => switches.KeyMissing = missing);
        var (import, _) = await portals.ImportAsync(await portals.PackageAsync(), options => options with { NoWait = true });
        var job = import.Job!;
        Assert.NotNull(job.Key);
        Assert.Equal(job.Id, (await portals.Prod.LookAtJobAsync(job, default)).Id);
        var error = await Assert.ThrowsAsync<MigrationException>(() => portals.Prod.LookAtJobAsync(job with { Key = null }, default));
        Assert.Equal(kind, error.ErrorId);
    }

    [Theory]
    [InlineData(OverwrittenOwner.Importer, "admin")]
    [InlineData(OverwrittenOwner.Kept, "importer1")]
    public async Task An_overwritten_item_may_stay_whose_it_was(OverwrittenOwner owner, string expected)
    {
        await portals.BeginAsync(prod: switches => switches.OverwrittenOwner = owner);
        var parcels = ArcGisSamples.Id("parcels");
        var (export, _) = await portals.ExportAsync(Portals.Operations, options => options with { ItemIds = [parcels] });
        var admin = await portals.ConnectAsync(portals.ProdPortal, "admin");
        var (import, error) = await portals.ImportAsync(export.Package!, options => options with { OnConflict = ConflictPolicy.Overwrite }, admin);
        Assert.Null(error);
        var row = Assert.Single(import.Rows);
        Assert.Equal((MigrationAction.Update, MigrationStatus.Done, parcels), (row.Action, row.Status, row.DestinationId));
        Assert.Contains($"of {expected}", row.Message, StringComparison.Ordinal);
        Assert.Equal("Parcels", portals.ProdPortal.State.Item(parcels)!.Title);
        Assert.Equal("true", Assert.Single(portals.ProdPortal.Log.Of("import")).Form["overwriteExistingItems"]);
    }

    [Theory]
    [InlineData(VersionRule.ImportError)]
    [InlineData(VersionRule.CanImportFalse)]
    [InlineData(VersionRule.JobFailed)]
    public async Task A_newer_package_is_refused_before_it_is_sent(VersionRule rule)
    {
        await portals.BeginAsync(prod: switches => (switches.Version, switches.VersionRule) = (PortalVersion.V109, rule));
        var package = await portals.PackageAsync();
        var (_, error) = await portals.ImportAsync(package);
        Assert.Equal(ErrorKinds.SourceNewer, Assert.IsType<MigrationException>(error).Kind);
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));

        // Told to go on, it is the portal that refuses, in whatever way.
        var (import, refused) = await portals.ImportAsync(package, options => options with { AllowNewerSource = true });
        if (rule == VersionRule.CanImportFalse) Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Skipped, row.Status));
        else Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Failed, row.Status));
        Assert.Equal(rule == VersionRule.CanImportFalse, refused is null);
        Assert.Empty(portals.ProdPortal.State.Packages);
        Assert.Empty(portals.ProdPortal.State.Group(Portals.Target)!.Items);
    }

    [Theory]
    [InlineData(RootFolderBelow114.BadRequest)]
    [InlineData(RootFolderBelow114.Ignored)]
    public async Task What_the_portal_lacks_is_refused_and_not_ignored(RootFolderBelow114 root)
    {
        await portals.BeginAsync(prod: switches => (switches.Version, switches.RootFolderBelow114) = (PortalVersion.V109, root));
        var package = portals.Noise(1000, items: []);
        var given = await KnownFormats.Reader.ReadAsync(package, TestContext.Current.CancellationToken);
        foreach (var change in new Func<ArcGisImportOptions, ArcGisImportOptions>[]
        {
            options => options with { FolderId = "/" },
            options => options with { FolderName = "Somewhere" },
            options => options with { KeepPackage = true },
        })
        {
            var (import, error) = await portals.ImportAsync(given, change);
            Assert.Equal(ErrorKinds.OptionNotSupported, Assert.IsType<MigrationException>(error).Kind);
            Assert.Equal(MigrationStatus.Failed, Assert.Single(import.Rows).Status);
        }
        Assert.Empty(portals.ProdPortal.Log.Of("addItem"));
    }

    [Theory]
    [InlineData(ExportEmpty.NoJobIdEmpty, "NothingExported")]
    [InlineData(ExportEmpty.NoJobIdSkipped, "NothingExported")]
    [InlineData(ExportEmpty.JobFailed, "ExportFailed")]
    public async Task A_group_of_which_nothing_can_be_exported_is_told(ExportEmpty empty, string kind)
    {
        await portals.BeginAsync(dev: switches => switches.ExportEmpty = empty);
        var admin = await portals.ConnectAsync(portals.DevPortal, "admin");
        var (export, error) = await portals.ExportAsync(ArcGisSamples.DevReferenced, from: admin);
        Assert.Equal(kind, Assert.IsType<MigrationException>(error).ErrorId);
        Assert.Null(export.Package);
        Assert.Empty(portals.DevPortal.State.Packages);
    }

    [Theory]
    [InlineData(ExportSkipped.Silent)]
    [InlineData(ExportSkipped.Reported)]
    public async Task What_an_export_leaves_out_is_told_with_the_portals_words(ExportSkipped skipped)
    {
        await portals.BeginAsync(dev: switches => switches.ExportSkipped = skipped);
        var (export, error) = await portals.ExportAsync(Portals.Operations);
        Assert.Null(error);
        Assert.Equal(12, export.Package!.Items.Count);
        Assert.Equal(2, export.LeftOut.Count);
        Assert.All(export.LeftOut, left =>
        {
            Assert.False(left.WasNamed);
            Assert.Contains("not supported", left.Error.What, StringComparison.Ordinal);
        });
        Assert.Equal(2, (await KnownFormats.Reader.ReadAsync(export.Package.Path!, TestContext.Current.CancellationToken)).Warnings.Count);
    }

    [Theory]
    [InlineData(DeleteReply.CanDeleteShape)]
    [InlineData(DeleteReply.Envelope)]
    public async Task Delete_protection_is_told(DeleteReply reply)
    {
        await portals.BeginAsync(prod: switches => switches.DeleteReply = reply);
        var admin = await portals.ConnectAsync(portals.ProdPortal, "admin");
        var error = await Assert.ThrowsAsync<MigrationException>(() =>
            admin.Connection.Client.DeleteAsync("admin", ArcGisSamples.Id("locator"), "the locator", portals.Told, default));
        Assert.Equal(ErrorKinds.DeleteProtected, error.Kind);
    }

    [Theory]
    [InlineData(LoginFailure.Plain)]
    [InlineData(LoginFailure.WithGwm0003)]
    [InlineData(LoginFailure.Http400)]
    public async Task A_wrong_password_is_final(LoginFailure failure)
    {
        await portals.BeginAsync(prod: switches => switches.LoginFailure = failure);
        portals.ProdPortal.Log.Clear();
        var settings = new Core.Connections.ConnectionSettings { Uri = portals.ProdPortal.Uri, Time = Arcadia.AcceleratedTime.Instance };
        var error = await Assert.ThrowsAsync<MigrationException>(() => ArcGisConnection.OpenWithPasswordAsync(settings, "importer1", "wr0ng-canary", portals.Told, default));
        Assert.Equal(ErrorKinds.NotAuthenticated, error.Kind);
        // More tries may lock the account.
        Assert.Single(portals.ProdPortal.Log.Of("token"));
        Assert.DoesNotContain("wr0ng-canary", error + portals.Told.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11.3.0", null, "11.3", true)]
    [InlineData("11.10", null, "11.10", true)]
    [InlineData(null, "8.2", "10.8.1", true)]
    [InlineData(null, "8.4", "10.9", true)]
    [InlineData(null, "2024.1", "11.3", true)]
    [InlineData(null, "10.3", "unknown (API 10.3)", false)]
    [InlineData(null, null, "unknown", false)]
    public void A_release_is_read_from_either_number(string? enterprise, string? api, string text, bool certain)
    {
        var release = ArcGisRelease.Of(enterprise, api);
        Assert.Equal((text, certain), (release.Text, release.IsCertain));
    }

    [Fact]
    public void Releases_are_compared_as_numbers()
    {
        Assert.True(ArcGisRelease.Parse("11.10")!.Has("11.4"));
        Assert.True(ArcGisRelease.Parse("11.3.0")!.Has("11.3"));
        Assert.False(ArcGisRelease.Parse("10.9")!.Has("10.9.1"));
        Assert.True(ArcGisRelease.Of(null, "10.3").Has("10.9"));
        Assert.False(ArcGisRelease.Of(null, "10.3").Has("11.3"));
        Assert.Null(ArcGisRelease.Parse("11.x"));
    }
}
