using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>What export and import mean for Optimize, safely. One for each call of a cmdlet or a verb.</summary>
public sealed class OptimizeMigrator(OptimizeConnection connection, IMigrationObserver observer)
{
    /// <summary>The server it works on.</summary>
    public OptimizeConnection Connection => connection;

    /// <summary>Called when all that an export needs has come, and nothing more is asked of the server: maybe more than once, and not by one that fails.</summary>
    public Action Received { get; init; } = () => { };

    /// <summary>The collections of the server.</summary>
    /// <exception cref="MigrationException">CollectionsUnavailable where the release does not tell them.</exception>
    public async Task<IReadOnlyList<OptimizeCollection>> ListCollectionsAsync(CancellationToken cancellationToken)
    {
        var ids = await connection.Client.ListCollectionsAsync(observer, cancellationToken).ConfigureAwait(false);
        var collections = new OptimizeCollection?[ids.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (i, token) =>
        {
            try
            {
                collections[i] = Collection(await connection.Client.GetCollectionAsync(ids[i], observer, token).ConfigureAwait(false));
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.CollectionNotFound)
            {
                // Deleted between the list and the look.
            }
        }).ConfigureAwait(false);
        return [.. collections.OfType<OptimizeCollection>().OrderBy(collection => collection.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The dashboards or reports of a collection, by name. Names come out of an export: no list tells them.</summary>
    /// <param name="type">Dashboard or Report.</param>
    /// <param name="collection">The collection's id.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<OptimizeListing> ListAsync(string type, string collection, CancellationToken cancellationToken)
    {
        var ids = await IdsAsync(type, collection, cancellationToken).ConfigureAwait(false);
        var fetch = new OptimizeFetch(connection, observer);
        var items = new Dictionary<string, OptimizeItem>(StringComparer.Ordinal);
        foreach (var part in await fetch.FetchAsync(type, ids, cancellationToken).ConfigureAwait(false))
        {
            using (part)
            {
                var types = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var entity in part.Entities) types.TryAdd(entity.Id, entity.Type);
                foreach (var entity in part.Entities) items.TryAdd(entity.Id, OptimizeItem.Of(entity, types, connection.Origin));
            }
        }
        var listed = ids.Where(items.ContainsKey).Select(id => items[id]);
        var unread = fetch.Missing.Where(missing => missing.Error.Kind != ErrorKinds.ArtifactNotFound).ToList();
        var nameless = unread.Select(missing => new OptimizeItem
        {
            System = OptimizeConnection.SystemName, Type = type, Id = missing.Id, Name = $"{type} {missing.Id}", Source = connection.Origin, Collection = collection,
        });
        return new OptimizeListing([.. listed.Concat(nameless).OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)], ids.Count >= OptimizeClient.ListCap, unread);
    }

    /// <summary>The ids of the dashboards or reports of a collection, at most a thousand, in no order.</summary>
    /// <param name="type">Dashboard or Report.</param>
    /// <param name="collection">The collection's id.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public Task<IReadOnlyList<string>> IdsAsync(string type, string collection, CancellationToken cancellationToken)
    {
        var id = OptimizeSelection.Plain(collection);
        return type == OptimizeWords.Dashboard
            ? connection.Client.ListDashboardsAsync(id, observer, cancellationToken)
            : connection.Client.ListReportsAsync(id, observer, cancellationToken);
    }

    /// <summary>True where a list of ids ended at the server's cap, so that there may be more.</summary>
    public static bool IsCapped(IReadOnlyCollection<string> ids) => ids.Count >= OptimizeClient.ListCap;

    /// <summary>Exports what is asked for, with all reports that it shows. One unknown or broken id does not fail the others.</summary>
    /// <param name="selection">What is asked for.</param>
    /// <param name="destination">Where the package goes.</param>
    /// <param name="cancellationToken">Aborts it; nothing half-written is left.</param>
    public Task<OptimizeExportOutcome> ExportAsync(OptimizeSelection selection, PackageDestination destination, CancellationToken cancellationToken) =>
        new OptimizeExport(connection, observer, Received).RunAsync(selection, destination, cancellationToken);

    /// <summary>Begins an import: nothing is read or sent yet.</summary>
    /// <param name="package">The package; its file is read again, because the file is the truth.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="run">What the imports of one call share.</param>
    public OptimizeImport BeginImport(MigrationPackage package, OptimizeImportOptions options, OptimizeImportRun run) =>
        new(connection, package, options, run, observer);

    /// <summary>Begins a deletion: nothing is asked or sent yet.</summary>
    /// <param name="type">Dashboard or Report.</param>
    /// <param name="id">Its id.</param>
    public OptimizeRemoval BeginRemoval(string type, string id) => new(connection, type, id, observer);

    private OptimizeCollection Collection(OptimizeListedCollection collection) => new()
    {
        System = OptimizeConnection.SystemName,
        Type = OptimizeWords.Collection,
        Id = collection.Id,
        Name = collection.Name,
        Source = connection.Origin,
        Owner = collection.Owner,
        DataSources = [.. (collection.Scope ?? []).Select(source => $"{source.Type} {source.Key}{(source.Tenants is { } tenants ? $" ({string.Join(", ", tenants.Select(tenant => tenant ?? "null"))})" : string.Empty)}")],
    };
}
