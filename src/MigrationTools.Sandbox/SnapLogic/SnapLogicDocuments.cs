using System.Globalization;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Results and status documents, in the generation that the switch names.</summary>
internal sealed class SnapLogicDocuments(SnapLogicSwitches switches)
{
    /// <summary>The lists of a finished run: what a synchronous request gets.</summary>
    public JsonObject Lists(SnapLogicOutcome outcome)
    {
        var lists = new JsonObject();
        AddLists(lists, outcome);
        return lists;
    }

    /// <summary>The status document, without its envelope.</summary>
    public JsonObject Status(SnapLogicRun run, bool finished)
    {
        var outcome = finished || switches.StartedLists == StartedLists.Partial ? run.Result : new();
        var document = switches.StatusGeneration switch
        {
            StatusGeneration.A => Older(run, finished),
            StatusGeneration.C => Newest(run, finished),
            _ => Usual(run, finished),
        };
        AddLists(document, outcome);
        if (finished && run.HasFailed) AddFailure(document, run.Failure ?? "No asset could be migrated");
        return document;
    }

    private JsonObject Usual(SnapLogicRun run, bool finished) => new()
    {
        ["status_token"] = run.Token,
        ["status"] = Word(run, finished),
        ["user_id"] = run.User,
        ["src_path"] = Path(run.Source, switches.LeadingSlash == LeadingSlash.Yes),
        ["dest_path"] = Path(run.Destination, switches.LeadingSlash != LeadingSlash.No),
        ["create_time"] = Time(run.Created),
        ["asset_types"] = Texts(run.AssetTypes),
    };

    private static JsonObject Older(SnapLogicRun run, bool finished) => new()
    {
        ["_id"] = run.Token,
        ["status"] = Word(run, finished),
        ["user_id"] = run.User,
        ["src_path"] = Path(run.Source, false),
        ["dest_path"] = Path(run.Destination, false),
        ["create_time"] = Time(run.Created),
        ["asset_types"] = Texts(run.AssetTypes),
    };

    private JsonObject Newest(SnapLogicRun run, bool finished) => new()
    {
        ["status"] = Word(run, finished),
        ["src_path"] = Path(run.Source, switches.LeadingSlash == LeadingSlash.Yes),
        ["dest_path"] = Path(run.Destination, switches.LeadingSlash != LeadingSlash.No),
        ["asset_types"] = Texts(run.AssetTypes),
        ["asset_paths"] = null,
        ["user_id"] = run.User,
        ["create_time"] = Time(run.Created),
    };

    private static string Word(SnapLogicRun run, bool finished) =>
        !finished ? run.Outcome == RunOutcome.Queued ? "Queued" : "Started" : run.HasFailed ? "Failed" : "Completed";

    private void AddLists(JsonObject document, SnapLogicOutcome outcome)
    {
        Add(document, "successful", outcome.Successful.Select(Success));
        Add(document, "failed", outcome.Failed.Select(Failure));
        Add(document, "warnings", outcome.Warnings.Select(Warning));
    }

    private void Add(JsonObject document, string key, IEnumerable<JsonNode> items)
    {
        JsonArray list = [.. items];
        if (list.Count > 0 || switches.EmptyLists == EmptyLists.Array) document[key] = list;
        else if (switches.EmptyLists == EmptyLists.Null) document[key] = null;
    }

    private JsonObject Success(SnapLogicSuccess item)
    {
        var success = new JsonObject { ["snode_id"] = item.SnodeId, ["name"] = item.Name };
        if (switches.StatusGeneration == StatusGeneration.C) success["asset_type"] = item.Type;
        return success;
    }

    private JsonObject Failure(SnapLogicFailure item)
    {
        var failure = new JsonObject { ["reason"] = item.Reason };
        if (item.SnodeId is not null) failure["snode_id"] = item.SnodeId;
        failure["name"] = item.Name;
        failure["status_code"] = item.Status;
        if (switches.StatusGeneration == StatusGeneration.C) failure["asset_type"] = item.Type;
        return failure;
    }

    private JsonNode Warning(SnapLogicNotice item)
    {
        if (switches.WarningKey == WarningKey.PlainString) return JsonValue.Create(item.Message);
        var key = switches.WarningKey switch { WarningKey.Warning => "warning", WarningKey.Reason => "reason", _ => "message" };
        return new JsonObject { [key] = item.Message, ["snode_id"] = item.SnodeId, ["name"] = item.Name };
    }

    private void AddFailure(JsonObject document, string message)
    {
        switch (switches.FailedKey)
        {
            case FailedKey.Message:
                document["message"] = message;
                break;
            case FailedKey.Reason:
                document["reason"] = message;
                break;
            case FailedKey.Error:
                document["error"] = message;
                break;
            case FailedKey.ErrorList:
                document["error_list"] = new JsonArray(new JsonObject { ["message"] = message });
                break;
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal static string Path(string path, bool slash) => slash ? path : path.TrimStart('/');

    internal static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text)!)]);
}
