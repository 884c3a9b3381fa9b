using System.Globalization;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What is done to items that are there: download, delete, protect, reassign, and folders.</summary>
internal sealed class ArcGisItems(ArcGisPortal portal, ArcGisDirectory directory)
{
    private ArcGisState State => portal.State;

    /// <summary>The file. Goes past <c>f</c>: what is asked for are bytes.</summary>
    public Reply Data(ArcGisCall call, string id)
    {
        var item = directory.VisibleItem(call, id);
        if (item.State != UploadState.Completed) throw ArcGisError.Bad("The item's file is not complete.");
        if (item.Content is not { } content) return Reply.Empty(200);
        var type = item.FileName is null ? "application/json;charset=UTF-8" : "application/octet-stream";
        var (first, length) = (0L, content.Length);
        var status = 200;
        if (portal.Switches.Range == RangeRequests.Partial206 && Asked(call.Request, item, content.Length) is { } range)
        {
            if (range.First >= content.Length) return Reply.Empty(416).With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{content.Length}"));
            status = 206;
            first = range.First;
            length = Math.Min(range.Last, content.Length - 1) - first + 1;
        }

        var reply = Reply.Stream(status, type, length, (body, cancellation) => CopyAsync(content, first, length, body, cancellation));
        if (item.FileName is { } name) reply.With("Content-Disposition", $"attachment; filename=\"{name.Replace('"', '_')}\"");
        if (portal.Switches.Range == RangeRequests.Partial206) reply.With("Accept-Ranges", "bytes").With("ETag", Tag(item));
        if (status == 206) reply.With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{first + length - 1}/{content.Length}"));
        return reply;
    }

    public JsonObject Delete(ArcGisCall call, string owner, string id)
    {
        var item = Mine(call, owner, id);
        if (item.Protected) throw Protected(id, portal.Switches.DeleteReply);
        State.Remove(item);
        return Done(id);
    }

    public JsonObject CanDelete(ArcGisCall call, string owner, string id) =>
        Mine(call, owner, id).Protected ? throw Protected(id, DeleteReply.CanDeleteShape) : Done(id);

    public JsonObject Protect(ArcGisCall call, string owner, string id, bool on)
    {
        State.Put(Mine(call, owner, id) with { Protected = on });
        return new() { ["success"] = true };
    }

    /// <summary>reassign: to another user, into a folder that they have; administrators only.</summary>
    public JsonObject Reassign(ArcGisCall call, string owner, string id)
    {
        if (!call.User().IsAdministrator) throw ArcGisError.Forbidden();
        var item = Mine(call, owner, id);
        var target = call.Text("targetUsername") ?? throw ArcGisError.Bad("'targetUsername' must be specified.");
        if (!State.Users.Any(user => user.Name == target)) throw ArcGisError.NoUser();
        var folder = call.Text("targetFoldername") is { } title and not "/"
            ? State.Folders.FirstOrDefault(candidate => candidate.Owner == target && candidate.Title == title) ?? throw ArcGisError.NoFolder() : null;
        State.Put(item with { Owner = target, Folder = folder?.Id, Modified = call.Now });
        return Done(id);
    }

    public JsonObject CreateFolder(ArcGisCall call, string owner)
    {
        if (call.User() is var user && user.Name != owner && !user.IsAdministrator) throw ArcGisError.Forbidden();
        if (!State.Users.Any(candidate => candidate.Name == owner)) throw ArcGisError.NoUser();
        var title = call.Text("title") ?? call.Text("folderName") ?? throw ArcGisError.Bad("'title' must be specified.");
        if (State.Folders.Any(folder => folder.Owner == owner && folder.Title.Equals(title, StringComparison.OrdinalIgnoreCase)))
        {
            throw ArcGisError.Bad("Folder title not available.");
        }

        var made = State.FolderNamed(owner, title);
        return new() { ["success"] = true, ["folder"] = new JsonObject { ["username"] = owner, ["id"] = made.Id, ["title"] = made.Title } };
    }

    public JsonObject DeleteFolder(ArcGisCall call, string owner, string id)
    {
        if (call.User() is var user && user.Name != owner && !user.IsAdministrator) throw ArcGisError.Forbidden();
        var folder = State.FolderById(owner, id) ?? throw ArcGisError.NoFolder();
        if (State.Items.FirstOrDefault(item => item.Folder == id && item.Protected) is { } stop) throw Protected(stop.Id, portal.Switches.DeleteReply);
        State.Remove(folder);
        return new() { ["success"] = true, ["folder"] = new JsonObject { ["username"] = owner, ["id"] = id, ["title"] = folder.Title } };
    }

    /// <summary>An item under its owner's path; the owner and administrators may change it.</summary>
    public ArcGisItem Mine(ArcGisCall call, string owner, string id)
    {
        var user = call.User();
        if (State.Item(id) is not { } item || item.Owner != owner) throw ArcGisError.NoItem();
        return user.IsAdministrator || user.Name == owner ? item : throw ArcGisError.Forbidden();
    }

    private static JsonObject Done(string id) => new() { ["success"] = true, ["itemId"] = id };

    private static ArcGisError Protected(string id, DeleteReply shape)
    {
        const string Message = "Unable to delete item. Delete protection is turned on.";
        if (shape == DeleteReply.Envelope) return new(400, Message, "CONT_0048");
        return new(400, Message, "CONT_0048")
        {
            Body = new()
            {
                ["itemId"] = id,
                ["success"] = false,
                ["error"] = new JsonObject { ["code"] = 400, ["messageCode"] = "CONT_0048", ["message"] = Message, ["offendingItems"] = new JsonArray() },
            },
        };
    }

    /// <summary>The one range that is asked for, or null: then the whole file is given.</summary>
    private static (long First, long Last)? Asked(SandboxRequest request, ArcGisItem item, long length)
    {
        if (request.Header("Range")?.Split('=') is not ["bytes", var range]) return null;
        if (request.Header("If-Range") is { } tag && tag != Tag(item)) return null;
        if (range.Split('-') is not [var from, var to]) return null;
        if (from.Length == 0) return long.TryParse(to, CultureInfo.InvariantCulture, out var tail) ? (Math.Max(0, length - tail), length - 1) : null;
        if (!long.TryParse(from, CultureInfo.InvariantCulture, out var first)) return null;
        return (first, long.TryParse(to, CultureInfo.InvariantCulture, out var last) ? last : length - 1);
    }

    private static string Tag(ArcGisItem item) => string.Create(CultureInfo.InvariantCulture, $"\"{item.Id}-{item.Modified.ToUnixTimeMilliseconds():x}\"");

    private static async Task CopyAsync(ArcGisContent content, long first, long length, Stream target, CancellationToken cancellation)
    {
        using var source = content.OpenRead();
        source.Position = first;
        var buffer = new byte[128 * 1024];
        while (length > 0)
        {
            var count = source.Read(buffer.AsSpan(0, (int)Math.Min(length, buffer.Length)));
            if (count == 0) throw new IOException("The file ends early.");
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            length -= count;
        }
    }
}
