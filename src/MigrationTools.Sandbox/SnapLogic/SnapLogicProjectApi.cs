using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>project/migrate: what it checks, in the order in which it checks.</summary>
internal sealed class SnapLogicProjectApi(SnapLogicServer server)
{
    private const string ConflictText =
        "There is a project with same name in the destination path. Use duplicate_check=False to overwrite the assets on migration";

    private readonly SnapLogicState _state = server.State;
    private readonly SnapLogicSwitches _switches = server.Switches;

    public SnapLogicPlan Check(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        var source = SourceProject(_state, caller, segments).Path;
        caller.Need(source, 'R');
        var body = SnapLogicBody.Of(request);
        var destination = Destination(body);
        var org = SnapLogicPath.Org(destination);
        caller.Reach(org);
        caller.Need(SnapLogicPath.Of(org), 'W');
        if (_switches.MissingSpace == MissingSpace.NotFound && !_state.HasSpace(SnapLogicPath.Parent(destination))) throw Missing(SnapLogicPath.Parent(destination));
        var types = Types(body);
        var overwrites = !(body.Flag("duplicate_check") ?? true);
        return new(source, _state.Folder(destination) ?? new(destination), types, overwrites, Async(body), ConflictText);
    }

    /// <summary>A project of a path in the URL, entered.</summary>
    public static SnapLogicFolder SourceProject(SnapLogicState state, SnapLogicCaller caller, string[] segments)
    {
        if (segments.Length != 3) throw new SnapLogicRefusal(404, "Not Found");
        caller.Enter(segments[0]);
        var path = SnapLogicPath.Of(segments);
        return state.Folder(path) is { IsVersion: false } folder ? folder : throw Missing(path);
    }

    public static SnapLogicRefusal Missing(string path) => new(404, $"The requested resource at the supplied path does not exist: {path}");

    private static string Destination(SnapLogicBody body)
    {
        var text = body.Required("dest_path");
        if (SnapLogicPath.Normal(text) is not { } path) throw new SnapLogicRefusal(400, $"{text} is not a valid path");
        return SnapLogicPath.Segments(path) is [_, not "apim", _] ? path : throw new SnapLogicRefusal(400, $"{text} is not a project path");
    }

    private IReadOnlyList<string> Types(SnapLogicBody body)
    {
        if (body.Texts("asset_types") is { Count: > 0 } types) return SnapLogicTypes.Check(types);
        return _switches.AssetTypesDefault switch
        {
            AssetTypesDefault.None => [],
            AssetTypesDefault.BadRequest => throw new SnapLogicRefusal(400, "asset_types is required"),
            _ => SnapLogicTypes.All,
        };
    }

    private bool Async(SnapLogicBody body) => _switches.AsyncKey switch
    {
        AsyncKey.AsyncOnly => body.Flag("async"),
        AsyncKey.AsyncModeOnly => body.Flag("async_mode"),
        _ => body.Flag("async") ?? body.Flag("async_mode"),
    } ?? true;
}
