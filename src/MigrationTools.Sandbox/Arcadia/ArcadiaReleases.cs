using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>What each release writes: keys, fields, version. Unknown fields pass in all of them.</summary>
internal static class ArcadiaReleases
{
    /// <summary>The first release of the fields that not all have, with the value for records that came without.</summary>
    private static readonly (Release Since, string Key, string Field, string Default)[] Fields =
    [
        (Release.V43, ArcadiaTypes.Reports, "workspace", "null"),
        (Release.V43, ArcadiaTypes.Reports, "shared_visual_dashboards", "null"),
        (Release.V62, ArcadiaTypes.Reports, "dashboard_url_name", "\"\""),
        (Release.V62, ArcadiaTypes.Reports, "report_search_text", "null"),
        (Release.V64, ArcadiaTypes.Reports, "parent_report", "null"),
        (Release.V62, ArcadiaTypes.Datasets, "search_enabled", "false"),
        (Release.V64, ArcadiaTypes.Datasets, "dashboards", "[]"),
        (Release.V81, ArcadiaTypes.Datasets, "dataset_tablenames", "\"[]\""),
        (Release.V81, ArcadiaTypes.Datasets, "version_id", "null"),
        (Release.V81, ArcadiaTypes.Datasets, "version_group_id", "null"),
        (Release.V81, ArcadiaTypes.Datasets, "is_active_version", "true"),
        (Release.V81, ArcadiaTypes.Datasets, "version_name", "\"\""),
        (Release.V81, ArcadiaTypes.Datasets, "is_named_version", "false"),
    ];

    /// <summary>The lists that a release's bundles have.</summary>
    public static IEnumerable<string> KeysOf(Release release) => ArcadiaTypes.Keys.Where(key => key switch
    {
        ArcadiaTypes.Palettes => Has(release, Release.V62),
        ArcadiaTypes.Annotations => Has(release, Release.V81),
        _ => true,
    });

    public static JsonObject VersionOf(Release release)
    {
        var (number, description) = release switch
        {
            Release.V41 => ("4.1.1.0", "v4.1.1.0-2-g6650353"),
            Release.V43 => ("4.3.0.1", "v4.3.0.1-4-g6650353"),
            Release.V62 => ("6.2.3", "6.2.3-b8"),
            Release.V64 => ("6.4.0", "6.4.0-b12"),
            _ => ("8.1.4.1000", "8.1.4.1000-4"),
        };
        var version = new JsonObject
        {
            ["Arcviz Version"] = number,
            ["Raw Timestamp of last commit"] = "1760000000",
            ["Timestamp of last commit"] = "Thu Oct 9 08:53:20 2025 +0000",
            ["SHA of last commit"] = "6650353c6b2da306b8943f0d64dcae05aa9bc43f",
            ["Description"] = description,
        };
        if (Has(release, Release.V62)) return version;
        version["OS X Installer URL"] = "";
        version["WIN Installer URL"] = "";
        return version;
    }

    /// <summary>Whether a bundle comes from a later release than the server's.</summary>
    public static bool IsNewer(JsonElement bundle, Release release)
    {
        if (!bundle.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Object
            || !version.TryGetProperty("Arcviz Version", out var text) || text.ValueKind != JsonValueKind.String) return false;
        return Rank(text.GetString()!) > Rank((string)VersionOf(release)["Arcviz Version"]!);
    }

    /// <summary>A record as the release would write it.</summary>
    public static JsonObject Shape(ArcadiaRecord record, Release release, ArcadiaContent content)
    {
        var whole = JsonObject.Create(record.Json)!;
        if (whole["fields"] is not JsonObject fields) return whole;
        foreach (var (since, space, field, value) in Fields.Where(known => known.Key == record.Space))
        {
            if (!Has(release, since)) fields.Remove(field);
            else if (!fields.ContainsKey(field)) fields[field] = JsonNode.Parse(value);
        }

        if (record.Space == ArcadiaTypes.Reports && !Has(release, Release.V62)) ShapeBody(record, fields, release, content);
        return whole;
    }

    private static bool Has(Release release, Release since) => release <= since;

    private static double Rank(string version)
    {
        var parts = version.Split('.');
        return parts.Length > 1 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? major * 1000 + minor : 0;
    }

    private static void ShapeBody(ArcadiaRecord record, JsonObject fields, Release release, ArcadiaContent content)
    {
        if (JsonText.TryNode(record.Text("report_data")) is not JsonObject body) return;
        body.Remove("metadataVersion");
        if (record.Key == ArcadiaTypes.Dashboards && release == Release.V41) Flatten(body);
        if (record.Key == ArcadiaTypes.Visuals && body["report_data"] is JsonObject visual)
        {
            if (release == Release.V41)
            {
                visual.Remove("dashboard_id");
                visual["shelfHistory"] ??= new JsonArray();
                visual["lastShelfHistory"] ??= new JsonObject();
            }

            if (record.Number("dataset") is { } pk && content.Find(ArcadiaTypes.Datasets, pk)?.Text("dataset_detail") is { } table)
            {
                visual["sql_text"] ??= $"SELECT * FROM {table} TA_0 LIMIT 100";
            }
        }

        fields["report_data"] = JsonText.Browser(body);
    }

    /// <summary>4.1 knows no sheets: all widgets stand on the dashboard itself.</summary>
    private static void Flatten(JsonObject body)
    {
        var widgets = new JsonArray();
        var controls = new JsonArray();
        foreach (var sheet in (body["dashboard_sheets"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var widget in (sheet["visual_widgets"] as JsonArray ?? []).OfType<JsonObject>()) widgets.Add(Numbered(widget, widgets.Count + 1));
        }

        foreach (var list in new[] { body["control_widgets"], body["global_control_widgets"] })
        {
            foreach (var control in list as JsonArray ?? []) controls.Add(control?.DeepClone());
        }

        if (body.Remove("dashboard_sheets")) body["dashboard_widgets"] = widgets;
        body.Remove("global_control_widgets");
        body["control_widgets"] = controls;
    }

    private static JsonNode Numbered(JsonObject widget, int number)
    {
        var copy = (JsonObject)widget.DeepClone();
        copy["id"] = $"uri-{number}-widget-{copy["id"]!.ToString().Split('-')[^1]}";
        return copy;
    }
}
