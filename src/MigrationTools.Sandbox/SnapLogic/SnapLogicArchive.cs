using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>
/// An exported project: <c>export.json</c>, <c>accounts_template.json</c> and the files. The vendor does not publish
/// what is in them; this is the emulator's own, and nobody may build on it.
/// </summary>
internal sealed record SnapLogicArchive(string ProjectPath, IReadOnlyList<SnapLogicObject> Assets)
{
    private const string Index = "export.json";
    private const string Files = "files/";
    private const int LargeFile = 1024 * 1024;

    /// <summary>The same for the same content: the hash of an export says whether something changed.</summary>
    private static readonly DateTimeOffset Stamp = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task WriteAsync(Stream target, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellation);
        await AddAsync(zip, Index, SnapLogicContent.Of(Describe().ToJsonString()), cancellation);
        await AddAsync(zip, "accounts_template.json", SnapLogicContent.Of(Template().ToJsonString()), cancellation);
        foreach (var file in Assets.Where(asset => asset.Type == SnapLogicTypes.File)) await AddAsync(zip, Files + file.Name, file.Content, cancellation);
    }

    /// <summary>Reads what <see cref="WriteAsync"/> wrote; large files go to the store, or stay unread where there is none.</summary>
    public static SnapLogicArchive Read(TempContent content, BlobStore? blobs)
    {
        try
        {
            using var zip = new ZipArchive(content.OpenRead(), ZipArchiveMode.Read);
            var index = zip.GetEntry(Index) is { } entry ? JsonNode.Parse(Text(entry)) as JsonObject : null;
            if (index is null) throw new SnapLogicRefusal(400, "The file is not an exported project");
            var path = (string)index["project_path"]!;
            var assets = index["assets"]!.AsArray().Select(item => Asset(item!.AsObject(), path, zip, blobs)).ToList();
            return new(path, assets);
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Text.Json.JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new SnapLogicRefusal(400, "The file is not an exported project");
        }
    }

    /// <summary>The .expr files of a zip, folders flattened.</summary>
    public static IReadOnlyDictionary<string, SnapLogicContent> Expressions(TempContent content)
    {
        try
        {
            using var zip = new ZipArchive(content.OpenRead(), ZipArchiveMode.Read);
            return zip.Entries.Where(entry => entry.Name.EndsWith(".expr", StringComparison.Ordinal))
                .GroupBy(entry => entry.Name).ToDictionary(same => same.Key, same => SnapLogicContent.Of(Text(same.Last())));
        }
        catch (InvalidDataException)
        {
            throw new SnapLogicRefusal(400, "file_expr is not a zip file");
        }
    }

    private static async Task AddAsync(ZipArchive zip, string name, SnapLogicContent content, CancellationToken cancellation)
    {
        var entry = zip.CreateEntry(name, content.Length > LargeFile ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
        entry.LastWriteTime = Stamp;
        await using var target = await entry.OpenAsync(cancellation);
        await using var source = content.OpenRead();
        await source.CopyToAsync(target, cancellation);
    }

    private JsonObject Describe() => new()
    {
        ["project_path"] = ProjectPath,
        ["assets"] = new JsonArray([.. Assets.Select(asset => (JsonNode)Describe(asset))]),
    };

    private static JsonObject Describe(SnapLogicObject asset)
    {
        var described = new JsonObject { ["asset_type"] = asset.Type, ["name"] = asset.Name, ["snode_id"] = asset.SnodeId };
        if (asset.Type == SnapLogicTypes.File) described["entry"] = Files + asset.Name;
        else described["content"] = JsonText.TryNode(asset.Content.Text);
        if (asset.Type != SnapLogicTypes.Job) return described;
        described["pipeline_snode_id"] = asset.PipelineId;
        described["runtime_path_id"] = asset.RuntimePathId;
        described["enabled"] = asset.Enabled;
        return described;
    }

    /// <summary>The accounts with their settings, secrets left blank: what a person fills in for another environment.</summary>
    private JsonArray Template() => new([.. Assets.Where(asset => asset.Type == SnapLogicTypes.Account).Select(asset => (JsonNode)new JsonObject
    {
        ["name"] = asset.Name, ["snode_id"] = asset.SnodeId, ["settings"] = SnapLogicAccounts.Template(asset),
    })]);

    private static SnapLogicObject Asset(JsonObject item, string folder, ZipArchive zip, BlobStore? blobs)
    {
        var content = (string?)item["entry"] is { } name
            ? Content(zip.GetEntry(name) ?? throw new InvalidDataException(), blobs) : SnapLogicContent.Of(JsonText.Browser(item["content"]!));
        return new((string)folder, (string)item["asset_type"]!, (string)item["name"]!, (string)item["snode_id"]!, content)
        {
            PipelineId = (string?)item["pipeline_snode_id"], RuntimePathId = (string?)item["runtime_path_id"], Enabled = (bool?)item["enabled"] ?? false,
        };
    }

    private static SnapLogicContent Content(ZipArchiveEntry entry, BlobStore? blobs)
    {
        using var stream = entry.Open();
        if (entry.Length <= LargeFile || blobs is null)
        {
            using var memory = new MemoryStream();
            if (blobs is not null) stream.CopyTo(memory);
            return SnapLogicContent.Of(memory.ToArray());
        }

        var token = blobs.Store(write =>
        {
            var buffer = new byte[128 * 1024];
            int count;
            while ((count = stream.Read(buffer)) > 0) write(buffer.AsMemory(0, count));
        });
        return SnapLogicContent.Of(blobs.Find(token)!);
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
