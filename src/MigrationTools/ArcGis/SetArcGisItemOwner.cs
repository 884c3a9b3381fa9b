using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>Gives items to another user: what an import brings is the importer's. Of rows, only those that are Done or Unchanged are taken.</summary>
[Cmdlet(VerbsCommon.Set, "ArcGisItemOwner", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class SetArcGisItemOwner : ParallelCmdlet
{
    /// <summary>The rows of an import.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ResultRow(ArcGisConnection.SystemName)]
    public MigrationResult InputObject { get; set; } = null!;

    /// <summary>Ids of items, or items that Get-ArcGisItem listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Item", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(ItemId))]
    [ItemId(ArcGisConnection.SystemName, AreWords = true, Not = "Group", Or = nameof(ItemId))]
    [ArgumentCompleter(typeof(ItemIdCompleter))]
    public ItemReference[] ItemId { get; set; } = [];

    /// <summary>The name of the user who is to have them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(NewOwner))]
    [Text]
    public string NewOwner { get; set; } = string.Empty;

    /// <summary>A folder that this user has, by its title; the root where it is not given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    public string? NewFolder { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    private protected override string SystemName => ArcGisConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcGisConnection>(changes: true, out var failure) is not { } portal)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, source: null, Connection.Name);
            return;
        }
        if (ParameterSetName == "Item")
        {
            foreach (var item in ItemId) Take(item.Id, () => Begin(portal, ArcGisIds.On(portal, item, "item")));
            return;
        }
        if (InputObject.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged))
        {
            LeaveOut(InputObject, new MigrationException(ErrorKinds.RowNotActionable, $"The owner of {InputObject.Type} '{InputObject.Name}' was left as it is: the row is {InputObject.Status}."));
            return;
        }
        // Items bear the same ids on both portals: the row tells which one it is about.
        if (!IsAbout(InputObject, portal)) return;
        if (InputObject.Type is ArcGisPackage.ItemType or "Package" || (InputObject.DestinationId ?? InputObject.SourceId) is not { } id)
        {
            WriteVerbose($"{InputObject.Type} '{InputObject.Name}' is no item that an import brought.");
            return;
        }
        Take(id, () => Begin(portal, ArcGisIds.Of(new ItemReference(id, null), "item")));
    }

    private void Begin(ArcGisConnection portal, string id)
    {
        if (string.IsNullOrEmpty(NewOwner)) throw new MigrationException(ErrorKinds.InvalidValue, "The new owner is not given.", "Give the name of a user with -NewOwner.");
        var change = new ArcGisMigrator(portal, Observer).BeginOwnership(new ArcGisOwnerChange(id, NewOwner, NewFolder) { Look = this.IsRehearsal() || this.IsAsking() });
        Start(new ChangeWork(this, change, portal.Uri.ToString(), ConnectionIsShared));
    }

    private void Take(string id, Action step)
    {
        try
        {
            step();
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, "Item", id, source: null, Connection?.Name);
        }
    }
}
