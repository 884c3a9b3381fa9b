using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Each switch of previews, jobs and imports in each of its positions.</summary>
public sealed class ArcGisSwitchTests
{
    private const string Group = ArcGisSamples.ProdOperations;

    [Fact]
    public async Task A_preview_comes_in_many_forms()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(ArcGisFixtures.Manifest(60)), "importer1");
        async Task<(int Status, string? Type, string Body, string? Location)> AskAsync(PreviewReply reply)
        {
            lab.Prod.Switches.PreviewReply = reply;
            using var response = await lab.OwnerClient.SendAsync(HttpMethod.Post, $"/community/groups/{Group}/import", PortalClient.Form(("itemId", item), ("previewOnly", "True")));
            return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(PortalClient.Stop), response.Headers.Location?.ToString());
        }

        var json = await AskAsync(PreviewReply.Json);
        Assert.Equal((60, -1), ((int)JsonNode.Parse(json.Body)!["num"]!, (int)JsonNode.Parse(json.Body)!["nextStart"]!));
        Assert.Equal((200, "text/html"), (await AskAsync(PreviewReply.Html)) is var html ? (html.Status, html.Type) : default);
        Assert.Equal((200, ""), (await AskAsync(PreviewReply.Empty)) is var empty ? (empty.Status, empty.Body) : default);
        var redirect = await AskAsync(PreviewReply.Redirect);
        Assert.Equal((302, $"/arcgis/sharing/rest/community/groups/{Group}/importPreview/{item}"), (redirect.Status, redirect.Location));
        var first = JsonNode.Parse((await AskAsync(PreviewReply.JsonFirstPage)).Body)!;
        Assert.Equal((25, 26), ((int)first["num"]!, (int)first["nextStart"]!));
        Assert.NotNull(JsonNode.Parse((await AskAsync(PreviewReply.NoImportPreview)).Body)!["packageSummary"]);
        using var nowhere = await lab.OwnerClient.SendAsync(HttpMethod.Get, $"/community/groups/{Group}/importPreview/{item}?f=json");
        Assert.Equal(404, (int)nowhere.StatusCode);
        Assert.All(lab.Prod.Log.Requests.Where(request => request.Method == "POST" && request.Path.EndsWith("/import", StringComparison.Ordinal)), request => Assert.Equal("preview", request.Route));
        Assert.NotNull(lab.Prod.State.Item(item));
        Assert.Equal(2, lab.Prod.State.Group(Group)!.Items.Count);
    }

    [Theory]
    [InlineData(EndMark.MinusOne, -1)]
    [InlineData(EndMark.Zero, 0)]
    public async Task The_second_form_of_the_preview_has_pages_and_may_lag(EndMark mark, int end)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.EndMark = mark;
        lab.Prod.Switches.PreviewLag = 2;
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(ArcGisFixtures.Manifest(60)), "importer1");
        var path = $"/community/groups/{Group}/importPreview/{item}";
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.PostAsync(path)));
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.GetAsync(path)));
        var pages = new List<JsonObject>();
        for (var start = 1; start > 0; start = (int)pages[^1]["nextStart"]!) pages.Add(await lab.OwnerClient.PostAsync(path, ("start", $"{start}"), ("num", "25")));
        Assert.Equal([25, 25, 10], pages.Select(page => (int)page["num"]!));
        Assert.Equal([26, 51, end], pages.Select(page => (int)page["nextStart"]!));
        Assert.Equal(60, pages.SelectMany(page => page["results"]!.AsArray()).Select(row => (string?)row!["id"]).Distinct().Count());
        lab.Prod.Switches.PageSize = 7;
        Assert.Equal(7, (int)(await lab.OwnerClient.GetAsync(path))["num"]!);
    }

    [Fact]
    public async Task A_preview_tells_what_exists_and_what_cannot_be_imported()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync((await lab.ExportAsync()).Bytes, "importer1");
        lab.Prod.Switches.CannotImport = [ArcGisSamples.Id("form")];
        var rows = (await lab.OwnerClient.PreviewAsync(Group, item))["results"]!.AsArray().ToDictionary(row => (string)row!["id"]!);
        Assert.True((bool)rows[ArcGisSamples.Id("map")]!["exists"]!);
        Assert.False((bool)rows[ArcGisSamples.Id("form")]!["exists"]!);
        Assert.Equal([ArcGisSamples.Id("form")], rows.Where(row => !(bool)row.Value!["canImport"]!).Select(row => row.Key));
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.Contains(ArcGisSamples.Id("form"), PortalClient.Ids(job["result"]!["itemsSkipped"]));
    }

    [Fact]
    public async Task A_newer_package_is_refused_in_three_ways()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.Version = PortalVersion.V109;
        var package = ArcGisFixtures.Package(ArcGisFixtures.Manifest(2, "10.9.1"));
        var item = await lab.OwnerClient.AddAsync(package, "importer1");
        Assert.Contains("later version (10.9.1)", PortalClient.Message(await lab.OwnerClient.ImportAsync(Group, item)), StringComparison.Ordinal);
        lab.Prod.Switches.VersionRule = VersionRule.JobFailed;
        var failed = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.Equal("failed", (string?)failed["status"]);
        Assert.Contains("later version", (string?)failed["messages"]![3], StringComparison.Ordinal);
        lab.Prod.Switches.VersionRule = VersionRule.CanImportFalse;
        Assert.All((await lab.OwnerClient.PreviewAsync(Group, item))["results"]!.AsArray(), row => Assert.False((bool)row!["canImport"]!));
        var skipped = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.Equal(2, PortalClient.Ids(skipped["result"]!["itemsSkipped"]).Length);
        // Versions are numbers, component by component.
        lab.Prod.Switches.Reset();
        lab.Hurry();
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(ArcGisFixtures.Manifest(2, "11.10")), "importer1");
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.ImportAsync(Group, item)));
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(ArcGisFixtures.Manifest(2, "11.4.0")), "importer1");
        Assert.NotNull((await lab.OwnerClient.ImportAsync(Group, item))["jobId"]);
    }

    [Theory]
    [InlineData(JobStatusWords.Completed, "processing", "completed", "failed")]
    [InlineData(JobStatusWords.Complete, "processing", "complete", "failed")]
    [InlineData(JobStatusWords.Succeeded, "processing", "succeeded", "failed")]
    [InlineData(JobStatusWords.Upper, "PROCESSING", "COMPLETED", "FAILED")]
    [InlineData(JobStatusWords.UnknownWord, "waitingForResources", "completed", "failed")]
    public async Task Jobs_have_several_words_for_their_states(JobStatusWords words, string running, string completed, string failed)
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.JobStatusWords = words;
        async Task<List<string?>> StatesAsync()
        {
            var started = await lab.OwnerClient.ImportAsync(Group, await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1"));
            var before = await lab.OwnerClient.JobAsync(started);
            clock.Advance(TimeSpan.FromSeconds(1));
            return [(string?)before["status"], (string?)(await lab.OwnerClient.JobAsync(started))["status"]];
        }

        Assert.Equal([running, completed], await StatesAsync());
        lab.Prod.Switches.JobFailure = JobFailure.MessagesOnly;
        Assert.Equal([running, failed], await StatesAsync());
    }

    [Fact]
    public async Task A_job_may_end_at_once_or_be_none()
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.JobStart = JobStart.CompletedAtOnce;
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        Assert.Equal("completed", (string?)(await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item)))["status"]);
        lab.Prod.Switches.JobStart = JobStart.SyncResultInsteadOfJob;
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        var answer = await lab.OwnerClient.ImportAsync(Group, item);
        Assert.Equal(3, answer["result"]!["itemsSkipped"]!.AsArray().Count);
        Assert.Null(answer["jobId"]);
    }

    [Fact]
    public async Task A_result_may_lag_behind_the_end()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.ResultLag = 2;
        var started = await lab.OwnerClient.ImportAsync(Group, await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1"));
        for (var poll = 0; poll < 2; poll++)
        {
            var job = await lab.OwnerClient.JobAsync(started);
            Assert.Equal(("completed", false), ((string?)job["status"], job.ContainsKey("result")));
        }

        Assert.NotNull((await lab.OwnerClient.JobAsync(started))["result"]);
    }

    [Theory]
    [InlineData(JobFailure.MessagesOnly)]
    [InlineData(JobFailure.ErrorObject)]
    [InlineData(JobFailure.StatusMessage)]
    public async Task A_job_fails_in_several_layouts_and_leaves_what_it_did(JobFailure failure)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.JobFailure = failure;
        lab.Prod.Switches.JobFailureAfter = 2;
        lab.Prod.Switches.PackageAfterFailure = PackageAfter.Deleted;
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(ArcGisFixtures.Manifest(5)), "importer1");
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.Equal(("failed", failure == JobFailure.MessagesOnly ? 4 : 3, false), ((string?)job["status"], job["messages"]!.AsArray().Count, job.ContainsKey("result")));
        Assert.Equal(failure == JobFailure.ErrorObject, job.ContainsKey("error"));
        if (failure == JobFailure.StatusMessage) Assert.Equal(500, (int)JsonNode.Parse((string)job["statusMessage"]!)!["code"]!);
        Assert.Equal(2 + 2, lab.Prod.State.Group(Group)!.Items.Count);
        Assert.Null(lab.Prod.State.Item(item));

        lab.Prod.Switches.PackageAfterFailure = PackageAfter.Kept;
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.NotNull(lab.Prod.State.Item(item));
    }

    [Theory]
    [InlineData(OutcomeElement.ItemIdOnly, "itemId")]
    [InlineData(OutcomeElement.WithExtraFields, "itemId,title,reason")]
    [InlineData(OutcomeElement.WithoutItemId, "title,reason")]
    public async Task A_part_of_an_import_fails(OutcomeElement element, string fields)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.OutcomeElement = element;
        lab.Prod.Switches.FailItems = ["6a05e1064c2848918059a849a300d509"];
        lab.Prod.Switches.SkipItems = ["2aba832a4afa429d886d8d8c8f6fbede"];
        lab.Prod.Switches.PackageAfterPartial = PackageAfter.Deleted;
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item));
        Assert.Equal("completed", (string?)job["status"]);
        var result = job["result"]!;
        Assert.Equal(["4a0fe3a6f8c3432490822a7ccffc6602"], PortalClient.Ids(result["itemsImported"]));
        foreach (var list in new[] { "itemsSkipped", "itemsFailedImport" })
        {
            Assert.Equal(fields, string.Join(',', Assert.Single(result[list]!.AsArray())!.AsObject().Select(field => field.Key)));
        }

        Assert.Null(lab.Prod.State.Item("6a05e1064c2848918059a849a300d509"));
        Assert.Null(lab.Prod.State.Item(item));
    }

    [Fact]
    public async Task Unknown_ids_are_ignored_or_refused()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        (string, string) list = ("itemIdList", "4a0fe3a6f8c3432490822a7ccffc6602,00000000000000000000000000000000");
        lab.Prod.Switches.UnknownItemId = UnknownItemId.BadRequest;
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.ImportAsync(Group, item, list)));
        lab.Prod.Switches.UnknownItemId = UnknownItemId.Ignored;
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item, list));
        Assert.Equal("""{"itemsImported":[{"itemId":"4a0fe3a6f8c3432490822a7ccffc6602"}],"itemsSkipped":[],"itemsFailedImport":[]}""", job["result"]!.ToJsonString());
    }

    [Theory]
    [InlineData(ImportFolder.Exports, "Exports")]
    [InlineData(ImportFolder.GroupTitle, "City Operations")]
    [InlineData(ImportFolder.ImportsNumber, "imports_1")]
    public async Task Where_items_land_is_contradictory(ImportFolder folder, string title)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.ImportFolder = folder;
        await lab.OwnerClient.ImportAsync(Group, await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1"));
        Assert.Equal(title, lab.Prod.State.FolderOf(lab.Prod.State.Item("4a0fe3a6f8c3432490822a7ccffc6602")!));
    }

    [Fact]
    public async Task Overwriting_may_be_the_default_and_may_keep_the_owner()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.OverwriteDefault = true;
        lab.Prod.Switches.OverwrittenOwner = OverwrittenOwner.Kept;
        var item = await lab.ProdClient.AddAsync((await lab.ExportAsync()).Bytes);
        await lab.ProdClient.PostAsync($"/community/groups/{Group}/import", ("itemId", item), ("async", "true"), ("overwriteExistingItems", ""));
        var parcels = lab.Prod.State.Item(ArcGisSamples.Id("parcels"))!;
        Assert.Equal(("Parcels", "importer1", "Published"), (parcels.Title, parcels.Owner, lab.Prod.State.FolderOf(parcels)));
        Assert.Equal("admin", lab.Prod.State.Item(ArcGisSamples.Id("roster"))!.Owner);
    }

    [Fact]
    public async Task Faults_strike_the_preview_and_the_import_apart_and_a_lost_answer_is_done()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        lab.Prod.Faults.Add(new Fault { Route = "import", Kind = FaultKind.ResetAfterActing });
        Assert.Equal(3, (int)(await lab.OwnerClient.PreviewAsync(Group, item))["total"]!);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lab.OwnerClient.ImportAsync(Group, item));
        Assert.Equal(5, lab.Prod.State.Group(Group)!.Items.Count);
        Assert.Null(lab.Prod.State.Item(item));

        lab.Prod.Faults.Add(new Fault { Route = "import", Kind = FaultKind.FailMidway, AfterRecords = 1 });
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        Assert.Equal("failed", (string?)(await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item)))["status"]);
    }

    [Fact]
    public async Task The_portals_are_controlled_from_outside_and_reset()
    {
        await using var lab = await PortalLab.StartAsync();
        var start = lab.Prod.State.Describe().ToJsonString();
        using var http = new HttpClient { BaseAddress = lab.Host.AdminUri };
        using var set = await http.PutAsJsonAsync("sandbox/arcgis/prod/switches", new { version = "V109", jobDuration = "00:00:03", failItems = new[] { "a" }, overwriteDefault = true }, PortalClient.Stop);
        Assert.Equal(200, (int)set.StatusCode);
        Assert.Equal((PortalVersion.V109, TimeSpan.FromSeconds(3), true), (lab.Prod.Switches.Version, lab.Prod.Switches.JobDuration, lab.Prod.Switches.OverwriteDefault));
        Assert.Equal(["a"], lab.Prod.Switches.FailItems);
        await lab.ProdClient.AddAsync([1]);
        lab.Prod.State.AddUser(new("extra", "p", "Extra", "org_user"));
        lab.Prod.ContextPath = "/else";
        var state = await http.GetFromJsonAsync<JsonObject>("sandbox/arcgis/prod/state?noise=false", PortalClient.Stop);
        Assert.Equal(3, state!["items"]!.AsArray().Count);
        using var reset = await http.PostAsync("sandbox/reset", null, PortalClient.Stop);
        Assert.Equal(start, lab.Prod.State.Describe().ToJsonString());
        Assert.Equal((PortalVersion.V114, "/arcgis"), (lab.Prod.Switches.Version, lab.Prod.ContextPath));
        Assert.Empty(lab.Prod.Log.Requests);
        var told = ((ISandboxSystem)lab.Host.ArcGis).Explanation;
        Assert.All(new[] { lab.Dev.Uri.ToString(), lab.Prod.Uri.ToString(), lab.Prod.AccessTokenOf(lab.Prod.User), Group }, fact => Assert.Contains(fact, told, StringComparison.Ordinal));
        var endpoints = (await http.GetFromJsonAsync<JsonObject>("sandbox", PortalClient.Stop))!["arcgis"]!["prod"]!;
        Assert.Equal((lab.Prod.Uri.ToString(), "importer1", "prod-importer1-password", Group),
            ((string?)endpoints["uri"], (string?)endpoints["groupOwner"], (string?)endpoints["groupOwnerPassword"], (string?)endpoints["groupId"]));
    }
}
