using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Lists the groups of a portal that the user sees.</summary>
[Cmdlet(VerbsCommon.Get, "ArcGisGroup", DefaultParameterSetName = "Name")]
[OutputType(typeof(ArcGisGroup))]
public sealed class GetArcGisGroup : ConnectedCmdlet
{
    /// <summary>Only those of these titles; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextList(nameof(Name), nameof(Id), nameof(Connection))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Groups by their ids.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Id))]
    [ItemId(ArcGisConnection.SystemName, "Group", AreWords = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

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
        if (ParameterSetName == "Id")
        {
            foreach (var id in Id) ById(id, stop => migrator.GetGroupAsync(ArcGisIds.Of(id, "group"), stop));
            return;
        }
        var all = Await(migrator.ListGroupsAsync);
        foreach (var pattern in Name ?? ["*"])
        {
            var wildcard = NamePattern.Of(pattern);
            var found = all.Where(group => wildcard.IsMatch(group.Name)).ToList();
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                Fail(new MigrationException(ErrorKinds.NameNotFound, $"{portal.Name} has no group '{pattern}' that this user may see."), pattern);
            }
            found.ForEach(Emit);
        }
    }

    private void ById(ItemReference id, Func<CancellationToken, Task<ArcGisGroup>> get)
    {
        try
        {
            Emit(Await(get));
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound || error.Kind == ErrorKinds.InvalidId)
        {
            Fail(error, id.Id);
        }
    }
}
