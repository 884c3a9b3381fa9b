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
    [ItemId(ArcGisConnection.SystemName, AreWords = true, LeavesRows = true)]
    [ArgumentCompleter(typeof(ItemIdCompleter))]
    public ItemReference[] ItemId { get; set; } = [];

    /// <summary>The name of the user who is to have them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
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
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        if (ParameterSetName == "Item")
        {
            foreach (var item in ItemId) Take(item.Id, () => Begin(portal, ArcGisIds.On(portal, item, "an item")));
            return;
        }
        if (InputObject.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged))
        {
            LeaveOut(new MigrationException(ErrorKinds.RowNotActionable, $"The owner of {InputObject.Type} '{InputObject.Name}' was left as it is: the row is {InputObject.Status}."));
            return;
        }
        // Items bear the same ids on both portals: the row tells which one it is about.
        if (InputObject.Target is { } where && !where.Equals(portal.Name, StringComparison.OrdinalIgnoreCase))
        {
            LeaveOut(new MigrationException(ErrorKinds.WrongConnection, $"{InputObject.Type} '{InputObject.Name}' was imported into {where}, and {portal.Name} is another connection.", $"Name the portal with -Connection {where}."));
            return;
        }
        if (InputObject.Type is ArcGisPackage.ItemType or "Package" || (InputObject.DestinationId ?? InputObject.SourceId) is not { } id)
        {
            WriteVerbose($"{InputObject.Type} '{InputObject.Name}' is no item that an import brought.");
            return;
        }
        Take(id, () => Begin(portal, ArcGisIds.Of(new ItemReference(id, null), "an item")));
    }

    /// <summary>A row that is no cause to do something becomes a row of its own; where it failed, or is about another portal, with an error.</summary>
    private void LeaveOut(MigrationException error)
    {
        var fails = error.Kind != ErrorKinds.RowNotActionable || InputObject.Status is MigrationStatus.Failed or MigrationStatus.Unknown;
        var row = InputObject with
        {
            Action = MigrationAction.None,
            Status = fails ? MigrationStatus.Failed : MigrationStatus.Skipped,
            Reason = ResultReason.NotActionable,
            ErrorId = fails ? error.ErrorId : null,
            Message = error.Message,
            Duration = default,
        };
        EmitRow(row);
        if (fails) Fail(error, row);
    }

    private void Begin(ArcGisConnection portal, string id)
    {
        if (string.IsNullOrEmpty(NewOwner)) throw new MigrationException(ErrorKinds.InvalidValue, "The new owner is not given.", "Give the name of a user with -NewOwner.");
        Start(new Work(this, new ArcGisMigrator(portal, Observer).BeginOwnership(new ArcGisOwnerChange(id, NewOwner, NewFolder) { Look = this.IsRehearsal() || this.IsAsking() }), portal, ConnectionIsShared));
    }

    private void Take(string id, Action step)
    {
        try
        {
            step();
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, "Item", id, Connection?.Name);
        }
    }

    /// <summary>One item.</summary>
    private sealed class Work(SetArcGisItemOwner cmdlet, ArcGisOwnership change, ArcGisConnection portal, bool holdsForAll) : WorkItem
    {
        public override string Lane => portal.Uri.ToString();

        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override Task PlanAsync(CancellationToken cancellationToken) => change.PlanAsync(cancellationToken);

        public override bool Ask()
        {
            if (!change.HasWork) return false;
            if (cmdlet.ShouldProcess(change.Description, $"{change.Description}.", "Set owner", out var why)) return true;
            change.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
            return false;
        }

        public override Task ApplyAsync(CancellationToken cancellationToken) => change.ApplyAsync(cancellationToken);

        public override void Report() => cmdlet.EmitRow(Row());

        public override void Complain()
        {
            if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
            if (EndsAll) cmdlet.Refuse(failure, Row());
            cmdlet.Fail(failure, Row());
        }

        public override void Remember() => cmdlet.Remember(Row());

        private MigrationResult Row() => Settled ? change.Row : change.Canceled();
    }
}
