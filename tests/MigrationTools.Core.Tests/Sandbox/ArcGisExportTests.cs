using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>export, jobs and their keys, and what is done to items that are there.</summary>
public sealed class ArcGisExportTests
{
    private const string Group = ArcGisSamples.DevOperations;

    [Fact]
    public async Task A_package_is_an_item_of_the_caller_named_by_local_time()
    {
        var clock = new TestClock();
        clock.SetUtcNow(new DateTimeOffset(2026, 6, 1, 5, 28, 38, TimeSpan.Zero));
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Dev.Switches.JobDuration = TimeSpan.FromSeconds(10);
        var started = await lab.DevClient.PostAsync($"/community/groups/{Group}/export", ("itemIdList", ""), ("async", "true"));
        Assert.Equal(["jobId", "key"], started.Select(field => field.Key));
        Assert.Equal("processing", (string?)(await lab.DevClient.JobAsync(started))["status"]);
        Assert.Empty(lab.Dev.State.Packages);

        clock.Advance(TimeSpan.FromSeconds(10));
        var job = await lab.DevClient.JobAsync(started);
        Assert.Equal(("completed", "export", Group, "City Operations"),
            ((string?)job["status"], (string?)job["definition"]!["type"], (string?)job["definition"]!["groupId"], (string?)job["definition"]!["groupTitle"]));
        var package = Assert.Single(lab.Dev.State.Packages);
        Assert.Equal(package.Id, (string?)job["result"]!["itemId"]);
        // 22:28:38 on the day before: a clock of twelve hours, and a month and a day without zeros.
        Assert.Equal(("admin", "City_Operations_2026531_102838", "City_Operations_2026531_102838.epk", "exports"),
            (package.Owner, package.Title, package.FileName, lab.Dev.State.FolderOf(package)));
        Assert.Equal(["Export Package", "epk"], package.TypeKeywords);
    }

    [Fact]
    public async Task Chosen_items_are_exported_and_what_cannot_travel_is_left_out()
    {
        await using var lab = await PortalLab.StartAsync();
        var (roster, traffic, foreign) = (ArcGisSamples.Id("roster"), ArcGisSamples.Id("traffic"), "4a0fe3a6f8c3432490822a7ccffc6602");
        lab.Dev.Switches.ExportSkipped = ExportSkipped.Reported;
        var started = await lab.DevClient.PostAsync($"/community/groups/{Group}/export", ("itemIdList", $"{roster}, {traffic},{foreign}"), ("async", "true"));
        var result = (await lab.DevClient.JobAsync(started))["result"]!;
        Assert.Equal([traffic, foreign], PortalClient.Ids(result["itemsSkipped"]));
        var item = await lab.ProdClient.AddAsync(await lab.DevClient.DataAsync((string)result["itemId"]!));
        Assert.Equal([roster], (await lab.ProdClient.PreviewAsync(ArcGisSamples.ProdOperations, item))["results"]!.AsArray().Select(row => (string?)row!["id"]));

        lab.Dev.Switches.ExportSkipped = ExportSkipped.Silent;
        var silent = await lab.DevClient.JobAsync(await lab.DevClient.PostAsync($"/community/groups/{Group}/export", ("async", "true")));
        Assert.False(silent["result"]!.AsObject().ContainsKey("itemsSkipped"));
    }

    [Theory]
    [InlineData(ArcGisSamples.DevEmpty)]
    [InlineData(ArcGisSamples.DevReferenced)]
    public async Task Nothing_to_export_is_told_in_three_ways(string group)
    {
        await using var lab = await PortalLab.StartAsync();
        Task<JsonObject> AskAsync() => lab.DevClient.PostAsync($"/community/groups/{group}/export", ("itemIdList", ""), ("async", "true"));
        Assert.Equal("{}", (await AskAsync()).ToJsonString());
        lab.Dev.Switches.ExportEmpty = ExportEmpty.NoJobIdSkipped;
        Assert.Equal(group == ArcGisSamples.DevEmpty ? 0 : 2, (await AskAsync())["itemsSkipped"]!.AsArray().Count);
        lab.Dev.Switches.ExportEmpty = ExportEmpty.JobFailed;
        Assert.Equal("failed", (string?)(await lab.DevClient.JobAsync(await AskAsync()))["status"]);
        Assert.Empty(lab.Dev.State.Packages);
    }

    [Fact]
    public async Task Folders_and_the_preview_are_of_114()
    {
        await using var lab = await PortalLab.StartAsync();
        async Task<string?> LandedAsync(params (string, string)[] more)
        {
            var answer = await lab.DevClient.PostAsync($"/community/groups/{ArcGisSamples.DevTest}/export", [("async", "false"), .. more]);
            return answer["result"] is { } result ? lab.Dev.State.FolderOf(lab.Dev.State.Item((string)result["itemId"]!)!) : answer.ToJsonString();
        }

        Assert.Equal("nightly", await LandedAsync(("exportContentFolder", "nightly")));
        var folder = lab.Dev.State.Folders.Single(candidate => candidate.Title == "nightly").Id;
        Assert.Equal("nightly", await LandedAsync(("exportContentFolderId", folder)));
        Assert.Contains("\"total\":3", await LandedAsync(("previewOnly", "true")), StringComparison.Ordinal);
        lab.Dev.Switches.Version = PortalVersion.V113;
        Assert.Equal("exports", await LandedAsync(("exportContentFolder", "nightly"), ("previewOnly", "true")));
    }

    [Fact]
    public async Task Who_may_export_and_from_where()
    {
        await using var lab = await PortalLab.StartAsync();
        using var owner = new PortalClient(lab.Dev, "importer1");
        using var editor = new PortalClient(lab.Dev, "editor1");
        Assert.Equal(403, PortalClient.Code(await editor.PostAsync($"/community/groups/{Group}/export", ("async", "true"))));
        Assert.Equal(400, PortalClient.Code(await lab.DevClient.PostAsync($"/community/groups/{new string('1', 32)}/export", ("async", "true"))));
        await owner.PostAsync($"/community/groups/{Group}/export", ("async", "true"));
        Assert.Equal("importer1", Assert.Single(lab.Dev.State.Packages).Owner);
    }

    [Theory]
    [InlineData(KeyMissing.Forbidden, 403)]
    [InlineData(KeyMissing.InvalidToken, 498)]
    [InlineData(KeyMissing.BadRequest, 400)]
    public async Task A_group_owner_needs_the_key_and_an_administrator_does_not(KeyMissing missing, int code)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Dev.Switches.KeyMissing = missing;
        using var owner = new PortalClient(lab.Dev, "importer1");
        var started = await owner.PostAsync($"/community/groups/{Group}/export", ("async", "true"));
        var (id, key) = ((string)started["jobId"]!, (string)started["key"]!);
        Assert.True(key.Contains('+', StringComparison.Ordinal) && key.Contains('/', StringComparison.Ordinal) && key.EndsWith('='));
        Assert.Equal(code, PortalClient.Code(await owner.GetAsync($"/portals/self/jobs/{id}")));
        Assert.Equal(code, PortalClient.Code(await owner.GetAsync($"/portals/self/jobs/{id}?key=wrong")));
        // A plus that is not encoded is a blank.
        Assert.Equal(code, PortalClient.Code(await owner.GetAsync($"/portals/self/jobs/{id}?key={key}")));
        Assert.Equal("completed", (string?)(await owner.GetAsync($"/portals/0123456789ABCDEF/jobs/{id}?key={Uri.EscapeDataString(key)}"))["status"]);
        Assert.Equal("completed", (string?)(await owner.PostAsync($"/portals/self/jobs/{id}", ("key", key)))["status"]);
        Assert.Equal("completed", (string?)(await lab.DevClient.GetAsync($"/portals/self/jobs/{id}"))["status"]);
        Assert.Equal(400, PortalClient.Code(await owner.GetAsync("/portals/self/jobs/0?key=1")));
    }

    [Fact]
    public async Task A_package_of_random_bytes_moves_as_well()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Dev.Switches.PackageFormat = PackageFormat.Opaque;
        var (bytes, _) = await lab.ExportAsync();
        Assert.NotEqual("PK"u8.ToArray(), bytes[..2]);
        var item = await lab.ProdClient.AddAsync(bytes);
        var job = await lab.ProdClient.JobAsync(await lab.ProdClient.ImportAsync(ArcGisSamples.ProdOperations, item));
        Assert.Equal(10, PortalClient.Ids(job["result"]!["itemsImported"]).Length);
        Assert.Equal(lab.Dev.State.Item(ArcGisSamples.Id("form"))!.Content!.Sha256, lab.Prod.State.Item(ArcGisSamples.Id("form"))!.Content!.Sha256);
    }

    [Fact]
    public async Task A_protected_item_is_not_deleted()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = $"/content/users/admin/items/{ArcGisSamples.Id("locator")}";
        const string Error = """{"code":400,"messageCode":"CONT_0048","message":"Unable to delete item. Delete protection is turned on.""";
        Assert.StartsWith($$"""{"itemId":"{{ArcGisSamples.Id("locator")}}","success":false,"error":{{Error}}""", (await lab.ProdClient.PostAsync(item + "/delete")).ToJsonString(), StringComparison.Ordinal);
        lab.Prod.Switches.DeleteReply = DeleteReply.Envelope;
        Assert.StartsWith("{\"error\":" + Error, (await lab.ProdClient.PostAsync(item + "/delete")).ToJsonString(), StringComparison.Ordinal);
        Assert.False((bool?)(await lab.ProdClient.PostAsync(item + "/canDelete"))["success"]);
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.PostAsync(item + "/unprotect")));
        await lab.ProdClient.PostAsync(item + "/unprotect");
        Assert.True((bool?)(await lab.ProdClient.PostAsync(item + "/canDelete"))["success"]);
        var done = await lab.ProdClient.PostAsync(item + "/delete", ("permanentDelete", "true"));
        Assert.Equal($$"""{"success":true,"itemId":"{{ArcGisSamples.Id("locator")}}"}""", done.ToJsonString());
        Assert.Empty(lab.Prod.State.Group(ArcGisSamples.ProdPublicWorks)!.Items);
        Assert.Equal("CONT_0001", (string?)(await lab.ProdClient.PostAsync(item + "/delete"))["error"]!["messageCode"]);
    }

    [Fact]
    public async Task An_administrator_reassigns_items()
    {
        await using var lab = await PortalLab.StartAsync();
        var parcels = $"/content/users/importer1/items/{ArcGisSamples.Id("parcels")}/reassign";
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.PostAsync(parcels, ("targetUsername", "editor1"))));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync(parcels, ("targetUsername", "nobody"))));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync(parcels, ("targetUsername", "editor1"), ("targetFoldername", "Nowhere"))));
        Assert.True((bool?)(await lab.ProdClient.PostAsync(parcels, ("targetUsername", "editor1"), ("targetFoldername", "Maps")))["success"]);
        var item = lab.Prod.State.Item(ArcGisSamples.Id("parcels"))!;
        Assert.Equal(("editor1", "Maps"), (item.Owner, lab.Prod.State.FolderOf(item)));
        Assert.Contains(item.Id, lab.Prod.State.Group(ArcGisSamples.ProdOperations)!.Items);
        // The old owner's path does not lead there any more.
        Assert.Equal("CONT_0001", (string?)(await lab.ProdClient.PostAsync(parcels, ("targetUsername", "editor1")))["error"]!["messageCode"]);
    }

    [Fact]
    public async Task Folders_are_made_and_deleted()
    {
        await using var lab = await PortalLab.StartAsync();
        var made = await lab.OwnerClient.PostAsync("/content/users/importer1/createFolder", ("title", "Staging"));
        var id = (string)made["folder"]!["id"]!;
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.PostAsync("/content/users/importer1/createFolder", ("title", "staging"))));
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.PostAsync("/content/users/editor1/createFolder", ("title", "Staging"))));
        Assert.True((bool?)(await lab.OwnerClient.PostAsync($"/content/users/importer1/{id}/delete"))["success"]);
        Assert.DoesNotContain(lab.Prod.State.Folders, folder => folder.Id == id);
    }

    [Fact]
    public async Task What_takes_long_may_be_cut_by_a_proxy_and_goes_on_behind_it()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Dev.Switches.JobDuration = TimeSpan.FromSeconds(1.5);
        lab.Dev.Switches.GatewayTimeout = TimeSpan.FromMilliseconds(20);
        using var response = await lab.DevClient.SendAsync(HttpMethod.Post, $"/community/groups/{Group}/export", PortalClient.Form());
        Assert.Equal((504, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        await lab.Dev.Log.WaitForAsync(request => request is { Route: "export", HandlerStatus: 200 }, TimeSpan.FromSeconds(30));
        Assert.Single(lab.Dev.State.Packages);
    }

    [Fact]
    public async Task A_large_item_goes_through_the_package()
    {
        const int Bytes = 20_000_000;
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { LargeItemBytes = Bytes });
        var started = await lab.DevClient.PostAsync($"/community/groups/{ArcGisSamples.DevImagery}/export", ("async", "true"));
        var job = await UntilEndedAsync(lab.DevClient, started);
        var package = await lab.DevClient.DataAsync((string)job["result"]!["itemId"]!);
        Assert.InRange(package.Length, Bytes, Bytes + 10_000);
        var item = await lab.ProdClient.AddAsync(package);
        await UntilEndedAsync(lab.ProdClient, await lab.ProdClient.ImportAsync(ArcGisSamples.ProdOperations, item));
        Assert.Equal(lab.Dev.State.Item(ArcGisSamples.Id("imagery"))!.Content!.Sha256, lab.Prod.State.Item(ArcGisSamples.Id("imagery"))!.Content!.Sha256);
        // The content outlives its item: it is there again after a reset.
        var before = lab.Dev.State.Item(ArcGisSamples.Id("imagery"))!.Content!.Sha256;
        await lab.DevClient.PostAsync($"/content/users/importer1/items/{ArcGisSamples.Id("imagery")}/delete");
        lab.Dev.Reset();
        Assert.Equal(before, lab.Dev.State.Item(ArcGisSamples.Id("imagery"))!.Content!.Sha256);
    }

    /// <summary>Large files are copied beside the requests: a job waits for that, whatever its clock says.</summary>
    private static async Task<JsonObject> UntilEndedAsync(PortalClient client, JsonObject started)
    {
        while (true)
        {
            var job = await client.JobAsync(started);
            if ((string?)job["status"] != "processing") return job;
            await Task.Yield();
        }
    }
}
