using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>What is meant for one entity.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Action">Create, Replace, Copy, or None where it is left out.</param>
/// <param name="Old">What it takes the place of.</param>
/// <param name="Note">What a person should know of it.</param>
internal sealed record OptimizeStep(OptimizeEntity Entity, MigrationAction Action, OptimizeEntity? Old = null, string? Note = null)
{
    public bool IsSent => Action != MigrationAction.None;
}

/// <summary>Brings the entities of a package together with those of a collection: the same are those of one type and name.</summary>
internal sealed class OptimizeImportPlan
{
    private OptimizeImportPlan(IReadOnlyList<OptimizeStep> steps, OptimizeInventory inventory)
    {
        Steps = steps;
        Inventory = inventory;
    }

    public IReadOnlyList<OptimizeStep> Steps { get; }

    /// <summary>What the collection held when it was made.</summary>
    public OptimizeInventory Inventory { get; }

    public IReadOnlyList<OptimizeEntity> Sent => [.. Steps.Where(step => step.IsSent).Select(step => step.Entity)];

    public IReadOnlyList<OptimizeEntity> Doomed => [.. Steps.Select(step => step.Old).OfType<OptimizeEntity>()];

    /// <exception cref="MigrationException">NameAmbiguous.</exception>
    public static OptimizeImportPlan Make(IReadOnlyList<OptimizeEntity> entities, OptimizeInventory inventory, ConflictPolicy policy, string target)
    {
        IReadOnlyList<OptimizeStep> steps = policy switch
        {
            ConflictPolicy.Skip => Skip(entities, inventory, target),
            ConflictPolicy.Overwrite => Overwrite(entities, inventory, target),
            // Fail has been found to have nothing to refuse.
            _ => [.. entities.Select(entity => new OptimizeStep(entity, inventory.Of(entity.Key).Count > 0 ? MigrationAction.Copy : MigrationAction.Create))],
        };
        return new OptimizeImportPlan(steps, inventory);
    }

    /// <summary>
    /// What is there is left out. So is what cannot be imported without it (a dashboard travels with all its reports only), and
    /// what nothing but such a thing shows.
    /// </summary>
    private static List<OptimizeStep> Skip(IReadOnlyList<OptimizeEntity> entities, OptimizeInventory inventory, string target)
    {
        var why = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entity in entities)
        {
            if (inventory.Of(entity.Key) is [var there, ..]) why[entity.Id] = PackageConflict.Words(target, there.Id);
        }
        var users = entities.SelectMany(entity => entity.References.Distinct(StringComparer.Ordinal).Select(id => (id, entity))).ToLookup(pair => pair.id, pair => pair.entity, StringComparer.Ordinal);
        var byId = entities.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        bool changed;
        do
        {
            changed = false;
            foreach (var entity in entities.Where(entity => !why.ContainsKey(entity.Id)))
            {
                var part = entity.References.FirstOrDefault(why.ContainsKey);
                if (part is not null) why[entity.Id] = $"It cannot be imported without the {byId[part].Title}, which is left out.";
                else if (users[entity.Id].Any() && users[entity.Id].All(user => why.ContainsKey(user.Id))) why[entity.Id] = $"Only the {users[entity.Id].First().Title} shows it, which is left out.";
                else continue;
                changed = true;
            }
        }
        while (changed);
        return [.. entities.Select(entity => why.TryGetValue(entity.Id, out var reason)
            ? new OptimizeStep(entity, MigrationAction.None, Note: reason)
            : new OptimizeStep(entity, MigrationAction.Create))];
    }

    private static List<OptimizeStep> Overwrite(IReadOnlyList<OptimizeEntity> entities, OptimizeInventory inventory, string target)
    {
        var twins = entities.GroupBy(entity => entity.Key).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var unclear = entities.Where(entity => inventory.Of(entity.Key).Count > 1 || (inventory.Of(entity.Key).Count == 1 && twins.Contains(entity.Key))).DistinctBy(entity => entity.Key).ToList();
        if (unclear.Count > 0)
        {
            var named = unclear.Select(entity => inventory.Of(entity.Key).Count > 1
                ? $"{target} has {inventory.Of(entity.Key).Count} of the {entity.Title} ({OptimizeNames.List(inventory.Of(entity.Key).Select(other => other.Id))})"
                : $"the package has several of the {entity.Title}");
            throw new MigrationException(ErrorKinds.NameAmbiguous, $"Which one is to be replaced cannot be told: {OptimizeNames.List(named)}.",
                "Leave one of each type and name (rename or delete the others), or use -OnConflict Duplicate.");
        }
        var olds = entities.Select(entity => inventory.Of(entity.Key)).Where(found => found.Count == 1).Select(found => found[0]).ToList();
        var kept = OptimizeReplacement.Kept(olds, inventory);
        return [.. entities.Select(entity => inventory.Of(entity.Key) switch
        {
            [] => new OptimizeStep(entity, MigrationAction.Create),
            [var old] when kept.TryGetValue(old.Id, out var reason) => new OptimizeStep(entity, MigrationAction.Copy, old, $"The old one ({old.Id}) is kept: {reason}"),
            [var old, ..] => new OptimizeStep(entity, MigrationAction.Replace, old, $"It takes the place of {old.Id}."),
        })];
    }
}
