namespace MigrationTools.Core.Arcadia;

/// <summary>One type of thing in a bundle, with its several names.</summary>
/// <param name="Key">The key of its list in the file.</param>
/// <param name="Type">What this product calls it.</param>
/// <param name="Word">The same within a sentence.</param>
/// <param name="Parameter">What an export request calls it; null where it cannot be asked for.</param>
/// <param name="NameFields">Where its name may stand among its fields, the best first.</param>
/// <param name="IsItem">False for what only travels along with an item.</param>
internal sealed record ArcadiaType(string Key, string Type, string Word, string? Parameter, string[] NameFields, bool IsItem = true);

/// <summary>The types of a bundle, in the order in which people think of them.</summary>
internal static class ArcadiaTypes
{
    public static readonly ArcadiaType App = new("appgroups", "App", "app", "appgroups", ["group_name"]);
    public static readonly ArcadiaType Dashboard = new("dashboards", "Dashboard", "dashboard", "dashboards", ["report_name"]);
    public static readonly ArcadiaType Visual = new("visuals", "Visual", "visual", "visuals", ["report_name"]);
    public static readonly ArcadiaType Dataset = new("datasets", "Dataset", "dataset", "datasets", ["dataset_name"]);

    // No bundle with one of these has been seen: their name is looked for where the other types have theirs.
    public static readonly ArcadiaType Segment = new("segments", "Segment", "segment", null, ["segment_name", "name"]);
    public static readonly ArcadiaType Event = new("events", "Event", "event", null, ["event_name", "name"]);
    public static readonly ArcadiaType DateRange = new("dateranges", "DateRange", "date range", "daterange", ["dateranges_name"]);
    public static readonly ArcadiaType StaticAsset = new("staticasset", "StaticAsset", "static asset", "staticasset", ["staticasset_name"]);
    public static readonly ArcadiaType CustomStyle = new("customcss", "CustomStyle", "custom style", "customcss", ["customcss_name"]);
    public static readonly ArcadiaType ColorPalette = new("colorpalette", "ColorPalette", "color palette", "colorpalette", ["colorpalette_name", "name"]);

    public static readonly ArcadiaType AppMembership = new("appgroupmembership", "AppMembership", "app membership", null, [], IsItem: false);
    public static readonly ArcadiaType Thumbnail = new("reportimage", "Thumbnail", "thumbnail", null, [], IsItem: false);
    public static readonly ArcadiaType Annotation = new("reportannotation", "Annotation", "annotation", null, [], IsItem: false);

    /// <summary>All types.</summary>
    public static IReadOnlyList<ArcadiaType> All { get; } =
    [
        App, Dashboard, Visual, Dataset, Segment, Event, DateRange, StaticAsset, CustomStyle, ColorPalette,
        AppMembership, Thumbnail, Annotation,
    ];

    /// <summary>All types, by the key of their list in the file.</summary>
    public static IReadOnlyDictionary<string, ArcadiaType> ByKey { get; } = All.ToDictionary(type => type.Key, StringComparer.Ordinal);
}
