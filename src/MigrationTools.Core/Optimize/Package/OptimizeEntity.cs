namespace MigrationTools.Core.Optimize;

/// <summary>A definition that a report evaluates.</summary>
/// <param name="Type">process or decision.</param>
/// <param name="Key">The definition's key.</param>
/// <param name="Tenants">Its tenants, null for the one without a name.</param>
internal sealed record OptimizeDefinition(string Type, string Key, IReadOnlyList<string?> Tenants)
{
    public override string ToString() => $"{Type} '{Key}'";
}

/// <summary>One entity of an export, and where in the file it stands.</summary>
internal sealed record OptimizeEntity
{
    /// <summary>The first byte, counted from 0.</summary>
    public required long Offset { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required long Length { get; init; }

    /// <summary>Dashboard, ProcessReport, DecisionReport, CombinedReport, or the exportEntityType that is none of theirs.</summary>
    public required string Type { get; init; }

    /// <summary>Its id; empty where it has none.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, untouched; null where it has none.</summary>
    public required string? Name { get; init; }

    /// <summary>sourceIndexVersion; null where it is missing or no number.</summary>
    public int? IndexVersion { get; init; }

    /// <summary>Its description, untouched.</summary>
    public string? Description { get; init; }

    /// <summary>The collection it lay in.</summary>
    public string? Collection { get; init; }

    /// <summary>The ids of the reports that it shows, in their order, doubles included.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>What a report evaluates.</summary>
    public IReadOnlyList<OptimizeDefinition> Definitions { get; init; } = [];

    /// <summary>What is wrong with it, whatever the target is: sentences about it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The names of the variables that a dashboard's filters are about.</summary>
    public IReadOnlyList<string> VariableFilters { get; init; } = [];

    /// <summary>A hash of what it shows, without ids, texts that the target fills in itself, and white space.</summary>
    public required string Fingerprint { get; init; }

    public bool IsDashboard => Type == OptimizeWords.Dashboard;

    /// <summary>How the server tells one from another of its sort.</summary>
    public (string Type, string Name) Key => (Type, Name ?? string.Empty);

    /// <summary>In messages.</summary>
    public string Title => $"{OptimizeWords.InWords(Type)} '{ShownName}'";

    public string ShownName => OptimizeNames.Of(Type, Id, Name);
}
