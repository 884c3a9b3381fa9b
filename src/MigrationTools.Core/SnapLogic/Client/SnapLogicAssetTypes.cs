using MigrationTools.Core.Errors;

namespace MigrationTools.Core.SnapLogic;

/// <summary>The types of asset that a migration can be asked for, spelled as the API does.</summary>
public static class SnapLogicAssetTypes
{
    /// <summary>The type of rows whose type no answer told.</summary>
    public const string Unknown = "Asset";

    /// <summary>All that project/migrate and migrate_version take.</summary>
    public static IReadOnlyList<string> All { get; } = ["Account", "File", "Job", "Pipeline", "Policy"];

    /// <summary>Those that people adapt in each environment: a migration overwrites them only if they are named.</summary>
    public static IReadOnlyList<string> Adapted { get; } = ["Account", "Job"];

    /// <summary>What is sent into a project that is there, where no types are named.</summary>
    public static IReadOnlyList<string> Unadapted { get; } = ["File", "Pipeline", "Policy"];

    /// <summary>What an export can be asked for. Policies travel with a migration, not with an export of their own.</summary>
    public static IReadOnlyList<string> Exportable { get; } = ["Account", "File", "Job", "Pipeline"];

    /// <summary>What newer answers name beside these.</summary>
    private static readonly string[] Others = ["Flows", "ApiService", "ApiServiceVersion", "ApiServiceVersionEndpoint", "PolicyGroup", "Project"];

    /// <summary>The API's spelling of a type; Task is people's word for Job.</summary>
    /// <exception cref="MigrationException">InvalidValue.</exception>
    public static string Parse(string text) => Find(text, All)
        ?? throw new MigrationException(ErrorKinds.InvalidValue, $"'{text}' is none of {string.Join(", ", All)} (Task is taken for Job).") { TargetObject = text };

    /// <summary>The spelling of a type that an answer names; null where it is none that is known.</summary>
    internal static string? Known(string? text) => text is null ? null : Find(text, All) ?? Find(text, Others);

    private static string? Find(string text, IEnumerable<string> among)
    {
        var word = text.Trim();
        if (word.Equals("Task", StringComparison.OrdinalIgnoreCase)) word = "Job";
        return among.FirstOrDefault(type => type.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
