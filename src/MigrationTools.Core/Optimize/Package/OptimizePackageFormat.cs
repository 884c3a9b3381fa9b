using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>Reads lists of exported entities, without a server and without changing a byte. Memory does not grow with the length of what is inside, and the number of entities is bounded.</summary>
public sealed class OptimizePackageFormat : IPackageFormat
{
    /// <summary>What this sort of package is called.</summary>
    public const string Kind = "Definitions";

    // A file that is odd throughout is understood after so many sentences.
    private const int MostWarnings = 1000;

    /// <inheritdoc />
    public string System => OptimizeConnection.SystemName;

    /// <inheritdoc />
    public bool Recognizes(PackageSource source)
    {
        var head = source.Head.Span;
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head.TrimStart(" \t\r\n"u8);
        // A single entity outside of a list is taken by the server as well.
        return head.StartsWith("["u8) || (head.StartsWith("{"u8) && head.IndexOf("\"exportEntityType\""u8) >= 0);
    }

    /// <inheritdoc />
    public async Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken) =>
        Of(await OptimizeEntityReader.ReadAsync(source.Content, source.Name, cancellationToken).ConfigureAwait(false));

    internal static OptimizePackage Of(IReadOnlyList<OptimizeEntity> entities)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entity in entities) types.TryAdd(entity.Id, entity.Type);
        var versions = entities.Where(entity => entity.IndexVersion is not null).GroupBy(entity => entity.Type)
            .ToDictionary(group => group.Key, group => group.Max(entity => entity.IndexVersion!.Value), StringComparer.Ordinal);
        return new OptimizePackage
        {
            System = OptimizeConnection.SystemName,
            Kind = Kind,
            SourceVersion = OptimizeReleases.Of(versions),
            IndexVersions = versions,
            Items = [.. entities.Select(entity => OptimizeItem.Of(entity, types))],
            Warnings = Warnings(entities, types),
            Entities = entities,
        };
    }

    private static List<string> Warnings(IReadOnlyList<OptimizeEntity> entities, Dictionary<string, string> types)
    {
        var all = new List<string>();
        foreach (var entity in entities)
        {
            all.AddRange(entity.Faults);
            var missing = entity.References.Distinct(StringComparer.Ordinal).Where(id => !types.ContainsKey(id)).ToList();
            if (missing.Count > 0) all.Add($"The {entity.Title} shows reports that are not in the package: {OptimizeNames.List(missing)}.");
            if (entity.VariableFilters.Count > 0)
            {
                all.Add($"The {entity.Title} has filters on variables ({OptimizeNames.List(entity.VariableFilters)}), which releases up to 8.9 refuse to import.");
            }
            if (!OptimizeWords.IsKnown(entity.Type)) all.Add($"'{entity.ShownName}' is of a type that this product does not know: {OptimizeNames.Clean(entity.Type)}.");
        }
        return all.Count <= MostWarnings ? all : [.. all.Take(MostWarnings), $"There are {all.Count - MostWarnings} more warnings."];
    }
}
