using System.Management.Automation;
using MigrationTools.ArcGis.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;

namespace MigrationTools.ArcGis;

/// <summary>
/// Has a portal make a package of a group's items, waits for it, and downloads it. The package is an item on the portal, so
/// this changes the source: under -WhatIf a planned package comes out, from which an import can be planned.
/// </summary>
[Cmdlet(VerbsData.Export, "ArcGisPackage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ArcGisPackage), typeof(MigrationJob))]
public sealed class ExportArcGisPackage : ExportCmdlet
{
    /// <summary>Ids of groups, or groups that Get-ArcGisGroup listed; a package each.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(GroupId))]
    [ItemId(ArcGisConnection.SystemName, "Group", AreWords = true, Or = nameof(GroupId))]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    public ItemReference[] GroupId { get; set; } = [];

    /// <summary>Ids of the group's items; all that can be exported where it is not given.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ItemId(ArcGisConnection.SystemName, AreWords = true)]
    [ArgumentCompleter(typeof(ItemIdCompleter))]
    public ItemReference[]? ItemId { get; set; }

    /// <summary>Removes the package from the portal once it was downloaded. There it counts on the user's storage.</summary>
    [Parameter]
    public SwitchParameter RemoveFromPortal { get; set; }

    /// <summary>Starts the export and gives the job, which Wait-ArcGisJob takes up and downloads, in another session too.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever. The export goes on when the wait is over.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    private protected override string SystemName => ArcGisConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcGisConnection>(changes: true, out var failure) is not { } portal)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        foreach (var group in GroupId)
        {
            try
            {
                var options = new ArcGisExportOptions
                {
                    GroupId = ArcGisIds.On(portal, group, "group"),
                    ItemIds = ArcGisIds.Of(ItemId, "item"),
                    RemoveFromPortal = RemoveFromPortal,
                    NoWait = NoWait,
                    Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout,
                };
                Start(new ExportArcGisWork(this, portal, options, Destination, ConnectionIsShared));
            }
            catch (MigrationException error)
            {
                FailItem(error, SystemName, "Group", group.Id, portal.Name);
            }
        }
    }
}
