using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Sandbox;

public sealed class ArcadiaExportTests
{
    [Fact]
    public async Task A_dashboard_brings_what_it_needs_and_nothing_else()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.DevClient.BundleAsync("dashboards=[2115]&filename=probe&dry_run=False");
        Assert.Equal([2115], RawClient.Pks(bundle, "dashboards"));
        Assert.Equal([2101, 2102, 2103, 2104, 2105], RawClient.Pks(bundle, "visuals"));
        Assert.Equal([41, 42], RawClient.Pks(bundle, "datasets"));
        Assert.Equal([3], RawClient.Pks(bundle, "staticasset"));
        Assert.Equal([4], RawClient.Pks(bundle, "customcss"));
        Assert.Equal([7, 8], RawClient.Pks(bundle, "dateranges"));
        Assert.Equal([58, 59], RawClient.Pks(bundle, "reportimage"));
        Assert.Empty(bundle["appgroups"]!.AsArray());
        Assert.Empty(bundle["appgroupmembership"]!.AsArray());
        var returns = bundle["datasets"]!.AsArray().Single(record => (int)record!["pk"]! == 42)!;
        Assert.Equal("[2110,2115]", returns["fields"]!["dashboards"]!.ToJsonString());
    }

    [Fact]
    public async Task An_app_brings_its_groups_and_dashboards()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.DevClient.BundleAsync("appgroups=[5]");
        Assert.Equal([5, 6], RawClient.Pks(bundle, "appgroups"));
        Assert.Equal([31, 32], RawClient.Pks(bundle, "appgroupmembership"));
        Assert.Equal([2110, 2115], RawClient.Pks(bundle, "dashboards"));
        Assert.Equal([2101, 2102, 2103, 2104, 2105, 2106], RawClient.Pks(bundle, "visuals"));
    }

    [Fact]
    public async Task A_dataset_comes_alone()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.DevClient.BundleAsync("datasets=[41]");
        Assert.Equal([41], RawClient.Pks(bundle, "datasets"));
        Assert.All(bundle.Where(list => list.Key is not ("datasets" or "version")), list => Assert.Empty(list.Value!.AsArray()));
    }

    [Theory]
    [InlineData("daterange=[7]", "dateranges", 7)]
    [InlineData("staticasset=[3]", "staticasset", 3)]
    [InlineData("customcss=[4]", "customcss", 4)]
    [InlineData("visuals=[2106]", "visuals", 2106)]
    [InlineData("datasets=[42]&staticasset=[3]", "staticasset", 3)]
    public async Task Each_type_has_its_parameter(string query, string key, int pk)
    {
        await using var lab = await Lab.StartAsync();
        Assert.Equal((long[])[pk], RawClient.Pks(await lab.DevClient.BundleAsync(query), key));
    }

    [Theory]
    [InlineData("dashboards=%5B2115%2C+2110%5D")]
    [InlineData("dashboards=%5B2115%2C%202110%5D")]
    [InlineData("dashboards=[2115,2110]")]
    public async Task Ids_come_in_any_encoding(string query)
    {
        await using var lab = await Lab.StartAsync();
        Assert.Equal((long[])[2110, 2115], RawClient.Pks(await lab.DevClient.BundleAsync(query), "dashboards"));
    }

    [Theory]
    [InlineData("2115")]
    [InlineData("[\"2115\"]")]
    [InlineData("[2115")]
    public async Task What_is_no_list_of_ids_is_refused(string ids)
    {
        await using var lab = await Lab.StartAsync();
        using var response = await lab.DevClient.ExportAsync("dashboards=" + Uri.EscapeDataString(ids));
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_probe_gives_empty_lists_and_the_version()
    {
        await using var lab = await Lab.StartAsync();
        var bundle = await lab.DevClient.BundleAsync("dashboards=[]&filename=probe&dry_run=False");
        Assert.Equal(14, bundle.Count);
        Assert.Equal("8.1.4.1000", (string?)bundle["version"]!["Arcviz Version"]);
        Assert.All(bundle.Where(list => list.Key != "version"), list => Assert.Empty(list.Value!.AsArray()));
    }

    [Fact]
    public async Task The_text_is_one_line_of_ASCII_and_the_same_each_time()
    {
        await using var lab = await Lab.StartAsync();
        var first = await lab.ExportAsync();
        Assert.Equal(first, await lab.ExportAsync());
        Assert.DoesNotContain('\n', first);
        Assert.True(Ascii.IsValid(first));
        Assert.Contains("\", \"", first, StringComparison.Ordinal);
        Assert.Contains("Caf\\\\u00e9", first, StringComparison.Ordinal);
        Assert.Contains("\\\"persistentId\\\":151234567890123450000", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_name_is_proposed_when_asked_for()
    {
        await using var lab = await Lab.StartAsync();
        using var named = await lab.DevClient.ExportAsync("dashboards=[2115]&filename=apitest");
        Assert.Equal("attachment; filename=apitest.json", named.Content.Headers.GetValues("Content-Disposition").Single());
        using var unnamed = await lab.DevClient.ExportAsync("dashboards=[2115]");
        Assert.Null(unnamed.Content.Headers.ContentDisposition);
    }

    [Fact]
    public async Task Private_workspaces_are_seen_by_their_owner_only()
    {
        await using var lab = await Lab.StartAsync();
        var admin = lab.Dev.State.Workspaces.Find(workspace => workspace.OwnerId == 1)!;
        lab.Dev.State.SetField("dashboards", 2110, "workspace", admin.Id);
        using var reader = await lab.DevClient.ExportAsync("dashboards=[2110,2115]", lab.Dev.ReadOnlyKey);
        Assert.Equal((long[])[2115], RawClient.Pks(JsonNode.Parse(await RawClient.TextAsync(reader))!, "dashboards"));
        Assert.Equal((long[])[2110, 2115], RawClient.Pks(await lab.DevClient.BundleAsync("dashboards=[2110,2115]"), "dashboards"));
        using var limited = await lab.DevClient.ExportAsync("dashboards=[]", lab.Dev.LimitedKey);
        Assert.Equal(403, (int)limited.StatusCode);
    }

    [Fact]
    public async Task Scale_adds_dashboards_that_share_datasets()
    {
        await using var lab = await Lab.StartAsync(new SandboxOptions { Scale = 25 });
        Assert.Equal(27, lab.Dev.State.Dashboards.Count);
        var scaled = lab.Dev.State.Dashboards.Where(dashboard => dashboard.Name.StartsWith("Store 0", StringComparison.Ordinal)).ToList();
        var bundle = await lab.DevClient.BundleAsync("dashboards=[" + string.Join(',', scaled.Select(dashboard => dashboard.Id)) + "]");
        Assert.Equal(25, bundle["dashboards"]!.AsArray().Count);
        Assert.Equal(3, bundle["datasets"]!.AsArray().Count);
        Assert.InRange(bundle["visuals"]!.AsArray().Count, 50, 75);
        await lab.ProdClient.ImportedAsync(bundle.ToJsonString());
        Assert.Equal(26, lab.Prod.State.Dashboards.Count);
    }

    [Fact]
    public async Task A_prefix_may_stand_before_all_paths()
    {
        await using var lab = await Lab.StartAsync(new SandboxOptions { ArcadiaBasePath = "/cdv" });
        Assert.EndsWith("/cdv", lab.Dev.Uri.ToString(), StringComparison.Ordinal);
        Assert.Equal((long[])[2115], RawClient.Pks(await lab.DevClient.BundleAsync("dashboards=[2115]"), "dashboards"));
        using var http = new HttpClient();
        using var outside = await http.GetAsync(new Uri(lab.Dev.Uri, "/arc/migration/api/export/?dashboards=[]"), RawClient.Stop);
        Assert.Equal(404, (int)outside.StatusCode);
    }

    [Fact]
    public async Task Every_fixture_is_a_bundle()
    {
        foreach (var name in ArcadiaFixtures.Names)
        {
            await using var lab = await Lab.StartAsync();
            await lab.ProdClient.ImportedAsync(ArcadiaFixtures.Read(name));
            Assert.NotEmpty(lab.Prod.State.Datasets);
        }
    }
}
