using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Lists items: of a group, of a user, or by their ids.</summary>
[Cmdlet(VerbsCommon.Get, "ArcGisItem", DefaultParameterSetName = "Owner")]
[OutputType(typeof(ArcGisItem))]
public sealed class GetArcGisItem : ConnectedCmdlet
{
    /// <summary>Items by their ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Id))]
    [ItemId(ArcGisConnection.SystemName, AreWords = true)]
    [ArgumentCompleter(typeof(ItemIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    /// <summary>Groups, of which the items are listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Group", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(GroupId))]
    [ItemId(ArcGisConnection.SystemName, "Group", AreWords = true, Or = nameof(GroupId))]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public ItemReference[] GroupId { get; set; } = [];

    /// <summary>The user whose items are listed; the connection's own where it is not given.</summary>
    [Parameter(ParameterSetName = "Owner")]
    [Text]
    public string? Owner { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>Only those of these titles; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Owner")]
    [Parameter(Position = 1, ParameterSetName = "Group")]
    [TextList]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only those of these types, as the portal calls them: Web Map, Feature Service …; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Owner")]
    [Parameter(ParameterSetName = "Group")]
    [TextList]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ItemTypeCompleter))]
    public string[]? Type { get; set; }

    private protected override string SystemName => ArcGisConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcGisConnection>(changes: false, out var failure) is not { } portal)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        var migrator = new ArcGisMigrator(portal, Observer);
        switch (ParameterSetName)
        {
            case "Id":
                foreach (var id in Id) Try(id.Id, () => Emit(Await(stop => migrator.GetItemAsync(ArcGisIds.Of(id, "item"), stop))));
                break;
            case "Group":
                foreach (var group in GroupId) Try(group.Id, () => Show(portal, $"group {group.Id}", Await(stop => migrator.ListGroupItemsAsync(ArcGisIds.On(portal, group, "group"), stop))));
                break;
            default:
                Show(portal, $"the content of {Owner ?? portal.User}", Await(stop => migrator.ListItemsAsync(Owner, stop)));
                break;
        }
    }

    private void Show(ArcGisConnection portal, string where, IReadOnlyList<ArcGisItem> items)
    {
        var types = (Type ?? []).Select(pattern => NamePattern.Of(pattern)).ToList();
        var fitting = items.Where(item => types.Count == 0 || types.Exists(type => type.IsMatch(item.Type))).ToList();
        foreach (var pattern in Name ?? ["*"])
        {
            var wildcard = NamePattern.Of(pattern);
            var found = fitting.FindAll(item => wildcard.IsMatch(item.Name));
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                Fail(new MigrationException(ErrorKinds.NameNotFound, $"{portal.Name} has no item '{pattern}' in {where} that this user may see."), pattern);
            }
            found.ForEach(Emit);
        }
    }

    /// <summary>One id that is not there fails alone.</summary>
    private void Try(string id, Action step)
    {
        try
        {
            step();
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound || error.Kind == ErrorKinds.InvalidId || error.Kind == ErrorKinds.WrongConnection)
        {
            Fail(error, id);
        }
    }
}
