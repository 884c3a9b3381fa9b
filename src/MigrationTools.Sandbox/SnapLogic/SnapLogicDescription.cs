using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The state as JSON.</summary>
internal static class SnapLogicDescription
{
    public static JsonObject Of(SnapLogicState state, bool withoutNoise)
    {
        var names = state.Folders.SelectMany(folder => state.Assets(folder.Path)).ToLookup(asset => asset.SnodeId, asset => asset.Type + " " + asset.Name);
        var description = new JsonObject();
        foreach (var org in state.Orgs) description[org.Name] = Org(state, org, withoutNoise, names);
        if (!withoutNoise) description["migrations"] = new JsonArray([.. state.Runs.Select(run => (JsonNode)Run(run))]);
        return description;
    }

    private static JsonObject Org(SnapLogicState state, SnapLogicOrg org, bool withoutNoise, ILookup<string, string> names)
    {
        bool IsOfOrg(string path) => SnapLogicPath.Org(path) == org.Name;
        var folders = new JsonObject();
        foreach (var folder in state.Folders.Where(folder => IsOfOrg(folder.Path)))
        {
            var assets = state.Assets(folder.Path).Select(asset => (JsonNode)Asset(asset, withoutNoise, names));
            var described = new JsonObject { ["assets"] = new JsonArray([.. assets]) };
            if (folder.IsVersion)
            {
                described["plex"] = folder.Plex;
                described["publication"] = folder.Publication.ToString();
            }

            folders[SnapLogicPath.Of(SnapLogicPath.Segments(folder.Path).Skip(1))] = described;
        }

        return new()
        {
            ["security"] = org.Security.ToString(),
            ["trusted"] = Texts(org.Trusted.Order(StringComparer.Ordinal)),
            ["basicDisabled"] = org.BasicDisabled,
            ["spaces"] = Texts(state.Spaces.Where(IsOfOrg)),
            ["snaplexes"] = Texts(state.Plexes.Where(plex => IsOfOrg(plex.Path)).Select(plex => plex.Path)),
            ["projects"] = folders,
        };
    }

    private static JsonObject Asset(SnapLogicObject asset, bool withoutNoise, ILookup<string, string> names)
    {
        string? Named(string? id) => id is null || !withoutNoise ? id : names[id].FirstOrDefault() ?? "nothing";
        var described = new JsonObject { ["type"] = asset.Type, ["name"] = asset.Name };
        if (!withoutNoise) described["snode_id"] = asset.SnodeId;
        described["length"] = asset.Content.Length;
        if (asset.Type == SnapLogicTypes.Pipeline && JsonText.TryNode(asset.Content.Text) is JsonObject pipeline)
        {
            described["accounts"] = Texts(SnapLogicReferences.Accounts(pipeline).Select(account => Named((string?)account.Id["value"]) ?? ""));
        }
        else
        {
            described["sha256"] = asset.Content.Sha256;
        }

        if (asset.Type != SnapLogicTypes.Job) return described;
        described["pipeline"] = Named(asset.PipelineId);
        // The org in front differs between targets that hold the same.
        described["runtime_path_id"] = withoutNoise ? asset.RuntimePathId?[(asset.RuntimePathId.IndexOf('/') + 1)..] : asset.RuntimePathId;
        described["enabled"] = asset.Enabled;
        return described;
    }

    private static JsonObject Run(SnapLogicRun run) => new()
    {
        ["token"] = run.Token, ["user"] = run.User, ["source"] = run.Source, ["destination"] = run.Destination, ["ended"] = run.Ended is not null,
        ["reads"] = run.Reads, ["failure"] = run.Failure, ["asset_types"] = Texts(run.AssetTypes), ["successful"] = Texts(run.Result.Successful.Select(item => item.Name)),
        ["failed"] = Texts(run.Result.Failed.Select(item => item.Name)),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text)!)]);
}
