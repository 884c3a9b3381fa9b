namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The object types: their keys in a bundle, their pk spaces, their names.</summary>
internal static class ArcadiaTypes
{
    public const string AppGroups = "appgroups";
    public const string Memberships = "appgroupmembership";
    public const string Dashboards = "dashboards";
    public const string Visuals = "visuals";
    public const string Datasets = "datasets";
    public const string Segments = "segments";
    public const string Events = "events";
    public const string DateRanges = "dateranges";
    public const string StaticAssets = "staticasset";
    public const string CustomCss = "customcss";
    public const string Palettes = "colorpalette";
    public const string Images = "reportimage";
    public const string Annotations = "reportannotation";

    /// <summary>Dashboards and visuals are one model with one pk sequence.</summary>
    public const string Reports = "reports";

    public const string Workspaces = "workspaces";
    public const string Connections = "connections";

    /// <summary>The keys of a bundle, as the newest release has them.</summary>
    public static readonly string[] Keys =
    [
        AppGroups, Memberships, Dashboards, Visuals, Datasets, Segments, Events, DateRanges,
        StaticAssets, CustomCss, Palettes, Images, Annotations,
    ];

    /// <summary>The order of an import: what is referred to comes first, and visuals get ids below their dashboard's.</summary>
    public static readonly string[] ImportOrder =
    [
        StaticAssets, CustomCss, Palettes, DateRanges, Datasets, Segments, Events, Visuals, Dashboards,
        AppGroups, Memberships, Images, Annotations,
    ];

    /// <summary>Request parameter of the export → key in the file. One of them differs.</summary>
    public static readonly Dictionary<string, string> Parameters = new()
    {
        ["appgroups"] = AppGroups,
        ["dashboards"] = Dashboards,
        ["visuals"] = Visuals,
        ["datasets"] = Datasets,
        ["daterange"] = DateRanges,
        ["staticasset"] = StaticAssets,
        ["customcss"] = CustomCss,
        ["colorpalette"] = Palettes,
    };

    /// <summary>The pk space of a key.</summary>
    public static string SpaceOf(string key) => key is Dashboards or Visuals ? Reports : key;

    /// <summary>The field that holds the name, for types that have one.</summary>
    public static string? NameField(string key) => key switch
    {
        AppGroups => "group_name",
        Dashboards or Visuals => "report_name",
        Datasets => "dataset_name",
        DateRanges => "dateranges_name",
        StaticAssets => "staticasset_name",
        CustomCss => "customcss_name",
        Palettes => "colorpalette_name",
        Segments => "segment_name",
        Events => "event_name",
        _ => null,
    };
}
