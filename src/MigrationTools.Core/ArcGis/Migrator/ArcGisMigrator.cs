using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>What export and import mean for ArcGIS Enterprise, safely. One for each call of a cmdlet or a verb.</summary>
public sealed class ArcGisMigrator(ArcGisConnection connection, IMigrationObserver observer)
{
    /// <summary>The portal it works on.</summary>
    public ArcGisConnection Connection => connection;

    /// <summary>Lists the groups that the user sees.</summary>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<IReadOnlyList<ArcGisGroup>> ListGroupsAsync(CancellationToken cancellationToken) =>
        await connection.Client.GroupsAsync(connection.OrganizationId is { } id ? $"orgid:{id}" : $"owner:\"{connection.Me}\"", observer, cancellationToken).ConfigureAwait(false);

    /// <summary>A group.</summary>
    /// <param name="groupId">Its id.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public Task<ArcGisGroup> GetGroupAsync(string groupId, CancellationToken cancellationToken) => connection.Client.GroupAsync(groupId, observer, cancellationToken);

    /// <summary>Lists what is shared with a group.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public async Task<IReadOnlyList<ArcGisItem>> ListGroupItemsAsync(string groupId, CancellationToken cancellationToken) =>
        await connection.Client.GroupContentAsync(groupId, observer, cancellationToken).ConfigureAwait(false);

    /// <summary>Lists a user's items, by the portal's search, which may lag behind a change.</summary>
    /// <param name="owner">The user; the connection's own where null.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<IReadOnlyList<ArcGisItem>> ListItemsAsync(string? owner, CancellationToken cancellationToken) =>
        await connection.Client.SearchAsync($"owner:\"{(owner ?? connection.Me).Replace("\"", "", StringComparison.Ordinal)}\"", observer, cancellationToken).ConfigureAwait(false);

    /// <summary>An item.</summary>
    /// <param name="itemId">Its id.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public Task<ArcGisItem> GetItemAsync(string itemId, CancellationToken cancellationToken) => connection.Client.ItemAsync(itemId, observer, cancellationToken);

    /// <summary>What a package on the portal holds, as the portal reads it. Changes nothing.</summary>
    /// <param name="groupId">The group that it would be imported into.</param>
    /// <param name="packageItemId">The package's item.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">ArtifactNotFound, Forbidden, DryRunUnreadable.</exception>
    public Task<ArcGisPackage> PreviewAsync(string groupId, string packageItemId, CancellationToken cancellationToken) =>
        new ArcGisPreview(connection, observer).ReadAsync(groupId, packageItemId, tries: 3, cancellationToken);

    /// <summary>Begins an export: nothing is read or sent yet.</summary>
    /// <param name="options">What is exported.</param>
    /// <param name="destination">Where the package goes.</param>
    public ArcGisExport BeginExport(ArcGisExportOptions options, PackageDestination destination) => new(connection, options, destination, observer);

    /// <summary>Begins the upload of a package: nothing is read or sent yet.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="timeout">The longest wait for the portal to put the parts together; zero waits for ever.</param>
    public ArcGisAdd BeginAdd(string path, TimeSpan timeout) => new(connection, path, timeout, observer);

    /// <summary>Begins an import of a package: nothing is read or sent yet.</summary>
    /// <param name="package">The package; its file is read again, because the file is the truth.</param>
    /// <param name="options">Where to, and what of it.</param>
    public ArcGisImport BeginImport(MigrationPackage package, ArcGisImportOptions options) => new(connection, package, null, options, observer);

    /// <summary>Begins an import of a package that is on the portal.</summary>
    /// <param name="packageItemId">The package's item.</param>
    /// <param name="options">Where to, and what of it.</param>
    public ArcGisImport BeginImport(string packageItemId, ArcGisImportOptions options) => new(connection, null, packageItemId, options, observer);

    /// <summary>A job as it stands.</summary>
    /// <param name="job">The job; id and key are enough.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">JobLost.</exception>
    public async Task<ArcGisJob> LookAtJobAsync(ArcGisJob job, CancellationToken cancellationToken)
    {
        var seen = await new ArcGisJobs(connection, observer).LookAsync(job, cancellationToken).ConfigureAwait(false);
        observer.Job(seen);
        return seen;
    }

    /// <summary>Takes a job up again: waits for it, and does what is left to do.</summary>
    /// <param name="job">The job; id and key are enough.</param>
    /// <param name="destination">Where an export's package goes.</param>
    /// <param name="timeout">The longest wait; zero waits for ever.</param>
    /// <param name="removesNothing">True where nothing on the portal is removed, whatever the job says: in a rehearsal.</param>
    public ArcGisWait BeginWait(ArcGisJob job, PackageDestination destination, TimeSpan timeout, bool removesNothing = false) =>
        new(connection, job, destination, timeout, removesNothing, observer);

    /// <summary>Begins giving an item to another user: nothing is read or sent yet.</summary>
    /// <param name="change">Which item, and to whom.</param>
    public ArcGisOwnership BeginOwnership(ArcGisOwnerChange change) => new(connection, change, observer);
}
