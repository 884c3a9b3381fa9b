using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>What the two servers start with. Their ids never agree.</summary>
internal sealed class OptimizeSamples(SandboxOptions options, BlobStore blobs)
{
    public const string DevReturns = "c0ffee00-1111-4222-8333-000000000100";
    public const string ProdReturns = "c0ffee00-2222-4222-8333-000000000100";

    private const string Default = "<default>";
    private const string Carriers = "c0ffee00-1111-4222-8333-000000000300";
    private const string Attic = "c0ffee00-1111-4222-8333-000000000200";
    private const string BuiltIn = "c0ffee00-1111-4222-8333-000000000400";
    private const string Atlas = "c0ffee00-1111-4222-8333-000000000700";
    private const string Hubs = "c0ffee00-1111-4222-8333-000000000900";
    private const int ReportsPerHub = 9;

    private static readonly DateTimeOffset Created = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly OptimizeScope Parcels = new("process", "parcel-return", [Default]);
    private static readonly OptimizeScope Refunds = new("decision", "refund-amount", [null]);

    /// <summary>Dev holds the fixtures, and what scale and size add to them.</summary>
    public OptimizeSeed Dev()
    {
        var definitions = Definitions("dev");
        var entities = Load(definitions, DevReturns, "returns", "decision", "results")
            .Concat(Load(definitions, null, "vendor", "old"))
            .Concat(Load(definitions, Carriers, "filters"))
            .Concat(Load(definitions, Attic, "broken"))
            .Concat(Load(definitions, BuiltIn, "builtin"))
            .Concat(Large()).Concat(Scaled());
        var collections = new List<OptimizeCollection>
        {
            Collection(DevReturns, "Returns", Parcels, Refunds), Collection(Carriers, "Carriers", Parcels), Collection(Attic, "Attic", Parcels), Collection(BuiltIn, "Built in", Parcels),
        };
        if (options.OptimizeXmlBytes > 0) collections.Add(Collection(Atlas, "Atlas", Parcels));
        if (options.Scale > 0) collections.Add(Collection(Hubs, "Hubs", Parcels));
        return new(collections, definitions, [.. entities]);
    }

    /// <summary>Prod has the same definitions, and collections that can, and cannot, take what dev has.</summary>
    public static OptimizeSeed Prod()
    {
        var definitions = Definitions("prod");
        const string Finance = "c0ffee00-2222-4222-8333-000000000200";
        return new(
            [
                Collection(ProdReturns, "Returns", Parcels, Refunds), Collection(Finance, "Finance", new OptimizeScope("process", "invoice", [Default])),
                Collection("c0ffee00-2222-4222-8333-000000000300", "Empty"), Collection("c0ffee00-2222-4222-8333-000000000400", "North", Parcels with { Tenants = ["north"] }),
            ],
            definitions, [.. Load(definitions, Finance, "prod")]);
    }

    private static OptimizeDefinition[] Definitions(string server) =>
    [
        new("process", "parcel-return", "Parcel return", Default, ["1", "2", "3"], Xml(server, "parcel-return", "Parcel return")),
        new("process", "invoice", "Invoice", Default, ["1"], Xml(server, "invoice", "Invoice")),
        new("decision", "refund-amount", "Refund amount", null, ["1"],
            $"<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='{server}-d2' name='Refund' namespace='urn:sample'><decision id='refund-amount' name='Refund amount'/></definitions>"),
    ];

    private static string Xml(string server, string key, string name) =>
        $"<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' id='{server}-d1' targetNamespace='urn:sample'>"
        + $"<process id='{key}' name='{name}' isExecutable='true'><startEvent id='received'/><userTask id='inspect'/><endEvent id='refunded'/></process></definitions>";

    private static OptimizeCollection Collection(string id, string name, params OptimizeScope[] scope) =>
        new(id, name, "demo-user", Created, Created, scope);

    /// <summary>Fixtures as the server has them: each report with the model of its definition.</summary>
    private static IEnumerable<OptimizeEntity> Load(IReadOnlyList<OptimizeDefinition> definitions, string? collectionId, params string[] fixtures)
    {
        foreach (var entity in fixtures.SelectMany(name => OptimizeFormat.Load(OptimizeFixtures.Read(name), collectionId, Created)))
        {
            yield return entity.Type is OptimizeTypes.Process or OptimizeTypes.Decision ? WithXml(entity, definitions)
                : entity.IsDashboard ? entity with { RefreshRateSeconds = 300 } : entity;
        }
    }

    private static OptimizeEntity WithXml(OptimizeEntity report, IReadOnlyList<OptimizeDefinition> definitions)
    {
        var key = report.Content.GetProperty("definitions")[0].GetProperty("key").GetString();
        return WithXml(report, definitions.First(definition => definition.Key == key).Xml);
    }

    private static OptimizeEntity WithXml(OptimizeEntity report, string xml)
    {
        var content = OptimizeJson.Node(report.Content)!;
        if (OptimizeJson.Text(content["configuration"]!["xml"]) is not null) return report;
        content["configuration"]!["xml"] = xml;
        return report with { Content = JsonText.ToElement(content) };
    }

    private IEnumerable<OptimizeEntity> Scaled()
    {
        if (options.Scale <= 0) yield break;
        var pattern = Load(Definitions("dev"), Hubs, "results").Last();
        var number = 0;
        for (var hub = 1; hub <= options.Scale; hub++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Hub {hub:00000}");
            var reports = Enumerable.Range(1, ReportsPerHub).Select(view => pattern with { Id = Id(9, ++number), Name = $"{name}, view {view}" }).ToList();
            foreach (var report in reports) yield return report;
            yield return Dashboard(Id(8, hub), name, Hubs, reports);
        }
    }

    /// <summary>A dashboard of reports whose models are large.</summary>
    private IEnumerable<OptimizeEntity> Large()
    {
        if (options.OptimizeXmlBytes <= 0) yield break;
        var token = LargeXml();
        var pattern = OptimizeFormat.Load(OptimizeFixtures.Read("results"), Atlas, Created).Last();
        var reports = Enumerable.Range(1, options.OptimizeXmls).Select(index => WithXml(pattern with { Id = Id(7, index), Name = $"Map {index}" }, token)).ToList();
        foreach (var report in reports) yield return report;
        yield return Dashboard(Id(6, 1), "Atlas", Atlas, reports);
    }

    /// <summary>One model, of text that JSON need not escape.</summary>
    private string LargeXml() => blobs.Store(write =>
    {
        var step = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("<serviceTask id='step' name='Move the parcel on'/>", 2048)));
        for (var left = options.OptimizeXmlBytes; left > 0; left -= step.Length) write(step.AsMemory(0, (int)Math.Min(left, step.Length)));
    });

    private static OptimizeEntity Dashboard(string id, string name, string collectionId, IEnumerable<OptimizeEntity> reports)
    {
        var content = new JsonObject
        {
            ["tiles"] = new JsonArray([.. reports.Select((report, index) => new JsonObject
            {
                ["id"] = report.Id, ["position"] = new JsonObject { ["x"] = index % 3 * 6, ["y"] = index / 3 * 4 },
                ["dimensions"] = new JsonObject { ["width"] = 6, ["height"] = 4 }, ["type"] = "optimize_report", ["configuration"] = null,
            })]),
            ["availableFilters"] = new JsonArray(),
        };
        return new(id, OptimizeTypes.Dashboard, name, null, collectionId, JsonText.ToElement(content), "demo-user", Created, Created);
    }

    private static string Id(int kind, int number) => string.Create(CultureInfo.InvariantCulture, $"7d1f5a10-2c4e-4b8a-9e0{kind}-{number:000000000000}");
}
