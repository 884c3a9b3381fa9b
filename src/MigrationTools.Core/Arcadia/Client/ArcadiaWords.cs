namespace MigrationTools.Core.Arcadia;

/// <summary>What the types are called in requests, in the Admin API, and in answers whose words are not documented.</summary>
internal static class ArcadiaWords
{
    /// <summary>Dashboards and visuals are one table at the server; an answer may call both by its name.</summary>
    public const string Report = "Report";

    /// <summary>The types that an export can ask for by themselves.</summary>
    public static IReadOnlyList<ArcadiaType> AllExportable { get; } = [.. ArcadiaTypes.All.Where(type => type.Parameter is not null)];

    /// <summary>The type of this name if an export can ask for it; null otherwise.</summary>
    public static ArcadiaType? Exportable(string type) =>
        AllExportable.FirstOrDefault(known => string.Equals(known.Type, type, StringComparison.OrdinalIgnoreCase));

    /// <summary>The Admin API's list in which a type stands.</summary>
    public static string AdminList(string type) => type switch
    {
        "Dashboard" or "Visual" => "visuals",
        "Dataset" => "datasets",
        "Connection" => "connections",
        "Workspace" => "workspaces",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The Admin API has no list of it."),
    };

    /// <summary>The type that a word of an answer means: a key of the file, a model, a name in any number and case; null where it means none.</summary>
    public static string? TypeOf(string? word)
    {
        if (string.IsNullOrWhiteSpace(word)) return null;
        var plain = word[(word.LastIndexOf('.') + 1)..].Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Trim();
        if (plain.Equals("report", StringComparison.OrdinalIgnoreCase) || plain.Equals("reports", StringComparison.OrdinalIgnoreCase)) return Report;
        return ArcadiaTypes.All.FirstOrDefault(type => Is(plain, type.Key) || Is(plain, type.Type))?.Type;
    }

    private static bool Is(string word, string name) =>
        word.TrimEnd('s', 'S').Equals(name.TrimEnd('s', 'S'), StringComparison.OrdinalIgnoreCase);
}
