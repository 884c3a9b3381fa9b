using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>What export and import mean for Arcadia, safely. One for each call of a cmdlet or a verb.</summary>
public sealed class ArcadiaMigrator(ArcadiaConnection connection, IMigrationObserver observer)
{
    /// <summary>The server it works on.</summary>
    public ArcadiaConnection Connection => connection;

    /// <summary>Called when all that an export needs has come, and nothing more is asked of the server: maybe more than once, and not by one that fails.</summary>
    public Action Received { get; init; } = () => { };

    /// <summary>Lists artifacts through the Admin API.</summary>
    /// <param name="type">Dashboard, Visual, Dataset, Connection or Workspace.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">AdminApiOff.</exception>
    public async Task<IReadOnlyList<ArcadiaArtifact>> ListAsync(string type, CancellationToken cancellationToken)
    {
        var list = await connection.Client.ListAsync(ArcadiaWords.AdminList(type), observer, cancellationToken).ConfigureAwait(false);
        return list
            .Where(entry => type switch
            {
                "Dashboard" => entry.Type == "dashboard",
                "Visual" => entry.Type != "dashboard",
                _ => true,
            })
            .Select(entry => new ArcadiaArtifact
            {
                System = ArcadiaConnection.SystemName,
                Type = type,
                Source = connection.Origin,
                Id = entry.Id,
                Name = entry.Name.Length > 0 ? entry.Name : $"{entry.Type ?? type} {entry.Id}",
                Kind = entry.Type,
                Description = entry.Description,
                DatasetId = entry.DatasetId,
                WorkspaceId = entry.WorkspaceId,
            })
            .ToList();
    }

    /// <summary>Exports what is asked for. One unknown id does not fail the others.</summary>
    /// <param name="selection">What is asked for.</param>
    /// <param name="destination">Where the package, or the packages, go.</param>
    /// <param name="cancellationToken">Aborts it; nothing half-written is left.</param>
    public Task<ArcadiaExportOutcome> ExportAsync(ArcadiaSelection selection, PackageDestination destination, CancellationToken cancellationToken) =>
        new ArcadiaExport(connection, observer, Received).RunAsync(selection, destination, cancellationToken);

    /// <summary>Begins an import: nothing is read or sent yet.</summary>
    /// <param name="package">The package; its file is read again, because the file is the truth.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="run">What the imports of one call share.</param>
    public ArcadiaImport BeginImport(MigrationPackage package, ArcadiaImportOptions options, ArcadiaImportRun run) =>
        new(connection, package, options, run, observer);
}
