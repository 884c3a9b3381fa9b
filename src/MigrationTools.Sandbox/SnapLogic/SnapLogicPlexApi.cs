using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The Snaplexes of an org, keyed by path.</summary>
internal sealed class SnapLogicPlexApi(SnapLogicServer server, SnapLogicReplies replies)
{
    public Reply Query(SandboxRequest request, SnapLogicCaller caller, string org)
    {
        caller.EnterAsAdmin(org);
        var hosts = request.Query.GetValueOrDefault("hostname")?.Split(',');
        var wanted = SnapLogicPath.Normal(request.Query.GetValueOrDefault("plex_path"));
        var found = new JsonObject();
        foreach (var plex in server.State.Plexes.Where(plex => SnapLogicPath.Org(plex.Path) == org))
        {
            if (wanted is not null && plex.Path != wanted) continue;
            if (hosts is not null && !plex.Nodes.Any(hosts.Contains)) continue;
            found[plex.Path] = Describe(plex, org);
        }

        if (wanted is not null && found.Count == 0) throw new SnapLogicRefusal(404, $"The requested resource at the supplied path does not exist: {wanted}");
        return replies.Wrapped(found);
    }

    private static JsonObject Describe(SnapLogicPlex plex, string org) => new()
    {
        ["plex_info"] = new JsonObject
        {
            ["org"] = "/" + org, ["location"] = plex.Location, ["environment"] = plex.Environment, ["min_jcc"] = 1, ["container_type"] = "regular",
            ["class_id"] = "com-snaplogic-snaplex", ["reserved_slots"] = 15, ["max_slots"] = 2000, ["max_mem"] = 85,
            ["jcc_load_balancer"] = plex.LoadBalancer, ["feed_master_load_balancer"] = "", ["label"] = SnapLogicPath.Name(plex.Path),
            ["runtime_path_id"] = plex.RuntimePathId, ["snode_id"] = plex.SnodeId,
        },
        ["cc_info"] = new JsonObject
        {
            ["running"] = new JsonArray([.. plex.Nodes.Select(node => (JsonNode)new JsonObject { ["hostname"] = node, ["location"] = plex.IsGroundplex ? "sidekick" : "cloud" })]),
        },
    };
}
