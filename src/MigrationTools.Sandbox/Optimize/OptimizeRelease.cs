namespace MigrationTools.Sandbox.Optimize;

/// <summary>The four kinds of entities, by their names in an export.</summary>
public static class OptimizeTypes
{
    /// <summary>A dashboard.</summary>
    public const string Dashboard = "dashboard";

    /// <summary>A report over processes.</summary>
    public const string Process = "single_process_report";

    /// <summary>A report over decisions.</summary>
    public const string Decision = "single_decision_report";

    /// <summary>Several process reports in one chart.</summary>
    public const string Combined = "combined_report";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Dashboard, Process, Decision, Combined];
}

/// <summary>The format of a release: its index numbers, and which fields it knows.</summary>
internal sealed record OptimizeRelease(Indices Indices)
{
    public int IndexOf(string type) => Indices switch
    {
        Indices.V310 => Of(type, 7, 10, 9, 4),
        Indices.V39 => Of(type, 6, 9, 9, 4),
        Indices.V38 => Of(type, 5, 9, 9, 4),
        Indices.V37 => Of(type, 5, 8, 8, 4),
        Indices.Next => Of(type, 9, 12, 11, 6),
        _ => Of(type, 8, 11, 10, 5),
    };

    /// <summary>The index of a type with its number, as errors name it.</summary>
    public string IndexName(string type) => $"optimize-{type.Replace('_', '-')}_v{IndexOf(type)}";

    /// <summary>The member that holds a dashboard's tiles.</summary>
    public string Members => HasTiles ? "tiles" : "reports";

    public bool HasTiles => Indices is Indices.V311 or Indices.V310 or Indices.Next;

    public bool HasDescription => Indices is Indices.V311 or Indices.Next;

    public bool HasKpi => Indices is not (Indices.V37 or Indices.V38);

    public bool HasAggregationObjects => Indices != Indices.V37;

    /// <summary>Whether an import tells the types of what it made.</summary>
    public bool AnswersWithTypes => Indices != Indices.V37;

    private static int Of(string type, int dashboard, int process, int decision, int combined) => type switch
    {
        OptimizeTypes.Dashboard => dashboard,
        OptimizeTypes.Process => process,
        OptimizeTypes.Decision => decision,
        _ => combined,
    };
}
