using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>
/// Each value of each switch must show. The values come by reflection: a new one without a probe fails here. Rows by
/// generation are walked in every generation.
/// </summary>
public sealed class OptimizeSwitchTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    private const string Management = "Cannot import management reports";

    private static readonly Generation[] Generations = [Generation.V87, Generation.V88, Generation.V810];

    private static readonly Dictionary<Enum, Func<OptimizeSwitchTests, Task>> Probes = new()
    {
        [Generation.V87] = test => test.CheckAsync(test.Import("returns", package => package[0]!["data"]!["managementReport"] = true), 400, Management),
        [Generation.V88] = test => test.CheckAsync(test.Import("returns", package => package[0]!["data"]!["managementReport"] = true), 500, Management),
        [Generation.V810] = async test => Assert.Equal(401, (await test._lab.GetAsync(test._lab.Dev, "/collection")).Status),
        [Indices.V311] = test => test.IndicesAsync("tiles", 8, 11, 10, 5),
        [Indices.V310] = test => test.IndicesAsync("tiles", 7, 10, 9, 4),
        [Indices.V39] = test => test.IndicesAsync("reports", 6, 9, 9, 4),
        [Indices.V38] = test => test.IndicesAsync("reports", 5, 9, 9, 4),
        [Indices.V37] = test => test.IndicesAsync("reports", 5, 8, 8, 4),
        [Indices.Next] = test => test.IndicesAsync("tiles", 9, 12, 11, 6),
        [ValidationFailures.ByGeneration] = test => test.EachAsync(test.SpoiledName, "400 importFileInvalid", "500 serverError", "400 importFileInvalid"),
        [ValidationFailures.BadRequest] = test => test.AllAsync(test.SpoiledName, "400 importFileInvalid"),
        [ValidationFailures.ServerError] = test => test.AllAsync(test.SpoiledName, "500 serverError"),
        [IndexMismatchCode.ByGeneration] = test => test.EachAsync(test.WrongIndex, "400 importIndexVersionMismatch", "400 badRequestError", "400 badRequestError"),
        [IndexMismatchCode.Rich] = test => test.AllAsync(test.WrongIndex, "400 importIndexVersionMismatch"),
        [IndexMismatchCode.Plain] = test => test.AllAsync(test.WrongIndex, "400 badRequestError"),
        [UnknownCollection.ByGeneration] = test => test.EachAsync(test.Nowhere, "400 badRequestError", "500 serverError", "404 notFoundError"),
        [UnknownCollection.NotFound] = test => test.EachAsync(test.NowhereAlone, "404 notFoundError", "404 notFoundError", "404 notFoundError"),
        [UnknownCollection.ServerError] = test => test.AllAsync(test.NowhereAlone, "500 serverError"),
        [UnknownCollection.NotFoundEarly] = test => test.AllAsync(test.Nowhere, "404 notFoundError"),
        [DetailForm.Plain] = test => test.DetailAsync("Dashboard does not exist!", "Dashboard does not exist!"),
        [DetailForm.Framework] = test => test.DetailAsync("Dashboard does not exist!", "404 NOT_FOUND \"Dashboard does not exist!"),
        [VoidStatus.ByGeneration] = test => test.EachAsync(test.Share, "204", "200", "200"),
        [VoidStatus.NoContent] = test => test.AllAsync(test.Share, "204"),
        [VoidStatus.EmptyOk] = test => test.AllAsync(test.Share, "200"),
        [ResultFailures.ByGeneration] = test => test.EachAsync(test.UnknownResult, "404 notFoundError", "500 serverError", "500 serverError"),
        [ResultFailures.Own] = async test =>
        {
            await test.AllAsync(test.UnknownResult, "404 notFoundError");
            await test.AllAsync(test.CombinedResult, "400 badRequestError");
        },
        [ResultFailures.ServerError] = test => test.AllAsync(test.CombinedResult, "500 serverError"),
        [Labels.ByGeneration] = test => test.EachAsync(test.Label, "204", "500 serverError", "200"),
        [Labels.Work] = test => test.EachAsync(test.Label, "204", "200", "200"),
        [Labels.AlwaysFail] = async test =>
        {
            await test.AllAsync(test.Label, "500 serverError");
            await test.AllAsync(test.OverLimit, "500 serverError");
        },
        [MalformedExport.ByGeneration] = test => test.EachAsync(test.BadExport, "400", "500 serverError", "400 badRequestError"),
        [MalformedExport.Text] = test => test.AllAsync(test.BadExport, "400"),
        [MalformedExport.ServerError] = test => test.AllAsync(test.BadExport, "500 serverError"),
        [MalformedExport.Json] = test => test.AllAsync(test.BadExport, "400 badRequestError"),
        [VariableFilterCheck.ByGeneration] = test => test.EachAsync(test.VariableFilter, "400 importFileInvalid", "500 serverError", "200"),
        [VariableFilterCheck.On] = test => test.EachAsync(test.VariableFilter, "400 importFileInvalid", "500 serverError", "400 importFileInvalid"),
        [VariableFilterCheck.Off] = test => test.AllAsync(test.VariableFilter, "200"),
        [NameLimit.ByGeneration] = test => test.EachAsync(test.LongName, "200", "200", "400 importNameInvalid"),
        [NameLimit.Off] = async test =>
        {
            await test.AllAsync(test.LongName, "200");
            test._nameLength = 33_000;
            await test.AllAsync(test.LongName, "500 serverError");
        },
        [NameLimit.On] = test => test.EachAsync(test.LongName, "400 importNameInvalid", "500 serverError", "400 importNameInvalid"),
        [ImportBody.Bound] = test => test.CheckAsync(test.Import("returns"), 200, "entityType"),
        [ImportBody.Lost] = test => test.CheckAsync(test.Import("returns"), 500, "Could not import entity because the provided file is null or empty."),
        [CollectionEndpoints.ByGeneration] = test => test.EachAsync(test.Create, "404 notFoundError", "200", "400 userOrGroupIdNotFound"),
        [CollectionEndpoints.Off] = test => test.EachAsync(test.Create, "404 notFoundError", "500 serverError", "500 serverError"),
        [CollectionEndpoints.OwnerUnchecked] = test => test.AllAsync(test.Create, "200"),
        [CollectionEndpoints.OwnerChecked] = test => test.AllAsync(test.Create, "400 userOrGroupIdNotFound"),
        [Tokens.ByGeneration] = async test =>
        {
            await test.EachAsync(() => test.WithTokenAsync(""), "200", "200", "401");
            await test.AllAsync(() => test.WithTokenAsync(null), "200");
        },
        [Tokens.Static] = async test =>
        {
            await test.AllAsync(() => test.WithTokenAsync(""), "200");
            await test.AllAsync(() => test.WithTokenAsync(null), "401");
        },
        [Tokens.Jwt] = async test =>
        {
            await test.AllAsync(() => test.WithTokenAsync(""), "401");
            await test.AllAsync(() => test.WithTokenAsync(null), "200");
        },
        [Tokens.None] = async test =>
        {
            await test.AllAsync(() => test.WithTokenAsync(""), "401");
            await test.AllAsync(() => test.WithTokenAsync(null), "401");
        },
        [WrongContentType.ByGeneration] = test => test.EachAsync(test.TextBody, "415 badRequestError", "500 serverError", "500 serverError"),
        [WrongContentType.UnsupportedMediaType] = test => test.AllAsync(test.TextBody, "415 badRequestError"),
        [WrongContentType.ServerError] = test => test.AllAsync(test.TextBody, "500 serverError"),
        [UnknownPath.ByGeneration] = test => test.EachAsync(test.NoPath, "404 notFoundError", "500 serverError", "500 serverError"),
        [UnknownPath.NotFound] = test => test.AllAsync(test.NoPath, "404 notFoundError"),
        [UnknownPath.ServerError] = test => test.AllAsync(test.NoPath, "500 serverError"),
        [BaseBody.WithNull] = async test => Assert.True((await test._lab.DashboardsAsync(test._lab.Dev, "nope")).Json.AsObject().ContainsKey("reportDefinition")),
        [BaseBody.WithoutNull] = async test => Assert.False((await test._lab.DashboardsAsync(test._lab.Dev, "nope")).Json.AsObject().ContainsKey("reportDefinition")),
        [EmptyExport.List] = test => test.EmptyAsync(200, "[]"),
        [EmptyExport.NoContent] = test => test.EmptyAsync(204, ""),
        [EmptyExport.EmptyOk] = test => test.EmptyAsync(200, ""),
        [ItemOrder.Shuffled] = async test =>
        {
            var one = await test.OrderAsync(1);
            Assert.Equal(one, await test.OrderAsync(1));
            Assert.NotEqual(one, await test.OrderAsync(2));
        },
        [ItemOrder.Fixed] = async test => Assert.Equal([1, 2, 3, 4, 11, 31, 32], (await test.OrderAsync(1)).Select(id => int.Parse(id[^2..]))),
        [Compression.Gzip] = test => test.CompressedAsync(true),
        [Compression.Off] = test => test.CompressedAsync(false),
    };

    private readonly OptimizeLab _lab = shared.Fresh();
    private int _nameLength = 30;

    public static IEnumerable<TheoryDataRow<string, string>> Values =>
        from property in typeof(OptimizeSwitches).GetProperties()
        where property.PropertyType.IsEnum
        from name in Enum.GetNames(property.PropertyType)
        select new TheoryDataRow<string, string>(property.Name, name);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Each_value_shows(string name, string value)
    {
        var property = typeof(OptimizeSwitches).GetProperty(name)!;
        var chosen = (Enum)Enum.Parse(property.PropertyType, value);
        property.SetValue(_lab.Dev.Switches, chosen);
        property.SetValue(_lab.Prod.Switches, chosen);
        await Probes[chosen](this);
    }

    [Fact]
    public void The_first_value_is_the_default()
    {
        var switches = new OptimizeSwitches();
        foreach (var property in typeof(OptimizeSwitches).GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            Assert.Equal(0, (int)property.GetValue(switches)!);
        }
    }

    [Fact]
    public async Task Only_8_10_deletes_processes()
    {
        await EachAsync(() => SendAsync(HttpMethod.Delete, "/process-definition/invoice"), "404 notFoundError", "500 serverError", "202");
        Assert.DoesNotContain(_lab.Prod.State.Definitions, definition => definition.Key == "invoice");
        Assert.Equal(404, (await SendAsync(HttpMethod.Delete, "/process-definition/invoice")).Status);
    }

    [Fact]
    public async Task A_missing_body_of_an_export_is_an_empty_set_up_to_8_7() =>
        await EachAsync(() => SendAsync(HttpMethod.Post, "/export/report/definition/json", ""), "200", "500 serverError", "400 badRequestError");

    [Fact]
    public async Task A_proxy_gives_up_while_the_import_goes_on()
    {
        _lab.Prod.Switches.GatewayTimeoutAfter = TimeSpan.FromSeconds(30);
        using var gate = _lab.Prod.Faults.Hold("import");
        var sent = Import("returns")();
        await gate.Arrived.WaitAsync(OptimizeLab.Stop);
        // The proxy's patience may begin a moment after the work.
        while (!sent.IsCompleted)
        {
            _lab.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAny(sent, Task.Delay(5, OptimizeLab.Stop));
        }

        Assert.Equal((504, "text/html"), ((await sent).Status, (await sent).Type));
        gate.Release();
        await _lab.Prod.Log.WaitForAsync(request => request is { Route: "import", Completed: true }, TimeSpan.FromSeconds(30));
        Assert.NotEmpty(_lab.Prod.State.Named("Returns desk"));
    }

    private Func<Task<OptimizeAnswer>> SpoiledName => Import("returns", package => package[0]!["name"] = null);

    private Func<Task<OptimizeAnswer>> WrongIndex => Import("returns", package => package[0]!["sourceIndexVersion"] = 9);

    private Func<Task<OptimizeAnswer>> Nowhere => Import("returns", package => package[0]!["data"]!["managementReport"] = true, "nowhere");

    private Func<Task<OptimizeAnswer>> NowhereAlone => Import("returns", null, "nowhere");

    private Func<Task<OptimizeAnswer>> VariableFilter => Import("filters");

    private Func<Task<OptimizeAnswer>> LongName => () =>
    {
        _lab.Prod.Switches.NameMaxLength = 20;
        return Import("results", package => package[0]!["name"] = new string('n', _nameLength))();
    };

    private Func<Task<OptimizeAnswer>> Share => () => SendAsync(HttpMethod.Post, "/share/enable");

    private Func<Task<OptimizeAnswer>> UnknownResult => () => SendAsync(HttpMethod.Get, "/export/report/nope/result/json");

    private Func<Task<OptimizeAnswer>> CombinedResult => () =>
    {
        _lab.Prod.State.Load(OptimizeFixtures.Read("returns"), null);
        return SendAsync(HttpMethod.Get, $"/export/report/{OptimizeLab.Id(2)}/result/json");
    };

    private Func<Task<OptimizeAnswer>> OverLimit => () => SendAsync(HttpMethod.Get, "/export/report/nope/result/json?limit=-1");

    private Func<Task<OptimizeAnswer>> Label => () => SendAsync(HttpMethod.Post, "/variables/labels", """{"definitionKey":"invoice","labels":[]}""");

    private Func<Task<OptimizeAnswer>> BadExport => () => SendAsync(HttpMethod.Post, "/export/report/definition/json", "[nonsense");

    private Func<Task<OptimizeAnswer>> Create => () => SendAsync(HttpMethod.Post, "/collection/create", """{"name":"x","ownerId":"nobody"}""");

    private Func<Task<OptimizeAnswer>> NoPath => () => SendAsync(HttpMethod.Get, "/nowhere");

    private Func<Task<OptimizeAnswer>> TextBody => async () =>
    {
        var request = OptimizeLab.Request(_lab.Prod, HttpMethod.Post, "/api/public/export/report/definition/json", null, await _lab.TokenAsync());
        request.Content = new StringContent("[]", Encoding.UTF8, "text/plain");
        return await _lab.SendAsync(request);
    };

    private Func<Task<OptimizeAnswer>> Import(string name, Action<JsonArray>? change = null, string collectionId = OptimizeLab.ProdReturns) => () =>
        SendAsync(HttpMethod.Post, "/import?collectionId=" + collectionId, OptimizeLab.Package(name, change).ToJsonString());

    private async Task AllAsync(Func<Task<OptimizeAnswer>> call, string expected) => await EachAsync(call, expected, expected, expected);

    private async Task EachAsync(Func<Task<OptimizeAnswer>> call, params string[] expected)
    {
        for (var index = 0; index < Generations.Length; index++)
        {
            _lab.Prod.Switches.Generation = Generations[index];
            var answer = await call();
            var text = answer.Text.StartsWith('{') && answer.Json["errorCode"] is { } code ? $"{answer.Status} {code}" : $"{answer.Status}";
            Assert.Equal($"{Generations[index]}: {expected[index]}", $"{Generations[index]}: {text}");
        }
    }

    private async Task CheckAsync(Func<Task<OptimizeAnswer>> call, int status, string text)
    {
        var answer = await call();
        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
    }

    private async Task DetailAsync(string upTo87, string later)
    {
        foreach (var generation in Generations)
        {
            _lab.Prod.Switches.Generation = generation;
            Assert.StartsWith(generation == Generation.V87 ? upTo87 : later, (await SendAsync(HttpMethod.Delete, "/dashboard/nope")).Detail, StringComparison.Ordinal);
        }
    }

    private async Task IndicesAsync(string members, params int[] numbers)
    {
        var entities = (await _lab.DashboardsAsync(_lab.Dev, OptimizeLab.Id(5))).Json.AsArray()
            .Concat((await _lab.ReportsAsync(_lab.Dev, OptimizeLab.Id(11))).Json.AsArray()).ToList();
        string[] types = [OptimizeTypes.Dashboard, OptimizeTypes.Process, OptimizeTypes.Decision, OptimizeTypes.Combined];
        for (var index = 0; index < types.Length; index++)
        {
            Assert.Equal(numbers[index], (int)entities.First(entity => (string?)entity!["exportEntityType"] == types[index])!["sourceIndexVersion"]!);
        }

        Assert.Equal(4, entities.First(entity => (string?)entity!["exportEntityType"] == "dashboard")![members]!.AsArray().Count);
    }

    private async Task EmptyAsync(int status, string text)
    {
        var answer = await _lab.ReportsAsync(_lab.Dev);
        Assert.Equal((status, text), (answer.Status, answer.Text));
    }

    private async Task<string[]> OrderAsync(int seed)
    {
        _lab.Dev.Switches.Seed = seed;
        var answer = await _lab.GetAsync(_lab.Dev, "/report?collectionId=" + OptimizeLab.DevReturns);
        return [.. answer.Json.AsArray().Select(item => (string)item!["id"]!)];
    }

    private async Task CompressedAsync(bool expected)
    {
        var request = OptimizeLab.Request(_lab.Dev, HttpMethod.Get, "/api/public/collection");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        Assert.Equal(expected, !(await _lab.SendAsync(request)).Text.StartsWith('['));
    }

    private async Task<OptimizeAnswer> WithTokenAsync(string? token) =>
        await _lab.GetAsync(_lab.Prod, "/report?collectionId=x", token ?? await _lab.TokenAsync());

    private async Task<OptimizeAnswer> SendAsync(HttpMethod method, string path, string? json = null) =>
        await _lab.SendAsync(OptimizeLab.Request(_lab.Prod, method, "/api/public" + path, json, await _lab.TokenAsync()));
}
