using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>What an import refuses: each check, its body in each generation, and the order of the checks.</summary>
public sealed class OptimizeRefusalTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    /// <summary>The checks in the order of the real server; each change spoils a package in one way.</summary>
    private static readonly (string Name, Action<JsonArray> Spoil)[] Checks =
    [
        ("parse", package => package[0]!["exportEntityType"] = "widget"),
        ("field", package => package[0]!["name"] = null),
        ("incomplete", package => package[4]!["tiles"]![1]!["id"] = OptimizeLab.Id(98)),
        ("preview", package => package[0]!["data"]!["instantPreviewReport"] = true),
        ("management", package => package[0]!["data"]!["managementReport"] = true),
        ("report index", package => package[0]!["sourceIndexVersion"] = 9),
        ("definition", package => package[2]!["data"]!["definitions"]![0]!["key"] = "unknown"),
        ("scope", package => package[3]!["data"]!["definitions"]![0]!["key"] = "invoice"),
        ("tenant", package => package[5]!["data"]!["definitions"]![0]!["tenantIds"] = new JsonArray("<default>", "north")),
        ("report description", package => package[6]!["description"] = ""),
        ("dashboard description", package => package[4]!["description"] = new string('x', 401)),
        ("filters", package => package[4]!["availableFilters"]!.AsArray().Add(package[4]!["availableFilters"]![2]!.DeepClone())),
        ("dashboard index", package => package[4]!["sourceIndexVersion"] = 7),
    ];

    private readonly OptimizeLab _lab = shared.Fresh();

    public static TheoryData<Generation, string, int, string, string> Bodies
    {
        get
        {
            var data = new TheoryData<Generation, string, int, string, string>();
            void Add(string check, string detail, (int, string) v87, (int, string) v88, (int, string) v810)
            {
                data.Add(Generation.V87, check, v87.Item1, v87.Item2, detail);
                data.Add(Generation.V88, check, v88.Item1, v88.Item2, detail);
                data.Add(Generation.V810, check, v810.Item1, v810.Item2, detail);
            }

            void Wrapped(string check, string code, string detail) => Add(check, detail, (400, code), (500, "serverError"), (400, code));
            void Same(string check, int status, string code, string detail) => Add(check, detail, (status, code), (status, code), (status, code));

            const string File = "importFileInvalid";
            const string Bad = "badRequestError";
            Wrapped("parse", File, "not a valid list of OptimizeEntityExportDtos. Error:");
            Wrapped("field", File, "invalid OptimizeExportDtos. Errors: name must not be null");
            Wrapped("incomplete", File, $"The missing reports have IDs: [{OptimizeLab.Id(98)}]");
            Wrapped("preview", Bad, "Cannot import Instant preview dashboards and reports.");
            Wrapped("management", Bad, "Cannot import management reports");
            Add("report index", "do not match for at least one report.", (400, "importIndexVersionMismatch"), (400, Bad), (400, Bad));
            Same("definition", 400, "importDefinitionDoesNotExist", "at least one required definition does not exist.");
            Same("scope", 409, "nonDefinitionScopeCompliantConflict", "The report definition is not defined in the data source.");
            Same("tenant", 409, "nonTenantScopeCompliantConflict", "yet at least one tenant defined in the report is not available in the data source.");
            Same("report description", 400, "importDescriptionInvalid", $"Invalid entities: [{OptimizeLab.Id(32)}]");
            Wrapped("dashboard description", Bad, "Dashboard descriptions cannot be greater than 400 characters");
            Wrapped("filters", File, "at least one dashboard with invalid filters. Error: There is more than one state filter");
            Add("dashboard index", "do not match for at least one dashboard.", (400, "importIndexVersionMismatch"), (400, Bad), (400, Bad));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Each_check_has_its_body(Generation generation, string check, int status, string code, string detail)
    {
        _lab.Prod.Switches.Generation = generation;
        var answer = await ImportAsync(check);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0, Arrived);
    }

    [Fact]
    public async Task The_checks_come_in_their_order()
    {
        _lab.Prod.Switches.Generation = Generation.V87;
        var alone = new List<string>();
        foreach (var (name, _) in Checks) alone.Add((await ImportAsync(name)).Detail);
        for (var first = 0; first < Checks.Length; first++)
        {
            // All that comes later is wrong as well, and shadowed.
            var answer = await ImportAsync(Checks[first..].Select(check => check.Name).ToArray());
            Assert.Equal(alone[first], answer.Detail);
        }
    }

    [Theory]
    [InlineData(Generation.V87, 404, "notFoundError", 400)]
    [InlineData(Generation.V88, 500, "serverError", 500)]
    [InlineData(Generation.V810, 404, "notFoundError", 404)]
    public async Task An_unknown_collection_is_found_late_or_early(Generation generation, int status, string code, int withManagement)
    {
        _lab.Prod.Switches.Generation = generation;
        var unknown = await ImportAsync([], "nowhere");
        Assert.Equal((status, code, "Collection with ID [nowhere] does not exist."), (unknown.Status, unknown.Code, unknown.Detail));
        Assert.Equal(withManagement, (await ImportAsync(["management"], "nowhere")).Status);
        Assert.Equal("Cannot import Instant preview dashboards and reports.", (await ImportAsync(["preview"], "nowhere")).Detail);
        Assert.Equal("Collection with ID [nowhere] does not exist.", (await ImportAsync(["report index"], "nowhere")).Detail);
        Assert.Equal("Collection with ID [] does not exist.", (await ImportAsync([], "")).Detail);
    }

    [Fact]
    public async Task Without_a_collection_nothing_else_is_looked_at()
    {
        foreach (var generation in Enum.GetValues<Generation>())
        {
            _lab.Prod.Switches.Generation = generation;
            var answer = await _lab.PostAsync(_lab.Prod, "/import", "", await _lab.TokenAsync());
            Assert.Equal((400, "badRequestError", "Must specify a collection ID for this request."), (answer.Status, answer.Code, answer.Detail));
        }
    }

    [Theory]
    [InlineData("", "the provided file is null or empty.")]
    [InlineData("nonsense", "not a valid list of OptimizeEntityExportDtos. Error:")]
    [InlineData("[{}]", "missing type id property 'exportEntityType'")]
    [InlineData("[1]", "OptimizeEntityExportDto")]
    [InlineData("[null]", "OptimizeEntityExportDto")]
    [InlineData("""[{"exportEntityType":"dashboard"}]""", "Errors: id must not be null, name must not be null")]
    [InlineData("""[{"exportEntityType":"dashboard","id":"a","name":"b","tiles":null,"availableFilters":null}]""", "tiles must not be null, availableFilters must not be null")]
    [InlineData("""[{"exportEntityType":"dashboard","id":"a","name":"b","availableFilters":[{"type":"phase"}]}]""", "Could not resolve type id 'phase'")]
    [InlineData("""[{"exportEntityType":"single_process_report","id":"a","name":"b","data":{"filter":[{"type":"evaluationDateTime"}]}}]""", "Could not resolve type id 'evaluationDateTime'")]
    [InlineData("""[{"exportEntityType":"single_process_report","id":"a","name":"b","data":{"configuration":{"aggregationTypes":["avg"]}}}]""", "AggregationDto")]
    [InlineData("""[{"exportEntityType":"single_process_report","id":"a","name":"b","data":{"visualization":"globe"}}]""", "globe")]
    [InlineData("""[{"exportEntityType":"single_process_report","id":"a","name":"b","data":7}]""", "not a valid list")]
    public async Task A_bad_file_is_told_by_its_details(string body, string detail)
    {
        var answer = await _lab.ImportAsync(body);
        Assert.Equal((500, "serverError"), (answer.Status, answer.Code));
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""[{"exportEntityType":"dashboard","id":"a","name":"b","tiles":[{"id":null}],"sourceIndexVersion":8}]""")]
    public async Task Some_bodies_make_the_server_fall(string body)
    {
        _lab.Prod.Switches.Generation = Generation.V87;
        var answer = await _lab.ImportAsync(body);
        Assert.Equal((500, "serverError"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Mismatching_indices_are_listed_once_each_without_the_null()
    {
        var answer = await _lab.ImportAsync("returns", package =>
        {
            foreach (var entity in package) entity!.AsObject().Remove("sourceIndexVersion");
        });
        Assert.False(answer.Json.AsObject().ContainsKey("reportDefinition"));
        Assert.Equal(
            """[{"indexName":"optimize-single-process-report_v11","sourceIndexVersion":0,"targetIndexVersion":11},{"indexName":"optimize-combined-report_v5","sourceIndexVersion":0,"targetIndexVersion":5}]""",
            answer.Json["mismatchingIndices"]!.ToJsonString());
        var board = await _lab.ImportAsync("vendor", package => package[3]!["sourceIndexVersion"] = 5);
        Assert.Equal("""[{"indexName":"optimize-dashboard_v8","sourceIndexVersion":5,"targetIndexVersion":8}]""", board.Json["mismatchingIndices"]!.ToJsonString());
    }

    [Fact]
    public async Task A_conflict_names_the_collection()
    {
        var answer = await _lab.ImportAsync(OptimizeFixtures.Read("vendor"), OptimizeLab.Empty);
        Assert.Equal((409, "nonDefinitionScopeCompliantConflict"), (answer.Status, answer.Code));
        Assert.Equal($$"""[{"id":"{{OptimizeLab.Empty}}","type":"collection","name":"Empty"}]""", answer.Json["conflictedItems"]!.ToJsonString());
        Assert.Equal("nonTenantScopeCompliantConflict", (await _lab.ImportAsync(OptimizeFixtures.Read("vendor"), OptimizeLab.North)).Code);
    }

    [Fact]
    public async Task A_report_without_a_definition_lacks_it()
    {
        var answer = await _lab.ImportAsync("results", package => package[0]!["data"]!["definitions"] = new JsonArray());
        Assert.Equal((400, "importDefinitionDoesNotExist"), (answer.Status, answer.Code));
        Assert.Null(answer.Json["definitions"]![0]!["key"]);
        var versions = await _lab.ImportAsync("results", package => package[0]!["data"]!["definitions"]![0]!["versions"] = new JsonArray("8", "9"));
        Assert.Equal("""["8","9"]""", versions.Json["definitions"]![0]!["versions"]!.ToJsonString());
    }

    [Fact]
    public async Task Each_report_stops_at_its_own_first_failure_and_one_kind_hides_the_others()
    {
        // The description is the report's first check, yet the last kind to be told.
        var both = await ImportAsync(["report description", "definition"]);
        Assert.Equal("importDefinitionDoesNotExist", both.Code);
        var same = await _lab.ImportAsync("results", package =>
        {
            package[0]!["description"] = "";
            package[0]!["sourceIndexVersion"] = 1;
        });
        Assert.Equal("importDescriptionInvalid", same.Code);
    }

    [Theory]
    [InlineData("""{"type":"instanceStartDate","data":null}""", "data must not be null")]
    [InlineData("""{"type":"instanceStartDate","data":{"defaultValues":null}}""", "more than one instanceStartDate")]
    [InlineData("""{"type":"assignee","data":{"operator":"in","values":["x"]}}""", "more than one assignee filter with the same operator")]
    [InlineData("""{"type":"variable","data":{"type":"Boolean","name":"insured","data":{"value":[true]}}}""", "insured")]
    [InlineData("""{"type":"variable","data":{"type":"String","name":"carrier","data":null}}""", "the variable filter cannot be applied")]
    public async Task A_dashboards_filters_have_rules(string filter, string detail)
    {
        _lab.Prod.Switches.Generation = Generation.V87;
        var answer = await _lab.ImportAsync("returns", package => package[4]!["availableFilters"]!.AsArray().Add(JsonNode.Parse(filter)));
        Assert.Equal((400, "importFileInvalid"), (answer.Status, answer.Code));
        Assert.Contains("The provided file includes at least one dashboard with invalid filters. Error: ", answer.Detail, StringComparison.Ordinal);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_operator_is_another_filter()
    {
        var answer = await _lab.ImportAsync("returns", package => package[4]!["availableFilters"]!.AsArray().Add(
            JsonNode.Parse("""{"type":"assignee","data":{"operator":"not in","values":["x"]}}""")));
        Assert.Equal(200, answer.Status);
    }

    private int Arrived => _lab.Prod.State.Entities.Count(entity => entity.CollectionId == OptimizeLab.ProdReturns);

    private Task<OptimizeAnswer> ImportAsync(string check) => ImportAsync([check]);

    /// <summary>The sample with two more reports, spoiled.</summary>
    private async Task<OptimizeAnswer> ImportAsync(string[] checks, string collectionId = OptimizeLab.ProdReturns)
    {
        var package = OptimizeLab.Package("returns", package =>
        {
            foreach (var report in OptimizeLab.Package("results")) package.Add(report!.DeepClone());
        });
        foreach (var (_, spoil) in Checks.Where(check => checks.Contains(check.Name))) spoil(package);
        return await _lab.PostAsync(_lab.Prod, "/import?collectionId=" + collectionId, package.ToJsonString(), await _lab.TokenAsync());
    }
}
