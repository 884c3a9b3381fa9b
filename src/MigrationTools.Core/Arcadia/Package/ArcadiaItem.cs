using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// One artifact of a bundle. DependsOn is what it needs in order to work; what only points back (a visual to its dashboard,
/// a dataset to the dashboards that use it) is not in it.
/// </summary>
public sealed record ArcadiaItem : MigrationItem
{
    /// <summary>The uuid it had on the server it was once imported from; null for what was made where it is.</summary>
    public string? ImportedUuid { get; init; }

    /// <summary>Of a dataset: the id of its data connection at the source.</summary>
    public string? SourceConnection { get; init; }

    /// <summary>Of a dataset: the tables it reads, each as "database.table". Those hidden in free SQL may not be known.</summary>
    public IReadOnlyList<string> Tables { get; init => field = Listed.For(value); } = [];

    /// <summary>Of a visual: whether several dashboards share it.</summary>
    public bool IsLinked { get; init; }

    /// <summary>Whether a thumbnail travels along.</summary>
    public bool HasThumbnail { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Type} '{Name}' ({Id})";
}
