namespace MigrationTools.Core.Optimize;

/// <summary>The four sorts of entity, as the wire and as people call them.</summary>
internal static class OptimizeWords
{
    public const string Dashboard = "Dashboard";
    public const string Report = "Report";
    public const string ProcessReport = "ProcessReport";
    public const string DecisionReport = "DecisionReport";
    public const string CombinedReport = "CombinedReport";
    public const string Collection = "Collection";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dashboard"] = Dashboard,
        ["single_process_report"] = ProcessReport,
        ["single_decision_report"] = DecisionReport,
        ["combined_report"] = CombinedReport,
    };

    /// <summary>The type of an exportEntityType; a word that is not known stays what it is.</summary>
    public static string TypeOf(string exportEntityType) => Types.GetValueOrDefault(exportEntityType, exportEntityType);

    /// <summary>True for the types that this product knows.</summary>
    public static bool IsKnown(string type) => Types.ContainsValue(type);

    /// <summary>The sort of entity that an index of the server's search engine holds; null for another index.</summary>
    public static string? TypeOfIndex(string index) =>
        index.Contains("single-process-report", StringComparison.Ordinal) ? ProcessReport
        : index.Contains("single-decision-report", StringComparison.Ordinal) ? DecisionReport
        : index.Contains("combined-report", StringComparison.Ordinal) ? CombinedReport
        : index.Contains("dashboard", StringComparison.Ordinal) ? Dashboard
        : null;

    /// <summary>Dashboard or Report: what the server's addresses tell apart.</summary>
    public static string RouteOf(string type) => type == Dashboard ? Dashboard : Report;

    /// <summary>In the middle of a sentence: dashboard, process report.</summary>
    public static string InWords(string type) => type switch
    {
        Dashboard => "dashboard",
        ProcessReport => "process report",
        DecisionReport => "decision report",
        CombinedReport => "combined report",
        _ => type,
    };
}
