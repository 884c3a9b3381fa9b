using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The filters that a dashboard offers.</summary>
internal static class OptimizeDashboardFilters
{
    private static readonly string[] Single = ["instanceStartDate", "instanceEndDate", "state"];
    private static readonly string[] Identity = ["assignee", "candidateGroup"];

    public static void Check(OptimizeFileEntity dashboard, bool variables)
    {
        var filters = dashboard.Filters.OfType<JsonObject>().Select(filter => (Type: OptimizeJson.Text(filter["type"])!, Data: OptimizeJson.Get(filter, "data"))).ToList();
        if (filters.Exists(filter => filter.Data is null)) throw Invalid("The following filters have no data: filter data must not be null");
        foreach (var type in Single.Where(type => filters.Count(filter => filter.Type == type) > 1)) throw Invalid($"There is more than one {type} filter");
        foreach (var type in Identity)
        {
            var operators = filters.Where(filter => filter.Type == type).Select(filter => OptimizeJson.Text(OptimizeJson.Get(filter.Data, "operator"))).ToList();
            if (operators.Count != operators.Distinct().Count()) throw Invalid($"There is more than one {type} filter with the same operator");
        }

        foreach (var (_, data) in filters.Where(filter => filter.Type == "variable"))
        {
            var name = OptimizeJson.Text(OptimizeJson.Get(data, "name"));
            if (OptimizeJson.Text(OptimizeJson.Get(data, "type")) is "Date" or "Boolean" && OptimizeJson.Get(data, "data") is not null)
            {
                throw Invalid($"Filter data cannot be supplied for the variable {name} of type Date or Boolean");
            }

            // The reports of the file are looked for by their old ids, where there are none yet.
            if (variables) throw Invalid($"The variable filter for {name} is not in any report of the dashboard, so the variable filter cannot be applied");
        }
    }

    private static OptimizeRefusal Invalid(string error) =>
        OptimizeRefusal.BadFile("The provided file includes at least one dashboard with invalid filters. Error: " + error);
}
