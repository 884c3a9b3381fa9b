using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// The second half of an overwrite: what is old is saved before, and deleted after the new is there; unless somebody else
/// shows it, because the server would take it out of them without asking.
/// </summary>
internal sealed class OptimizeReplacement(OptimizeConnection target, IMigrationObserver observer)
{
    /// <summary>What of these would have to stay, each with the reason.</summary>
    public static Dictionary<string, string> Kept(IReadOnlyList<OptimizeEntity> olds, OptimizeInventory inventory)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var old in InOrder(olds))
        {
            if (Keeper(old, inventory, gone) is { } reason) kept[old.Id] = reason;
            else gone.Add(old.Id);
        }
        return kept;
    }

    /// <summary>Saves what is going to be deleted. If that does not work for all of it, nothing may be deleted.</summary>
    /// <exception cref="MigrationException">BackupFailed.</exception>
    public async Task SaveAsync(IReadOnlyList<OptimizeEntity> olds, string? folder, CancellationToken cancellationToken)
    {
        var saved = new HashSet<string>(StringComparer.Ordinal);
        var name = $"backup {PlainName.From(target.Name, "target")} {target.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
        var destination = new PackageDestination(folder is null ? null : Path.Combine(folder, name) + Path.DirectorySeparatorChar);
        try
        {
            await SaveAsync(OptimizeSelection.Dashboards(olds.Where(old => old.IsDashboard).Select(old => old.Id))).ConfigureAwait(false);
            await SaveAsync(OptimizeSelection.Reports(olds.Where(old => !saved.Contains(old.Id)).Select(old => old.Id))).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.BackupFailed)
        {
            throw Failed(error);
        }

        async Task SaveAsync(OptimizeSelection selection)
        {
            if (selection.Ids.Count == 0) return;
            var outcome = await new OptimizeExport(target, observer).RunAsync(selection, destination, cancellationToken).ConfigureAwait(false);
            if (outcome.Missing.Count > 0) throw Failed(outcome.Missing[0].Error);
            saved.UnionWith(outcome.Package!.Entities.Select(entity => entity.Id));
            observer.Verbose($"Saved what will be replaced on {target.Name}: {outcome.Package.Path}");
        }
    }

    /// <summary>Deletes what nobody shows any more.</summary>
    /// <param name="olds">What was replaced.</param>
    /// <param name="now">The collection as it is after the import.</param>
    /// <param name="cancellationToken">What was not begun when it is stopped stays.</param>
    /// <returns>What is still there, each with the reason; an error where it was meant to go.</returns>
    public async Task<IReadOnlyDictionary<string, OptimizeLeftOver>> DeleteAsync(IReadOnlyList<OptimizeEntity> olds, OptimizeInventory now, CancellationToken cancellationToken)
    {
        var left = new Dictionary<string, OptimizeLeftOver>(StringComparer.Ordinal);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        using var progress = new OptimizeProgress(observer, $"Deleting what was replaced on {target.Name}", olds.Count);
        foreach (var old in InOrder(olds))
        {
            progress.Report(gone.Count + left.Count, old.ShownName);
            if (cancellationToken.IsCancellationRequested)
            {
                left[old.Id] = new OptimizeLeftOver("the run was stopped.", new MigrationException(ErrorKinds.OldNotDeleted, $"The old {old.Title} ({old.Id}) was not deleted, because the run was stopped."));
            }
            else if (now.Entities.All(entity => entity.Id != old.Id) && !now.IsPartial)
            {
                // Somebody else took it away.
                gone.Add(old.Id);
            }
            else if ((Renamed(old, now) ?? Keeper(old, now, gone)) is { } reason)
            {
                left[old.Id] = new OptimizeLeftOver(reason, null);
                observer.Warning($"The old {old.Title} ({old.Id}) on {target.Name} is kept: {reason}");
            }
            else if (await OptimizeDeletion.RunAsync(target, old.Type, old.Id, observer, cancellationToken).ConfigureAwait(false) is { } error)
            {
                left[old.Id] = new OptimizeLeftOver(error.What, new MigrationException(ErrorKinds.OldNotDeleted, $"The new {old.Title} is on {target.Name}, and the old one ({old.Id}) could not be deleted: {error.What}", inner: error) { TargetObject = old.Id });
            }
            else
            {
                gone.Add(old.Id);
            }
        }
        return left;
    }

    /// <summary>The row of an entity whose old one is dealt with.</summary>
    public static MigrationResult Tell(MigrationResult row, OptimizeEntity old, OptimizeLeftOver? left) => left switch
    {
        null => row with { Action = MigrationAction.Replace, Message = $"It took the place of {old.Id}." },
        { Error: null } => row with { Action = MigrationAction.Copy, Message = $"The old one ({old.Id}) is kept: {left.Reason}" },
        { Error: var error } => row with { Status = MigrationStatus.Failed, Reason = ResultReason.Rejected, ErrorId = error.ErrorId, Message = error.Message },
    };

    /// <summary>Who shows something goes before it.</summary>
    private static IEnumerable<OptimizeEntity> InOrder(IReadOnlyList<OptimizeEntity> olds) =>
        olds.OrderBy(old => old.Type switch { OptimizeWords.Dashboard => 0, OptimizeWords.CombinedReport => 1, _ => 2 });

    private static string? Renamed(OptimizeEntity old, OptimizeInventory now) =>
        now.Entities.FirstOrDefault(entity => entity.Id == old.Id) is { } found && found.Key != old.Key ? $"it is called '{found.ShownName}' by now." : null;

    private static string? Keeper(OptimizeEntity old, OptimizeInventory inventory, HashSet<string> gone)
    {
        if (old.IsDashboard) return null;
        var users = inventory.UsersOf(old.Id).Where(user => !gone.Contains(user.Id) && user.Id != old.Id).Select(user => $"the {user.Title} ({user.Id})").ToList();
        if (users.Count > 0) return $"{OptimizeNames.List(users)} {(users.Count == 1 ? "shows" : "show")} it.";
        return inventory.IsPartial ? "not everything in the collection that may show it could be looked at." : null;
    }

    private MigrationException Failed(MigrationException cause) =>
        new(ErrorKinds.BackupFailed, $"What would be replaced on {target.Name} could not be saved: {cause.What}", inner: cause) { HttpStatus = cause.HttpStatus };
}

/// <summary>Something old that is still there.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Error">What went wrong; null where it was kept on purpose.</param>
internal sealed record OptimizeLeftOver(string Reason, MigrationException? Error);
