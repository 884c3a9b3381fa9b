using MigrationTools.Common.Completers;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize.Completers;

/// <summary>Offers ids that the connection's server lists.</summary>
public abstract class OptimizeCompleter(string type) : ServerCompleter<OptimizeConnection>(OptimizeConnection.SystemName)
{
    private protected override async Task ListAsync(OptimizeConnection connection, string scope, List<Suggestion> found, CancellationToken cancellationToken)
    {
        var migrator = new OptimizeMigrator(connection, SilentObserver.Instance);
        foreach (var collection in await migrator.ListCollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (type == "Collection")
            {
                found.Add(Suggest(collection.Id, collection.Name));
                continue;
            }
            var listing = await migrator.ListAsync(type, collection.Id, cancellationToken).ConfigureAwait(false);
            found.AddRange(listing.Items.Select(item => Suggest(item.Id, $"{item.Name} ({collection.Name})")));
        }
    }

    // An id tells nobody anything: a menu shows the names.
    private static Suggestion Suggest(string id, string name) => new(id, name, $"{name}: {id}");
}

/// <summary>The server's collections.</summary>
public sealed class CollectionIdCompleter() : OptimizeCompleter("Collection");

/// <summary>Dashboards of all collections.</summary>
public sealed class DashboardIdCompleter() : OptimizeCompleter("Dashboard");

/// <summary>Reports of all collections.</summary>
public sealed class ReportIdCompleter() : OptimizeCompleter("Report");
