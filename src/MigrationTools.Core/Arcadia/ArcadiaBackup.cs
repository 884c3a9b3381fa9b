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
        if (doomed.FirstOrDefault(row => row.DestinationId is null) is { } nameless)
        {
            throw Failed(target, $"The server did not tell the id of {nameless.Type} '{nameless.Name}' that would be overwritten.", null);
        }
        // Segments and events travel with their dataset.
        var selection = ArcadiaSelection.Of(doomed.Where(row => ArcadiaWords.Exportable(row.Type) is not null).Select(row => (row.Type, row.DestinationId!)));
        if (selection.IsEmpty) return;
        ArcadiaExportOutcome saved;
        try
        {
            var name = $"backup {PlainName.From(target.Name, "target")} {target.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
            var into = Path.Combine(folder, name) + Path.DirectorySeparatorChar;
            saved = await new ArcadiaExport(target, observer).RunAsync(selection, new PackageDestination(into), cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error)
        {
            throw Failed(target, error.What, error);
        }
        if (saved.Missing.Count > 0) throw Failed(target, saved.Missing[0].Error.What, saved.Missing[0].Error);
        foreach (var package in saved.Packages) observer.Verbose($"Saved what will be overwritten on {target.Name}: {package.Path}");
    }

    private static MigrationException Failed(ArcadiaConnection target, string why, MigrationException? cause) =>
        new(ErrorKinds.BackupFailed, $"What would be overwritten on {target.Name} could not be saved: {why}", inner: cause) { HttpStatus = cause?.HttpStatus };
}
