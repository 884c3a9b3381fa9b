namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The types of assets, spelled as the service compares them.</summary>
internal static class SnapLogicTypes
{
    public const string Account = "Account";
    public const string File = "File";
    public const string Job = "Job";
    public const string Pipeline = "Pipeline";
    public const string Policy = "Policy";

    /// <summary>In the order in which they are copied: what is referred to comes first.</summary>
    public static IReadOnlyList<string> All { get; } = [Account, File, Policy, Pipeline, Job];

    /// <summary>The place of a type in that order.</summary>
    public static int Order(string type) => All.TakeWhile(candidate => candidate != type).Count();

    /// <summary>Checks a list out of a request.</summary>
    public static IReadOnlyList<string> Check(IEnumerable<string> types)
    {
        var list = types.ToList();
        return list.Find(type => !All.Contains(type)) is { } wrong ? throw new SnapLogicRefusal(400, $"Invalid asset type: {wrong}") : list;
    }

    /// <summary>A comma-separated list out of a query; all where there is none.</summary>
    public static IReadOnlyList<string> Query(string? text) => string.IsNullOrEmpty(text) ? All : Check(text.Split(','));
}
