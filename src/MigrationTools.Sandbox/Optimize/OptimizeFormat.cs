using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>An entity as a release writes it: the fields it knows, in its order.</summary>
internal static class OptimizeFormat
{
    private static readonly string[] ReportFields = ["configuration", "definitions", "filter", "view", "groupBy", "distributedBy", "visualization"];

    public static JsonObject Export(OptimizeEntity entity, OptimizeRelease release, bool withXml)
    {
        var node = new JsonObject { ["id"] = entity.Id, ["exportEntityType"] = entity.Type, ["name"] = entity.Name };
        if (release.HasDescription) node["description"] = entity.Description;
        node["sourceIndexVersion"] = release.IndexOf(entity.Type);
        var content = OptimizeJson.Node(entity.Content)!.AsObject();
        if (entity.IsDashboard)
        {
            node[release.Members] = new JsonArray([.. content["tiles"]!.AsArray().Select(tile => OptimizeTiles.Export(tile!.AsObject(), release))]);
            node["availableFilters"] = content["availableFilters"]!.DeepClone();
            node["collectionId"] = entity.CollectionId;
            if (release.HasTiles) node["instantPreviewDashboard"] = false;
            return node;
        }

        node["collectionId"] = entity.CollectionId;
        node["data"] = Data(entity.Type, content, release);
        if (!withXml && entity.Type != OptimizeTypes.Combined) node["data"]!["configuration"]!["xml"] = null;
        return node;
    }

    /// <summary>A report's data with what a release leaves out taken away, what it adds put in, and all in its order.</summary>
    public static JsonObject Data(string type, JsonObject data, OptimizeRelease release)
    {
        var configuration = OptimizeConfiguration.Of(type, OptimizeJson.Get(data, "configuration"), release);
        if (type == OptimizeTypes.Combined)
        {
            return new()
            {
                ["configuration"] = configuration,
                ["visualization"] = OptimizeJson.Get(data, "visualization")?.DeepClone(),
                ["reports"] = new JsonArray([.. OptimizeJson.List(OptimizeJson.Get(data, "reports")).Select(Part)]),
            };
        }

        var written = new JsonObject { ["configuration"] = configuration };
        foreach (var name in ReportFields[1..]) written[name] = OptimizeJson.Get(data, name)?.DeepClone();
        written["definitions"] = new JsonArray([.. OptimizeJson.List(OptimizeJson.Get(data, "definitions")).Select(Definition)]);
        written["filter"] = new JsonArray([.. OptimizeJson.List(OptimizeJson.Get(data, "filter")).Select(filter => filter?.DeepClone())]);
        if (type == OptimizeTypes.Decision) return written;
        if (release.HasKpi) written["managementReport"] = OptimizeJson.IsTrue(OptimizeJson.Get(data, "managementReport"));
        if (release.HasTiles) written["instantPreviewReport"] = OptimizeJson.IsTrue(OptimizeJson.Get(data, "instantPreviewReport"));
        written["userTaskReport"] = OptimizeJson.Text(OptimizeJson.Get(OptimizeJson.Get(data, "view"), "entity")) == "userTask";
        return written;
    }

    /// <summary>The content of an entity without one report.</summary>
    public static JsonElement Without(OptimizeEntity entity, string reportId)
    {
        var content = OptimizeJson.Node(entity.Content)!.AsObject();
        var list = content[entity.IsDashboard ? "tiles" : "reports"]!.AsArray();
        list.RemoveAll(item => OptimizeJson.Text(OptimizeJson.Get(item, "id")) == reportId);
        return JsonText.ToElement(content);
    }

    /// <summary>The entities of a package of any release, ids included.</summary>
    public static IEnumerable<OptimizeEntity> Load(string package, string? collectionId, DateTimeOffset now)
    {
        var newest = new OptimizeRelease(Indices.V311);
        foreach (var node in OptimizeJson.List(OptimizeJson.Parse(Encoding.UTF8.GetBytes(package))).OfType<JsonObject>())
        {
            var type = OptimizeJson.Text(node["exportEntityType"])!;
            var content = type == OptimizeTypes.Dashboard
                ? new JsonObject
                {
                    ["tiles"] = new JsonArray([.. OptimizeJson.List(node["tiles"] ?? node["reports"]).Select(tile => OptimizeTiles.Export(tile!.AsObject(), newest))]),
                    ["availableFilters"] = new JsonArray([.. OptimizeJson.List(node["availableFilters"]).Select(filter => filter?.DeepClone())]),
                }
                : Data(type, node["data"]!.AsObject(), newest);
            yield return new(OptimizeJson.Text(node["id"])!, type, OptimizeJson.Text(node["name"])!, OptimizeJson.Text(node["description"]),
                collectionId, JsonText.ToElement(content), "demo-user", now, now, OptimizeJson.IsTrue(node["instantPreviewDashboard"]));
        }
    }

    private static JsonObject Part(JsonNode? part) => new()
    {
        ["id"] = OptimizeJson.Text(OptimizeJson.Get(part, "id")),
        ["color"] = OptimizeJson.Text(OptimizeJson.Get(part, "color")),
    };

    private static JsonObject Definition(JsonNode? definition)
    {
        var key = OptimizeJson.Text(OptimizeJson.Get(definition, "key"));
        var name = OptimizeJson.Text(OptimizeJson.Get(definition, "name"));
        return new()
        {
            ["identifier"] = OptimizeJson.Text(OptimizeJson.Get(definition, "identifier")) ?? "definition",
            ["key"] = key,
            ["name"] = name,
            ["displayName"] = OptimizeJson.Text(OptimizeJson.Get(definition, "displayName")) ?? name ?? key,
            ["versions"] = new JsonArray([.. Versions(definition).Select(version => JsonValue.Create(version))]),
            ["tenantIds"] = new JsonArray([.. Tenants(definition).Select(tenant => JsonValue.Create(tenant))]),
        };
    }

    public static IReadOnlyList<string> Versions(JsonNode? definition) =>
        [.. OptimizeJson.List(OptimizeJson.Get(definition, "versions")).Select(OptimizeJson.Text).OfType<string>()];

    /// <summary>The tenants of a definition; the null tenant where none is told.</summary>
    public static IReadOnlyList<string?> Tenants(JsonNode? definition) => OptimizeJson.Get(definition, "tenantIds") is { } tenants
        ? [.. OptimizeJson.List(tenants).Select(OptimizeJson.Text)] : [null];
}
