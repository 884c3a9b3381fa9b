using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>What the deleting cmdlets share.</summary>
public abstract class RemoveOptimizeCmdlet : ParallelCmdlet
{
    private protected sealed override string SystemName => OptimizeConnection.SystemName;

    /// <summary>Dashboard or Report.</summary>
    private protected abstract string Type { get; }

    private protected abstract ItemReference[] Ids { get; }

    /// <summary>What else goes with it, for the question.</summary>
    private protected abstract string Consequence { get; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<OptimizeConnection>(changes: true, out var failure) is not { } target)
        {
            Refuse(failure!, Connection!.Name, null);
            return;
        }
        foreach (var item in Ids)
        {
            try
            {
                OptimizeCollections.RequireFrom(target, item, Type);
            }
            catch (MigrationException error)
            {
                Refuse(error, item.Id, target.Name);
                continue;
            }
            Start(new RemoveOptimizeWork(this, target, Type, item.Id, Consequence, ConnectionIsShared));
        }
    }

    private void Refuse(MigrationException error, string input, string? target)
    {
        var row = new MigrationResult
        {
            System = SystemName,
            Type = Type,
            DestinationId = input,
            Action = MigrationAction.None,
            Status = MigrationStatus.Failed,
            Reason = ResultReason.CheckFailed,
            ErrorId = error.ErrorId,
            Message = error.Message,
            Target = target ?? Connection?.Name,
            InputKey = input,
        };
        EmitRow(row);
        Fail(error, row);
    }
}

/// <summary>Deletes dashboards. Their reports stay.</summary>
[Cmdlet(VerbsCommon.Remove, "OptimizeDashboard", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationResult))]
public sealed class RemoveOptimizeDashboard : RemoveOptimizeCmdlet
{
    /// <summary>Ids on the server, or dashboards that Get-OptimizeDashboard listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ItemId(OptimizeConnection.SystemName, "Dashboard", AreWords = true)]
    [ArgumentCompleter(typeof(DashboardIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Dashboard";

    private protected override ItemReference[] Ids => Id;

    private protected override string Consequence => "Its reports stay; its share links go with it.";
}

/// <summary>Deletes reports. The server takes them out of all dashboards and combined reports that show them.</summary>
[Cmdlet(VerbsCommon.Remove, "OptimizeReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationResult))]
public sealed class RemoveOptimizeReport : RemoveOptimizeCmdlet
{
    /// <summary>Ids on the server, or reports that Get-OptimizeReport listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ItemId(OptimizeConnection.SystemName, "Report", "ProcessReport", "DecisionReport", "CombinedReport", AreWords = true)]
    [ArgumentCompleter(typeof(ReportIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Report";

    private protected override ItemReference[] Ids => Id;

    private protected override string Consequence => "The server also takes it out of every dashboard and combined report that shows it; its alerts and share links go with it.";
}
