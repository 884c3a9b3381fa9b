using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Pipelines refer to accounts by snode id, below <c>snap_map.*.property_map.account.account_ref.value.ref_id.value</c>.</summary>
internal static class SnapLogicReferences
{
    /// <summary>A copy's content: references lead to the account of the same name in the destination, where there is one.</summary>
    public static SnapLogicContent Repointed(
        SnapLogicState state, SnapLogicObject source, SnapLogicObject copy, Func<string, string, SnapLogicObject?> resolve, Action<string> warn)
    {
        if (JsonText.TryNode(source.Content.Text) is not JsonObject pipeline) return source.Content;
        var changed = false;
        foreach (var (id, label) in Accounts(pipeline))
        {
            if ((string?)id["value"] is not { } old || AccountOf(source.Folder, old, resolve) is not { } account) continue;
            var inShared = account.Folder != source.Folder;
            var place = inShared ? SnapLogicPath.Of([SnapLogicPath.Org(copy.Folder), .. SnapLogicPath.Segments(account.Folder).Skip(1)]) : copy.Folder;
            if (state.Find(place + "/" + account.Name, SnapLogicTypes.Account) is { } found)
            {
                changed |= found.SnodeId != old;
                id["value"] = found.SnodeId;
                if (label is not null) label["value"] = found.Name;
            }
            else
            {
                warn($"The pipeline refers to the account {account.Name}, which the destination does not have");
            }
        }

        return changed ? SnapLogicContent.Of(JsonText.Browser(pipeline)) : source.Content;
    }

    /// <summary>The accounts that a pipeline refers to: the objects that hold id and label.</summary>
    public static IEnumerable<(JsonObject Id, JsonObject? Label)> Accounts(JsonObject pipeline)
    {
        if (pipeline["snap_map"] is not JsonObject snaps) yield break;
        foreach (var (_, snap) in snaps)
        {
            if (Below(snap, "property_map", "account", "account_ref", "value") is not { } value) continue;
            if (value["ref_id"] is JsonObject id) yield return (id, value["label"] as JsonObject);
        }
    }

    private static JsonObject? Below(JsonNode? node, params string[] names)
    {
        foreach (var name in names) node = (node as JsonObject)?[name];
        return node as JsonObject;
    }

    private static SnapLogicObject? AccountOf(string folder, string id, Func<string, string, SnapLogicObject?> resolve)
    {
        var segments = SnapLogicPath.Segments(folder);
        string[] places = [folder, SnapLogicPath.Of(segments[0], segments[1], "shared"), SnapLogicPath.Of(segments[0], "shared", "shared")];
        return places.Select(place => resolve(place, id)).FirstOrDefault(asset => asset?.Type == SnapLogicTypes.Account);
    }
}
