using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>What an import writes.</summary>
public sealed class OptimizeImportTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    private readonly OptimizeLab _lab = shared.Fresh();

    [Fact]
    public async Task A_package_arrives_with_new_ids_and_its_references_follow()
    {
        var package = await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(5));
        var answer = await _lab.ImportAsync(package.Text);
        Assert.Equal((200, "application/json"), (answer.Status, answer.Type));
        Assert.Equal(["dashboard", "report", "report", "report", "report"], answer.Json.AsArray().Select(item => (string)item!["entityType"]!).Order(StringComparer.Ordinal));
        var state = _lab.Prod.State;
        var dashboard = state.Named("Returns desk", OptimizeLab.ProdReturns).Single();
        var combined = state.Named("Return time by carrier").Single();
        var post = state.Named("Return time, post").Single();
        Assert.Equal([state.Named("Stuck parcels by step").Single().Id, combined.Id], dashboard.References);
        Assert.Equal([post.Id, state.Named("Return time, courier").Single().Id], combined.References);
        Assert.NotEqual(OptimizeLab.Id(5), dashboard.Id);
        Assert.True(Guid.TryParse(dashboard.Id, out _));
        Assert.Equal((OptimizeState.SystemUser, _lab.Time.GetUtcNow(), null), (dashboard.Owner, dashboard.Created, dashboard.RefreshRateSeconds));
        Assert.Equal(5, state.Entities.Count(entity => entity.CollectionId == OptimizeLab.ProdReturns));
        Assert.Equal(answer.Ids, state.Entities.Where(entity => entity.CollectionId == OptimizeLab.ProdReturns).Select(entity => entity.Id).Order(StringComparer.Ordinal));
        Assert.Equal("""{"external":"https://status.example.org/embed"}""", dashboard.Content.GetProperty("tiles")[3].GetProperty("configuration").GetRawText());
    }

    [Fact]
    public async Task The_models_are_the_targets_own_and_missing_configuration_is_filled_in()
    {
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("returns"))).Status);
        var courier = _lab.Prod.State.Named("Return time, courier").Single().Content;
        Assert.Contains("prod-d1", courier.GetProperty("configuration").GetProperty("xml").GetString(), StringComparison.Ordinal);
        Assert.Equal("10.0", courier.GetProperty("configuration").GetProperty("customBucket").GetProperty("bucketSize").GetString());
        Assert.Contains("prod-d1", _lab.Prod.State.Named("Stuck parcels by step").Single().Content.GetProperty("configuration").GetProperty("xml").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Importing_twice_doubles_and_the_collection_of_the_file_does_not_matter()
    {
        await _lab.ImportAsync(OptimizeFixtures.Read("returns"));
        await _lab.ImportAsync(OptimizeFixtures.Read("returns"));
        Assert.Equal(2, _lab.Prod.State.Named("Returns desk", OptimizeLab.ProdReturns).Count);
    }

    [Fact]
    public async Task A_decision_report_arrives()
    {
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("decision"))).Status);
        Assert.Contains("prod-d2", _lab.Prod.State.Named("Refund rules hit").Single().Content.GetProperty("configuration").GetProperty("xml").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_package_arrives_on_an_old_server()
    {
        _lab.Prod.Switches.Indices = Indices.V37;
        _lab.Prod.State.SetDefinition(new("process", "parcel-return", "Parcel return", null, ["1"], "<old/>"));
        _lab.Prod.State.AddScope(OptimizeLab.ProdReturns, new("process", "parcel-return", [null]));
        var answer = await _lab.ImportAsync(OptimizeFixtures.Read("old"));
        Assert.Equal(200, answer.Status);
        Assert.All(answer.Json.AsArray(), item => Assert.Equal(["id"], item!.AsObject().Select(member => member.Key)));
        var dashboard = _lab.Prod.State.Named("Returns, old").Single();
        var again = (await _lab.DashboardsAsync(_lab.Prod, dashboard.Id)).Json.AsArray();
        Assert.Equal("https://status.example.org/embed", (string?)again[1]!["reports"]![1]!["id"]);
        Assert.Equal(_lab.Prod.State.Named("Parcels per week").Single().Id, (string?)again[1]!["reports"]![0]!["id"]);
    }

    [Fact]
    public async Task A_dashboard_of_reports_in_a_new_format_arrives_empty_without_an_error()
    {
        var answer = await _lab.ImportAsync("vendor", package => Rename(package[3]!.AsObject(), "tiles", "reports"));
        Assert.Equal(200, answer.Status);
        Assert.Empty(_lab.Prod.State.Named("Dashboard 1").Single().References);
    }

    [Fact]
    public async Task Versions_that_do_not_exist_are_taken_out_without_a_word()
    {
        _lab.Prod.State.SetDefinition(new("process", "parcel-return", "Parcel return", "<default>", ["1", "3"], "<x/>"));
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("returns"))).Status);
        Assert.Equal("""["3"]""", _lab.Prod.State.Named("Return time, post").Single().Content.GetProperty("definitions")[0].GetProperty("versions").GetRawText());
    }

    [Fact]
    public async Task Only_the_first_definition_must_exist_but_all_must_be_in_the_scope()
    {
        void AddSecond(JsonArray package) => package[1]!["data"]!["definitions"]!.AsArray().Add(new JsonObject
        {
            ["identifier"] = "second", ["key"] = "elsewhere", ["versions"] = new JsonArray("all"), ["tenantIds"] = new JsonArray("<default>"),
        });
        var refused = await _lab.ImportAsync("results", AddSecond);
        Assert.Equal((409, "nonDefinitionScopeCompliantConflict"), (refused.Status, refused.Code));
        _lab.Prod.State.AddScope(OptimizeLab.ProdReturns, new("process", "elsewhere", ["<default>"]));
        Assert.Equal(200, (await _lab.ImportAsync("results", AddSecond)).Status);
    }

    [Fact]
    public async Task A_tenant_finds_what_is_shared_but_the_shared_one_finds_no_tenants()
    {
        _lab.Prod.State.RemoveDefinition("process", "parcel-return");
        _lab.Prod.State.SetDefinition(new("process", "parcel-return", "Parcel return", null, ["1"], "<shared/>"));
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("results"))).Status);
        _lab.Prod.State.RemoveDefinition("process", "parcel-return");
        _lab.Prod.State.SetDefinition(new("process", "parcel-return", "Parcel return", "<default>", ["1"], "<own/>"));
        var refused = await _lab.ImportAsync("results", package => package[1]!["data"]!["definitions"]![0]!["tenantIds"] = new JsonArray((JsonNode?)null));
        Assert.Equal("""[{"type":"process","key":"parcel-return","versions":["all"],"tenantIds":[null]}]""", refused.Json["definitions"]!.ToJsonString());
    }

    [Fact]
    public async Task A_failure_on_the_way_leaves_what_was_written()
    {
        _lab.Prod.Faults.Add(new Fault { Route = "import", Kind = FaultKind.FailMidway, AfterRecords = 2 });
        var answer = await _lab.ImportAsync(OptimizeFixtures.Read("returns"));
        Assert.Equal((500, "serverError"), (answer.Status, answer.Code));
        Assert.Equal(2, _lab.Prod.State.Entities.Count(entity => entity.CollectionId == OptimizeLab.ProdReturns));
    }

    [Fact]
    public async Task A_reference_to_the_wrong_kind_fails_after_reports_were_written()
    {
        var board = await _lab.ImportAsync("vendor", package =>
        {
            package[3]!["tiles"]![0]!["id"] = OptimizeLab.Id(99);
            package[4]!["id"] = OptimizeLab.Id(99);
        });
        Assert.Equal((500, "serverError"), (board.Status, board.Code));
        Assert.Equal(3, _lab.Prod.State.Entities.Count(entity => entity.CollectionId == OptimizeLab.ProdReturns));
        var part = await _lab.ImportAsync("returns", package => package[1]!["data"]!["reports"]![0]!["id"] = OptimizeLab.Id(2));
        Assert.Equal(500, part.Status);
    }

    [Fact]
    public async Task Equal_entities_collapse_and_of_two_with_one_id_one_is_told()
    {
        var twice = await _lab.ImportAsync("results", package => package.Add(package[0]!.DeepClone()));
        Assert.Equal(2, twice.Ids.Length);
        var other = await _lab.ImportAsync("results", package =>
        {
            var copy = package[0]!.DeepClone();
            copy["name"] = "The same id";
            package.Add(copy);
        });
        Assert.Equal(2, other.Ids.Length);
        Assert.Equal(5, _lab.Prod.State.Entities.Count(entity => entity.CollectionId == OptimizeLab.ProdReturns));
    }

    [Fact]
    public async Task The_parser_takes_comments_single_objects_words_in_any_case_and_what_it_does_not_know()
    {
        var report = OptimizeLab.Package("results")[1]!.AsObject();
        report["data"]!["visualization"] = "NUMBER";
        report["unheardOf"] = 1;
        report["data"]!["unheardOf"] = 2;
        report["data"]!["configuration"]!["unheardOf"] = 3;
        var answer = await _lab.ImportAsync("// hello\n" + report.ToJsonString());
        Assert.Equal(200, answer.Status);
        var content = _lab.Prod.State.Named("Number of returns").Single().Content.GetRawText();
        Assert.Contains("\"visualization\":\"number\"", content, StringComparison.Ordinal);
        Assert.DoesNotContain("unheardOf", content, StringComparison.Ordinal);
        Assert.Equal("[]", (await _lab.ImportAsync("[]")).Text);
    }

    [Fact]
    public async Task Every_filter_type_is_taken()
    {
        _lab.Prod.Switches.VariableFilterCheck = VariableFilterCheck.Off;
        Assert.Equal(200, (await _lab.ImportAsync(OptimizeFixtures.Read("filters"))).Status);
        Assert.Contains("12345678901234567890.25", _lab.Prod.State.Named("Parcels by carrier").Single().Content.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(8, _lab.Prod.State.Named("Carriers").Single().Content.GetProperty("availableFilters").GetArrayLength());
    }

    [Fact]
    public async Task Targets_that_were_given_the_same_describe_the_same_without_noise()
    {
        await _lab.ImportAsync(OptimizeFixtures.Read("returns"));
        var first = _lab.Prod.State.Describe(true).ToJsonString();
        var noisy = _lab.Prod.State.Describe().ToJsonString();
        _lab.Prod.Reset();
        await _lab.ImportAsync(OptimizeFixtures.Read("returns"));
        Assert.Equal(first, _lab.Prod.State.Describe(true).ToJsonString());
        Assert.NotEqual(noisy, _lab.Prod.State.Describe().ToJsonString());
    }

    private static void Rename(JsonObject node, string from, string to)
    {
        var value = node[from]!.DeepClone();
        node.Remove(from);
        node[to] = value;
    }
}
