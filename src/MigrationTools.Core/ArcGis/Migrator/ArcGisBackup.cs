using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>Saves what an import would overwrite, as a package of the target's group. If that does not work for all of it, nothing is overwritten.</summary>
internal static class ArcGisBackup
{
    /// <param name="target">The portal.</param>
    /// <param name="options">The import.</param>
    /// <param name="plan">What it would do.</param>
    /// <param name="inGroup">The ids of the group's items.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">BackupFailed.</exception>
    public static async Task SaveAsync(
        ArcGisConnection target, ArcGisImportOptions options, ArcGisImportPlan plan, IReadOnlySet<string> inGroup, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var sent = plan.Sent.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var doomed = plan.Items.Where(item => sent.Contains(item.Id) && item.Exists != false).ToList();
        if (doomed.Count == 0) return;
        if (doomed.Find(item => item.Exists is null) is not null) throw Failed("it is not known what would be overwritten, because the package could not be looked into.", null);
        if (doomed.Find(item => !inGroup.Contains(item.Id)) is { } outside)
        {
            throw Failed($"{outside.Type} '{outside.Name}' ({outside.Id}) is on the portal and not in the group, and only what is in a group can be exported.", null);
        }
        try
        {
            var name = $"backup {PlainName.From(target.Name, "target")} {target.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
            var into = Path.Combine(options.Backup!, name) + Path.DirectorySeparatorChar;
            var export = new ArcGisExport(target, new ArcGisExportOptions { GroupId = options.GroupId, ItemIds = [.. doomed.Select(item => item.Id)], RemoveFromPortal = true, Timeout = options.Timeout },
                new PackageDestination(into), observer);
            await export.PlanAsync(cancellationToken).ConfigureAwait(false);
            await export.ApplyAsync(cancellationToken).ConfigureAwait(false);
            if (export.LeftOut.Count > 0) throw export.LeftOut[0].Error;
            observer.Verbose($"Saved what will be overwritten on {target.Name}: {export.Package!.Path}");
        }
        catch (MigrationException error)
        {
            throw Failed(error.What, error);
        }

        MigrationException Failed(string why, MigrationException? cause) =>
            new(ErrorKinds.BackupFailed, $"What would be overwritten on {target.Name} could not be saved: {why}", inner: cause) { HttpStatus = cause?.HttpStatus };
    }
}
