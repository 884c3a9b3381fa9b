using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Core.Arcadia;
using static MigrationTools.Core.Tests.Arcadia.PackageBundles;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaPackageVariantTests
{
    private static readonly string _facts = Facts(Read(Sample()));

    [Fact]
    public void Order_blanks_and_byte_order_mark_make_no_difference()
    {
        var indented = Sample().ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        Assert.Equal(_facts, Facts(Read(indented)));
        Assert.Equal(_facts, Facts(Read("\uFEFF \r\n\t" + indented.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n")));
        Assert.Equal(_facts, Facts(Read(File.ReadAllText(SamplePath))));
    }

    [Fact]
    public void Order_of_keys_makes_no_difference()
    {
        var shuffled = new JsonObject();
        foreach (var (key, value) in Sample().Reverse())
        {
            shuffled[key] = value is JsonArray list
                ? new JsonArray([.. list.Select(record => new JsonObject(record!.AsObject().Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))))])
                : value!.DeepClone();
        }
        Assert.StartsWith("{\"version\"", shuffled.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("[{\"fields\"", shuffled.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(_facts, Facts(Read(shuffled)));
    }

    [Fact]
    public void A_file_of_release_4_1_is_read()
    {
        var bundle = Sample();
        bundle.Remove("colorpalette");
        bundle.Remove("reportannotation");
        foreach (var key in new[] { "dashboards", "visuals" })
        {
            foreach (var pk in bundle[key]!.AsArray().Select(record => record!["pk"]!.GetValue<int>()).ToList())
            {
                Edit(bundle, key, pk,
                    fields => { foreach (var newer in new[] { "workspace", "shared_visual_dashboards", "parent_report", "dashboard_url_name" }) fields.Remove(newer); },
                    data =>
                    {
                        foreach (var newer in new[] { "dashboard_sheets", "global_control_widgets", "metadataVersion" }) data.Remove(newer);
                        (data["report_data"] as JsonObject)?.Remove("dashboard_id");
                    });
            }
        }
        foreach (var dataset in bundle["datasets"]!.AsArray()) dataset!["fields"]!.AsObject().Remove("dataset_tablenames");
        var package = Read(bundle);
        Assert.Equal(["Visual 2101", "Visual 2103", "Visual 2105", "Visual 2199", "Dataset 41", "CustomStyle 4"], package.Item("Dashboard 2115").DependsOn);
        // SQL hides its tables.
        Assert.Equal(["sales_dev.orders"], package.Tables);
        Assert.Equal(12, bundle.Count);
    }

    [Fact]
    public void A_generated_minimal_file_is_read()
    {
        var package = Read("""{"visuals":[{"pk":1,"fields":{}}],"version":{"Arcviz Version":"8.1.4","Description":"x"}}""");
        Assert.Equal(["Visual 1 'visual 1' <-"], Lines(package));
        Assert.Empty(package.Warnings);
        Assert.Empty(Read("""{"dashboards":[],"version":{}}""").Items);
    }

    [Fact]
    public void Records_of_unknown_shape_are_listed_by_id()
    {
        var package = Read("""
            {"segments":[{"model":"x","pk":3,"fields":{"name":"Big spenders","dataset_id":9,"data":{"a":[[[1]]]}}}],
             "events":[{"pk":4,"fields":{"uuid":"u"}}], "colorpalette":[{"pk":"5","fields":{"colorpalette_name":"Warm"}}],
             "reportannotation":[{"pk":6,"fields":{}}], "somethingnew":{"x":[1,2]}, "version":{}}
            """);
        Assert.Equal(["Segment 3 'Big spenders' <-", "Event 4 'event 4' <-", "ColorPalette 5 'Warm' <-"], Lines(package));
        Assert.Equal(1, package.Counts["Annotation"]);
        Assert.Empty(package.Warnings);
    }

    [Fact]
    public void Entries_that_are_no_records_are_counted_and_stop_nothing()
    {
        var package = Read("""
            {"visuals":[1,"x",null,[],{},{"pk":1},{"fields":{}},{"pk":null,"fields":{}},{"pk":[1],"fields":{}},{"pk":2,"fields":[]},{"pk":7,"fields":{"report_data":5,"dataset":{},"uuid":1}}],
             "datasets":{"a":1},"dashboards":null,"version":{"Arcviz Version":8}}
            """);
        Assert.Equal(["Visual 7 'visual 7' <-"], Lines(package));
        Assert.Null(package.SourceVersion);
        Assert.Contains("""The part "visuals" has entries that are no records: 10. They travel along, and could not be looked into.""", package.Warnings);
        Assert.Contains("""The part "datasets" is no list; nothing in it could be looked into.""", package.Warnings);
        Assert.Equal(3, package.Warnings.Count);
    }

    [Fact]
    public void The_key_of_a_map_service_is_named_and_never_shown()
    {
        var package = Read(With("visuals",
            Visual(1, new JsonObject { ["report_title"] = "Map", ["settings"] = new JsonObject { ["local_map_key"] = "pk.geheim" } }),
            Visual(2, new JsonObject { ["local_map_key"] = "" })));
        Assert.Equal(["Visual 1"], package.CarriesSecrets);
        Assert.Equal("Visual 'Map' (1) carries the key of a map service (local_map_key).", Assert.Single(package.Warnings));
        Assert.DoesNotContain("geheim", package.ToString() + Facts(package), StringComparison.Ordinal);
    }

    [Fact]
    public void Five_hundred_visuals_are_read()
    {
        var package = Read(With("visuals", [.. Enumerable.Range(1, 500).Select(pk => Visual(pk, new JsonObject { ["report_title"] = $"V{pk}" }))]));
        Assert.Equal(500, package.Items.Count);
        Assert.Equal("V500", package.Items[499].Name);
    }

    [Fact]
    public void Names_fall_back_to_what_a_person_can_tell_apart()
    {
        Assert.Equal("Titled", Read(With("dashboards", Dashboard(1, "", new JsonObject { ["report_title"] = "Titled" }))).Items[0].Name);
        Assert.Equal("dashboard 1", Read(With("dashboards", Dashboard(1, " ", []))).Items[0].Name);
        Assert.Equal("trellis-bars 1", Read(With("visuals", Visual(1, new JsonObject { ["report_title"] = "" }, "trellis-bars"))).Items[0].Name);
        Assert.Equal("two lines", Read(With("visuals", Visual(1, new JsonObject { ["report_title"] = "two\nlines\u001b" }))).Items[0].Name);
        Assert.Equal("dataset 1", Read(With("datasets", Record("datasets.dataset", 1, []))).Items[0].Name);
    }

    [Fact]
    public void Names_hold_nothing_that_is_not_seen_and_turns_what_is()
    {
        // Marks that turn the direction, a zero-width space, an invisible tag, and the two separators that break a line.
        const string unseen = "\u202E\u2066\u200B\U000E0041\u2028\u2029\uFEFF\u00AD";
        var visual = Visual(1, new JsonObject { ["report_title"] = $"Sa{unseen}les", ["behaviors"] = new JsonObject { ["reports"] = new JsonObject { [$"9{unseen}"] = new JsonObject() } } });
        visual["fields"]!["uuid"] = $"u{unseen}";
        var package = Read(With("visuals", visual));
        var texts = package.Items.SelectMany(item => new[] { item.Name, item.Uuid!, item.Id }).Concat(package.Warnings).ToList();
        Assert.Contains(texts, text => text.Contains("names visual 9", StringComparison.Ordinal));
        Assert.Equal("u", package.Items[0].Uuid);
        Assert.All(texts, text => Assert.DoesNotContain(text.EnumerateRunes(), rune => unseen.EnumerateRunes().Contains(rune)));
    }

    [Fact]
    public void Two_source_connections_are_told_apart()
    {
        var bundle = Sample();
        Edit(bundle, "datasets", 42, fields => fields["dataconnection"] = 13);
        Assert.Equal(["12: orders", "13: returns per day"], Read(bundle).SourceConnections.Select(connection => $"{connection.Id}: {string.Join(',', connection.Datasets)}"));
    }

    [Fact]
    public void Numbers_of_any_size_keep_their_digits()
    {
        const string huge = "151234567890123450000123456789";
        var package = Read($$$$"""{"visuals":[{"pk":{{{{huge}}}},"fields":{"dataset":{{{{huge}}}}1,"persistentId":1e999999,"x":-0.0E-12}}],"version":{}}""");
        Assert.Equal(huge, package.Items[0].Id);
        Assert.Equal(["Dataset " + huge + "1"], package.Items[0].DependsOn);
    }

    [Fact]
    public void An_exports_share_of_the_sample_has_one_more_loose_end()
    {
        var bundle = Sample();
        bundle["dashboards"]!.AsArray().RemoveAt(1);
        bundle["visuals"]!.AsArray().RemoveAt(5);
        bundle["appgroups"] = new JsonArray();
        bundle["appgroupmembership"] = new JsonArray();
        Assert.Equal(
            [
                "Dashboard 'Store sales overview' (2115) names visual 2199, which is not in the package.",
                "Dataset 'returns per day' (42) names dashboard 2110, which is not in the package.",
            ],
            Read(bundle).Warnings.Where(warning => warning.Contains("names", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_kind_of_reference_is_found_and_missed()
    {
        var bundle = Sample();
        Edit(bundle, "visuals", 2101, fields => { fields["dataset"] = 901; fields["parent_report"] = 902; }, data =>
        {
            var inner = data["report_data"]!.AsObject();
            inner["dashboard_id"] = 903;
            inner["selected_segments"] = new JsonArray(904);
            inner["user_settings"] = new JsonObject { ["css_styles"] = """[{"cssid":905}]""", ["inline_css"] = "a{b:url(/arc/reports/staticasset/raw/906.png)}", ["oneclick_dateranges"] = "Nobody's" };
        });
        Edit(bundle, "dashboards", 2110, _ => { }, data =>
        {
            data["click_behavior"] = JsonNode.Parse("""{"reports":{"907":{"primary":{"report_id":908}},"2106":{"primary":{"report_id":0}}}}""");
            data["global_control_widgets"] = new JsonArray(909);
            data["dashboard_sheets"]![0]!["behaviors"] = JsonNode.Parse("""{"reports":{"910":{"primary":false}}}""");
            data["dashboard_sheets"]![0]!["visual_widgets"]!.AsArray().Add(new JsonObject { ["id"] = "uri-7-widget-911" });
        });
        Edit(bundle, "datasets", 41, fields => fields["dashboards"] = new JsonArray(912));
        Edit(bundle, "reportimage", 58, fields => fields["report"] = 913);
        Edit(bundle, "appgroups", 6, fields => fields["group_parent"] = 914);
        Edit(bundle, "appgroupmembership", 31, fields => fields["appgroup_app"] = 915);
        Edit(bundle, "appgroupmembership", 32, fields => fields["appgroup_group"] = 916);
        Edit(bundle, "customcss", 4, fields => fields["customcss_js"] = @"get('\/arc\/reports\/staticasset\/raw\/917.png')");

        var missing = Read(bundle).Warnings.Where(warning => warning.Contains("names", StringComparison.Ordinal))
            .Select(warning => warning[(warning.IndexOf("names ", StringComparison.Ordinal) + 6)..warning.IndexOf(',', StringComparison.Ordinal)]);

        Assert.Equal(
            [
                "app 914", "app 916", "custom style 905", "dashboard 903", "dashboard 912", "dataset 901", "date range 'Nobody's'", "report 902", "report 908",
                "report 913", "report 915", "segment 904", "static asset 906", "static asset 917", "visual 2199", "visual 907", "visual 909", "visual 910", "visual 911",
            ],
            missing.Order(StringComparer.Ordinal));
        var package = Read(bundle);
        Assert.Equal(["Dataset 901", "Segment 904", "StaticAsset 906", "CustomStyle 905", "Report 902"], package.Item("Visual 2101").DependsOn);
        Assert.Equal(["CustomStyle 4"], package.CarriesCode.Where(text => text.StartsWith("CustomStyle", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_only_points_back_is_no_need()
    {
        var bundle = Sample();
        Edit(bundle, "visuals", 2101, fields => fields["parent_report"] = 2115, data => data["report_data"]!["click_behaviors"] = JsonNode.Parse("""{"reports":{"2102":{"primary":true}}}"""));
        Edit(bundle, "visuals", 2102, fields => fields["parent_report"] = 2101);
        Edit(bundle, "dashboards", 2115, _ => { }, data => data["click_behavior"] = JsonNode.Parse("""{"reports":{"2101":{"primary":{"report_id":2110}}}}"""));
        var package = Read(bundle);
        Assert.Equal(["Dataset 41", "CustomStyle 4"], package.Item("Visual 2101").DependsOn);
        Assert.Equal(["Visual 2101", "Dataset 42"], package.Item("Visual 2102").DependsOn);
        Assert.DoesNotContain("Dashboard 2110", package.Item("Dashboard 2115").DependsOn);
        Assert.Empty(package.Item("Dataset 41").DependsOn);
    }

    [Theory]
    [InlineData("[2110, 2115]", true)]
    [InlineData("[2115]", false)]
    [InlineData("[]", false)]
    [InlineData("nonsense", false)]
    public void A_visual_that_names_other_dashboards_is_linked(string shared, bool linked)
    {
        var bundle = Sample();
        Edit(bundle, "visuals", 2101, fields => fields["shared_visual_dashboards"] = shared);
        Assert.Equal(linked, Read(bundle).Item("Visual 2101").IsLinked);
    }

    [Fact]
    public void A_visual_that_two_dashboards_show_is_linked()
    {
        var bundle = Sample();
        Edit(bundle, "dashboards", 2110, _ => { }, data => data["control_widgets"] = new JsonArray(2101));
        Assert.Equal(["Visual 2101"], Read(bundle).LinkedVisuals);
    }

    [Fact]
    public void An_app_may_show_a_visual()
    {
        var bundle = Sample();
        Edit(bundle, "appgroupmembership", 31, fields => fields["appgroup_app"] = 2101);
        Assert.Equal(["App 5", "Dashboard 2110", "Visual 2101"], Read(bundle).Item("App 6").DependsOn);
        Assert.Empty(Read(bundle).LinkedVisuals);
    }

    [Fact]
    public void Several_date_ranges_may_be_named_at_once()
    {
        var bundle = Sample();
        Edit(bundle, "dateranges", 8, fields => fields["dateranges_name"] = "Nights");
        Edit(bundle, "visuals", 2103, _ => { }, data => data["report_data"]!["user_settings"]!["oneclick_dateranges"] = "Nights, Trading hours, Noon");
        var package = Read(bundle);
        Assert.Equal(["Dataset 41", "DateRange 7", "DateRange 8"], package.Item("Visual 2103").DependsOn);
        Assert.Contains("Visual 'daterange 2103' (2103) names date range 'Noon', which is not in the package.", package.Warnings);
        Edit(bundle, "visuals", 2103, _ => { }, data => data["report_data"]!["user_settings"]!["oneclick_dateranges"] = new JsonArray("Nights"));
        Assert.Equal(["Dataset 41", "DateRange 8"], Read(bundle).Item("Visual 2103").DependsOn);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"report_data\":")]
    [InlineData("{\"report_data\":{\"css_styles\":\"[{\"}}")]
    [InlineData("{\"user_settings\":{\"css_styles\":\"\\ud83d\"}}")]
    public void Data_that_cannot_be_read_gives_a_warning(string data)
    {
        var bundle = With("visuals", Record("reports.report", 1, new JsonObject { ["report_type"] = "table", ["report_data"] = data }));
        Assert.Contains("could not be looked into", Assert.Single(Read(bundle).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_does_not_stop_the_reading()
    {
        var package = Read("""{"datasets":[{"pk":1,"fields":{"dataset_name":"cut \ud83d","x\udc00":1}},{"pk":2,"fields":{"dataset_name":"\ud83d\udcca \u00e9\n\"\/"}}],"ver\u0073ion":{"Arcviz Version":"8","\ud800":1}}""");
        Assert.Equal(["cut \uFFFD", "📊 é \"/"], package.Items.Select(item => item.Name));
        Assert.Equal("8", package.SourceVersion);
    }

    [Fact]
    public void Text_that_is_no_utf8_does_not_stop_the_reading()
    {
        var bytes = Encoding.Latin1.GetBytes("""{"datasets":[{"pk":1,"fields":{"dataset_name":"Café","dashboards":"[\"é\"]"}}],"version":{}}""");
        Assert.Equal("Caf\uFFFD", Read(bytes).Items[0].Name);
    }

    [Fact]
    public void Two_records_with_one_id_are_pointed_out()
    {
        var package = Read(With("visuals", Visual(1), Visual(1)));
        Assert.Equal(2, package.Items.Count);
        Assert.Contains("has the id of another visual", Assert.Single(package.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_have_an_end()
    {
        var widgets = new JsonArray([.. Enumerable.Range(1, 5000).Select(pk => (JsonNode)pk)]);
        var package = Read(With("dashboards", Dashboard(0, "D", new JsonObject { ["control_widgets"] = widgets })));
        Assert.Equal(1001, package.Warnings.Count);
        Assert.Equal("There are 4000 more warnings.", package.Warnings[^1]);
    }
}
