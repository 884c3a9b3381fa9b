using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>From a group of dev into a group of prod, with a plain client.</summary>
public sealed class ArcGisImportTests
{
    private const string Group = ArcGisSamples.ProdOperations;

    [Fact]
    public async Task A_group_moves_from_dev_to_prod()
    {
        await using var lab = await PortalLab.StartAsync();
        var (bytes, source) = await lab.ExportAsync();
        var item = await lab.OwnerClient.AddAsync(bytes, "importer1");

        var started = await lab.OwnerClient.ImportAsync(Group, item);
        var job = await lab.OwnerClient.JobAsync(started);

        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal(source, (string?)job["definition"]!["itemId"]);
        Assert.Equal(3, job["messages"]!.AsArray().Count);
        Assert.Equal(10, PortalClient.Ids(job["result"]!["itemsImported"]).Length);
        Assert.Equal(new[] { ArcGisSamples.Id("map"), ArcGisSamples.Id("parcels") }.Order(), PortalClient.Ids(job["result"]!["itemsSkipped"]).Order());
        Assert.Null(lab.Prod.State.Item(item));
        var roster = lab.Prod.State.Item(ArcGisSamples.Id("roster"))!;
        Assert.Equal(("importer1", "Exports", "crew_roster.csv"), (roster.Owner, lab.Prod.State.FolderOf(roster), roster.FileName));
        Assert.Equal(lab.Dev.State.Item(roster.Id)!.Content!.Sha256, roster.Content!.Sha256);
        Assert.Contains(roster.Id, lab.Prod.State.Group(Group)!.Items);
        Assert.DoesNotContain(ArcGisSamples.Id("traffic"), lab.Prod.State.Group(Group)!.Items);
        Assert.Equal("Parcels (2019)", lab.Prod.State.Item(ArcGisSamples.Id("parcels"))!.Title);
    }

    [Fact]
    public async Task Addresses_in_items_lead_to_the_target_afterwards()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.ProdClient.AddAsync((await lab.ExportAsync()).Bytes);
        await lab.ProdClient.ImportAsync(Group, item, ("overwriteExistingItems", "TRUE"));
        var map = Encoding.UTF8.GetString(await lab.ProdClient.DataAsync(ArcGisSamples.Id("closuremap")));
        Assert.Contains(ArcGisSamples.ProdAddress.ToString(), map, StringComparison.Ordinal);
        Assert.DoesNotContain("gis-dev", map, StringComparison.Ordinal);
        Assert.StartsWith(ArcGisSamples.ProdAddress.ToString(), lab.Prod.State.Item(ArcGisSamples.Id("hydrants"))!.Url!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_vendors_preview_and_answers_are_as_printed()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        var preview = await lab.OwnerClient.PreviewAsync(ArcGisSamples.ProdMyGroup, item);
        Assert.Equal("""
            {"packageSummary":{"id":"69867fb59ac84a8d847442e232d43277","fileName":"Test_2020531_102838","packageVersion":"1.0","packageCreated":1590989318963,"sourcePortalInfo":{"httpsUrl":"https://machine.domain.com/webadaptor","httpUrl":"http://machine.domain.com/webadaptor","version":"10.8.1","portalId":"d65a043d-2d49-492e-ab1e-4f87a92c6e1b","isPortal":true}},"total":3,"start":1,"num":3,"nextStart":-1,"results":[{"id":"4a0fe3a6f8c3432490822a7ccffc6602","type":"Shapefile","title":"example shape file","size":5369,"exists":false,"canImport":true,"created":1590673414612,"modified":1590673414612},{"id":"6a05e1064c2848918059a849a300d509","type":"Web Map","title":"example web map","size":3228,"exists":false,"canImport":true,"created":1590673580319,"modified":1590673585488},{"id":"2aba832a4afa429d886d8d8c8f6fbede","type":"Feature Service","title":"example hosted feature service","size":5369,"exists":false,"canImport":true,"created":1590673414796,"modified":1590673439011}]}
            """, preview.ToJsonString());
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(ArcGisSamples.ProdMyGroup, item, ("overwriteExistingItems", "true")));
        Assert.Equal(["Starting import of items from EPK item '69867fb59ac84a8d847442e232d43277' to group 'myGroup'.",
            "Starting the import of exported package item '69867fb59ac84a8d847442e232d43277' containing 3 items.",
            "Import option to overwrite items if they exist is set to 'true'."], job["messages"]!.AsArray().Select(message => (string?)message));
        const string Result = """{"itemsImported":[{"itemId":"4a0fe3a6f8c3432490822a7ccffc6602"},{"itemId":"2aba832a4afa429d886d8d8c8f6fbede"},{"itemId":"6a05e1064c2848918059a849a300d509"}],"itemsSkipped":[],"itemsFailedImport":[]}""";
        Assert.Equal(Result, job["result"]!.ToJsonString());

        // The same once more, in one call.
        lab.Restart();
        item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        var atOnce = await lab.OwnerClient.ImportAsync(ArcGisSamples.ProdMyGroup, item, ("overwriteExistingItems", "true"), ("async", "false"));
        Assert.Equal($"{{\"result\":{Result}}}", atOnce.ToJsonString());
    }

    [Fact]
    public async Task The_vendors_request_is_understood_as_printed()
    {
        // One thing is repaired: the boundary in the header is that of the body.
        const string Boundary = "----WebKitFormBoundarycnhdXN08VxWWOPxq";
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        var body = new StringBuilder();
        foreach (var (name, value) in new[] { ("itemId", item), ("itemIdList", ""), ("folderId", ""), ("folderOwnerUsername", ""), ("importContentFolder", "testFolder"), ("keepPackageItemAfterImport", "true"), ("f", "pjson") })
        {
            body.Append($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }

        using var content = new StringContent(body.Append($"--{Boundary}--\r\n").ToString());
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=" + Boundary);
        using var response = await lab.OwnerClient.SendAsync(HttpMethod.Post, $"/community/groups/{ArcGisSamples.ProdMyGroup}/import", content);
        Assert.Equal(3, PortalClient.Ids((await PortalClient.JsonAsync(response))["result"]!["itemsImported"]).Length);
        Assert.Equal("testFolder", lab.Prod.State.FolderOf(lab.Prod.State.Item("4a0fe3a6f8c3432490822a7ccffc6602")!));
        Assert.NotNull(lab.Prod.State.Item(item));
        Assert.Equal(3, lab.Prod.State.Group(ArcGisSamples.ProdMyGroup)!.Items.Count);
    }

    [Fact]
    public async Task A_job_runs_by_the_clock_whether_somebody_looks_or_not()
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.JobDuration = TimeSpan.FromSeconds(30);
        var manifest = ArcGisFixtures.Manifest(10);
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.Package(manifest), "importer1");
        var started = await lab.OwnerClient.ImportAsync(Group, item);
        var job = await lab.OwnerClient.JobAsync(started);
        Assert.Equal(("processing", 1), ((string?)job["status"], job["messages"]!.AsArray().Count));
        Assert.Null(job["result"]);
        var again = await lab.OwnerClient.ImportAsync(Group, item);
        Assert.Equal(400, PortalClient.Code(again));

        clock.Advance(TimeSpan.FromSeconds(15));
        var content = await lab.OwnerClient.GetAsync($"/content/groups/{Group}?num=100");
        Assert.Equal(2 + 5, (int)content["total"]!);
        job = await lab.OwnerClient.JobAsync(started);
        Assert.Equal(("processing", 2), ((string?)job["status"], job["messages"]!.AsArray().Count));

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(lab.Prod.State.Item(item));
        Assert.Equal(12, lab.Prod.State.Group(Group)!.Items.Count);
        job = await lab.OwnerClient.JobAsync(started);
        Assert.Equal("completed", (string?)job["status"]);
        Assert.Equal(30_000, (long)job["modified"]! - (long)job["created"]!);
    }

    [Fact]
    public async Task Only_administrators_and_the_owner_may()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.OwnerClient.AddAsync(ArcGisFixtures.VendorPackage(), "importer1");
        using var editor = new PortalClient(lab.Prod, "editor1");
        using var curator = new PortalClient(lab.Prod, "curator1");
        Assert.Equal(403, PortalClient.Code(await editor.ImportAsync(Group, item)));
        Assert.Equal("Group does not exist or is inaccessible.", PortalClient.Message(await curator.ImportAsync(Group, item)));
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.ImportAsync(ArcGisSamples.ProdPublicWorks, item)));
        Assert.NotNull(lab.Prod.State.Item(item));
        Assert.NotNull((await lab.ProdClient.ImportAsync(Group, item))["jobId"]);
        Assert.Equal("admin", lab.Prod.State.Item("4a0fe3a6f8c3432490822a7ccffc6602")!.Owner);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused()
    {
        await using var lab = await PortalLab.StartAsync();
        var item = await lab.ProdClient.AddAsync([1, 2, 3]);
        Assert.Equal("The export package cannot be read.", PortalClient.Message(await lab.ProdClient.ImportAsync(Group, item)));
        Assert.Equal("CONT_0001", (string?)(await lab.ProdClient.ImportAsync(Group, new string('0', 32)))["error"]!["messageCode"]);
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.ImportAsync(Group, "")));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.ImportAsync(new string('0', 32), item)));
        Assert.Equal("Item is not of type 'Export Package'.", PortalClient.Message(await lab.ProdClient.ImportAsync(Group, ArcGisSamples.Id("map"))));
        var parts = await lab.ProdClient.StartPartsAsync();
        Assert.Equal("The export package item is not complete.", PortalClient.Message(await lab.ProdClient.ImportAsync(Group, parts)));
    }

    [Fact]
    public async Task Existing_items_are_overwritten_only_when_asked_and_their_owner_changes()
    {
        await using var lab = await PortalLab.StartAsync();
        var (bytes, _) = await lab.ExportAsync();
        var (map, parcels) = (ArcGisSamples.Id("map"), ArcGisSamples.Id("parcels"));
        var item = await lab.OwnerClient.AddAsync(bytes, "importer1");
        var job = await lab.OwnerClient.JobAsync(await lab.OwnerClient.ImportAsync(Group, item, ("overwriteExistingItems", "true"), ("itemIdList", $"{map},{parcels}")));
        Assert.Equal([parcels], PortalClient.Ids(job["result"]!["itemsImported"]));
        Assert.Equal([map], PortalClient.Ids(job["result"]!["itemsFailedImport"]));
        Assert.Equal("Parcels", lab.Prod.State.Item(parcels)!.Title);
        Assert.Equal("editor1", lab.Prod.State.Item(map)!.Owner);
        // A part of it failed: the package is kept, unless the switch says else.
        Assert.NotNull(lab.Prod.State.Item(item));

        await lab.ProdClient.ImportAsync(Group, item, ("overwriteExistingItems", "true"), ("itemIdList", map));
        Assert.Equal("admin", lab.Prod.State.Item(map)!.Owner);
        Assert.Null(lab.Prod.State.Item(item));
    }

    [Fact]
    public async Task Folders_are_by_id_by_owner_and_by_name()
    {
        await using var lab = await PortalLab.StartAsync();
        var one = (string)(await lab.ProdClient.PostAsync("/content/users/editor1/createFolder", ("title", "Staging")))["folder"]!["id"]!;
        async Task<string> LandedAsync(PortalClient client, string user, params (string, string)[] more)
        {
            var item = await client.AddAsync(ArcGisFixtures.VendorPackage(), user);
            var started = await client.ImportAsync(ArcGisSamples.ProdMyGroup, item, [("overwriteExistingItems", "true"), .. more]);
            if (PortalClient.Message(started) is { } refusal) return refusal;
            var shape = lab.Prod.State.Item("4a0fe3a6f8c3432490822a7ccffc6602")!;
            return shape.Owner + "/" + lab.Prod.State.FolderOf(shape);
        }

        Assert.Equal("editor1/Staging", await LandedAsync(lab.ProdClient, "admin", ("folderId", one), ("folderOwnerUsername", "editor1")));
        Assert.Equal("admin/testFolder", await LandedAsync(lab.ProdClient, "admin", ("importContentFolder", "testFolder")));
        Assert.Equal("admin/", await LandedAsync(lab.ProdClient, "admin", ("folderId", "/")));
        Assert.Equal("Folder does not exist or is inaccessible.", await LandedAsync(lab.ProdClient, "admin", ("folderId", one)));
        Assert.StartsWith("You do not have permissions", await LandedAsync(lab.OwnerClient, "importer1", ("folderId", one), ("folderOwnerUsername", "editor1")), StringComparison.Ordinal);
        lab.Prod.Switches.Version = PortalVersion.V113;
        Assert.Equal("admin/Exports", await LandedAsync(lab.ProdClient, "admin", ("importContentFolder", "testFolder")));
        Assert.Equal("Folder does not exist or is inaccessible.", await LandedAsync(lab.ProdClient, "admin", ("folderId", "/")));
        lab.Prod.Switches.RootFolderBelow114 = RootFolderBelow114.Ignored;
        Assert.Equal("admin/Exports", await LandedAsync(lab.ProdClient, "admin", ("folderId", "/")));
        lab.Prod.Switches.Version = PortalVersion.V1081;
        Assert.Equal("admin/Exports", await LandedAsync(lab.ProdClient, "admin", ("folderId", one), ("folderOwnerUsername", "editor1")));
    }

    [Theory]
    [InlineData(PortalVersion.V114, true)]
    [InlineData(PortalVersion.V113, true)]
    [InlineData(PortalVersion.V109, false)]
    [InlineData(PortalVersion.V1081, false)]
    public async Task The_package_vanishes_unless_it_is_kept_and_the_portal_knows_how(PortalVersion version, bool kept)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.Version = version;
        var item = await lab.ProdClient.AddAsync(ArcGisFixtures.VendorPackage());
        await lab.ProdClient.ImportAsync(Group, item, ("keepPackageItemAfterImport", "true"));
        Assert.Equal(kept, lab.Prod.State.Item(item) is not null);
    }

    [Fact]
    public async Task Random_bytes_are_a_package_when_they_are_declared_to_be_one()
    {
        await using var lab = await PortalLab.StartAsync();
        var bytes = new byte[5000];
        new Random(7).NextBytes(bytes);
        lab.Prod.State.DeclarePackage(PortalClient.Hash(bytes), bytes.Length, ArcGisFixtures.VendorManifest,
            new Dictionary<string, byte[]> { ["4a0fe3a6f8c3432490822a7ccffc6602"] = [9, 8, 7] });
        var item = await lab.ProdClient.AddAsync(bytes);
        Assert.Equal(3, (int)(await lab.ProdClient.PreviewAsync(Group, item))["total"]!);
        var job = await lab.ProdClient.JobAsync(await lab.ProdClient.ImportAsync(Group, item));
        Assert.Equal(3, PortalClient.Ids(job["result"]!["itemsImported"]).Length);
        Assert.Equal([9, 8, 7], await lab.ProdClient.DataAsync("4a0fe3a6f8c3432490822a7ccffc6602"));
    }
}
