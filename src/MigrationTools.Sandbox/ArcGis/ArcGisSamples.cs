using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What the portals hold at the start: a city's maps on dev, and a few of them, older, on prod.</summary>
public sealed class ArcGisSamples : IDisposable
{
    /// <summary>Dev's group of fourteen items, of which twelve can travel; of <c>importer1</c>.</summary>
    public const string DevOperations = "c6a1f0e2b7d94c58a3e4910f7d2b6a85";

    /// <summary>Dev's group of the vendor's three example items; of <c>importer1</c>.</summary>
    public const string DevTest = "3ca5299f4b3d423ebd66e9f72f9ef638";

    /// <summary>Dev's group without items; of <c>importer1</c>.</summary>
    public const string DevEmpty = "e0d4c3b2a1908f7e6d5c4b3a29180716";

    /// <summary>Dev's group of what cannot travel; of <c>admin</c>.</summary>
    public const string DevReferenced = "7a6b5c4d3e2f10987f6e5d4c3b2a1908";

    /// <summary>Dev's group of the large item, where there is one; of <c>importer1</c>.</summary>
    public const string DevImagery = "5d1c0b9a8f7e6d5c4b3a2918f0e1d2c3";

    /// <summary>Prod's group to import into; of <c>importer1</c>.</summary>
    public const string ProdOperations = "142b3c7995ec447288f15db4d301fe53";

    /// <summary>Prod's group of the vendor's sample request; of <c>importer1</c>.</summary>
    public const string ProdMyGroup = "d9151a601867423cab48b3e2d60e105f";

    /// <summary>Prod's group of <c>admin</c>, in which <c>importer1</c> is a member.</summary>
    public const string ProdPublicWorks = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";

    private static readonly DateTimeOffset Start = new(2020, 5, 28, 13, 46, 14, TimeSpan.Zero);

    private readonly int _scale;
    private readonly ArcGisContent? _large;

    internal ArcGisSamples(SandboxOptions options)
    {
        _scale = options.Scale;
        if (options.LargeItemBytes > 0) _large = ArcGisContent.Written(stream => ArcGisPackages.WriteNoise(stream, "imagery", options.LargeItemBytes));
    }

    /// <summary>Dev's address, as its items have it.</summary>
    public static Uri DevAddress { get; } = new("https://gis-dev.city.example/portal");

    /// <summary>Prod's address, as its items have it.</summary>
    public static Uri ProdAddress { get; } = new("https://gis.city.example/arcgis");

    /// <summary>Dev's items of the group City Operations, by a short name: parcels, hydrants, closures, map …</summary>
    public static string Id(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("city/" + name)))[..32];

    /// <inheritdoc/>
    public void Dispose() => _large?.Release();

    internal ArcGisSeed Dev()
    {
        var folder = new ArcGisFolder(Id("folder/operations"), "importer1", "Operations");
        var items = City(folder.Id);
        var test = Vendor();
        var scaled = Enumerable.Range(1, _scale).Select(Scaled).ToList();
        var large = _large is null ? [] : new List<ArcGisItem>
        {
            New("imagery", "Image Collection", "Orthophotos 2020", file: "orthophotos.zip") with { Content = _large.Share() },
        };
        return new(Users("dev"), [folder], [.. items, .. test, .. scaled, .. large],
        [
            Group(DevOperations, "City Operations", "importer1", ["viewer1", "editor1"], [.. items, .. scaled], "Maps and apps of the operations desk."),
            Group(DevTest, "Test", "importer1", [], test),
            Group(DevEmpty, "Nothing yet", "importer1", [], []),
            Group(DevReferenced, "Referenced services", "admin", ["importer1"], [.. items.Where(item => !ArcGisTypes.CanTravel(item))]),
            .. large.Count == 0 ? [] : new[] { Group(DevImagery, "Imagery", "importer1", [], large) },
        ]);
    }

    /// <summary>An older parcels layer of importer1, a map of somebody else, and something protected.</summary>
    internal static ArcGisSeed Prod()
    {
        var folder = new ArcGisFolder(Id("folder/published"), "importer1", "Published");
        var editors = new ArcGisFolder(Id("folder/editors"), "editor1", "Maps");
        ArcGisItem[] items =
        [
            Hosted("parcels", "Parcels (2019)", ProdAddress, 402_112) with { Folder = folder.Id },
            Text("map", "Web Map", "City parcels map", Map(ProdAddress)) with { Owner = "editor1", Folder = editors.Id },
            New("locator", "Geocoding Service", "Address locator") with { Owner = "admin", Protected = true, Url = ProdAddress + "/server/rest/services/Locator/GeocodeServer" },
        ];
        return new(Users("prod"), [folder, editors], items,
        [
            Group(ProdOperations, "City Operations", "importer1", ["viewer1", "editor1"], [items[0], items[1]], "Maps and apps of the operations desk."),
            Group(ProdMyGroup, "myGroup", "importer1", [], []),
            Group(ProdPublicWorks, "Public Works", "admin", ["importer1", "viewer1"], [items[2]]),
        ]);
    }

    private static List<ArcGisUser> Users(string portal) =>
    [
        new("admin", $"{portal}-admin-password", "Ada Minister", "org_admin"),
        new("importer1", $"{portal}-importer1-password", "Ida Porter", "org_publisher"),
        new("editor1", $"{portal}-editor1-password", "Ed Itor", "org_publisher"),
        new("viewer1", $"{portal}-viewer1-password", "Vi Ewer", "org_user"),
        new("curator1", $"{portal}-curator1-password", "Cora Curator", "aKq3fZ0wLx7TnVbR"),
    ];

    private static List<ArcGisItem> City(string folder) =>
    [
        Hosted("parcels", "Parcels", DevAddress, 418_304) with { Folder = folder },
        Hosted("hydrants", "Hydrants", DevAddress, 57_344) with { Folder = folder },
        Hosted("closures", "Road closures", DevAddress, 24_576) with { Owner = "editor1" },
        Text("map", "Web Map", "City parcels map", Map(DevAddress)) with { Folder = folder },
        Text("closuremap", "Web Map", "Road closures today", Map(DevAddress)) with { Owner = "editor1" },
        Text("dashboard", "Dashboard", "Hydrant inspections", App("dashboard", DevAddress)) with { Folder = folder },
        Text("hub", "Web Experience", "Public works hub", App("experience", DevAddress)) with { Folder = folder },
        Text("story", "StoryMap", "How we plough", App("storymap", DevAddress)) with { Owner = "editor1" },
        New("roster", "CSV", "Crew roster", "Who is on call, and where.", "crew_roster.csv") with { Content = Rows() },
        New("form", "Form", "Hydrant inspection form", file: "hydrant_inspection.zip") with { Content = Noise("form", 18_432) },
        New("manual", "PDF", "Inspection manual", "Third edition.", "inspection_manual.pdf") with { Content = Noise("manual", 96_256) },
        New("districts", "Shapefile", "Maintenance districts, Café & Söhne", file: "districts.zip") with { Content = Noise("districts", 44_032) },
        Service("traffic", "Feature Service", "Traffic counts (referenced)"),
        Service("basemap", "Map Service", "City basemap (referenced)"),
    ];

    /// <summary>The three items of the vendor's page.</summary>
    private static List<ArcGisItem> Vendor() =>
    [
        New("4a0fe3a6f8c3432490822a7ccffc6602", "Shapefile", "example shape file", file: "example_shape_file.zip") with
        {
            Content = Noise("shape", 5369), Created = Time(1590673414612), Modified = Time(1590673414612),
        },
        New("6a05e1064c2848918059a849a300d509", "Web Map", "example web map") with
        {
            Content = ArcGisContent.From(Encoding.UTF8.GetBytes(Map(DevAddress).PadRight(3228))), Created = Time(1590673580319), Modified = Time(1590673585488),
        },
        Hosted("2aba832a4afa429d886d8d8c8f6fbede", "example hosted feature service", DevAddress, 5369) with
        {
            Created = Time(1590673414796), Modified = Time(1590673439011),
        },
    ];

    private static ArcGisItem Scaled(int number) => New(
        string.Create(CultureInfo.InvariantCulture, $"scaled/{number}"), "CSV", string.Create(CultureInfo.InvariantCulture, $"Sensor log {number:0000}"),
        file: string.Create(CultureInfo.InvariantCulture, $"sensor_{number:0000}.csv")) with
    {
        Content = ArcGisContent.From(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"time,value\n0,{number}\n"))),
    };

    private static ArcGisItem New(string name, string type, string title, string snippet = "", string? file = null) => new()
    {
        Id = name.Length == 32 ? name : Id(name), Owner = "importer1", Type = type, Title = title, Snippet = snippet, FileName = file,
        TypeKeywords = [type], Tags = ["city"], Created = Start, Modified = Start.AddDays(3),
    };

    private static ArcGisItem Hosted(string name, string title, Uri portal, long size) => New(name, "Feature Service", title) with
    {
        TypeKeywords = ["Feature Service", "Hosted Service", "Service"], SizeOfService = size,
        Url = $"{portal}/server/rest/services/Hosted/{title.Replace(' ', '_')}/FeatureServer",
    };

    private static ArcGisItem Service(string name, string type, string title) => New(name, type, title) with
    {
        TypeKeywords = [type, "Service"], Url = $"{DevAddress}/server/rest/services/{name}/{type.Replace(" Service", "Server", StringComparison.Ordinal)}",
    };

    private static ArcGisItem Text(string name, string type, string title, string json) =>
        New(name, type, title) with { Content = ArcGisContent.From(Encoding.UTF8.GetBytes(json)) };

    private static ArcGisGroup Group(string id, string title, string owner, string[] members, IReadOnlyList<ArcGisItem> items, string snippet = "") =>
        new(id, title, owner, members, [.. items.Select(item => item.Id)]) { Snippet = snippet, Created = Start };

    private static string Map(Uri portal) => new JsonObject
    {
        ["operationalLayers"] = new JsonArray(new JsonObject
        {
            ["id"] = "parcels", ["title"] = "Parcels", ["itemId"] = Id("parcels"), ["layerType"] = "ArcGISFeatureLayer",
            ["url"] = $"{portal}/server/rest/services/Hosted/Parcels/FeatureServer/0",
        }),
        ["version"] = "2.30",
    }.ToJsonString();

    private static string App(string kind, Uri portal) => new JsonObject { ["kind"] = kind, ["map"] = Id("map"), ["portalUrl"] = portal.ToString() }.ToJsonString();

    private static ArcGisContent Rows() => ArcGisContent.From(Encoding.UTF8.GetBytes("crew,depot,phone\nNorth,Mill Street,555-0101\nSouth,Harbour,555-0102\n"));

    private static ArcGisContent Noise(string seed, long length) => ArcGisContent.Written(stream => ArcGisPackages.WriteNoise(stream, seed, length));

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
