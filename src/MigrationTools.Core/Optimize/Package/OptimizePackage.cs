using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>A list of exported definitions, with what it tells. Its items are <see cref="OptimizeItem"/>.</summary>
public sealed record OptimizePackage : MigrationPackage
{
    /// <summary>The index version of each type in it; a type that comes in several has the highest.</summary>
    public IReadOnlyDictionary<string, int> IndexVersions { get; init; } = new Dictionary<string, int>();

    /// <summary>All entities in the order of the file.</summary>
    internal IReadOnlyList<OptimizeEntity> Entities { get; init; } = [];

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}
