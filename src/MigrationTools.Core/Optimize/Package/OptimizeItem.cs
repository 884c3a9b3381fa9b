using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>A dashboard or report: in a package, or as a server has it. Type is Dashboard, ProcessReport, DecisionReport or CombinedReport.</summary>
public sealed record OptimizeItem : MigrationItem
{
    /// <summary>The server it was found on: ids differ from server to server.</summary>
    public string? Source { get; init; }

    /// <summary>The id of the collection it lies in. Not named CollectionId, so that it never binds as a target.</summary>
    public string? Collection { get; init; }

    /// <summary>The index version it was exported in; null where it is not known.</summary>
    public int? IndexVersion { get; init; }

    /// <summary>As people described it.</summary>
    public string? Description { get; init; }

    /// <summary>The definitions that a report evaluates, each as "process key" or "decision key".</summary>
    public IReadOnlyList<string> Definitions { get; init => field = Listed.For(value); } = [];

    /// <inheritdoc />
    public override string ToString() => base.ToString();

    internal static OptimizeItem Of(OptimizeEntity entity, IReadOnlyDictionary<string, string> types, string? source = null) => new()
    {
        System = OptimizeConnection.SystemName,
        Type = OptimizeNames.Clean(entity.Type),
        Id = OptimizeNames.Clean(entity.Id),
        Name = entity.ShownName,
        Source = source,
        Collection = entity.Collection is null ? null : OptimizeNames.Clean(entity.Collection),
        IndexVersion = entity.IndexVersion,
        Description = entity.Description is null ? null : OptimizeNames.Clean(entity.Description),
        Definitions = [.. entity.Definitions.Select(definition => $"{OptimizeNames.Clean(definition.Type)} {OptimizeNames.Clean(definition.Key)}").Distinct()],
        DependsOn = [.. entity.References.Distinct(StringComparer.Ordinal).Select(id => $"{types.GetValueOrDefault(id, OptimizeWords.Report)} {id}")],
    };
}
