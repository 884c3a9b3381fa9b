using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A server's state as JSON.</summary>
internal static class OptimizeDescription
{
    public static JsonObject Of(OptimizeState state, bool withoutNoise)
    {
        var entities = state.Entities;
        // Of equal ones any order gives the same text, as long as what they refer to is equal as well.
        var sorted = entities
            .OrderBy(entity => entity.IsDashboard).ThenBy(entity => entity.Type == OptimizeTypes.Combined)
            .ThenBy(entity => entity.Type, StringComparer.Ordinal).ThenBy(entity => entity.Name, StringComparer.Ordinal)
            .ThenBy(entity => CollectionName(state, entity), StringComparer.Ordinal)
            .ThenBy(entity => entity.References.Count == 0 ? entity.Content.GetRawText() : "", StringComparer.Ordinal)
            .ThenBy(entity => entity.Sequence).ToList();
        var numbers = sorted.Select((entity, index) => (entity.Id, Name: $"{(entity.IsDashboard ? "dashboard" : "report")}-{index + 1}"))
            .ToDictionary(pair => pair.Id, pair => pair.Name);
        string Id(string id) => withoutNoise ? numbers.GetValueOrDefault(id, id) : id;
        return new JsonObject
        {
            ["collections"] = new JsonArray([.. state.Collections.OrderBy(collection => collection.Name, StringComparer.Ordinal).Select(collection => Collection(collection, withoutNoise))]),
            ["definitions"] = new JsonArray([.. state.Definitions.Select(Definition)]),
            ["reports"] = new JsonArray([.. sorted.Where(entity => !entity.IsDashboard).Select(entity => Entity(state, entity, Id, withoutNoise))]),
            ["dashboards"] = new JsonArray([.. sorted.Where(entity => entity.IsDashboard).Select(entity => Entity(state, entity, Id, withoutNoise))]),
            ["labels"] = new JsonArray([.. state.Labels.Select(label => new JsonObject
            {
                ["definitionKey"] = label.DefinitionKey, ["variableName"] = label.Name, ["variableType"] = label.Type, ["variableLabel"] = label.Label,
            })]),
            ["sharingEnabled"] = state.SharingEnabled,
            ["ingestedVariables"] = state.IngestedVariables,
        };
    }

    private static JsonObject Entity(OptimizeState state, OptimizeEntity entity, Func<string, string> id, bool withoutNoise)
    {
        var content = OptimizeJson.Node(entity.Content)!;
        foreach (var reference in OptimizeJson.List(OptimizeJson.Get(content, entity.IsDashboard ? "tiles" : "reports")).OfType<JsonObject>())
        {
            if (OptimizeJson.Text(reference["id"]) is { } target) reference["id"] = id(target);
        }

        var node = new JsonObject
        {
            ["id"] = id(entity.Id), ["type"] = entity.Type, ["name"] = entity.Name, ["description"] = entity.Description,
            ["collection"] = CollectionName(state, entity), ["owner"] = entity.Owner, ["content"] = content,
        };
        if (entity.RefreshRateSeconds is { } seconds) node["refreshRateSeconds"] = seconds;
        if (withoutNoise) return node;
        node["collectionId"] = entity.CollectionId;
        node["created"] = OptimizeJson.Date(entity.Created);
        node["lastModified"] = OptimizeJson.Date(entity.LastModified);
        return node;
    }

    private static JsonObject Collection(OptimizeCollection collection, bool withoutNoise)
    {
        var node = new JsonObject
        {
            ["name"] = collection.Name,
            ["owner"] = collection.Owner,
            ["scope"] = new JsonArray([.. collection.Scope.Select(OptimizeCollections.Scope)]),
        };
        if (!withoutNoise) node["id"] = collection.Id;
        return node;
    }

    private static JsonObject Definition(OptimizeDefinition definition) => new()
    {
        ["type"] = definition.Type, ["key"] = definition.Key, ["tenant"] = definition.Tenant,
        ["versions"] = new JsonArray([.. definition.Versions.Select(version => JsonValue.Create(version))]),
    };

    private static string? CollectionName(OptimizeState state, OptimizeEntity entity) => state.Collection(entity.CollectionId)?.Name;
}
