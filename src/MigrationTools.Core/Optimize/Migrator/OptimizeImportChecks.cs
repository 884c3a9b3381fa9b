using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>What can be said about an import before anything is sent.</summary>
internal static class OptimizeImportChecks
{
    private const int MostNamed = 5;

    /// <summary>Without a server: what no target takes.</summary>
    /// <returns>The entities, each once.</returns>
    /// <exception cref="MigrationException">PackageEmpty, PackageMalformed, PackageIncomplete, EntityNotImportable.</exception>
    public static IReadOnlyList<OptimizeEntity> Package(OptimizePackage package, IMigrationObserver observer)
    {
        MigrationException Refuse(ErrorKind kind, string what) => new(kind, what) { TargetObject = package.Path };
        if (package.Entities.Count == 0) throw Refuse(ErrorKinds.PackageEmpty, "The package lists no item.");
        var faults = package.Entities.SelectMany(entity => entity.Faults).Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0) throw Refuse(ErrorKinds.EntityNotImportable, string.Join(' ', faults.Take(MostNamed)) + (faults.Count > MostNamed ? $" {faults.Count - MostNamed} more are like that." : string.Empty));

        var entities = Once(package, observer);
        var byId = entities.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        var missing = entities.SelectMany(entity => entity.References.Where(id => !byId.ContainsKey(id)).Select(id => $"{id} of the {entity.Title}")).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0) throw Refuse(ErrorKinds.PackageIncomplete, $"Reports are missing that the package's dashboards or combined reports show: {OptimizeNames.List(missing, MostNamed)}.");
        foreach (var entity in entities)
        {
            // A server takes these for complete, and fails after it has made some of the rest.
            var wrong = entity.References.Select(id => byId[id]).FirstOrDefault(part => part.IsDashboard || (part.Type == OptimizeWords.CombinedReport && !entity.IsDashboard));
            if (wrong is not null) throw Refuse(ErrorKinds.EntityNotImportable, $"The {entity.Title} shows the {wrong.Title} as a report, and no target imports that.");
        }
        foreach (var warning in package.Warnings) observer.Warning(warning);
        return entities;
    }

    /// <summary>Against what the target is known to speak: learnt from it, never assumed.</summary>
    /// <exception cref="MigrationException">IndexVersionMismatch.</exception>
    public static void Versions(OptimizePackage package, IReadOnlyList<OptimizeEntity> entities, OptimizeConnection target, IMigrationObserver observer)
    {
        var mismatches = entities
            .Select(entity => (entity, Due: target.Speaks.Of(entity.Type)))
            .Where(pair => pair.Due is not null && pair.Due != (pair.entity.IndexVersion ?? 0))
            .Select(pair => new OptimizeMismatch(pair.entity.Type, pair.entity.IndexVersion ?? 0, pair.Due!.Value))
            .Distinct().ToList();
        if (mismatches.Count > 0)
        {
            throw new MigrationException(ErrorKinds.IndexVersionMismatch, $"{target.Name} speaks other index versions than the package: {string.Join("; ", mismatches)}.") { TargetObject = package.Path };
        }
        var unknown = entities.Select(entity => entity.Type).Distinct().Where(type => target.Speaks.Of(type) is null).ToList();
        if (unknown.Count > 0)
        {
            observer.Verbose($"Which index version {target.Name} speaks is not known yet for: {string.Join(", ", unknown.Select(OptimizeNames.Clean))}. It checks them itself before it makes anything.");
        }
    }

    /// <summary>Against the data sources of the collection, where the server tells them.</summary>
    /// <exception cref="MigrationException">ScopeConflict.</exception>
    public static void Scope(OptimizePackage package, IReadOnlyList<OptimizeEntity> entities, OptimizeListedCollection? collection)
    {
        if (collection?.Scope is not { } scope) return;
        var lacking = new List<string>();
        foreach (var entity in entities)
        {
            foreach (var definition in entity.Definitions)
            {
                var sources = scope.Where(source => source.Key == definition.Key && string.Equals(source.Type, definition.Type, StringComparison.OrdinalIgnoreCase)).ToList();
                var fits = sources.Exists(source => source.Tenants is not { } tenants || definition.Tenants.All(tenants.Contains));
                if (!fits) lacking.Add(sources.Count == 0
                    ? $"{definition.Type} '{OptimizeNames.Clean(definition.Key)}' of the {entity.Title}"
                    : $"a tenant ({string.Join(", ", definition.Tenants.Select(tenant => tenant is null ? "null" : OptimizeNames.Clean(tenant)))}) of {definition.Type} '{OptimizeNames.Clean(definition.Key)}' of the {entity.Title}");
            }
        }
        if (lacking.Count == 0) return;
        throw new MigrationException(ErrorKinds.ScopeConflict, $"The data sources of collection '{collection.Name}' lack {OptimizeNames.List(lacking.Distinct(StringComparer.Ordinal), MostNamed)}.") { TargetObject = package.Path };
    }

    /// <summary>Files that were joined by hand hold a shared report twice. The server would make two of it, and show one.</summary>
    private static List<OptimizeEntity> Once(OptimizePackage package, IMigrationObserver observer)
    {
        var once = new List<OptimizeEntity>();
        foreach (var group in package.Entities.GroupBy(entity => entity.Id, StringComparer.Ordinal))
        {
            var first = group.First();
            if (group.Any(entity => entity.Type != first.Type || entity.Name != first.Name || entity.Fingerprint != first.Fingerprint))
            {
                throw new MigrationException(ErrorKinds.PackageMalformed, $"The package holds different items of the id {OptimizeNames.Clean(first.Id)}, among them the {first.Title}.",
                    "Leave one of them, or export them again.") { TargetObject = package.Path };
            }
            once.Add(first);
        }
        if (once.Count < package.Entities.Count) observer.Warning($"{package.Entities.Count - once.Count} items stand in the package more than once, and are imported once.");
        return once;
    }
}
