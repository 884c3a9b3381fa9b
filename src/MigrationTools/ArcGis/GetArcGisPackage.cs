using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;

namespace MigrationTools.ArcGis;

/// <summary>Has a portal look into a package that is on it: what it holds, what of that is there already, and what can be imported. Changes nothing.</summary>
[Cmdlet(VerbsCommon.Get, "ArcGisPackage")]
[OutputType(typeof(ArcGisPackage))]
public sealed class GetArcGisPackage : ConnectedCmdlet
{
    /// <summary>Packages on the portal: ids of their items, or what Get-ArcGisItem, Add-ArcGisPackage and Export-ArcGisPackage gave.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(PackageItemId))]
    [PackageItem]
    [ArgumentCompleter(typeof(PackageItemIdCompleter))]
    public ItemReference[] PackageItemId { get; set; } = [];

    /// <summary>The id of the group that it would be imported into.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(GroupId))]
    [ItemId(ArcGisConnection.SystemName, "Group", AreWords = true)]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public ItemReference[] GroupId { get; set; } = [];

    private protected override string SystemName => ArcGisConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcGisConnection>(changes: false, out var failure) is not { } portal)
        {
            Fail(failure!, Connection!.Name);
            return;
        }
        foreach (var item in PackageItemId)
        {
            try
            {
                var (group, id) = (ArcGisIds.Only(GroupId, "group"), ArcGisIds.On(portal, item, "package"));
                Emit(Await(stop => new ArcGisMigrator(portal, Observer).PreviewAsync(group, id, stop)));
            }
            catch (MigrationException error) when (error.Kind != ErrorKinds.NotAuthenticated || !ConnectionIsShared)
            {
                Fail(error, item.Id);
            }
        }
    }
}
