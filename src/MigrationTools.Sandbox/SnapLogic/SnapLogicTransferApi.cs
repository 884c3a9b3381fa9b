using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>project/export and project/import.</summary>
internal sealed class SnapLogicTransferApi(SnapLogicServer server, SnapLogicReplies replies, BlobStore blobs)
{
    private const int FilesPerExport = 200;

    private readonly SnapLogicState _state = server.State;
    private readonly SnapLogicDocuments _documents = new(server.Switches);

    public Reply Export(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        var project = SnapLogicProjectApi.SourceProject(_state, caller, segments);
        caller.NeedAdmin(segments[0]);
        var types = SnapLogicTypes.Query(request.Query.GetValueOrDefault("asset_types"));
        return Archive(request, project.Path, [.. _state.Assets(project.Path).Where(asset => types.Contains(asset.Type))]);
    }

    /// <summary>Single assets. The list is separated by commas, so a name with a comma cannot be asked for.</summary>
    public Reply ExportAssets(SandboxRequest request, SnapLogicCaller caller)
    {
        var paths = request.Query.GetValueOrDefault("asset_paths", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (paths.Length == 0) throw new SnapLogicRefusal(400, "asset_paths is required");
        var assets = new List<SnapLogicObject>();
        foreach (var text in paths)
        {
            var path = SnapLogicPath.Normal(text) ?? throw new SnapLogicRefusal(400, $"{text} is not a valid path");
            if (SnapLogicPath.Segments(path).Length != 4) throw new SnapLogicRefusal(400, $"{text} is not an asset path");
            caller.Enter(SnapLogicPath.Org(path));
            caller.Need(SnapLogicPath.Parent(path), 'R');
            var found = _state.Assets(SnapLogicPath.Parent(path)).Where(asset => asset.Path == path).ToList();
            assets.AddRange(found.Count > 0 ? found : throw SnapLogicProjectApi.Missing(path));
        }

        return Archive(request, assets[0].Folder, assets);
    }

    public Reply Import(SandboxRequest request, SnapLogicCaller caller, string[] segments)
    {
        if (segments.Length != 3) throw new SnapLogicRefusal(404, "Not Found");
        caller.EnterAsAdmin(segments[0]);
        var space = SnapLogicPath.Of(segments.Take(2));
        if (!_state.HasSpace(space)) throw SnapLogicProjectApi.Missing(space);
        var mode = request.Query.GetValueOrDefault("duplicate_check", "skip") switch
        {
            "skip" or "true" => "skip",
            "create_new" or "false" => "create_new",
            "overwrite" => "overwrite",
            var other => throw new SnapLogicRefusal(400, $"Invalid duplicate_check: {other}"),
        };
        var overwritten = mode == "overwrite" ? request.Query.GetValueOrDefault("overwrite_types", "").Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        if (overwritten.FirstOrDefault(type => type != "Flows" && !SnapLogicTypes.All.Contains(type)) is { } wrong) throw new SnapLogicRefusal(400, $"Invalid asset type: {wrong}");
        var path = SnapLogicPath.Of(segments);
        if (mode == "create_new") path = Free(path);
        var there = _state.Assets(path).ToLookup(asset => asset.Key);
        bool MayBeWritten(SnapLogicObject asset) => !there[asset.Key].Any()
            || (mode == "overwrite" && (asset.Type == SnapLogicTypes.Policy || overwritten.Contains(asset.Type)));
        var brought = Brought(request);
        var order = new SnapLogicCopyOrder(caller.User, [.. brought.Where(MayBeWritten)], _state.Folder(path) ?? new(path))
        {
            ChecksTrust = false, BreakAfter = request.FailAfter,
        };
        var copy = new SnapLogicCopy(_state, order).Finish();
        if (copy.Broken) throw new SnapLogicRefusal(500, "Internal error while importing assets");
        copy.Outcome.Failed.AddRange(brought.Where(asset => !MayBeWritten(asset)).Select(asset => SnapLogicFailure.Conflict(asset.Name, asset.Type)));
        var lists = _documents.Lists(copy.Outcome);
        return server.Switches.ImportEnvelope == Envelope.Documented ? replies.Wrapped(lists) : replies.Bare(lists);
    }

    private static Reply Archive(SandboxRequest request, string path, IReadOnlyList<SnapLogicObject> assets)
    {
        if (assets.Count(asset => asset.Type == SnapLogicTypes.File) > FilesPerExport && request.Query.GetValueOrDefault("force") != "true")
        {
            throw new SnapLogicRefusal(400, $"The project has more than {FilesPerExport} files. Use force=true to export it");
        }

        var archive = new SnapLogicArchive(path, assets);
        return Reply.Stream(200, "application/zip", archive.WriteAsync)
            .With("Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(SnapLogicPath.Name(path))}.zip");
    }

    /// <summary>What an upload brings, accounts changed as it wants.</summary>
    private List<SnapLogicObject> Brought(SandboxRequest request)
    {
        UploadedFile? Part(string name) => request.Files.Find(file => file.Facts.Name == name);
        if (Part("file") is not { } file) throw new SnapLogicRefusal(400, "file is required");
        var archive = SnapLogicArchive.Read(file.Content, blobs);
        var changes = Accounts(request, Part("file_account"));
        var assets = archive.Assets.Select(asset => asset.Type == SnapLogicTypes.Account ? SnapLogicAccounts.Changed(asset, changes) : asset).ToList();
        if (Part("file_expr") is not { } expressions) return assets;
        var added = SnapLogicArchive.Expressions(expressions.Content)
            .Select(item => new SnapLogicObject(archive.ProjectPath, SnapLogicTypes.File, item.Key, _state.NextSnodeId(), item.Value)).ToList();
        return [.. assets.Where(asset => !added.Exists(item => item.Key == asset.Key)), .. added];
    }

    private static JsonArray Accounts(SandboxRequest request, UploadedFile? part)
    {
        var text = request.Form.GetValueOrDefault("file_account");
        if (part is not null)
        {
            using var reader = new StreamReader(part.Content.OpenRead());
            text = reader.ReadToEnd();
        }

        return text is null ? [] : JsonText.TryNode(text) as JsonArray ?? throw new SnapLogicRefusal(400, "file_account is not a list of accounts");
    }

    private string Free(string path)
    {
        if (_state.Folder(path) is null) return path;
        var number = 1;
        while (_state.Folder($"{path} {number}") is not null) number++;
        return $"{path} {number}";
    }
}
