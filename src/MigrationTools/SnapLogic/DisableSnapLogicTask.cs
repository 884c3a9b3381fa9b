using System.Management.Automation;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Disables tasks: Ultra instances are let end, and schedules rest.</summary>
[Cmdlet(VerbsLifecycle.Disable, "SnapLogicTask", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class DisableSnapLogicTask : SnapLogicTaskCmdlet
{
    private protected override SnapLogicChange Change(SnapLogicMigrator migrator, SnapLogicPath path) => migrator.BeginEnable(path, enable: false, Looked);
}
