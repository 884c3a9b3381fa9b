using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What a package on the portal holds, whole: the documented way gives all of it, a first page, or nothing that can be read;
/// the other way gives pages. Reads alone.
/// </summary>
internal sealed class ArcGisPreview(ArcGisConnection portal, IMigrationObserver observer)
{
    // Right after an upload the portal may still be reading the package.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    private const int MostItems = 200_000;

    /// <param name="groupId">The group that it would be imported into.</param>
    /// <param name="packageItemId">The package's item.</param>
    /// <param name="tries">How often it is asked at most, 1 to 5.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">DryRunUnreadable; ArtifactNotFound, Forbidden and the like for what the portal refuses.</exception>
    public async Task<ArcGisPackage> ReadAsync(string groupId, string packageItemId, int tries, CancellationToken cancellationToken)
    {
        var page = await FirstAsync(groupId, packageItemId, tries, cancellationToken).ConfigureAwait(false);
        var summary = page.Summary;
        var items = new Dictionary<string, ArcGisItem>(StringComparer.OrdinalIgnoreCase);
        var dropped = 0;
        long received = 0;
        while (true)
        {
            var before = items.Count;
            foreach (var item in page.Items) items.TryAdd(item.Id, item);
            dropped += page.Dropped;
            received += page.Length;
            if (received > ArcGisClient.LargestList) throw ArcGisClient.TooLarge("look into the package");
            // Whatever the end is called, -1 or 0: what leads nowhere further, or brings nothing new, ends it.
            if (page.NextStart <= page.Start || items.Count == before || items.Count >= MostItems) break;
            page = await portal.Client.PreviewPageAsync(groupId, packageItemId, page.NextStart, observer, cancellationToken).ConfigureAwait(false) ?? throw Unreadable(packageItemId, null);
        }
        if (dropped > 0) observer.Warning($"{dropped} items of the package have ids that are none, and are left out.");
        return new ArcGisPackage
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisPackage.ItemType,
            Items = [.. items.Values],
            Source = summary?.SourceUrl,
            SourceVersion = summary?.SourceVersion,
            ExportedAt = summary?.Created,
            PackageItem = packageItemId,
            PackagePortal = portal.Origin,
        };
    }

    private async Task<ArcGisPreviewPage> FirstAsync(string groupId, string packageItemId, int tries, CancellationToken cancellationToken)
    {
        MigrationException? last = null;
        for (var i = 0; i < tries; i++)
        {
            if (i > 0) await Task.Delay(Pauses[Math.Min(i, Pauses.Length) - 1], portal.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                var page = await portal.Client.PreviewOnlyAsync(groupId, packageItemId, observer, cancellationToken).ConfigureAwait(false)
                    ?? await portal.Client.PreviewPageAsync(groupId, packageItemId, 1, observer, cancellationToken).ConfigureAwait(false);
                if (page is not null) return page;
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.RequestRejected || error.Kind == ErrorKinds.UnexpectedAnswer)
            {
                last = error;
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.EndpointNotFound)
            {
                throw Unreadable(packageItemId, error);
            }
        }
        throw Unreadable(packageItemId, last);
    }

    private MigrationException Unreadable(string packageItemId, MigrationException? cause) =>
        new(ErrorKinds.DryRunUnreadable, $"What package {packageItemId} holds could not be read on {portal.Name}{(cause is null ? "." : $": {cause.What}")}",
            "Use -OnConflict Skip or Overwrite to import without a look beforehand.", cause) { TargetObject = packageItemId, HttpStatus = cause?.HttpStatus };
}
