using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The endpoints of collections, which no page of the vendor names.</summary>
internal sealed class OptimizeCollections(OptimizeState state, OptimizeRules rules)
{
    public Reply List() => OptimizeJson.Reply(200, new JsonArray([.. rules.Order(state.Collections, collection => collection.Id)
        .Select(collection => new JsonObject { ["id"] = collection.Id })]));

    public Reply Get(string id)
    {
        var collection = Find(id);
        var owner = collection.Owner;
        return OptimizeJson.Reply(200, new JsonObject
        {
            ["id"] = collection.Id, ["name"] = collection.Name, ["lastModified"] = OptimizeJson.Date(collection.LastModified),
            ["created"] = OptimizeJson.Date(collection.Created), ["owner"] = owner, ["lastModifier"] = owner, ["automaticallyCreated"] = false,
            ["data"] = new JsonObject
            {
                ["configuration"] = new JsonObject(),
                ["roles"] = owner is null ? [] : new JsonArray(new JsonObject
                {
                    ["id"] = "USER:" + owner, ["identity"] = new JsonObject { ["id"] = owner, ["type"] = "user" }, ["role"] = "manager",
                }),
                ["scope"] = new JsonArray([.. collection.Scope.Select(Scope)]),
            },
        });
    }

    public Reply Create(SandboxRequest request)
    {
        var body = OptimizeJson.Body(request);
        var owner = OptimizeJson.Text(OptimizeJson.Get(body, "ownerId"));
        if (rules.CollectionEndpoints == CollectionEndpoints.OwnerChecked && !state.Users.Contains(owner))
        {
            throw new OptimizeRefusal(400, "userOrGroupIdNotFound", $"Could not find a user with ID {owner}");
        }

        var id = state.AddCollection(OptimizeJson.Text(OptimizeJson.Get(body, "name")) ?? "New Collection", owner, []);
        return OptimizeJson.Reply(200, new JsonObject { ["id"] = id });
    }

    /// <summary>Adds entries to the scope.</summary>
    public Reply AddScope(SandboxRequest request, string id)
    {
        _ = Find(id);
        foreach (var entry in OptimizeJson.List(OptimizeJson.Body(request)))
        {
            var type = OptimizeJson.Text(OptimizeJson.Get(entry, "definitionType"))?.ToLowerInvariant();
            var key = OptimizeJson.Text(OptimizeJson.Get(entry, "definitionKey"));
            if (type is not ("process" or "decision") || key is null) throw OptimizeRefusal.BadRequest("A scope entry needs a definitionType and a definitionKey.");
            IReadOnlyList<string?> tenants = OptimizeJson.Get(entry, "tenants") is { } given ? [.. OptimizeJson.List(given).Select(OptimizeJson.Text)] : [null];
            state.AddScope(id, new(type, key, tenants));
        }

        return Reply.Empty(rules.VoidStatus);
    }

    public static JsonObject Scope(OptimizeScope scope) => new()
    {
        ["id"] = $"{scope.Type}:{scope.Key}", ["definitionType"] = scope.Type, ["definitionKey"] = scope.Key,
        ["tenants"] = new JsonArray([.. scope.Tenants.Select(tenant => JsonValue.Create(tenant))]),
    };

    private OptimizeCollection Find(string id) => state.Collection(id)
        ?? throw OptimizeRefusal.NotFound($"Collection does not exist! Tried to retrieve collection with id {id}");
}
