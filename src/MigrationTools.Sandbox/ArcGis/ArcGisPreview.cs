using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>The preview of an import, in both forms: previewOnly=true, and the resource importPreview.</summary>
internal sealed class ArcGisPreview(ArcGisPortal portal, ArcGisImport import)
{
    private readonly Dictionary<string, int> _asked = [];

    private ArcGisSwitches Switches => portal.Switches;

    /// <summary>The answer to previewOnly=true: a reply of its own where it is no JSON.</summary>
    public (JsonObject? Body, Reply? Page) Post(ArcGisCall call, string groupId)
    {
        import.OwnGroup(call, groupId);
        var source = import.Source(call, call.Text("itemId"));
        return Switches.PreviewReply switch
        {
            PreviewReply.Html => (null, Reply.Html(200, "Import", "<p>The preview is being prepared.</p>")),
            PreviewReply.Empty => (null, Reply.Empty(200)),
            PreviewReply.Redirect => (null, Reply.Redirect(302, $"{portal.ContextPath}/sharing/rest/community/groups/{groupId}/importPreview/{source.Item.Id}")),
            PreviewReply.JsonFirstPage => (Preview(source, 1, Switches.PageSize), null),
            _ => (Preview(source, 1, int.MaxValue), null),
        };
    }

    /// <summary>A page of importPreview.</summary>
    public JsonObject Get(ArcGisCall call, string groupId, string itemId)
    {
        if (Switches.PreviewReply == PreviewReply.NoImportPreview) throw new ArcGisError(404, "Not Found") { HttpStatus = 404 };
        import.OwnGroup(call, groupId);
        var source = import.Source(call, itemId);
        var asked = _asked[itemId] = _asked.GetValueOrDefault(itemId) + 1;
        if (asked <= Switches.PreviewLag) throw ArcGisError.Bad("The export package is being processed.");
        return Preview(source, Math.Max(1, call.Number("start", 1)), Math.Max(1, call.Number("num", Switches.PageSize)));
    }

    public void Reset() => _asked.Clear();

    private JsonObject Preview(ArcGisImportSource source, int start, int size)
    {
        var manifest = source.Package.Manifest;
        var tooNew = Switches.VersionRule == VersionRule.CanImportFalse && ArcGisRelease.Of(Switches.Version).IsOlderThan(manifest.SourceVersion);
        var page = manifest.Items.Skip(start - 1).Take(size).ToList();
        var next = start + page.Count;
        var end = Switches.EndMark == EndMark.Zero ? 0 : -1;
        return new()
        {
            ["packageSummary"] = manifest.Summary(),
            ["total"] = manifest.Items.Count,
            ["start"] = start,
            ["num"] = page.Count,
            ["nextStart"] = page.Count == 0 || next > manifest.Items.Count ? end : next,
            ["results"] = ArcGisJson.Objects(page.Select(item => new JsonObject
            {
                ["id"] = item.Id,
                ["type"] = item.Type,
                ["title"] = item.Title,
                ["size"] = item.Size,
                ["exists"] = portal.State.Item(item.Id) is not null,
                ["canImport"] = !tooNew && !Switches.CannotImport.Contains(item.Id),
                ["created"] = item.Created,
                ["modified"] = item.Modified,
            })),
        };
    }
}
