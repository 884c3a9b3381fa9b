using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The lists of a collection, and deletion.</summary>
internal sealed class OptimizeEntities(OptimizeState state, OptimizeRules rules)
{
    private const string Protected = "Management and Instant Preview Reports cannot be deleted manually";

    /// <summary>The ids of a collection, up to the cap, without what the product built; none for a collection that does not exist.</summary>
    public Reply List(SandboxRequest request, bool dashboards)
    {
        if (!request.Query.TryGetValue("collectionId", out var collectionId)) throw OptimizeRefusal.BadRequest("Must specify a collection ID for this request.");
        var found = state.Entities.Where(entity => entity.CollectionId == collectionId && entity.IsDashboard == dashboards && !entity.IsBuiltIn);
        return OptimizeJson.Reply(200, new JsonArray([.. rules.Order(found, entity => entity.Id).Take(rules.Switches.ListCap)
            .Select(entity => new JsonObject { ["id"] = entity.Id })]));
    }

    public Reply DeleteDashboard(string id)
    {
        if (state.Find(id) is not { IsDashboard: true }) throw OptimizeRefusal.NotFound($"Dashboard does not exist! Tried to retrieve dashboard with id {id}");
        state.Delete(id);
        return Reply.Empty(rules.VoidStatus);
    }

    public Reply DeleteReport(string id)
    {
        if (state.Find(id) is not { IsDashboard: false } report)
        {
            throw OptimizeRefusal.NotFound($"Was not able to retrieve report with id [{id}] from the database. Report does not exist.");
        }

        if (report.IsBuiltIn) throw OptimizeRefusal.BadRequest(Protected, validation: true);
        state.Delete(id);
        return Reply.Empty(rules.VoidStatus);
    }
}
