using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Rights, and projects as such.</summary>
internal sealed class SnapLogicAccessApi(SnapLogicServer server, SnapLogicReplies replies)
{
    private readonly SnapLogicState _state = server.State;

    /// <summary>Writing goes to the project space of whatever path is named, and to its shared folder.</summary>
    public Reply Acl(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        caller.EnterAsAdmin(segments[0]);
        var path = SnapLogicPath.Of(segments);
        if (segments.Length is < 2 or > 3 || !_state.HasSpace(SnapLogicPath.Of(segments.Take(2))) || (segments.Length == 3 && _state.Folder(path) is null))
        {
            throw SnapLogicProjectApi.Missing(path);
        }

        if (request.Method == "GET") return Rights(path);
        var space = SnapLogicPath.Of(segments.Take(2));
        if (request.Method == "DELETE")
        {
            var (type, name) = (request.Query.GetValueOrDefault("grant_type", ""), request.Query.GetValueOrDefault("grantee", ""));
            var gone = _state.Revoke(space, type, name) | _state.Revoke(space + "/shared", type, name);
            return gone ? replies.Empty() : throw new SnapLogicRefusal(404, $"{name} has no rights on {space}");
        }

        var body = SnapLogicBody.Of(request);
        var perms = string.Concat(body.Texts("permission_list") ?? throw new SnapLogicRefusal(400, "permission_list is required"));
        if (perms.Any(letter => letter is not ('R' or 'W' or 'X'))) throw new SnapLogicRefusal(400, "permission_list holds R, W and X");
        var grantType = body.Required("grant_type");
        var grant = new SnapLogicGrant(space, grantType, body.Required("grantee"), perms, body.Flag("inherit") ?? true);
        _state.Put(grant);
        _state.Put(grant with { Path = space + "/shared" });
        return replies.Empty();
    }

    public Reply Project(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        var path = SnapLogicPath.Of(segments);
        caller.Enter(segments[0]);
        if (segments.Length is < 2 or > 3 || segments[1] == "apim") throw new SnapLogicRefusal(400, $"{path} is not a project path");
        if (!"RWX".All(right => caller.Is(path, right))) throw new SnapLogicRefusal(401, "Unauthorized");
        return request.Method switch
        {
            "POST" => Create(caller, segments, path),
            "PUT" => Rename(request, caller, path),
            _ => Delete(segments, path),
        };
    }

    private Reply Create(SnapLogicCaller caller, string[] segments, string path)
    {
        var space = SnapLogicPath.Of(segments.Take(2));
        if (segments.Length == 2 ? _state.HasSpace(space) : _state.Folder(path) is not null) throw new SnapLogicRefusal(409, $"There is already {path}");
        if (segments.Length == 3 && !_state.HasSpace(space)) throw SnapLogicProjectApi.Missing(space);
        if (segments.Length == 2) _state.AddSpace(space);
        else _state.Put(new SnapLogicFolder(path));
        return Described(caller, path);
    }

    private Reply Rename(SandboxRequest request, SnapLogicCaller caller, string path)
    {
        var name = SnapLogicBody.Of(request).Required("name");
        if (_state.Folder(path) is not { } folder) throw SnapLogicProjectApi.Missing(path);
        var to = SnapLogicPath.Parent(path) + "/" + name;
        if (_state.Folder(to) is not null) throw new SnapLogicRefusal(409, $"There is already {to}");
        var assets = _state.Assets(path);
        _state.Put(folder with { Path = to });
        foreach (var asset in assets) _state.Put(asset with { Folder = to });
        _state.Remove(folder);
        return Described(caller, to);
    }

    private Reply Delete(string[] segments, string path)
    {
        if (segments.Length != 3 || _state.Folder(path) is not { } folder) throw SnapLogicProjectApi.Missing(path);
        _state.Remove(folder);
        return replies.Empty();
    }

    private Reply Rights(string path)
    {
        var rights = _state.Grants.Where(grant => grant.Path == path || (grant.Inherit && SnapLogicPath.IsWithin(path, grant.Path)));
        return replies.Bare(new JsonObject
        {
            ["success"] = new JsonObject
            {
                ["acl"] = new JsonArray([.. rights.Select(grant => (JsonNode)new JsonObject
                {
                    ["subject_type"] = grant.SubjectType, ["subject"] = grant.Subject,
                    ["perms"] = SnapLogicDocuments.Texts(grant.Perms.Select(letter => letter.ToString())), ["inherit"] = grant.Path != path,
                })]),
            },
        });
    }

    private Reply Described(SnapLogicCaller caller, string path) => replies.Bare(new JsonObject
    {
        ["name"] = SnapLogicPath.Name(path), ["path"] = path, ["owner"] = caller.User.Email, ["updated_by"] = caller.User.Email,
    });
}
