using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>addItem, in one request or in parts.</summary>
internal sealed class ArcGisUploads(ArcGisPortal portal, ArcGisItems items)
{
    private const int MostParts = 10_000;
    private const long SmallestPart = 5_000_000;

    private ArcGisState State => portal.State;

    public JsonObject Add(ArcGisCall call, string owner, string folderId)
    {
        if (call.User().Name != owner) throw ArcGisError.Forbidden();
        var folder = folderId.Length == 0 ? null : State.FolderById(owner, folderId) ?? throw ArcGisError.NoFolder();
        if (call.Text("type") is not { } type || call.Text("title") is not { } title) throw ArcGisError.Bad("'type' and 'title' property required.");
        var multipart = call.Flag("multipart", false);
        var fileName = call.Text("filename") ?? call.Text("fileName");
        if (multipart && fileName is null) throw ArcGisError.Bad("'filename' must be specified for a multipart upload.");
        var item = new ArcGisItem
        {
            Id = NewId(call), Owner = owner, Folder = folder?.Id, Type = type, Title = title,
            Tags = call.List("tags"), TypeKeywords = call.List("typeKeywords"),
            Snippet = call.Text("snippet") ?? "", Description = call.Text("description") ?? "", Url = call.Text("url"),
            Created = call.Now, Modified = call.Now,
        };
        item = multipart ? StartParts(item, fileName!) : WithFile(call, item);
        State.Put(item);
        return new() { ["success"] = true, ["id"] = item.Id, ["folder"] = folder?.Id };
    }

    public JsonObject AddPart(ArcGisCall call, string owner, string id)
    {
        items.Mine(call, owner, id);
        if (Open(id) is not { } upload) throw ArcGisError.Bad("The item is not in a multipart upload.");
        if (call.Number("partNum", 0) is not (>= 1 and <= MostParts) and var wrong) throw ArcGisError.Bad($"'partNum' must be between 1 and 10000, not {wrong}.");
        if (call.TakeFile() is not { } file) throw ArcGisError.Bad("'file' must be specified.");
        upload.Put(call.Number("partNum", 0), file.Content);
        return Done(id);
    }

    public JsonObject Parts(ArcGisCall call, string owner, string id)
    {
        items.Mine(call, owner, id);
        var numbers = State.Uploads.TryGetValue(id, out var upload) ? upload.Parts.Keys.Select(number => (JsonNode?)number) : [];
        return new() { ["parts"] = new JsonArray([.. numbers]) };
    }

    public JsonObject Commit(ArcGisCall call, string owner, string id)
    {
        var item = items.Mine(call, owner, id);
        if (Open(id) is not { } upload) throw ArcGisError.Bad("The item is not in a multipart upload.");
        upload.Due = call.Now + portal.Switches.CommitDuration;
        State.Put(item with
        {
            State = UploadState.Processing, Title = call.Text("title") ?? item.Title, Type = call.Text("type") ?? item.Type,
            Tags = call.Text("tags") is null ? item.Tags : call.List("tags"),
        });
        return Done(id);
    }

    public JsonObject Status(ArcGisCall call, string owner, string id)
    {
        var item = items.Mine(call, owner, id);
        var word = (item.State == UploadState.Failed ? portal.Switches.FailedUploadWord.ToString() : item.State.ToString()).ToLowerInvariant();
        return new() { ["status"] = word, ["statusMessage"] = item.StateReason is { } reason ? Reason(reason) : word, ["itemId"] = id };
    }

    /// <summary>cancel: drops an upload, as long as it is not committed.</summary>
    public JsonObject Cancel(ArcGisCall call, string owner, string id)
    {
        var item = items.Mine(call, owner, id);
        if (Open(id) is not { } upload) throw ArcGisError.Bad("The upload cannot be canceled: it is committed already.");
        if (portal.Switches.AfterCancel == AfterCancel.ItemGone)
        {
            State.Remove(item);
        }
        else
        {
            upload.Dispose();
            State.Uploads.Remove(id);
            State.Put(item with { State = UploadState.Completed });
        }

        return Done(id);
    }

    /// <summary>What was committed long enough ago is put together.</summary>
    public void Settle(DateTimeOffset now)
    {
        foreach (var (id, upload) in State.Uploads.Where(upload => upload.Value.Due <= now).ToList())
        {
            State.Uploads.Remove(id);
            var item = State.ItemNow(id)!;
            if (item.Content is not null)
            {
                State.Put(item with { State = UploadState.Completed });
            }
            else if (Wrong(upload) is { } reason)
            {
                upload.Dispose();
                State.Put(item with { State = UploadState.Failed, StateReason = reason });
            }
            else
            {
                State.Put(item with { State = UploadState.Completed, Content = new([.. upload.Parts.Values]), Modified = upload.Due!.Value });
            }
        }
    }

    private static string? Wrong(ArcGisUpload upload)
    {
        if (upload.Parts.Count == 0) return "No part was uploaded.";
        if (upload.Parts.Keys.Last() != upload.Parts.Count) return "Parts are missing.";
        return upload.Parts.SkipLast(1).Any(part => part.Value.Length < SmallestPart) ? "A part is smaller than 5 MB." : null;
    }

    private string Reason(string reason) => portal.Switches.StatusMessage == StatusMessage.Text ? reason
        : new JsonObject { ["code"] = 400, ["message"] = reason }.ToJsonString();

    private string NewId(ArcGisCall call)
    {
        if (portal.Switches.ItemIdToCreate == ItemIdToCreate.Ignored || call.Text("itemIdToCreate") is not { } id) return ArcGisState.NewId();
        if (id.Length != 32 || !id.All(char.IsAsciiHexDigit)) throw ArcGisError.Bad("'itemIdToCreate' must be 32 hexadecimal digits.");
        return State.Item(id) is null ? id : throw ArcGisError.Bad("Item with the id specified in 'itemIdToCreate' already exists.");
    }

    private ArcGisItem StartParts(ArcGisItem item, string fileName)
    {
        State.Uploads[item.Id] = new();
        return item with { FileName = fileName, State = UploadState.Partial };
    }

    private ArcGisItem WithFile(ArcGisCall call, ArcGisItem item)
    {
        if (call.TakeFile() is { } file)
        {
            item = item with { FileName = file.Facts.FileName, Content = new([file.Content]) };
        }
        else if (call.Text("text") is { } text)
        {
            item = item with { Content = ArcGisContent.From(System.Text.Encoding.UTF8.GetBytes(text)) };
        }

        if (!call.Flag("async", false)) return item;
        State.Uploads[item.Id] = new() { Due = call.Now + portal.Switches.CommitDuration };
        return item with { State = UploadState.Processing };
    }

    /// <summary>The upload of an item, as long as it takes parts.</summary>
    private ArcGisUpload? Open(string id) => State.Uploads.GetValueOrDefault(id) is { Due: null } upload ? upload : null;

    private static JsonObject Done(string id) => new() { ["success"] = true, ["id"] = id };
}
