using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Completers;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Optimize;

namespace MigrationTools.Optimize.Completers;

/// <summary>
/// Offers ids that the connection's server lists, found by id or by name; gives up after two seconds with what came till
/// then, and remembers answers and failures for some.
/// </summary>
public abstract class OptimizeCompleter(string type) : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var reads = commandName.StartsWith("Get-", StringComparison.OrdinalIgnoreCase) || commandName.StartsWith("Export-", StringComparison.OrdinalIgnoreCase);
        if (CompletedConnection.Find<OptimizeConnection>(OptimizeConnection.SystemName, commandName, commandAst, fakeBoundParameters, changes: !reads) is not { } connection) return [];
        var found = CompletionCache.Get(connection, type, () => Ids(connection));
        return found.Where(entry => Completion.Matches(entry.Name, wordToComplete) || Completion.Matches(entry.Tooltip, wordToComplete))
            // An id tells nobody anything: a menu shows the names.
            .Select(entry => Completion.Of(entry.Name, entry.Tooltip, $"{entry.Tooltip}: {entry.Name}"));
    }

    private List<(string Name, string Tooltip)> Ids(OptimizeConnection connection)
    {
        var found = new List<(string Name, string Tooltip)>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            Task.Run(() => CollectAsync(connection, found, patience.Token)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            // What came till then is offered.
        }
        return [.. found.OrderBy(entry => entry.Tooltip, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task CollectAsync(OptimizeConnection connection, List<(string, string)> found, CancellationToken cancellationToken)
    {
        var migrator = new OptimizeMigrator(connection, SilentObserver.Instance);
        foreach (var collection in await migrator.ListCollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (type == "Collection")
            {
                found.Add((collection.Id, collection.Name));
                continue;
            }
            var listing = await migrator.ListAsync(type, collection.Id, cancellationToken).ConfigureAwait(false);
            found.AddRange(listing.Items.Select(item => (item.Id, $"{item.Name} ({collection.Name})")));
        }
    }
}

/// <summary>The server's collections.</summary>
public sealed class CollectionIdCompleter() : OptimizeCompleter("Collection");

/// <summary>Dashboards of all collections.</summary>
public sealed class DashboardIdCompleter() : OptimizeCompleter("Dashboard");

/// <summary>Reports of all collections.</summary>
public sealed class ReportIdCompleter() : OptimizeCompleter("Report");
