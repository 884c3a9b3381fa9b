using System.Management.Automation;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Enables tasks, so that triggers, schedules and Ultra instances run.</summary>
[Cmdlet(VerbsLifecycle.Enable, "SnapLogicTask", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class EnableSnapLogicTask : SnapLogicTaskCmdlet
{
    private protected override SnapLogicChange Change(SnapLogicMigrator migrator, SnapLogicPath path) => migrator.BeginEnable(path, enable: true, Looked);
}
