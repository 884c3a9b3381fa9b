namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What the portal knows of types of items.</summary>
internal static class ArcGisTypes
{
    public const string Package = "Export Package";

    private static readonly string[] Apps = ["Dashboard", "Web Experience", "Web Mapping Application", "StoryMap"];

    /// <summary>Whether an export takes it: services only where the portal hosts their data.</summary>
    public static bool CanTravel(ArcGisItem item) => item.Type switch
    {
        "Feature Service" or "Map Service" => item.TypeKeywords.Contains("Hosted Service"),
        "Image Service" or "Geoprocessing Service" or "Notebook" or Package => false,
        _ => true,
    };

    /// <summary>What is made of others is imported after them.</summary>
    public static int Rank(string type) => type == "Web Map" ? 1 : Apps.Contains(type) ? 2 : 0;
}
