using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Lists, deletion, collections, results, labels and the rest.</summary>
public sealed class OptimizeServiceTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    private readonly OptimizeLab _lab = shared.Fresh();

    [Fact]
    public async Task A_collection_lists_its_own_without_what_the_product_built()
    {
        Assert.Equal([OptimizeLab.Id(5)], (await _lab.GetAsync(_lab.Dev, "/dashboard?collectionId=" + OptimizeLab.DevReturns)).Ids);
        Assert.Equal([1, 2, 3, 4, 11, 31, 32], (await _lab.GetAsync(_lab.Dev, "/report?collectionId=" + OptimizeLab.DevReturns)).Ids.Select(id => int.Parse(id[^2..])));
        var builtIn = _lab.Dev.State.Collections.First(collection => collection.Name == "Built in").Id;
        Assert.Empty((await _lab.GetAsync(_lab.Dev, "/report?collectionId=" + builtIn)).Ids);
        Assert.Single((await _lab.GetAsync(_lab.Dev, "/dashboard?collectionId=" + builtIn)).Ids);
    }

    [Fact]
    public async Task An_unknown_collection_lists_nothing_and_a_missing_one_is_refused()
    {
        Assert.Equal((200, "[]"), StatusAndText(await _lab.GetAsync(_lab.Dev, "/dashboard?collectionId=nowhere")));
        Assert.Equal((200, "[]"), StatusAndText(await _lab.GetAsync(_lab.Dev, "/report?collectionId=")));
        var missing = await _lab.GetAsync(_lab.Dev, "/report");
        Assert.Equal((400, "badRequestError", "Must specify a collection ID for this request."), (missing.Status, missing.Code, missing.Detail));
    }

    [Fact]
    public async Task A_list_ends_at_the_cap()
    {
        _lab.Dev.Switches.ListCap = 3;
        Assert.Equal(3, (await _lab.GetAsync(_lab.Dev, "/report?collectionId=" + OptimizeLab.DevReturns)).Ids.Length);
    }

    [Fact]
    public async Task A_deleted_report_leaves_what_used_it()
    {
        Assert.Equal((200, ""), StatusAndText(await _lab.DeleteAsync(_lab.Dev, "/report/" + OptimizeLab.Id(3))));
        Assert.Equal([OptimizeLab.Id(4)], _lab.Dev.State.Find(OptimizeLab.Id(2))!.References);
        await _lab.DeleteAsync(_lab.Dev, "/report/" + OptimizeLab.Id(2));
        Assert.Equal([OptimizeLab.Id(1)], _lab.Dev.State.Find(OptimizeLab.Id(5))!.References);
        Assert.Equal(200, (await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(5))).Status);
        var again = await _lab.DeleteAsync(_lab.Dev, "/report/" + OptimizeLab.Id(2));
        Assert.Equal((404, $"Was not able to retrieve report with id [{OptimizeLab.Id(2)}] from the database. Report does not exist."), (again.Status, again.Detail));
    }

    [Fact]
    public async Task A_deleted_dashboard_leaves_its_reports()
    {
        Assert.Equal(200, (await _lab.DeleteAsync(_lab.Dev, "/dashboard/123")).Status);
        Assert.Null(_lab.Dev.State.Find("123"));
        Assert.NotNull(_lab.Dev.State.Find("61ae2232-51e1-4c35-b72c-c7152ba264f9"));
        var again = await _lab.DeleteAsync(_lab.Dev, "/dashboard/123");
        Assert.Equal((404, "Dashboard does not exist! Tried to retrieve dashboard with id 123"), (again.Status, again.Detail));
        Assert.Equal(404, (await _lab.DeleteAsync(_lab.Dev, "/dashboard/" + OptimizeLab.Id(1))).Status);
    }

    [Theory]
    [InlineData(Generation.V87, 400)]
    [InlineData(Generation.V88, 500)]
    public async Task What_the_product_built_stays(Generation generation, int status)
    {
        _lab.Dev.Switches.Generation = generation;
        foreach (var id in new[] { 42, 43 })
        {
            var answer = await _lab.DeleteAsync(_lab.Dev, "/report/" + OptimizeLab.Id(id));
            Assert.Equal((status, "Management and Instant Preview Reports cannot be deleted manually"), (answer.Status, answer.Detail));
        }

        Assert.True((await _lab.DeleteAsync(_lab.Dev, "/dashboard/" + OptimizeLab.Id(41))).Status < 300);
    }

    [Fact]
    public async Task Collections_are_listed_read_made_and_widened()
    {
        Assert.Equal(4, (await _lab.GetAsync(_lab.Prod, "/collection")).Ids.Length);
        var returns = (await _lab.GetAsync(_lab.Prod, "/collection/" + OptimizeLab.ProdReturns)).Json;
        Assert.Equal(["id", "name", "lastModified", "created", "owner", "lastModifier", "automaticallyCreated", "data"], returns.AsObject().Select(member => member.Key));
        Assert.Equal(("Returns", "2026-03-01T08:00:00.000+0000"), ((string?)returns["name"], (string?)returns["created"]));
        var scope = JsonNode.Parse("""{"id":"process:parcel-return","definitionType":"process","definitionKey":"parcel-return","tenants":["<default>"]}""");
        Assert.True(JsonNode.DeepEquals(scope, returns["data"]!["scope"]![0]));
        Assert.Equal("""[{"id":"USER:demo-user","identity":{"id":"demo-user","type":"user"},"role":"manager"}]""", returns["data"]!["roles"]!.ToJsonString());
        var unknown = await _lab.GetAsync(_lab.Prod, "/collection/nowhere");
        Assert.Equal((404, "Collection does not exist! Tried to retrieve collection with id nowhere"), (unknown.Status, unknown.Detail));
        var made = (string)(await _lab.PostAsync(_lab.Prod, "/collection/create", """{"name":"New","ownerId":"nobody"}""")).Json["id"]!;
        var request = OptimizeLab.Request(_lab.Prod, HttpMethod.Put, $"/api/public/collection/{made}/scope",
            """[{"definitionType":"process","definitionKey":"parcel-return","tenants":["<default>"]},{"definitionType":"PROCESS","definitionKey":"invoice"}]""");
        Assert.Equal(200, (await _lab.SendAsync(request)).Status);
        Assert.Equal(["<default>"], _lab.Prod.State.Collection(made)!.Scope[0].Tenants);
        Assert.Equal([null], _lab.Prod.State.Collection(made)!.Scope[1].Tenants);
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("vendor"), made)).Status);
    }

    [Fact]
    public async Task Raw_data_comes_in_pages_that_expire()
    {
        var path = $"/export/report/{OptimizeLab.Id(31)}/result/json?paginationTimeout=60";
        var first = (await _lab.GetAsync(_lab.Dev, path + "&limit=2")).Json;
        Assert.Equal((2, 5, OptimizeLab.Id(31)), ((int)first["numberOfRecordsInResponse"]!, (int)first["totalNumberOfRecords"]!, (string?)first["reportId"]));
        Assert.NotNull(first["data"]![0]!["flowNodeInstances"]![0]!["id"]);
        var scroll = (string)first["searchRequestId"]!;
        var counts = new List<int>();
        while (counts.Count == 0 || counts[^1] > 0)
        {
            // The limit of a later page does not count.
            var page = (await _lab.GetAsync(_lab.Dev, path + "&limit=100&searchRequestId=" + Uri.EscapeDataString(scroll))).Json;
            counts.Add((int)page["numberOfRecordsInResponse"]!);
            scroll = (string)page["searchRequestId"]!;
        }

        Assert.Equal([2, 1, 0], counts);
        _lab.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(500, (await _lab.GetAsync(_lab.Dev, path + "&searchRequestId=" + Uri.EscapeDataString(scroll))).Status);
        Assert.Equal(500, (await _lab.GetAsync(_lab.Dev, path + "&searchRequestId=nonsense")).Status);
    }

    [Fact]
    public async Task Other_results_come_whole()
    {
        var number = (await _lab.GetAsync(_lab.Dev, $"/export/report/{OptimizeLab.Id(32)}/result/json?limit=0&paginationTimeout=60")).Json;
        Assert.Equal(5.0, (double)number["data"]!);
        Assert.StartsWith("All records are delivered", (string)number["message"]!, StringComparison.Ordinal);
        var bars = (await _lab.GetAsync(_lab.Dev, $"/export/report/{OptimizeLab.Id(1)}/result/json")).Json.AsObject();
        Assert.Equal((3, false), ((int)bars["numberOfRecordsInResponse"]!, bars.ContainsKey("message")));
        Assert.False(bars.ContainsKey("searchRequestId"));
    }

    [Theory]
    [InlineData("limit=10001", "limit")]
    [InlineData("paginationTimeout=59", "paginationTimeout")]
    public async Task Limits_have_limits(string query, string property)
    {
        _lab.Dev.Switches.Generation = Generation.V87;
        var answer = await _lab.GetAsync(_lab.Dev, $"/export/report/{OptimizeLab.Id(31)}/result/json?{query}");
        Assert.Equal((400, property), (answer.Status, (string?)answer.Json["validationErrors"]![0]!["property"]));
    }

    [Fact]
    public async Task Labels_are_set_and_deleted()
    {
        _lab.Dev.Switches.Generation = Generation.V87;
        const string Carrier = """{"variableName":"carrier","variableType":"String","variableLabel":"Carrier"}""";
        Assert.Equal(204, (await LabelAsync("parcel-return", Carrier)).Status);
        Assert.Equal("Carrier", Assert.Single(_lab.Dev.State.Labels).Label);
        Assert.Equal("Each variable can only have a single label!", (await LabelAsync("parcel-return", Carrier + "," + Carrier)).Detail);
        Assert.Equal(404, (await LabelAsync("unknown", Carrier)).Status);
        Assert.Equal(400, (await LabelAsync("", Carrier)).Status);
        Assert.Equal(204, (await LabelAsync("parcel-return", Carrier.Replace("\"Carrier\"", "\"\"", StringComparison.Ordinal))).Status);
        Assert.Empty(_lab.Dev.State.Labels);
    }

    [Fact]
    public async Task Sharing_and_ingestion_have_their_effect()
    {
        Assert.Equal(200, (await _lab.PostAsync(_lab.Dev, "/share/disable", null)).Status);
        Assert.False(_lab.Dev.State.SharingEnabled);
        await _lab.PostAsync(_lab.Dev, "/share/enable", null);
        Assert.True(_lab.Dev.State.SharingEnabled);
        var ingested = await _lab.SendAsync(OptimizeLab.Request(_lab.Dev, HttpMethod.Post, "/api/ingestion/variable",
            """[{"id":"1","name":"carrier","type":"String","value":"post","processInstanceId":"2","processDefinitionKey":"parcel-return"}]"""));
        Assert.Equal((200, 1), (ingested.Status, _lab.Dev.State.IngestedVariables));
        Assert.Equal(400, (await _lab.SendAsync(OptimizeLab.Request(_lab.Dev, HttpMethod.Post, "/api/ingestion/variable", "[{}]"))).Status);
    }

    [Fact]
    public async Task All_is_controlled_from_outside()
    {
        using var http = new HttpClient { BaseAddress = _lab.Host.AdminUri };
        using var set = await http.PutAsJsonAsync("sandbox/optimize/prod/switches",
            new { generation = "V810", indices = "V39", contextPath = "/optimize", bodyLimitBytes = 5, gatewayTimeoutAfter = "00:00:02" }, OptimizeLab.Stop);
        Assert.Equal(200, (int)set.StatusCode);
        var switches = _lab.Prod.Switches;
        Assert.Equal((Generation.V810, Indices.V39, "/optimize", 5L, TimeSpan.FromSeconds(2)),
            (switches.Generation, switches.Indices, switches.ContextPath, switches.BodyLimitBytes, switches.GatewayTimeoutAfter));
        using var unset = await http.PutAsJsonAsync("sandbox/optimize/prod/switches", new { bodyLimitBytes = (long?)null }, OptimizeLab.Stop);
        Assert.Null(switches.BodyLimitBytes);
        using var identity = await http.PutAsJsonAsync("sandbox/optimize/identity/switches", new { expiresIn = 5 }, OptimizeLab.Stop);
        Assert.Equal(5, _lab.Identity.Switches.ExpiresIn);
        var state = (await http.GetFromJsonAsync<JsonObject>("sandbox/optimize/prod/state?noise=false", OptimizeLab.Stop))!;
        Assert.Equal("Finance overview", (string?)state["dashboards"]![0]!["name"]);
        var described = (await http.GetFromJsonAsync<JsonObject>("sandbox", OptimizeLab.Stop))!["optimize"]!;
        Assert.Equal(("mySecret", OptimizeLab.DevReturns), ((string?)described["dev"]!["accessToken"], (string?)described["dev"]!["collectionId"]));
        Assert.EndsWith("/optimize", (string)described["prod"]!["uri"]!, StringComparison.Ordinal);
        using var reset = await http.PostAsync("sandbox/reset", null, OptimizeLab.Stop);
        Assert.Equal((Generation.V88, 300), (switches.Generation, _lab.Identity.Switches.ExpiresIn));
    }

    private Task<OptimizeAnswer> LabelAsync(string key, string labels) =>
        _lab.PostAsync(_lab.Dev, "/variables/labels", $$"""{"definitionKey":"{{key}}","labels":[{{labels}}]}""");

    private static (int, string) StatusAndText(OptimizeAnswer answer) => (answer.Status, answer.Text);
}
