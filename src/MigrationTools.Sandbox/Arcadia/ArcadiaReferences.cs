using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>One reference of a record to another.</summary>
/// <param name="Space">The pk space it points into.</param>
/// <param name="Pk">The pk it names, or 0 where it goes by name.</param>
/// <param name="Name">The name, where it goes by name.</param>
/// <param name="Brings">Whether an export that has the one takes the other along.</param>
internal sealed record ArcadiaReference(string Space, long Pk, string? Name, bool Brings);

/// <summary>
/// Finds and rewrites references: plain ints, ints in JSON in strings (up to three levels), pks as text in widget ids
/// and as object keys, and pks in the free text of styles and HTML.
/// </summary>
internal sealed partial class ArcadiaReferences
{
    private readonly Func<ArcadiaReference, long?> _visit;
    private readonly bool _freeText;
    private int _changes;

    private ArcadiaReferences(Func<ArcadiaReference, long?> visit, bool freeText)
    {
        _visit = visit;
        _freeText = freeText;
    }

    public static IReadOnlyList<ArcadiaReference> Find(ArcadiaRecord record)
    {
        var found = new List<ArcadiaReference>();
        new ArcadiaReferences(reference =>
        {
            found.Add(reference);
            return null;
        }, true).Record(record.Key, record.FieldsCopy());
        return found;
    }

    /// <summary>Replaces every reference for which the map has an answer; what it does not know stays as it is.</summary>
    public static void Rewrite(string key, JsonObject fields, Func<string, long, long?> map, bool freeText) =>
        new ArcadiaReferences(reference => reference.Name is null ? map(reference.Space, reference.Pk) : null, freeText).Record(key, fields);

    private void Record(string key, JsonObject fields)
    {
        switch (key)
        {
            case ArcadiaTypes.Dashboards or ArcadiaTypes.Visuals:
                Number(fields, "dataset", ArcadiaTypes.Datasets, true);
                Number(fields, "workspace", ArcadiaTypes.Workspaces, false);
                Number(fields, "parent_report", ArcadiaTypes.Reports, true);
                Nested(fields, "shared_visual_dashboards", node => Numbers(node, ArcadiaTypes.Reports, false));
                Nested(fields, "report_data", Body);
                break;
            case ArcadiaTypes.Datasets:
                Number(fields, "dataconnection", ArcadiaTypes.Connections, false);
                Numbers(fields["dashboards"], ArcadiaTypes.Reports, false);
                break;
            case ArcadiaTypes.AppGroups:
                Number(fields, "group_parent", ArcadiaTypes.AppGroups, false);
                Nested(fields, "group_options", Body);
                break;
            case ArcadiaTypes.Memberships:
                Number(fields, "appgroup_group", ArcadiaTypes.AppGroups, false);
                Number(fields, "appgroup_app", ArcadiaTypes.Reports, true);
                break;
            case ArcadiaTypes.CustomCss:
                foreach (var name in fields.Select(field => field.Key).ToList()) FreeText(fields, name);
                break;
            default:
                // Thumbnails, and the types whose fields nobody published: they name their owner like this.
                Number(fields, "report", ArcadiaTypes.Reports, false);
                Number(fields, "dataset", ArcadiaTypes.Datasets, false);
                break;
        }
    }

    private void Body(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array) Body(item);
                break;
            case JsonObject container:
                foreach (var name in container.Select(field => field.Key).ToList()) Member(container, name);
                break;
        }
    }

    private void Member(JsonObject container, string name)
    {
        switch (name)
        {
            case "css_styles":
                Nested(container, name, styles =>
                {
                    foreach (var style in (styles as JsonArray ?? []).OfType<JsonObject>()) Number(style, "cssid", ArcadiaTypes.CustomCss, true);
                });
                break;
            case "dashboard_widgets" or "visual_widgets":
                foreach (var widget in (container[name] as JsonArray ?? []).OfType<JsonObject>()) Widget(widget);
                break;
            case "control_widgets" or "global_control_widgets":
                Numbers(container[name], ArcadiaTypes.Reports, true);
                break;
            case "click_behavior" or "click_behaviors" or "behaviors":
                if ((container[name] as JsonObject)?["reports"] is JsonObject reports) ClickActions(reports);
                break;
            case "dashboard_id":
                Number(container, name, ArcadiaTypes.Reports, false);
                break;
            case "selected_segments":
                Numbers(container[name], ArcadiaTypes.Segments, true);
                break;
            case "palette_id":
                Number(container, name, ArcadiaTypes.Palettes, true);
                break;
            case "oneclick_dateranges" when container[name] is JsonValue value && value.TryGetValue<string>(out var range):
                _visit(new(ArcadiaTypes.DateRanges, 0, range, true));
                break;
            default:
                if (container[name] is JsonValue) FreeText(container, name);
                else Body(container[name]);
                break;
        }
    }

    private void Widget(JsonObject widget)
    {
        if (widget["id"] is not JsonValue value || !value.TryGetValue<string>(out var id) || WidgetId().Match(id) is not { Success: true } match) return;
        if (Visit(ArcadiaTypes.Reports, match.Groups[2].Value, true) is { } pk) widget["id"] = match.Groups[1].Value + Text(pk);
    }

    /// <summary>The keys are pks; order stays.</summary>
    private void ClickActions(JsonObject reports)
    {
        var before = _changes;
        var actions = reports.ToList();
        var keys = actions.ConvertAll(action => Visit(ArcadiaTypes.Reports, action.Key, false) is { } pk ? Text(pk) : action.Key);
        foreach (var (_, action) in actions)
        {
            if ((action as JsonObject)?["primary"] is JsonObject primary && primary["report_id"]?.ToString() != "0")
            {
                Number(primary, "report_id", ArcadiaTypes.Reports, false);
            }
        }

        if (_changes == before) return;
        reports.Clear();
        for (var index = 0; index < keys.Count; index++) reports[keys[index]] = actions[index].Value;
    }

    private void FreeText(JsonObject container, string name)
    {
        if (container[name] is not JsonValue value || !value.TryGetValue<string>(out var text)
            || !text.Contains("staticasset/raw/", StringComparison.Ordinal)) return;
        var replaced = AssetUrl().Replace(text, match =>
            Visit(ArcadiaTypes.StaticAssets, match.Value, true) is { } pk && _freeText ? Text(pk) : match.Value);
        if (replaced != text) container[name] = replaced;
    }

    private void Nested(JsonObject container, string name, Action<JsonNode?> walk)
    {
        if (container[name] is not JsonValue value || !value.TryGetValue<string>(out var text)) return;
        try
        {
            if (JsonText.TryNode(text) is not { } document) return;
            var before = _changes;
            walk(document);
            if (_changes != before) container[name] = JsonText.Browser(document);
        }
        catch (ArgumentException)
        {
            // A name twice in one object: it is passed on as it is.
        }
    }

    private void Number(JsonObject container, string name, string space, bool brings)
    {
        if (container[name] is JsonValue value && Visit(space, value, brings) is { } pk) container[name] = pk;
    }

    private void Numbers(JsonNode? node, string space, bool brings)
    {
        if (node is not JsonArray array) return;
        for (var index = 0; index < array.Count; index++)
        {
            if (array[index] is JsonValue value && Visit(space, value, brings) is { } pk) array[index] = pk;
        }
    }

    private long? Visit(string space, JsonValue value, bool brings) =>
        value.GetValueKind() == JsonValueKind.Number ? Visit(space, value.ToJsonString(), brings) : null;

    private long? Visit(string space, string token, bool brings)
    {
        if (!long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var pk)) return null;
        if (_visit(new(space, pk, null, brings)) is not { } mapped || mapped == pk) return null;
        if (space != ArcadiaTypes.StaticAssets || _freeText) _changes++;
        return mapped;
    }

    private static string Text(long pk) => pk.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(uri-\d+-widget-)(\d+)$")]
    private static partial Regex WidgetId();

    [GeneratedRegex(@"(?<=staticasset/raw/)\d+")]
    private static partial Regex AssetUrl();
}
