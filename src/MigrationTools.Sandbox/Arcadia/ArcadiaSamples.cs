using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>What the two servers start with. Their pks never agree.</summary>
internal sealed class ArcadiaSamples(SandboxOptions options, BlobStore blobs)
{
    private const int DashboardsPerDataset = 10;
    private const int FirstScaledPk = 10_000;
    private const int LargePk = 2900;

    private static readonly string[] SampleTables = ["sales_dev.orders", "sales_dev.returns", "sales_dev.stores"];

    /// <summary>Dev holds the sample bundle with its own pks, and what scale and size add to it.</summary>
    public ArcadiaSeed Dev()
    {
        var content = ArcadiaContent.Empty(FirstPks(0)).With(ArcadiaBundle.Records(JsonText.Parse(ArcadiaFixtures.Read("sample"))));
        return new(Users(), Keys("dev"), Workspaces(2),
            [new(12, "sales_dev", "impyla", SampleTables), new(13, "warehouse_dev", "hive", ["warehouse_dev.stock"])],
            content.With(Scaled()).With(Large()));
    }

    /// <summary>Prod has other content. Connection sales knows the sample's tables, warehouse does not.</summary>
    public static ArcadiaSeed Prod() => new(Users(), Keys("prod"), Workspaces(4),
        [new(31, "sales", "impyla", [.. SampleTables, "sales.orders", "sales.returns", "finance.ledger"]), new(32, "warehouse", "hive", ["warehouse.stock"])],
        ArcadiaContent.Empty(FirstPks(5000)).With(
        [
            Record(ArcadiaTypes.Datasets, "datasets.dataset", 5201, "prod/dataset", 0, new()
            {
                ["dataconnection"] = 31, ["dataset_name"] = "ledger", ["dataset_type"] = "singletable", ["dataset_detail"] = "finance.ledger",
                ["dataset_info"] = """[{"tablename":"finance.ledger","columns":[{"name":"amount","type":"DOUBLE","isdim":false,"alias":"amount"}]}]""",
                ["dataset_tablenames"] = """["finance.ledger"]""", ["dataset_settings"] = "{}", ["cache_sequence"] = 1, ["dashboards"] = new JsonArray(7002),
            }),
            Visual(7001, "prod/visual", 0, 5201, 4, 7002, "Ledger by month"),
            Dashboard(7002, "prod/dashboard", 0, 5201, 4, "Finance overview", [7001]),
        ]));

    /// <summary>The same uuid for the same thing in every run.</summary>
    public static string Uuid(string kind, int number) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(kind + "/" + number.ToString(CultureInfo.InvariantCulture)))[..16]).ToString();

    private static ArcadiaUser[] Users() =>
    [
        new(1, "admin", "admin-password", ArcadiaRights.All),
        new(2, "importer", "importer-password", ArcadiaRights.Open | ArcadiaRights.CreateDatasets | ArcadiaRights.ExploreTables | ArcadiaRights.ManageVisuals),
        new(3, "reader", "reader-password", ArcadiaRights.Open),
        new(4, "limited", "limited-password", ArcadiaRights.None),
    ];

    private static ArcadiaKey[] Keys(string server)
    {
        ArcadiaKey Key(string name, string user) => new($"{server}-{name}-public-key", $"{server}-{name}-secret-key", user);
        return
        [
            Key("admin", "admin"), Key("importer", "importer"), Key("reader", "reader"), Key("limited", "limited"),
            Key("expired", "admin") with { Expires = DateTimeOffset.UnixEpoch }, Key("inactive", "admin") with { Active = false },
        ];
    }

    private static ArcadiaWorkspace[] Workspaces(int retail) =>
        [new(1, "Public"), new(retail, "Retail"), .. Users().Select(user => new ArcadiaWorkspace(100 + user.Id, "Private", user.Id))];

    private static Dictionary<string, long> FirstPks(long above) => new()
    {
        [ArcadiaTypes.Reports] = above + 3000, [ArcadiaTypes.Datasets] = above + 300, [ArcadiaTypes.AppGroups] = above + 20,
        [ArcadiaTypes.Memberships] = above + 60, [ArcadiaTypes.Segments] = above + 80, [ArcadiaTypes.Events] = above + 90,
        [ArcadiaTypes.DateRanges] = above + 30, [ArcadiaTypes.StaticAssets] = above + 40, [ArcadiaTypes.CustomCss] = above + 50,
        [ArcadiaTypes.Palettes] = above + 70, [ArcadiaTypes.Images] = above + 600, [ArcadiaTypes.Annotations] = above + 95,
    };

    private IEnumerable<ArcadiaRecord> Scaled()
    {
        var pk = FirstScaledPk;
        for (var index = 1; index <= options.Scale; index++)
        {
            var dataset = 1000 + ((index - 1) / DashboardsPerDataset);
            if ((index - 1) % DashboardsPerDataset == 0) yield return Stores(dataset);
            var visuals = Enumerable.Range(0, 2 + (index % 2)).Select(_ => pk++).ToList();
            var dashboard = pk++;
            for (var place = 0; place < visuals.Count; place++)
            {
                yield return Visual(visuals[place], "scaled/visual", visuals[place], dataset, 2, dashboard, $"Store {index}, view {place + 1}");
            }

            yield return Dashboard(dashboard, "scaled/dashboard", index, dataset, 2, string.Create(CultureInfo.InvariantCulture, $"Store {index:00000}"), visuals);
        }
    }

    private static ArcadiaRecord Stores(int pk) => Record(ArcadiaTypes.Datasets, "datasets.dataset", pk, "scaled/dataset", pk, new()
    {
        ["dataconnection"] = 12, ["dataset_name"] = $"stores {pk - 999}", ["dataset_type"] = "singletable", ["dataset_detail"] = "sales_dev.stores",
        ["dataset_description"] = "",
        ["dataset_info"] = """[{"tablename":"sales_dev.stores","columns":[{"name":"store_name","type":"STRING","isdim":true,"alias":"store_name"}]}]""",
        ["dataset_tablenames"] = """["sales_dev.stores"]""", ["dataset_settings"] = "{}", ["cache_sequence"] = 1, ["dashboards"] = new JsonArray(),
    });

    /// <summary>Large images, and a dashboard whose banner shows them.</summary>
    private IEnumerable<ArcadiaRecord> Large()
    {
        if (options.LargeAssetBytes <= 0) yield break;
        var html = new StringBuilder();
        for (var index = 0; index < options.LargeAssets; index++)
        {
            var pk = 500 + index;
            html.Append(CultureInfo.InvariantCulture, $"<img src=\"/arc/reports/staticasset/raw/{pk}.png\">");
            yield return Record(ArcadiaTypes.StaticAssets, "reports.staticasset", pk, "large/asset", index, new()
            {
                ["staticasset_name"] = $"Film {index + 1}", ["staticasset_description"] = "", ["staticasset_mimetype"] = "image/png",
                ["staticasset_size"] = options.LargeAssetBytes, ["staticasset_contents"] = Base64(index), ["staticasset_apps"] = null,
            });
        }

        var banner = new JsonObject
        {
            ["report_type"] = "extension",
            ["report_data"] = new JsonObject
            {
                ["report_title"] = "Films", ["dashboard_id"] = LargePk + 1,
                ["viz_type"] = new JsonObject { ["extension"] = new JsonObject { ["html"] = new JsonObject { ["html_contents"] = html.ToString() } } },
            },
        };
        yield return Report(ArcadiaTypes.Visuals, LargePk, "large/visual", 0, 41, 2, "", "extension", banner);
        yield return Dashboard(LargePk + 1, "large/dashboard", 0, 41, 2, "Films", [LargePk]);
    }

    private string Base64(int index) => blobs.Store(write =>
    {
        var random = new Random(index);
        var piece = new byte[48 * 1024];
        for (var left = options.LargeAssetBytes; left > 0;)
        {
            random.NextBytes(piece);
            var text = Encoding.ASCII.GetBytes(Convert.ToBase64String(piece));
            var count = (int)Math.Min(left, text.Length);
            write(text.AsMemory(0, count));
            left -= count;
        }
    });

    private static ArcadiaRecord Visual(int pk, string kind, int number, int dataset, int workspace, int dashboard, string title) =>
        Report(ArcadiaTypes.Visuals, pk, kind, number, dataset, workspace, "", "trellis-bars", new()
        {
            ["report_type"] = "trellis-bars",
            ["report_data"] = new JsonObject
            {
                ["core"] = new JsonObject { ["viz_type"] = "trellis-bars", ["shelves"] = new JsonArray(), ["saved_shelf_sources"] = new JsonObject() },
                ["user_settings"] = new JsonObject { ["css_styles"] = "[]", ["inline_css"] = "" },
                ["settings"] = new JsonObject(), ["report_title"] = title, ["report_subtitle"] = "", ["limit"] = 100, ["dashboard_id"] = dashboard,
            },
        });

    private static ArcadiaRecord Dashboard(int pk, string kind, int number, int dataset, int workspace, string name, List<int> visuals)
    {
        var widgets = new JsonArray([.. visuals.Select((visual, index) => (JsonNode)new JsonObject
        {
            ["col"] = 1, ["row"] = 1 + (index * 20), ["size_x"] = 64, ["size_y"] = 20, ["id"] = $"uri-{index + 1}-widget-{visual}",
        })]);
        return Report(ArcadiaTypes.Dashboards, pk, kind, number, dataset, workspace, name, "dashboard", new()
        {
            ["dashboard_sheets"] = new JsonArray(new JsonObject
            {
                ["order"] = 1, ["sheet_id"] = 1, ["sheet_handle_title"] = "Sheet 1", ["behaviors"] = new JsonObject(),
                ["visual_widgets"] = widgets.DeepClone(), ["control_widgets"] = new JsonArray(),
            }),
            ["global_control_widgets"] = new JsonArray(), ["control_widgets"] = new JsonArray(), ["dashboard_widgets"] = widgets,
            ["numColumns"] = 64, ["metadataVersion"] = 2, ["user_settings"] = new JsonObject { ["css_styles"] = "[]", ["inline_css"] = "" },
            ["report_title"] = name, ["report_subtitle"] = "",
        });
    }

    private static ArcadiaRecord Report(
        string key, int pk, string kind, int number, int dataset, int workspace, string name, string type, JsonObject body) =>
        Record(key, "reports.report", pk, kind, number, new()
        {
            ["report_name"] = name, ["report_description"] = "placeholder desc", ["dataset"] = dataset, ["workspace"] = workspace,
            ["report_type"] = type, ["report_mode"] = "", ["dashboard_url_name"] = "", ["report_data"] = JsonText.Browser(body),
            ["shared_visual_dashboards"] = type == "dashboard" ? "[]" : null, ["parent_report"] = null,
            ["has_css_styles"] = false, ["report_search_text"] = null,
        });

    private static ArcadiaRecord Record(string key, string model, int pk, string kind, int number, JsonObject fields)
    {
        fields["uuid"] = Uuid(kind, number);
        fields["imported_uuid"] = null;
        return new(key, pk, JsonText.ToElement(new JsonObject { ["model"] = model, ["pk"] = pk, ["fields"] = fields }));
    }
}
