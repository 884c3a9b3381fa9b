using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The body of an import's answer, in any of the shapes it may have.</summary>
internal sealed class ArcadiaImportAnswer(ArcadiaSwitches switches, bool dryRun)
{
    public Reply Of(ArcadiaImportPlan plan) => switches.ImportBody switch
    {
        ImportBody.EmptyObject => Reply.Json(200, new JsonObject()),
        ImportBody.PlainText => Reply.Text(200, "text/plain; charset=utf-8", "Success! The import was successful."),
        ImportBody.FlatRows => Reply.Json(200, new JsonArray([.. plan.Items.Select(FlatRow)])),
        ImportBody.IdLists => Reply.Json(200, PerType(plan, items => new JsonArray([.. items.Select(item => (JsonNode?)Id(item))]))),
        ImportBody.DictsByPk => Reply.Json(200, PerType(plan, items => Dict(items, item => item.FilePk))),
        ImportBody.DictsByName => Reply.Json(200, PerType(plan, items => Dict(items, item => item.Record!.Name))),
        _ => Reply.Json(200, PerType(plan, items => new JsonArray([.. items.Select(Row)]))),
    };

    private static JsonObject PerType(ArcadiaImportPlan plan, Func<IEnumerable<ArcadiaPlanned>, JsonNode> shape) =>
        new(plan.Items.GroupBy(item => item.Key).Select(type => KeyValuePair.Create(type.Key, (JsonNode?)shape(type))));

    /// <summary>Of two with one key the later is seen, as in a Python dict.</summary>
    private JsonObject Dict(IEnumerable<ArcadiaPlanned> items, Func<ArcadiaPlanned, string> key)
    {
        var dict = new JsonObject();
        foreach (var item in items) dict[key(item)] = Row(item);
        return dict;
    }

    private JsonNode Row(ArcadiaPlanned item) => new JsonObject
    {
        ["id"] = Id(item),
        ["name"] = item.Record!.Name,
        ["action"] = Word(item.Action),
        ["uuid"] = Uuid(item),
    };

    private JsonNode FlatRow(ArcadiaPlanned item) => new JsonObject
    {
        ["type"] = item.Key,
        ["name"] = item.Record!.Name,
        ["action"] = Word(item.Action),
        ["id"] = Id(item),
    };

    private long? Id(ArcadiaPlanned item) =>
        !dryRun || (switches.DryRunIds == DryRunIds.Matched && item.Existing is not null) ? item.Pk : null;

    private string? Uuid(ArcadiaPlanned item)
    {
        if (switches.RowUuid == RowUuid.OfFile) return item.Uuid;
        return dryRun && item.Existing is null ? null : item.Record!.Uuid;
    }

    private string Word(PlannedAction action) => (switches.ActionWords, action) switch
    {
        (ActionWords.Upper, PlannedAction.New) => "NEW",
        (ActionWords.Upper, PlannedAction.Update) => "UPDATE",
        (ActionWords.Upper, _) => "NONE",
        (ActionWords.Past, PlannedAction.New) => "created",
        (ActionWords.Past, PlannedAction.Update) => "updated",
        (ActionWords.Past, _) => "skipped",
        (_, PlannedAction.New) => "new",
        (_, PlannedAction.Update) => "update",
        _ => "unchanged",
    };
}
