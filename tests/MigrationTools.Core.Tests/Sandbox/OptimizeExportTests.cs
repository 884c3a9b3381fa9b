using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>What the two exports give, in which order, and what they refuse.</summary>
public sealed class OptimizeExportTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    private readonly OptimizeLab _lab = shared.Fresh();

    [Fact]
    public async Task The_vendors_example_comes_as_the_page_shows_it()
    {
        _lab.Dev.Switches.Indices = Indices.V37;
        _lab.Dev.Switches.ItemOrder = ItemOrder.Fixed;
        var answer = await _lab.PostAsync(_lab.Dev, "/export/dashboard/definition/json", """[ "123", "456" ]""", "mySecret");
        Assert.Equal((200, "application/json"), (answer.Status, answer.Type));
        var entities = answer.Json.AsArray();
        Assert.Equal(
            [
                "61ae2232-51e1-4c35-b72c-c7152ba264f9", "625c2411-b95f-4442-936b-1976b9511d4a", "94a7252e-d5c3-45ea-9906-75271cc0cac2", "123", "456",
            ],
            entities.Select(entity => (string)entity!["id"]!));
        Assert.Equal(["id", "exportEntityType", "name", "sourceIndexVersion", "collectionId", "data"], entities[0]!.AsObject().Select(member => member.Key));
        Assert.Equal(["id", "exportEntityType", "name", "sourceIndexVersion", "reports", "availableFilters", "collectionId"], entities[3]!.AsObject().Select(member => member.Key));
        Assert.Equal((8, 5), ((int)entities[0]!["sourceIndexVersion"]!, (int)entities[3]!["sourceIndexVersion"]!));
        Assert.Equal("avg", (string?)entities[0]!["data"]!["configuration"]!["aggregationTypes"]![0]);
        Assert.Null(entities[0]!["collectionId"]);
        Assert.Equal("Data Table: User task count", (string?)entities[2]!["name"]);
    }

    [Fact]
    public async Task A_dashboard_brings_its_reports_once_and_the_parts_of_combined_ones_without_models()
    {
        var entities = (await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(5))).Json.AsArray();
        Assert.Equal(5, entities.Count);
        Assert.Equal("dashboard", (string?)entities[^1]!["exportEntityType"]);
        var order = entities.Select(entity => (string)entity!["id"]!).ToList();
        var combined = order.IndexOf(OptimizeLab.Id(2));
        Assert.Equal([OptimizeLab.Id(3), OptimizeLab.Id(4)], order[(combined + 1)..(combined + 3)]);
        Assert.NotNull(Xml(entities, 1));
        Assert.Null(Xml(entities, 3));
        Assert.Equal(["id", "exportEntityType", "name", "description", "sourceIndexVersion", "tiles", "availableFilters", "collectionId", "instantPreviewDashboard"],
            entities[^1]!.AsObject().Select(member => member.Key));
        Assert.Equal("{\"external\":\"https://status.example.org/embed\"}", entities[^1]!["tiles"]![3]!["configuration"]!.ToJsonString());
        Assert.Equal(OptimizeLab.DevReturns, (string?)entities[0]!["collectionId"]);
    }

    [Fact]
    public async Task A_combined_report_brings_its_parts()
    {
        var entities = (await _lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(2))).Json.AsArray();
        Assert.Equal([OptimizeLab.Id(2), OptimizeLab.Id(3), OptimizeLab.Id(4)], entities.Select(entity => (string)entity!["id"]!));
        Assert.Equal("{\"id\":\"" + OptimizeLab.Id(3) + "\",\"color\":\"#1991c8\"}", entities[0]!["data"]!["reports"]![0]!.ToJsonString());
        Assert.NotNull(Xml((await _lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(3))).Json.AsArray(), 3));
        Assert.Equal("95.0", entities[1]!["data"]!["configuration"]!["aggregationTypes"]![1]!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task Shared_reports_and_repeated_ids_come_once()
    {
        _lab.Dev.State.Load(OptimizeLab.Package("vendor", package =>
        {
            package.RemoveRange(0, 4);
            package[0]!["id"] = "789";
            package[0]!["tiles"]![0]!["id"] = "61ae2232-51e1-4c35-b72c-c7152ba264f9";
        }).ToJsonString(), null);
        var answer = await _lab.DashboardsAsync(_lab.Dev, "123", "789", "123");
        Assert.Equal(4, answer.Json.AsArray().Count);
        Assert.Equal(2, (await _lab.PostAsync(_lab.Dev, "/export/dashboard/definition/json", "\"456\"")).Json.AsArray().Count);
    }

    [Fact]
    public async Task Unknown_ids_fail_the_call_and_are_named()
    {
        var dashboards = await _lab.DashboardsAsync(_lab.Dev, "123", "nope", OptimizeLab.Id(1));
        Assert.Equal((404, "notFoundError"), (dashboards.Status, dashboards.Code));
        Assert.Equal($"Could not find dashboards with IDs [nope, {OptimizeLab.Id(1)}]", dashboards.Detail);
        var reports = await _lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(1), "nope");
        Assert.Equal((404, $"Could not find reports with IDs [{OptimizeLab.Id(1)}, nope]"), (reports.Status, reports.Detail));
        Assert.True(reports.Json.AsObject().ContainsKey("reportDefinition"));
    }

    [Fact]
    public async Task What_lacks_a_report_is_a_500()
    {
        var dashboard = await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(51));
        Assert.Equal((500, "serverError", "Could not retrieve some reports required by this dashboard."), (dashboard.Status, dashboard.Code, dashboard.Detail));
        var combined = $"Could not retrieve some reports required by combined report with ID {OptimizeLab.Id(52)}";
        Assert.Equal((500, combined), await StatusAndDetail(_lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(52))));
        Assert.Equal((500, combined), await StatusAndDetail(_lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(56))));
        _lab.Dev.State.Lose(OptimizeLab.Id(4));
        Assert.Equal(500, (await _lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(2))).Status);
    }

    [Fact]
    public async Task More_dashboards_than_one_query_reads_are_not_found()
    {
        _lab.Dev.Switches.ListCap = 1;
        Assert.Equal((404, "Could not find dashboards with IDs [456]"), await StatusAndDetail(_lab.DashboardsAsync(_lab.Dev, "123", "456")));
    }

    [Fact]
    public async Task An_instant_preview_dashboard_denies_what_it_is()
    {
        var entities = (await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(41))).Json.AsArray();
        Assert.False((bool)entities[1]!["instantPreviewDashboard"]!);
        Assert.True((bool)entities[0]!["data"]!["instantPreviewReport"]!);
    }

    [Fact]
    public async Task Replies_are_compressed_where_that_is_asked_for()
    {
        var request = OptimizeLab.Request(_lab.Dev, HttpMethod.Post, "/api/public/export/dashboard/definition/json", """["123"]""");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var http = new HttpClient();
        using var response = await http.SendAsync(request, OptimizeLab.Stop);
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(OptimizeLab.Stop), CompressionMode.Decompress);
        Assert.Equal(3, (await JsonNode.ParseAsync(plain, cancellationToken: OptimizeLab.Stop))!.AsArray().Count);
    }

    [Fact]
    public async Task Scale_and_size_add_content()
    {
        await using var large = new OptimizeLab(new SandboxOptions { Scale = 3, OptimizeXmlBytes = 100_000, OptimizeXmls = 2 });
        await large.InitializeAsync();
        Assert.Equal(3 * 9, large.Dev.State.Reports.Count(report => report.Name.StartsWith("Hub ", StringComparison.Ordinal)));
        var atlas = large.Dev.State.Dashboards.Single(dashboard => dashboard.Name == "Atlas");
        var entities = (await large.DashboardsAsync(large.Dev, atlas.Id)).Json.AsArray();
        Assert.Equal(3, entities.Count);
        Assert.Equal(100_000, Encoding.UTF8.GetByteCount((string)entities[0]!["data"]!["configuration"]!["xml"]!));
    }

    private static string? Xml(JsonArray entities, int number) =>
        (string?)entities.Single(entity => (string?)entity!["id"] == OptimizeLab.Id(number))!["data"]!["configuration"]!["xml"];

    private static async Task<(int, string)> StatusAndDetail(Task<OptimizeAnswer> answer) => ((await answer).Status, (await answer).Detail);
}
