namespace MigrationTools.Core.Connections;

/// <summary>How a system is called in texts for people; in objects and names of cmdlets it is a word of letters alone.</summary>
public static class SystemNames
{
    /// <summary>The vendor's spelling of a system; other words stay as they are.</summary>
    /// <param name="system">The system, as objects name it.</param>
    public static string Shown(string? system) => system == "ArcGis" ? "ArcGIS" : system ?? string.Empty;
}
