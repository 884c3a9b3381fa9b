using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.ArcGis.Completers;

/// <summary>
/// Offers ids that the connection's portal lists, found by the beginning of a title or of the id; gives up after two
/// seconds, and remembers answers and failures for some.
/// </summary>
public abstract class ArcGisCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (CompletedConnection.Find<ArcGisConnection>(ArcGisConnection.SystemName, commandName, commandAst, fakeBoundParameters) is not { } portal) return [];
        var scope = ScopeOf(fakeBoundParameters);
        // Name holds the id, and the tooltip "title (type)".
        var known = CompletionCache.Get(portal, $"{GetType().Name} {scope}", () => Ask(portal, scope));
        return known.Where(entry => Completion.Matches(entry.Name, wordToComplete) || Completion.Matches(entry.Tooltip, wordToComplete))
            .Select(entry => new CompletionResult(entry.Name, entry.Tooltip.Length == 0 ? entry.Name : entry.Tooltip, CompletionResultType.ParameterValue, $"{entry.Tooltip} {entry.Name}"));
    }

    /// <summary>What narrows the list: a group that was given already.</summary>
    private protected virtual string? ScopeOf(IDictionary bound) => null;

    private protected abstract Task<IReadOnlyList<MigrationItem>> ListAsync(ArcGisMigrator migrator, string? scope, CancellationToken cancellationToken);

    private List<(string Name, string Tooltip)> Ask(ArcGisConnection portal, string? scope)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var list = Task.Run(() => ListAsync(new ArcGisMigrator(portal, SilentObserver.Instance), scope, patience.Token)).GetAwaiter().GetResult();
            return [.. list.Select(item => (item.Id, $"{item.Name} ({item.Type})")).OrderBy(entry => entry.Item2, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            return [];
        }
    }
}

/// <summary>Groups.</summary>
public sealed class GroupIdCompleter : ArcGisCompleter
{
    private protected override async Task<IReadOnlyList<MigrationItem>> ListAsync(ArcGisMigrator migrator, string? scope, CancellationToken cancellationToken) =>
        await migrator.ListGroupsAsync(cancellationToken).ConfigureAwait(false);
}

/// <summary>Items of the group that was given, else the user's own.</summary>
public sealed class ItemIdCompleter : ArcGisCompleter
{
    private protected override string? ScopeOf(IDictionary bound) => Binding.Text(bound["GroupId"]) is { } id && ArcGisId.IsId(id) ? id : null;

    private protected override async Task<IReadOnlyList<MigrationItem>> ListAsync(ArcGisMigrator migrator, string? scope, CancellationToken cancellationToken) =>
        scope is null
            ? await migrator.ListItemsAsync(null, cancellationToken).ConfigureAwait(false)
            : await migrator.ListGroupItemsAsync(scope, cancellationToken).ConfigureAwait(false);
}

/// <summary>The user's packages on the portal.</summary>
public sealed class PackageItemIdCompleter : ArcGisCompleter
{
    private protected override async Task<IReadOnlyList<MigrationItem>> ListAsync(ArcGisMigrator migrator, string? scope, CancellationToken cancellationToken) =>
        [.. (await migrator.ListItemsAsync(null, cancellationToken).ConfigureAwait(false)).Where(item => item.Type == ArcGisPackage.ItemType)];
}
