using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>apim/migrate_version and apim/create_from_project of Classic APIM: what they check, in the order in which they check.</summary>
internal sealed class SnapLogicVersionApi(SnapLogicServer server)
{
    private const string ConflictText =
        "There is an Api Version with same name in the destination path. Use duplicate_check=False to overwrite the assets on migration";

    private readonly SnapLogicState _state = server.State;

    public SnapLogicPlan CheckMigrate(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        caller.Enter(segments[0]);
        var source = SnapLogicPath.Of(segments);
        if (_state.Folder(source) is not { IsVersion: true } version) throw new SnapLogicRefusal(404, "Not Found");
        caller.Need(source, 'R');
        var body = SnapLogicBody.Of(request);
        var text = SnapLogicPath.Unescape(body.Text("dest_version_path") ?? "");
        if (SnapLogicPath.Normal(text) is not { } path || SnapLogicPath.Segments(path) is not [var org, "apim", _, _])
        {
            throw new SnapLogicRefusal(400, $"{text} is not an Api Version");
        }

        caller.Reach(org);
        caller.Need(SnapLogicPath.Of(org), 'W');
        var plex = Plex(org, body.Text("dest_plex_path"), version.Plex);
        var types = SnapLogicTypes.Check(body.Texts("asset_types") is { Count: > 0 } listed ? listed : SnapLogicTypes.All);
        var overwrites = !(body.Flag("duplicate_check") ?? true);
        var destination = (_state.Folder(path) ?? new(path)) with { Plex = plex.Path };
        return new(source, destination, types, overwrites, body.Flag("async_mode") ?? true, ConflictText) { Plex = plex };
    }

    public SnapLogicPlan CheckCreate(SandboxRequest request, SnapLogicCaller caller)
    {
        var body = SnapLogicBody.Of(request);
        var source = SnapLogicPath.Normal(body.Required("project_path")) ?? throw new SnapLogicRefusal(400, "project_path is not a valid path");
        var org = SnapLogicPath.Org(source);
        caller.EnterAsAdmin(org);
        if (_state.Folder(source) is not { IsVersion: false }) throw SnapLogicProjectApi.Missing(source);
        var api = SnapLogicPath.Of(org, "apim", body.Required("api"));
        var path = SnapLogicPath.Normal(api + "/" + (body.Text("version") ?? Next(api))) ?? throw new SnapLogicRefusal(400, "api and version must be names");
        var plex = Plex(org, body.Required("plex_path"), null);
        var types = SnapLogicTypes.Check(body.Texts("asset_types") is { Count: > 0 } listed ? listed : SnapLogicTypes.All);
        return new(source, new(path, plex.Path), types, Overwrites: false, Async: false, ConflictText) { Plex = plex };
    }

    /// <summary>The Snaplex by its escaped path; without one, the source's own by the same name in the destination's shared folder.</summary>
    private SnapLogicPlex Plex(string org, string? escaped, string? ofSource)
    {
        const string Unfit = "The Plex assigned to an Api Version must be a groundplex or have a load balancer";
        if (string.IsNullOrEmpty(escaped))
        {
            var same = ofSource is null ? null : _state.Plex(SnapLogicPath.Of(org, "shared", SnapLogicPath.Name(ofSource)));
            return same is not null && IsFit(same) ? same : throw new SnapLogicRefusal(400, Unfit);
        }

        // Only the org's shared folder is in reach of API versions.
        var segments = SnapLogicPath.Segments(SnapLogicPath.Unescape(escaped));
        var path = (segments, server.Switches.PlexDepth) switch
        {
            ([_, "shared", _], not PlexDepth.Four) => SnapLogicPath.Of(segments),
            ([var first, "shared", "shared", var name], not PlexDepth.Three) => SnapLogicPath.Of(first, "shared", name),
            _ => null,
        };
        if (path is null || _state.Plex(path) is not { } plex || segments[0] != org) throw new SnapLogicRefusal(404, "Not Found");
        return IsFit(plex) ? plex : throw new SnapLogicRefusal(400, Unfit);
    }

    private static bool IsFit(SnapLogicPlex plex) => plex.IsGroundplex || plex.LoadBalancer.Length > 0;

    private string Next(string api)
    {
        var highest = _state.Folders.Where(folder => SnapLogicPath.Parent(folder.Path) == api)
            .Select(folder => decimal.TryParse(SnapLogicPath.Name(folder.Path), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty(0).Max();
        return decimal.Truncate(highest + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
