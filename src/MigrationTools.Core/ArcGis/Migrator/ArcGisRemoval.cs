using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// The one way in which a package's item is removed. Its id may come from an answer, or from a job out of a file, and both
/// can name anything: so the item is looked at first, and removed only if it is a package of the connection's own user.
/// </summary>
internal static class ArcGisRemoval
{
    /// <param name="portal">The portal.</param>
    /// <param name="itemId">What is called a package's item.</param>
    /// <param name="observer">Who is told why it was left.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <returns>True if the item is gone.</returns>
    public static async Task<bool> RemoveAsync(ArcGisConnection portal, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            if (await portal.Client.FindItemAsync(itemId, observer, cancellationToken).ConfigureAwait(false) is not { } item) return true;
            if (!IsOwnPackage(portal, item))
            {
                observer.Warning($"Item {itemId} is left on {portal.Name}: it is {item.Type} '{item.Name}' of {item.Owner ?? "an unknown owner"}, and no package of {portal.Me}.");
                return false;
            }
            await portal.Client.DeleteAsync(portal.Me, itemId, $"package '{item.Name}'", observer, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            observer.Warning($"The package is still on {portal.Name} (item {itemId}) and could not be removed: {error.Message}");
            return false;
        }
    }

    /// <summary>
    /// Removes the package of an import's job that has ended. A job out of a file may name any package of the user: only one
    /// that this user's import is known to have uploaded for this very job is removed.
    /// </summary>
    /// <param name="portal">The portal.</param>
    /// <param name="job">The job.</param>
    /// <param name="itemId">What the job calls its package.</param>
    /// <param name="observer">Who is told why it was left.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public static async Task RemoveAfterAsync(ArcGisConnection portal, ArcGisJob job, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (job.Uploaded == itemId || ArcGisPackageRecord.Names(portal, job.Id, itemId))
        {
            if (await RemoveAsync(portal, itemId, observer, cancellationToken).ConfigureAwait(false)) ArcGisPackageRecord.Forget(portal, job.Id);
            return;
        }
        try
        {
            // Mostly the portal itself has removed it.
            if (await portal.Client.FindItemAsync(itemId, observer, cancellationToken).ConfigureAwait(false) is not { } item) return;
            observer.Warning($"Item {itemId} is left on {portal.Name} ({item.Type} '{item.Name}'): nothing here shows that job {job.Id} brought it. Delete it there if nobody needs it.");
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            observer.Verbose($"Whether item {itemId} is still on {portal.Name} could not be looked at: {error.Message}");
        }
    }

    /// <summary>
    /// Removes the package of an export's job once it is downloaded. A job out of a file may say that of anybody's export: only
    /// where this user's export is known to have asked for it, the package goes.
    /// </summary>
    /// <param name="portal">The portal.</param>
    /// <param name="job">The job.</param>
    /// <param name="itemId">The package that the portal made.</param>
    /// <param name="observer">Who is told why it was left.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <returns>True if the item is gone.</returns>
    public static async Task<bool> RemoveExportedAsync(ArcGisConnection portal, ArcGisJob job, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (!job.IsOwn && !ArcGisPackageRecord.Names(portal, job.Id, ArcGisPackageRecord.Exported))
        {
            observer.Warning($"The package is left on {portal.Name} (item {itemId}): nothing here shows that job {job.Id} was to remove it. Delete it there if nobody needs it.");
            return false;
        }
        if (!await RemoveAsync(portal, itemId, observer, cancellationToken).ConfigureAwait(false)) return false;
        ArcGisPackageRecord.Forget(portal, job.Id);
        return true;
    }

    /// <summary>Drops an upload that this connection began, and what the portal has of it.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="itemId">The upload's item.</param>
    /// <param name="fileName">The package's file.</param>
    /// <param name="wasRefused">True if the portal refused it: that may mean that another run committed it in the meantime, and then it is not this one's to remove.</param>
    /// <param name="observer">Who is told why it was left.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public static async Task DropUploadAsync(ArcGisConnection portal, string itemId, string fileName, bool wasRefused, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (wasRefused && await MayBeCommittedAsync(portal, itemId, observer, cancellationToken).ConfigureAwait(false))
        {
            observer.Warning($"Item {itemId} is left on {portal.Name}: the upload of {fileName} was refused, and another run may have committed it.");
            return;
        }
        try
        {
            await portal.Client.CancelUploadAsync(portal.Me, itemId, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MigrationException or OperationCanceledException)
        {
            // Once it is committed there is nothing to cancel.
            observer.Verbose(e.Message);
        }
        await RemoveAsync(portal, itemId, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True for a package that belongs to the connection's own user.</summary>
    public static bool IsOwnPackage(ArcGisConnection portal, ArcGisItem item) =>
        item.Type == ArcGisPackage.ItemType && string.Equals(item.Owner, portal.Me, StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> MayBeCommittedAsync(ArcGisConnection portal, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var status = await portal.Client.UploadStatusAsync(portal.Me, itemId, observer, cancellationToken).ConfigureAwait(false);
            return status.State is ArcGisUploadState.Processing or ArcGisUploadState.Completed;
        }
        catch (Exception e) when (e is MigrationException or OperationCanceledException)
        {
            return (e as MigrationException)?.Kind != ErrorKinds.ArtifactNotFound;
        }
    }
}
