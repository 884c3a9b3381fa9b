namespace MigrationTools.Sandbox.Optimize;

/// <summary>The words that the parser takes.</summary>
internal static class OptimizeVocabulary
{
    public static IReadOnlyList<string> TileTypes { get; } = ["optimize_report", "external_url", "text"];

    public static IReadOnlyList<string> DashboardFilters { get; } =
        ["instanceStartDate", "instanceEndDate", "state", "variable", "assignee", "candidateGroup"];

    public static IReadOnlyList<string> ProcessFilters { get; } =
    [
        "instanceStartDate", "instanceEndDate", "flowNodeStartDate", "flowNodeEndDate", "processInstanceDuration", "flowNodeDuration", "variable",
        "multipleVariable", "executedFlowNodes", "executingFlowNodes", "canceledFlowNodes", "runningInstancesOnly", "completedInstancesOnly",
        "canceledInstancesOnly", "nonCanceledInstancesOnly", "suspendedInstancesOnly", "nonSuspendedInstancesOnly", "assignee", "candidateGroup",
        "includesOpenIncident", "includesClosedIncident", "includesResolvedIncident", "doesNotIncludeIncident", "runningFlowNodesOnly",
        "completedFlowNodesOnly", "canceledFlowNodesOnly", "completedOrCanceledFlowNodesOnly",
    ];

    public static IReadOnlyList<string> DecisionFilters { get; } = ["evaluationDateTime", "inputVariable", "outputVariable"];

    public static IReadOnlyList<string> ProcessVisualizations { get; } = ["number", "table", "bar", "barLine", "line", "pie", "badge", "heat"];

    public static IReadOnlyList<string> DecisionVisualizations { get; } = ["number", "table", "bar", "line", "pie", "heat"];

    public static IReadOnlyList<string> Aggregations { get; } = ["avg", "min", "max", "sum", "percentile"];
}
