using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>Bundles to import: the sample that dev holds, and variants of it with uuids of their own.</summary>
public static class ArcadiaFixtures
{
    private const int ManyVisuals = 500;

    /// <summary>The names: sample, release41, minimal, opaque, maptoken, emptyname, twoconnections, visuals500.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["sample", "release41", "minimal", "opaque", "maptoken", "emptyname", "twoconnections", "visuals500"];

    /// <summary>The text of a bundle.</summary>
    public static string Read(string name)
    {
        if (name == "visuals500") return Many();
        using var stream = typeof(ArcadiaFixtures).Assembly.GetManifestResourceStream($"Arcadia.{name}.json")
            ?? throw new ArgumentException($"There is no fixture {name}.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>One dashboard with 500 visuals, made from the minimal bundle.</summary>
    private static string Many()
    {
        var bundle = JsonNode.Parse(Read("minimal"))!.AsObject();
        var visual = bundle["visuals"]![0]!;
        var visuals = new JsonArray();
        var widgets = new JsonArray();
        for (var index = 1; index <= ManyVisuals; index++)
        {
            var copy = visual.DeepClone();
            copy["pk"] = 910_000 + index;
            copy["fields"]!["uuid"] = ArcadiaSamples.Uuid("many/visual", index);
            visuals.Add(copy);
            widgets.Add(new JsonObject { ["col"] = 1, ["row"] = index, ["size_x"] = 64, ["size_y"] = 1, ["id"] = $"uri-{index}-widget-{910_000 + index}" });
        }

        var dashboard = bundle["dashboards"]![0]!["fields"]!;
        dashboard["uuid"] = ArcadiaSamples.Uuid("many/dashboard", 0);
        dashboard["report_name"] = "Five hundred";
        var body = JsonNode.Parse((string)dashboard["report_data"]!)!;
        body["dashboard_sheets"]![0]!["visual_widgets"] = widgets.DeepClone();
        body["dashboard_widgets"] = widgets;
        dashboard["report_data"] = JsonText.Browser(body);
        bundle["datasets"]![0]!["fields"]!["uuid"] = ArcadiaSamples.Uuid("many/dataset", 0);
        bundle["visuals"] = visuals;
        return bundle.ToJsonString();
    }
}
