using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>copy_assets and list_assets.</summary>
internal sealed class SnapLogicAssetsApi(SnapLogicServer server, SnapLogicReplies replies)
{
    private readonly SnapLogicState _state = server.State;
    private readonly SnapLogicSwitches _switches = server.Switches;

    /// <summary>Always overwrites. A path means every type that bears its name.</summary>
    public Reply Copy(SandboxRequest request, SnapLogicCaller caller)
    {
        var body = SnapLogicBody.Of(request);
        var paths = (body.Texts("asset_path_list") is { Count: > 0 } list ? list : throw new SnapLogicRefusal(400, "asset_path_list is required"))
            .Select(path => SnapLogicPath.Normal(path) ?? throw new SnapLogicRefusal(400, $"{path} is not a valid path")).ToList();
        var assets = paths.SelectMany(path => Sources(path, caller)).ToList();
        var text = body.Required("dest_path");
        if (SnapLogicPath.Normal(text) is not { } destination || SnapLogicPath.Segments(destination).Length != 3)
        {
            throw new SnapLogicRefusal(400, $"{text} is not a project path");
        }

        caller.Reach(SnapLogicPath.Org(destination));
        caller.Need(destination, 'W');
        if (!_state.HasSpace(SnapLogicPath.Parent(destination))) throw SnapLogicProjectApi.Missing(SnapLogicPath.Parent(destination));
        var order = new SnapLogicCopyOrder(caller.User, assets, _state.Folder(destination) ?? new(destination)) { BreakAfter = request.FailAfter };
        var copy = new SnapLogicCopy(_state, order).Finish();
        if (copy.Broken) throw new SnapLogicRefusal(500, "Internal error while copying assets");
        var answer = new JsonObject
        {
            [_switches.CopyKey == CopyKey.Path ? "copied_assets_new_path" : "copied_assets_new_paths"] =
                SnapLogicDocuments.Texts(copy.Copied.OrderBy(pair => assets.IndexOf(pair.Source)).Select(pair => pair.Copy.Path)),
        };
        if (copy.Outcome.Failed.Count > 0)
        {
            answer["failed"] = new JsonArray([.. copy.Outcome.Failed.Select(item => (JsonNode)new JsonObject
            {
                ["name"] = item.Name, ["snode_id"] = item.SnodeId, ["reason"] = item.Reason, ["status_code"] = item.Status,
            })]);
        }

        return _switches.CopyEnvelope == Envelope.Documented ? replies.Bare(answer) : replies.Wrapped(answer);
    }

    /// <summary>Lists an exported file, or, as the printed request has it, what is in <c>dest_path</c>.</summary>
    public Reply List(SandboxRequest request, SnapLogicCaller caller)
    {
        string path;
        IEnumerable<SnapLogicObject> assets;
        if (request.Files.Find(file => file.Facts.Name == "file") is { } file)
        {
            var archive = SnapLogicArchive.Read(file.Content, null);
            path = archive.ProjectPath;
            assets = archive.Assets;
        }
        else
        {
            path = SnapLogicPath.Normal(SnapLogicBody.Of(request).Required("dest_path")) ?? throw new SnapLogicRefusal(400, "dest_path is not a valid path");
            caller.EnterAsAdmin(SnapLogicPath.Org(path));
            if (_state.Folder(path) is null) throw SnapLogicProjectApi.Missing(path);
            assets = _state.Assets(path);
        }

        var byType = new JsonObject();
        foreach (var type in assets.GroupBy(asset => asset.Type).OrderBy(type => SnapLogicTypes.Order(type.Key)))
        {
            byType[type.Key] = SnapLogicDocuments.Texts(type.Select(asset => SnapLogicDocuments.Path(path + "/" + asset.Name, Slash(type.Key))));
        }

        return replies.Wrapped(new JsonObject { ["project_path"] = SnapLogicDocuments.Path(path, Slash("")), ["assets"] = byType });
    }

    private bool Slash(string type) => _switches.LeadingSlash switch
    {
        LeadingSlash.Yes => true,
        LeadingSlash.No => false,
        _ => type is SnapLogicTypes.Account or SnapLogicTypes.File,
    };

    private List<SnapLogicObject> Sources(string path, SnapLogicCaller caller)
    {
        caller.Enter(SnapLogicPath.Org(path));
        var folder = SnapLogicPath.Parent(path);
        var found = _state.Assets(folder).Where(asset => asset.Path == path).ToList();
        if (found.Count == 0) throw SnapLogicProjectApi.Missing(path);
        caller.Need(folder, 'R');
        return found;
    }
}
