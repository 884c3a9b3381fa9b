using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A report's definitions against those that the server has.</summary>
internal static class OptimizeDefinitions
{
    public static string TypeOf(OptimizeFileEntity report) => report.Type == OptimizeTypes.Decision ? "decision" : "process";

    /// <summary>What of a report's first definition does not exist (the others are not looked at), or null. Takes versions out that do not exist.</summary>
    public static JsonObject? Missing(IReadOnlyList<OptimizeDefinition> known, OptimizeFileEntity report)
    {
        var definition = report.Definitions.Count == 0 ? null : report.Definitions[0];
        var key = OptimizeJson.Text(OptimizeJson.Get(definition, "key"));
        var wanted = OptimizeFormat.Versions(definition);
        var tenants = definition is null ? [] : OptimizeFormat.Tenants(definition);
        var there = Of(known, TypeOf(report), key, tenants).SelectMany(candidate => candidate.Versions).Distinct().ToList();
        var found = IsWord(wanted) ? there.Count > 0 ? wanted : [] : [.. wanted.Intersect(there)];
        if (found.Count == 0)
        {
            return new()
            {
                ["type"] = TypeOf(report), ["key"] = key,
                ["versions"] = new JsonArray([.. wanted.Select(version => JsonValue.Create(version))]),
                ["tenantIds"] = new JsonArray([.. tenants.Select(tenant => JsonValue.Create(tenant))]),
            };
        }

        definition!["versions"] = new JsonArray([.. found.Select(version => JsonValue.Create(version))]);
        return null;
    }

    /// <summary>The target's own model of a report's first definition, or null.</summary>
    public static string? Xml(IReadOnlyList<OptimizeDefinition> known, OptimizeFileEntity report) =>
        Of(known, TypeOf(report), OptimizeJson.Text(OptimizeJson.Get(report.Definitions[0], "key")), OptimizeFormat.Tenants(report.Definitions[0])).FirstOrDefault()?.Xml;

    /// <summary>In the tenants asked for, and in the shared one: who asks for the shared one finds no other.</summary>
    private static IEnumerable<OptimizeDefinition> Of(IEnumerable<OptimizeDefinition> known, string type, string? key, IReadOnlyList<string?> tenants) =>
        known.Where(candidate => candidate.Type == type && candidate.Key == key && (candidate.Tenant is null || tenants.Contains(candidate.Tenant)));

    private static bool IsWord(IReadOnlyList<string> versions) =>
        versions.Any(version => version.Equals("all", StringComparison.OrdinalIgnoreCase) || version.Equals("latest", StringComparison.OrdinalIgnoreCase));
}
