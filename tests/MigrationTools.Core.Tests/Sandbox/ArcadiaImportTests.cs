using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Sandbox;

public sealed class ArcadiaImportTests
{
    [Fact]
    public async Task New_objects_get_ids_and_uuids_and_keep_where_they_came_from()
    {
        await using var lab = await Lab.StartAsync();
        var answer = await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        var dashboard = lab.Prod.State.Find("dashboards", "Store sales overview")!;
        Assert.Equal("f220e83d-e760-4d88-b5dc-25f72c7e0e42", dashboard.ImportedUuid);
        Assert.NotEqual(dashboard.ImportedUuid, dashboard.Uuid);
        Assert.Equal("Retail", dashboard.Workspace);
        Assert.All(lab.Prod.State.Datasets.Where(dataset => dataset.ImportedUuid is not null), dataset => Assert.Equal("sales", dataset.Connection));
        Assert.Equal(dashboard.Id, (long)answer["dashboards"]![0]!["id"]!);
        Assert.Equal("new", (string?)answer["dashboards"]![0]!["action"]);
        var visuals = answer["visuals"]!.AsArray().Select(row => (long)row!["id"]!).ToList();
        Assert.Equal(visuals.Order(), visuals);
        Assert.All(visuals, id => Assert.True(id < dashboard.Id));
    }

    [Fact]
    public async Task References_are_rewritten_three_levels_deep()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync("appgroups=[5]"));
        var state = lab.Prod.State;
        long New(string type, string importedUuid) => state.Find(type, importedUuid)!.Id;
        var asset = New("staticasset", "b09e8c50-223c-4688-bf6c-05bcb29a3c84");
        var css = New("customcss", "f694259f-787e-4276-a00b-66c0ba494899");
        var bars = New("visuals", "1cb000fc-4a11-4fd3-a30d-65e5eccf7d56");
        var period = New("visuals", "ab9bae9b-77ae-4380-b899-781ee1606878");
        var banner = New("visuals", "57a46451-ec16-492d-93f1-788ab6ca61a5");
        var dashboard = state.Find("dashboards", "Store sales overview")!;
        var body = JsonNode.Parse(dashboard.Fields.GetProperty("report_data").GetString()!)!;
        Assert.Equal($"uri-1-widget-{banner}", (string?)body["dashboard_sheets"]![0]!["visual_widgets"]![0]!["id"]);
        Assert.Equal($"uri-2-widget-{bars}", (string?)body["dashboard_widgets"]![1]!["id"]);
        Assert.Equal($"[{period},2199]", body["control_widgets"]!.ToJsonString());
        Assert.Equal(bars.ToString(), body["click_behavior"]!["reports"]!.AsObject().Single().Key);
        Assert.Equal(bars.ToString(), body["dashboard_sheets"]![0]!["behaviors"]!["reports"]!.AsObject().Single().Key);
        var styles = JsonNode.Parse((string)body["user_settings"]!["css_styles"]!)!;
        Assert.Equal(css, (long)styles[0]!["cssid"]!);
        Assert.Equal("#0a6cad", (string?)styles[0]!["settings"]!["accent"]);
        var html = state.Find("visuals", banner)!.Fields.GetProperty("report_data").GetString()!;
        Assert.Contains($"/staticasset/raw/{asset}.png", html, StringComparison.Ordinal);
        Assert.Contains($"\"dashboard_id\":{dashboard.Id}", html, StringComparison.Ordinal);
        Assert.Contains($"/staticasset/raw/{asset}.png", state.Find("customcss", css)!.Fields.GetProperty("customcss_value").GetString(), StringComparison.Ordinal);
        var app = state.Find("appgroups", "Retail operations")!;
        Assert.Contains($"\\\"cssid\\\":{css}", app.Fields.GetProperty("group_options").GetString(), StringComparison.Ordinal);
        Assert.Equal(app.Id, state.Find("appgroups", "Stores")!.Fields.GetProperty("group_parent").GetInt64());
        Assert.Contains(state.Of("appgroupmembership"), item => item.Fields.GetProperty("appgroup_app").GetInt64() == dashboard.Id);
        Assert.Contains(state.Of("reportimage"), item => item.Fields.GetProperty("report").GetInt64() == bars);
        Assert.Contains(dashboard.Id.ToString(), state.Find("datasets", "orders")!.Fields.GetProperty("dashboards").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_beyond_64_bits_keep_their_digits_all_the_way()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        var bars = lab.Prod.State.Find("visuals", "Sales by store")!;
        Assert.Contains("\"persistentId\":151234567890123450000,", bars.Fields.GetProperty("report_data").GetString(), StringComparison.Ordinal);
        using var again = await lab.ProdClient.ExportAsync($"visuals=[{bars.Id}]");
        Assert.Contains("\\\"persistentId\\\":98765432109876540000,", await RawClient.TextAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_changes_nothing()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync();
        var before = lab.Prod.State.Describe().ToJsonString();
        var planned = await lab.ProdClient.ImportedAsync(bundle, dryRun: true);
        Assert.Equal(before, lab.Prod.State.Describe().ToJsonString());
        var done = await lab.ProdClient.ImportedAsync(bundle);
        Assert.Equal(planned.AsObject().Select(type => type.Key), done.AsObject().Select(type => type.Key));
        foreach (var (type, rows) in planned.AsObject())
        {
            Assert.Equal(rows!.AsArray().Select(row => row!["name"]!.ToString() + row["action"]), done[type]!.AsArray().Select(row => row!["name"]!.ToString() + row["action"]));
            Assert.All(rows!.AsArray(), row => Assert.Null(row!["id"]));
            Assert.All(done[type]!.AsArray(), row => Assert.NotNull(row!["id"]));
        }
    }

    [Fact]
    public async Task The_same_file_again_creates_nothing()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync("appgroups=[5]");
        await lab.ProdClient.ImportedAsync(bundle);
        var after = lab.Prod.State.Describe().ToJsonString();
        var answer = await lab.ProdClient.ImportedAsync(bundle);
        Assert.All(answer.AsObject().SelectMany(type => type.Value!.AsArray()), row => Assert.Equal("unchanged", (string?)row!["action"]));
        Assert.Equal(after, lab.Prod.State.Describe().ToJsonString());
    }

    [Fact]
    public async Task A_change_at_the_source_updates_in_place()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        var before = lab.Prod.State.Find("dashboards", "Store sales overview")!;
        lab.Prod.State.SetField("dashboards", before.Id, "workspace", 1);
        lab.Dev.State.SetField("dashboards", 2115, "report_name", "Store sales, renamed");
        var answer = await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        Assert.Equal("update", (string?)answer["dashboards"]![0]!["action"]);
        Assert.Equal("unchanged", (string?)answer["datasets"]![0]!["action"]);
        var after = lab.Prod.State.Find("dashboards", "Store sales, renamed")!;
        Assert.Equal((before.Id, before.Uuid), (after.Id, after.Uuid));
        Assert.Equal("Public", after.Workspace);
    }

    [Fact]
    public async Task What_was_deleted_is_new_again_and_nothing_else_is_deleted()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync();
        await lab.ProdClient.ImportedAsync(bundle);
        var before = lab.Prod.State.Find("dashboards", "Store sales overview")!;
        lab.Prod.State.Remove("dashboards", before.Id);
        var answer = await lab.ProdClient.ImportedAsync(bundle);
        Assert.Equal("new", (string?)answer["dashboards"]![0]!["action"]);
        Assert.True((long)answer["dashboards"]![0]!["id"]! > before.Id);
        Assert.NotNull(lab.Prod.State.Find("dashboards", "Finance overview"));
    }

    [Fact]
    public async Task Ones_own_export_comes_back_as_copies()
    {
        await using var lab = await Lab.StartAsync();
        await lab.DevClient.ImportedAsync(await lab.ExportAsync(), connection: "sales_dev");
        Assert.Equal(2, lab.Dev.State.Dashboards.Count(dashboard => dashboard.Name == "Store sales overview"));
    }

    [Fact]
    public async Task Two_bundles_that_share_a_dataset_settle()
    {
        await using var lab = await Lab.StartAsync();
        var first = await lab.ExportAsync("dashboards=[2115]");
        var second = await lab.ExportAsync("dashboards=[2110]");
        await lab.ProdClient.ImportedAsync(first);
        await lab.ProdClient.ImportedAsync(second);
        var answer = await lab.ProdClient.ImportedAsync(first);
        Assert.All(answer["dashboards"]!.AsArray(), row => Assert.Equal("unchanged", (string?)row!["action"]));
        var state = lab.Prod.State.Describe().ToJsonString();
        await lab.ProdClient.ImportedAsync(second);
        await lab.ProdClient.ImportedAsync(first);
        Assert.Equal(state, lab.Prod.State.Describe().ToJsonString());
    }

    [Fact]
    public async Task Without_a_workspace_all_lands_in_the_users_private_one()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync(), workspace: null);
        var dashboard = lab.Prod.State.Find("dashboards", "Store sales overview")!;
        Assert.Equal(("Private", "admin"), (dashboard.Workspace, dashboard.Owner));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("Nowhere")]
    public async Task A_workspace_goes_by_name_only(string workspace)
    {
        await using var lab = await Lab.StartAsync();
        using var response = await lab.ProdClient.ImportAsync(await lab.ExportAsync(), fields: RawClient.Fields(("workspace", workspace)));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(workspace, await RawClient.TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_table_stops_the_import_unless_the_check_is_off()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync();
        using var response = await lab.ProdClient.ImportAsync(bundle, fields: [("dry_run", "False"), ("dataconnection_name", "warehouse")]);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("sales_dev.orders", await RawClient.TextAsync(response), StringComparison.Ordinal);
        Assert.Null(lab.Prod.State.Find("dashboards", "Store sales overview"));
        await lab.ProdClient.ImportedAsync(bundle, connection: "warehouse", check: false);
        Assert.Equal("warehouse", lab.Prod.State.Find("datasets", "orders")!.Connection);
    }

    [Fact]
    public async Task Rights_decide()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync();
        foreach (var key in new[] { lab.Prod.ReadOnlyKey, lab.Prod.LimitedKey, lab.Prod.ImporterKey })
        {
            using var refused = await lab.ProdClient.ImportAsync(bundle, key, fields: RawClient.Fields());
            Assert.Equal(403, (int)refused.StatusCode);
        }

        var withoutStyles = JsonNode.Parse(bundle)!;
        withoutStyles["customcss"] = new JsonArray();
        using var allowed = await lab.ProdClient.ImportAsync(withoutStyles.ToJsonString(), lab.Prod.ImporterKey, fields: RawClient.Fields(("workspace", "Retail")));
        Assert.Equal(200, (int)allowed.StatusCode);
        withoutStyles["datasets"]![0]!["fields"]!["dataset_description"] = "changed";
        using var updating = await lab.ProdClient.ImportAsync(withoutStyles.ToJsonString(), lab.Prod.ImporterKey, fields: RawClient.Fields());
        Assert.Contains("Manage dataset", await RawClient.TextAsync(updating), StringComparison.Ordinal);
        var narrow = lab.Prod.State.AddUser("narrow", ArcadiaRights.All & ~ArcadiaRights.Administer, "warehouse");
        using var wrongConnection = await lab.ProdClient.ImportAsync(bundle, narrow, fields: RawClient.Fields());
        Assert.Equal(403, (int)wrongConnection.StatusCode);
    }

    [Fact]
    public async Task What_is_unknown_is_kept_and_comes_out_again()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(ArcadiaFixtures.Read("opaque"));
        var dashboard = lab.Prod.State.Find("dashboards", "Store sales overview")!;
        using var response = await lab.ProdClient.ExportAsync($"dashboards=[{dashboard.Id}]");
        var text = await RawClient.TextAsync(response);
        var bundle = JsonNode.Parse(text)!;
        foreach (var key in new[] { "segments", "events", "colorpalette", "reportannotation", "futuretype" }) Assert.Single(bundle[key]!.AsArray());
        Assert.Contains("12345678901234567890123", text, StringComparison.Ordinal);
        Assert.Contains("\"kept\": [1, 2.50, \"x\"]", text, StringComparison.Ordinal);
        Assert.Contains("\\ud83c\\udf89", text, StringComparison.Ordinal);
        var bars = lab.Prod.State.Find("visuals", "Sales by store")!;
        Assert.Equal(bars.Id, (long)bundle["reportannotation"]![0]!["fields"]!["report"]!);
        Assert.Contains($"\"palette_id\":{RawClient.Pks(bundle, "colorpalette")[0]}", bars.Fields.GetProperty("report_data").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_targets_given_the_same_are_the_same_without_noise()
    {
        await using var one = await Lab.StartAsync();
        await using var other = await Lab.StartAsync();
        await one.ProdClient.ImportedAsync(await one.ExportAsync("appgroups=[5]"));
        await other.ProdClient.ImportedAsync(await one.ExportAsync("dashboards=[2110]"));
        await other.ProdClient.ImportedAsync(await one.ExportAsync("appgroups=[5]"));
        Assert.NotEqual(one.Prod.State.Describe().ToJsonString(), other.Prod.State.Describe().ToJsonString());
        static string Reports(Lab lab)
        {
            var described = lab.Prod.State.Describe(withoutNoise: true);
            return described["dashboards"]!.ToJsonString() + described["visuals"]!.ToJsonString() + described["appgroups"]!.ToJsonString();
        }

        Assert.Equal(Reports(one), Reports(other));
    }

    [Fact]
    public async Task Members_of_a_future_come_out_again()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = JsonNode.Parse(ArcadiaFixtures.Read("minimal"))!;
        bundle["options"] = new JsonObject { ["kept"] = true };
        bundle["numbers"] = new JsonArray(1, 2);
        await lab.ProdClient.ImportedAsync(bundle.ToJsonString());
        var id = lab.Prod.State.Find("dashboards", "Generated orders")!.Id;
        var exported = await lab.ProdClient.BundleAsync($"dashboards=[{id}]");
        Assert.Equal("{\"kept\":true}", exported["options"]!.ToJsonString());
        Assert.Equal("[1,2]", exported["numbers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("not json", "not valid JSON")]
    [InlineData("\uFEFF{}", "not valid JSON")]
    [InlineData("[]", "not an exported bundle")]
    [InlineData("{\"visuals\": [{\"pk\": 1}]}", "lacks pk or fields")]
    public async Task A_file_that_is_no_bundle_is_refused(string text, string reason)
    {
        await using var lab = await Lab.StartAsync();
        using var response = await lab.ProdClient.ImportAsync(text, fields: RawClient.Fields());
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(reason, await RawClient.TextAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bundle_may_come_as_a_field()
    {
        await using var lab = await Lab.StartAsync();
        var request = lab.ProdClient.Request(HttpMethod.Post, RawClient.ImportPath);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["json_data"] = ArcadiaFixtures.Read("minimal"), ["dataconnection_name"] = "sales", ["dry_run"] = "False",
        });
        using var response = await lab.ProdClient.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotNull(lab.Prod.State.Find("dashboards", "Generated orders"));
    }

    [Fact]
    public async Task The_log_knows_what_was_sent_but_no_secret()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.ExportAsync();
        await lab.ProdClient.ImportedAsync(bundle);
        var request = Assert.Single(lab.Prod.Log.Of("import"));
        Assert.Equal(("POST", RawClient.ImportPath, 200, true, "admin"), (request.Method, request.Path, request.Status, request.Acted, request.User));
        Assert.Equal("sales", request.Form["dataconnection_name"]);
        var file = Assert.Single(request.Files);
        Assert.Equal(bundle.Length, file.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(bundle))), file.Sha256);
        Assert.DoesNotContain(lab.Prod.ApiKey, JsonSerializer.Serialize(lab.Prod.Log.Requests), StringComparison.Ordinal);
        var exported = Assert.Single(lab.Dev.Log.Requests);
        Assert.Equal("[2115]", exported.Query["dashboards"]);
    }

    [Fact]
    public async Task Large_assets_pass_through_on_disk()
    {
        const int Size = 24 * 1024 * 1024;
        await using var lab = await Lab.StartAsync(new SandboxOptions { LargeAssetBytes = Size, LargeAssets = 2 });
        using var response = await lab.DevClient.SendAsync(
            lab.DevClient.Request(HttpMethod.Get, RawClient.ExportPath("dashboards=[2901]")), HttpCompletionOption.ResponseHeadersRead);
        using var imported = await lab.ProdClient.ImportAsync(
            new StreamContent(await response.Content.ReadAsStreamAsync(RawClient.Stop)), "", RawClient.ImportPath, RawClient.Fields(("workspace", "Retail")));
        Assert.Equal(200, (int)imported.StatusCode);
        Assert.True(lab.Prod.Log.Of("import")[0].Files[0].Length > 2 * Size);
        var asset = lab.Prod.State.Find("staticasset", "Film 1")!;
        var source = await AssetAsync(lab.DevClient, 500);
        Assert.Equal(Size / 4 * 3, source.Length);
        Assert.Equal(source, await AssetAsync(lab.ProdClient, asset.Id));
        Assert.True(asset.Fields.GetProperty("staticasset_contents").GetString()!.Length < 200);
    }

    private static async Task<byte[]> AssetAsync(RawClient client, long pk)
    {
        using var response = await client.GetAsync($"/arc/reports/staticasset/raw/{pk}.png");
        Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsByteArrayAsync(RawClient.Stop);
    }
}
