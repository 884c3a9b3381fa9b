using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Tasks that are there: enable, disable, another Snaplex, another owner. Answers are bare lists of paths.</summary>
internal sealed class SnapLogicTaskApi(SnapLogicServer server, SnapLogicReplies replies)
{
    private readonly SnapLogicState _state = server.State;

    public Reply SetEnabled(SandboxRequest request, SnapLogicCaller caller, bool enabled)
    {
        var tasks = Tasks(SnapLogicBody.Of(request), caller, admin: false);
        return Change(tasks, task => caller.Is(task.Folder, 'W') ? task with { Enabled = enabled } : null);
    }

    public Reply SetPlex(SandboxRequest request, SnapLogicCaller caller)
    {
        var body = SnapLogicBody.Of(request);
        var tasks = Tasks(body, caller, admin: true);
        var runtime = (body.Text("runtime_path_id") ?? body.Text("rt_path_id") ?? throw new SnapLogicRefusal(400, "runtime_path_id is required")).TrimStart('/');
        if (!_state.Plexes.Any(plex => plex.RuntimePathId == runtime)) throw new SnapLogicRefusal(404, $"There is no Snaplex at {runtime}");
        return Change(tasks, task => SnapLogicPath.Org("/" + runtime) == SnapLogicPath.Org(task.Folder) ? task with { RuntimePathId = runtime } : null);
    }

    /// <summary>Whatever asset is named, all tasks of the project change their owner.</summary>
    public Reply SetOwner(SandboxRequest request, SnapLogicCaller caller)
    {
        var body = SnapLogicBody.Of(request);
        if (body.Required("asset_type") != SnapLogicTypes.Job) throw new SnapLogicRefusal(400, $"Invalid asset type: {body.Text("asset_type")}");
        var owner = body.Required("new_owner");
        if (_state.User(owner) is null) throw new SnapLogicRefusal(404, $"There is no user {owner}");
        var project = body.Text("project_path") ?? SnapLogicPath.Parent(body.Required("asset_path"));
        return Change(Of(project, caller, admin: true), task => task with { Owner = owner });
    }

    /// <summary><c>task_path</c> wins; <c>project_path</c> alone means every task in it.</summary>
    private List<SnapLogicObject> Tasks(SnapLogicBody body, SnapLogicCaller caller, bool admin)
    {
        if (body.Text("task_path") is not { Length: > 0 } text) return Of(body.Required("project_path"), caller, admin);
        var path = SnapLogicPath.Normal(text) ?? throw new SnapLogicRefusal(400, $"{text} is not a valid path");
        if (SnapLogicPath.Segments(path).Length < 4) throw new SnapLogicRefusal(400, $"{text} is not a task path");
        return [Of(SnapLogicPath.Parent(path), caller, admin).Find(task => task.Path == path) ?? throw SnapLogicProjectApi.Missing(path)];
    }

    private List<SnapLogicObject> Of(string project, SnapLogicCaller caller, bool admin)
    {
        var path = SnapLogicPath.Normal(project) ?? throw new SnapLogicRefusal(400, $"{project} is not a valid path");
        if (admin) caller.EnterAsAdmin(SnapLogicPath.Org(path));
        else caller.Enter(SnapLogicPath.Org(path));
        if (_state.Folder(path) is null) throw SnapLogicProjectApi.Missing(path);
        return [.. _state.Assets(path).Where(asset => asset.Type == SnapLogicTypes.Job)];
    }

    private Reply Change(List<SnapLogicObject> tasks, Func<SnapLogicObject, SnapLogicObject?> change)
    {
        JsonArray success = [];
        JsonArray failed = [];
        foreach (var task in tasks)
        {
            if (change(task) is not { } changed)
            {
                failed.Add(task.Path);
                continue;
            }

            _state.Put(changed);
            success.Add(task.Path);
        }

        return replies.Bare(new JsonObject { ["success"] = success, ["failed"] = failed });
    }
}
