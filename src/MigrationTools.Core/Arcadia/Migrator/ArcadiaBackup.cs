using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>Saves what an import would overwrite. If that does not work for all of it, nothing is overwritten.</summary>
internal static class ArcadiaBackup
{
    /// <exception cref="MigrationException">BackupFailed.</exception>
    public static async Task SaveAsync(
        ArcadiaConnection target, ArcadiaImportPlan plan, IReadOnlyList<MigrationResult> rows, string folder, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (!plan.IsReadable) throw Failed(target, "The answer to the dry run could not be read, so it is not known what would be overwritten.", null);
        var doomed = rows.Where(row => row.Action == MigrationAction.Update).ToList();
        if (doomed.Count == 0) return;
        ArcadiaExportOutcome saved;
        try
        {
            var selection = new ArcadiaSelection();
            // Segments and events travel with their dataset.
            foreach (var row in doomed.Where(row => ArcadiaWords.Exportable(row.Type) is not null))
            {
                selection.Add(row.Type, row.DestinationId ?? await FindAsync(target, row, observer, cancellationToken).ConfigureAwait(false));
            }
            if (selection.IsEmpty) return;
            var name = $"backup {PlainName.From(target.Name, "target")} {target.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
            var into = Path.Combine(folder, name) + Path.DirectorySeparatorChar;
            saved = await new ArcadiaExport(target, observer).RunAsync(selection, new PackageDestination(into), cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.BackupFailed)
        {
            throw Failed(target, error.What, error);
        }
        if (saved.Missing.Count > 0) throw Failed(target, saved.Missing[0].Error.What, saved.Missing[0].Error);
        foreach (var package in saved.Packages) observer.Verbose($"Saved what will be overwritten on {target.Name}: {package.Path}");
    }

    /// <summary>A dry run need not tell the ids of what it found; a name that only one artifact of the target has tells as well.</summary>
    private static async Task<string> FindAsync(
        ArcadiaConnection target, MigrationResult row, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (row.Type is "Dashboard" or "Visual" or "Dataset")
        {
            var list = await new ArcadiaMigrator(target, observer).ListAsync(row.Type, cancellationToken).ConfigureAwait(false);
            if (list.Where(artifact => artifact.Name == row.Name).Take(2).ToList() is [var only]) return only.Id;
        }
        throw Failed(target, $"The server did not tell the id of {row.Type} '{row.Name}' that would be overwritten, and its name does not tell either.", null);
    }

    private static MigrationException Failed(ArcadiaConnection target, string why, MigrationException? cause) =>
        new(ErrorKinds.BackupFailed, $"What would be overwritten on {target.Name} could not be saved: {why}", inner: cause) { HttpStatus = cause?.HttpStatus };
}
