using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>What the deleting cmdlets share: what is listed, named, or was brought by an import.</summary>
public abstract class RemoveOptimizeCmdlet : ParallelCmdlet
{
    /// <summary>The rows of an import, of which what it made new is deleted. Rows of anything else are passed over.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ResultRow(OptimizeConnection.SystemName)]
    public MigrationResult InputObject { get; set; } = null!;

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
            FailInput(SystemName, Type, Connection!.Name, failure!, Connection.Name);
            return;
        }
        if (ParameterSetName == "Object") TakeRow(target);
        else foreach (var item in Ids) Take(target, item);
    }

    private void Take(OptimizeConnection target, ItemReference item)
    {
        try
        {
            ListedOn.Require(target, item, Type);
        }
        catch (MigrationException error)
        {
            FailInput(SystemName, Type, target.Name, error, item.Id);
            return;
        }
        Begin(target, item.Id);
    }

    private void TakeRow(OptimizeConnection target)
    {
        var row = InputObject;
        if (!IsMine(row.Type))
        {
            WriteVerbose($"{row.Type} '{row.Name}' is no {Type.ToLowerInvariant()}.");
        }
        else if (WhyNot(row) is { } why)
        {
            LeaveOut(row, new MigrationException(ErrorKinds.RowNotActionable, $"{row.Type} '{row.Name}' was not deleted: {why}", "Pipe the rows of what an import made new."));
        }
        else if (IsAbout(row, target))
        {
            Begin(target, row.DestinationId!);
        }
    }

    private bool IsMine(string type) => Type == "Dashboard" ? type == Type : type is "Report" or "ProcessReport" or "DecisionReport" or "CombinedReport";

    /// <summary>Only what an import itself made can be taken back; null where it is that.</summary>
    private static string? WhyNot(MigrationResult row) =>
        row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged) ? $"the row is {row.Status}."
        : row.Action == MigrationAction.Replace ? "it took the place of an older one, which is gone; import the backup of that instead."
        : row.Action is not (MigrationAction.Create or MigrationAction.Copy) ? "no import made it."
        : string.IsNullOrEmpty(row.DestinationId) ? "its id on the target is not known."
        : null;

    private void Begin(OptimizeConnection target, string id) => Start(new RemoveOptimizeWork(
        this, new OptimizeMigrator(target, Observer).BeginRemoval(Type, id), target.Uri.ToString(), Consequence, ConnectionIsShared));
}

/// <summary>Deletes dashboards. Their reports stay.</summary>
[Cmdlet(VerbsCommon.Remove, "OptimizeDashboard", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationResult))]
public sealed class RemoveOptimizeDashboard : RemoveOptimizeCmdlet
{
    /// <summary>Ids on the server, or dashboards that Get-OptimizeDashboard listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true)]
    [NotBlank(nameof(Id))]
    [ItemId(OptimizeConnection.SystemName, "Dashboard", AreWords = true)]
    [ArgumentCompleter(typeof(DashboardIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Dashboard";

    private protected override ItemReference[] Ids => Id;

    private protected override string Consequence => "Its reports stay; its share links go with it.";
}

/// <summary>Deletes reports. The server takes them out of all dashboards and combined reports that show them.</summary>
[Cmdlet(VerbsCommon.Remove, "OptimizeReport", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationResult))]
public sealed class RemoveOptimizeReport : RemoveOptimizeCmdlet
{
    /// <summary>Ids on the server, or reports that Get-OptimizeReport listed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true)]
    [NotBlank(nameof(Id))]
    [ItemId(OptimizeConnection.SystemName, "Report", "ProcessReport", "DecisionReport", "CombinedReport", AreWords = true)]
    [ArgumentCompleter(typeof(ReportIdCompleter))]
    public ItemReference[] Id { get; set; } = [];

    private protected override string Type => "Report";

    private protected override ItemReference[] Ids => Id;

    private protected override string Consequence => "The server also takes it out of every dashboard and combined report that shows it; its alerts and share links go with it.";
}
