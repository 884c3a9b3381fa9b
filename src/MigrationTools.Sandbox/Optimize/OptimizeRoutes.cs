namespace MigrationTools.Sandbox.Optimize;

/// <summary>The names of the public paths.</summary>
internal static class OptimizeRoutes
{
    /// <summary>The route of a method and the parts of a path below <c>/api/public</c>.</summary>
    public static string Of(string method, string[] path) => (method, path) switch
    {
        ("POST", ["export", "dashboard", "definition", "json"]) => "exportDashboards",
        ("POST", ["export", "report", "definition", "json"]) => "exportReports",
        ("POST", ["import"]) => "import",
        ("GET", ["dashboard"]) => "dashboards",
        ("GET", ["report"]) => "reports",
        ("DELETE", ["dashboard", _]) => "deleteDashboard",
        ("DELETE", ["report", _]) => "deleteReport",
        ("GET", ["export", "report", _, "result", "json"]) => "result",
        ("POST", ["share", "enable" or "disable"]) => "share",
        ("POST", ["variables", "labels"]) => "labels",
        ("DELETE", ["process-definition", _]) => "deleteDefinition",
        ("GET", ["collection"]) => "collections",
        ("POST", ["collection", "create"]) => "createCollection",
        ("GET", ["collection", _]) => "collection",
        ("PUT", ["collection", _, "scope"]) => "scope",
        _ => "other",
    };

    /// <summary>Whether a route wants a body declared as JSON.</summary>
    public static bool TakesJson(string route) =>
        route is "exportDashboards" or "exportReports" or "import" or "labels" or "createCollection" or "scope" or "ingestion";
}
