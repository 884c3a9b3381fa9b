using System.Collections;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.ArcGis.Completers;

/// <summary>Offers what the connection's portal lists.</summary>
public abstract class ArcGisCompleter() : ServerCompleter<ArcGisConnection>(ArcGisConnection.SystemName)
{
    private protected abstract Task<IReadOnlyList<MigrationItem>> ItemsAsync(ArcGisMigrator migrator, string scope, CancellationToken cancellationToken);

    private protected virtual IEnumerable<Suggestion> Suggest(IReadOnlyList<MigrationItem> items) =>
        items.Select(item => new Suggestion(item.Id, $"{item.Name} ({item.Type})", $"{item.Name} ({item.Type}) {item.Id}"));

    // An export makes an item on the portal.
    private protected sealed override bool Changes(string command) => base.Changes(command) || Begins(command, "Export-");

    private protected sealed override async Task ListAsync(ArcGisConnection connection, string scope, List<Suggestion> found, CancellationToken cancellationToken) =>
        found.AddRange(Suggest(await ItemsAsync(new ArcGisMigrator(connection, SilentObserver.Instance), scope, cancellationToken).ConfigureAwait(false)));
}

/// <summary>Groups.</summary>
public sealed class GroupIdCompleter : ArcGisCompleter
{
    private protected override async Task<IReadOnlyList<MigrationItem>> ItemsAsync(ArcGisMigrator migrator, string scope, CancellationToken cancellationToken) =>
        await migrator.ListGroupsAsync(cancellationToken).ConfigureAwait(false);

    private protected override IEnumerable<Suggestion> Suggest(IReadOnlyList<MigrationItem> items) =>
        items.OfType<ArcGisGroup>().Select(group => new Suggestion(group.Id, group.Name, $"{group.Name}, a group of {group.Owner}: {group.Id}"));
}

/// <summary>Names of groups, for a parameter that takes wildcards.</summary>
public sealed class GroupNameCompleter : ArcGisCompleter
{
    private protected override async Task<IReadOnlyList<MigrationItem>> ItemsAsync(ArcGisMigrator migrator, string scope, CancellationToken cancellationToken) =>
        await migrator.ListGroupsAsync(cancellationToken).ConfigureAwait(false);

    private protected override IEnumerable<Suggestion> Suggest(IReadOnlyList<MigrationItem> items) =>
        items.OfType<ArcGisGroup>().Select(group => new Suggestion(Completion.Literal(group.Name), group.Name, $"a group of {group.Owner}: {group.Id}"));
}

/// <summary>Items of the group that was given, else the user's own.</summary>
public class ItemIdCompleter : ArcGisCompleter
{
    private protected sealed override string ScopeOf(string parameter, IDictionary bound) => Binding.Text(bound["GroupId"]) is { } id && ArcGisId.IsId(id) ? id : string.Empty;

    private protected sealed override async Task<IReadOnlyList<MigrationItem>> ItemsAsync(ArcGisMigrator migrator, string scope, CancellationToken cancellationToken) =>
        scope.Length == 0
            ? await migrator.ListItemsAsync(null, cancellationToken).ConfigureAwait(false)
            : await migrator.ListGroupItemsAsync(scope, cancellationToken).ConfigureAwait(false);
}

/// <summary>The types of those items.</summary>
public sealed class ItemTypeCompleter : ItemIdCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(IReadOnlyList<MigrationItem> items) =>
        items.GroupBy(item => item.Type, StringComparer.OrdinalIgnoreCase)
            .Select(group => new Suggestion(group.Key, group.Key, FormattableString.Invariant($"{group.Key}: {group.Count()}")));
}

/// <summary>The user's packages on the portal.</summary>
public sealed class PackageItemIdCompleter : ArcGisCompleter
{
    private protected override async Task<IReadOnlyList<MigrationItem>> ItemsAsync(ArcGisMigrator migrator, string scope, CancellationToken cancellationToken) =>
        [.. (await migrator.ListItemsAsync(null, cancellationToken).ConfigureAwait(false)).Where(item => item.Type == ArcGisPackage.ItemType)];
}
