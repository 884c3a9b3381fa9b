using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>What is done with API versions that are there: publish, unpublish, deprecate, retire, delete. Each names its list in a way of its own.</summary>
internal sealed class SnapLogicPublishApi(SnapLogicServer server, SnapLogicReplies replies)
{
    private readonly SnapLogicState _state = server.State;

    public Reply Publish(SandboxRequest request, SnapLogicCaller caller) =>
        Change(request, caller, body => Paths(body, "versions_info"), Publication.Published, [Publication.Unpublished, Publication.Published, Publication.Deprecated]);

    public Reply Unpublish(SandboxRequest request, SnapLogicCaller caller) =>
        Change(request, caller, Listed, Publication.Unpublished, [Publication.Unpublished, Publication.Published]);

    public Reply Deprecate(SandboxRequest request, SnapLogicCaller caller) =>
        Change(request, caller, body => Paths(body, "version_infos"), Publication.Deprecated, [Publication.Published, Publication.Deprecated]);

    public Reply Retire(SandboxRequest request, SnapLogicCaller caller) =>
        Change(request, caller, Listed, Publication.Retired, [Publication.Published, Publication.Deprecated, Publication.Retired]);

    /// <summary>Its errors are bare, and its answer says success twice.</summary>
    public Reply Delete(SnapLogicCaller caller, string[] segments)
    {
        caller.EnterAsAdmin(segments[0]);
        var path = SnapLogicPath.Of(segments);
        if (_state.Folder(path) is not { IsVersion: true } version)
        {
            throw new SnapLogicRefusal(404, $"The requested resource at the supplied path does not exist: {path}") { Bare = true };
        }

        if (version.Publication is Publication.Published or Publication.Deprecated)
        {
            throw new SnapLogicRefusal(400, "Published/Deprecated API Versions cannot be deleted, Unpublish/Retire the api first to remove.") { Bare = true };
        }

        var jobs = _state.Assets(path).Where(asset => asset is { Type: SnapLogicTypes.Job, Enabled: true }).Select(asset => asset.Path);
        var success = new JsonObject { ["disabled_jobs"] = SnapLogicDocuments.Texts(jobs), ["deleted_plexes"] = new JsonArray(), ["path"] = path };
        _state.Remove(version);
        return replies.Wrapped(new JsonObject { ["success"] = new JsonObject { ["success"] = success } });
    }

    private static IEnumerable<string> Listed(SnapLogicBody body) => body.Texts("version_paths") ?? throw new SnapLogicRefusal(400, "version_paths is required");

    private static IEnumerable<string> Paths(SnapLogicBody body, string key) =>
        body.Objects(key).Select(item => (string?)item["path"] ?? throw new SnapLogicRefusal(400, $"{key} must have a path"));

    private Reply Change(
        SandboxRequest request, SnapLogicCaller caller, Func<SnapLogicBody, IEnumerable<string>> paths, Publication to, Publication[] from)
    {
        var body = SnapLogicBody.Of(request);
        var org = body.Required("org_name");
        caller.EnterAsAdmin(org);
        JsonArray done = [];
        JsonArray refused = [];
        foreach (var path in paths(body))
        {
            var whole = SnapLogicPath.Of([org, "apim", .. SnapLogicPath.Segments(path)]);
            if (_state.Folder(whole) is not { IsVersion: true } version)
            {
                refused.Add(Refused(path, "The API version does not exist"));
            }
            else if (!from.Contains(version.Publication))
            {
                refused.Add(Refused(path, $"The API version is {version.Publication}"));
            }
            else
            {
                _state.Put(version with { Publication = to });
                done.Add(path);
            }
        }

        return replies.Wrapped(new JsonObject { ["successful_versions"] = done, ["unsuccessful_versions"] = refused });
    }

    private JsonObject Refused(string path, string reason) => server.Switches.UnsuccessfulKeys == UnsuccessfulKeys.PathReason
        ? new() { ["path"] = path, ["reason"] = reason } : new() { ["version_path"] = path, ["message"] = reason };
}
