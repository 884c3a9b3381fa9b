using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Optimize;

/// <summary>What a collection holds, as far as its server lists and exports it.</summary>
internal sealed class OptimizeInventory
{
    private readonly ILookup<(string Type, string Name), OptimizeEntity> _byKey;
    private readonly ILookup<string, OptimizeEntity> _users;

    private OptimizeInventory(OptimizeListedIds ids, IReadOnlyList<OptimizeEntity> entities, IReadOnlyList<MissingItem> unread)
    {
        Ids = ids;
        Entities = entities;
        Unread = unread;
        // A dashboard may show what lies elsewhere; that is nobody's to replace.
        _byKey = entities.Where(entity => ids.Dashboards.Contains(entity.Id) || ids.Reports.Contains(entity.Id)).ToLookup(entity => entity.Key);
        _users = entities.SelectMany(entity => entity.References.Distinct(StringComparer.Ordinal).Select(id => (id, entity))).ToLookup(pair => pair.id, pair => pair.entity, StringComparer.Ordinal);
    }

    /// <summary>The ids that were listed.</summary>
    public OptimizeListedIds Ids { get; }

    /// <summary>Everything that lies in the collection, or is shown there, and could be exported.</summary>
    public IReadOnlyList<OptimizeEntity> Entities { get; }

    /// <summary>What is listed and cannot be exported: nothing is known of it but the id.</summary>
    public IReadOnlyList<MissingItem> Unread { get; }

    /// <summary>True where there may be more than is known, so that "nothing of this name" and "nobody uses it" are not certain.</summary>
    public bool IsPartial => Ids.MaybeMore || Unread.Count > 0;

    /// <summary>Those of a type and name that lie in the collection.</summary>
    public IReadOnlyList<OptimizeEntity> Of((string Type, string Name) key) => [.. _byKey[key]];

    /// <summary>The dashboards and combined reports that show a report.</summary>
    public IEnumerable<OptimizeEntity> UsersOf(string id) => _users[id];

    /// <summary>Lists the collection and exports all of it: no other request tells a name.</summary>
    public static async Task<OptimizeInventory> TakeAsync(
        OptimizeConnection connection, string collection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var ids = await OptimizeListedIds.OfAsync(connection, collection, observer, cancellationToken).ConfigureAwait(false);
        return await TakeAsync(connection, ids, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Exports all of what was listed, but for what is known from before.</summary>
    public static async Task<OptimizeInventory> TakeAsync(
        OptimizeConnection connection, OptimizeListedIds ids, IMigrationObserver observer, CancellationToken cancellationToken, OptimizeInventory? before = null)
    {
        using var progress = new OptimizeProgress(observer, $"Looking at what {connection.Name} holds", ids.Dashboards.Count + ids.Reports.Count);
        var fetch = new OptimizeFetch(connection, observer);
        var entities = new Dictionary<string, OptimizeEntity>(StringComparer.Ordinal);
        var listed = ids.All.ToHashSet(StringComparer.Ordinal);
        foreach (var known in before?.Entities ?? [])
        {
            if (listed.Contains(known.Id)) entities[known.Id] = known;
        }
        await AddAsync(OptimizeWords.Dashboard, [.. ids.Dashboards.Where(id => !entities.ContainsKey(id))]).ConfigureAwait(false);
        // The dashboards brought the reports that they show.
        await AddAsync(OptimizeWords.Report, [.. ids.Reports.Where(id => !entities.ContainsKey(id))]).ConfigureAwait(false);
        // What went between the list and the export is gone, and no riddle.
        var unread = fetch.Missing.Where(missing => missing.Error.Kind != ErrorKinds.ArtifactNotFound).ToList();
        return new OptimizeInventory(ids, [.. entities.Values], unread);

        async Task AddAsync(string route, IReadOnlyList<string> wanted)
        {
            foreach (var part in await fetch.FetchAsync(route, wanted, cancellationToken).ConfigureAwait(false))
            {
                using (part)
                {
                    foreach (var entity in part.Entities) entities.TryAdd(entity.Id, entity);
                }
            }
            progress.Report(entities.Count, "by name");
        }
    }
}

/// <summary>The ids that a collection's lists hold.</summary>
/// <param name="Dashboards">Its dashboards.</param>
/// <param name="Reports">Its reports of all kinds.</param>
internal sealed record OptimizeListedIds(IReadOnlySet<string> Dashboards, IReadOnlySet<string> Reports)
{
    /// <summary>True where a list ended at its cap.</summary>
    public bool MaybeMore => Dashboards.Count >= OptimizeClient.ListCap || Reports.Count >= OptimizeClient.ListCap;

    public IEnumerable<string> All => Dashboards.Concat(Reports);

    public bool SameAs(OptimizeListedIds other) => Dashboards.SetEquals(other.Dashboards) && Reports.SetEquals(other.Reports);

    /// <summary>What is here and was not there.</summary>
    public OptimizeListedIds Without(OptimizeListedIds before) =>
        new(Dashboards.Except(before.Dashboards).ToHashSet(StringComparer.Ordinal), Reports.Except(before.Reports).ToHashSet(StringComparer.Ordinal));

    public static async Task<OptimizeListedIds> OfAsync(
        OptimizeConnection connection, string collection, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var dashboards = await connection.Client.ListDashboardsAsync(collection, observer, cancellationToken).ConfigureAwait(false);
        var reports = await connection.Client.ListReportsAsync(collection, observer, cancellationToken).ConfigureAwait(false);
        return new OptimizeListedIds(dashboards.ToHashSet(StringComparer.Ordinal), reports.ToHashSet(StringComparer.Ordinal));
    }
}
