using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.SnapLogic.Completers;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Binds tasks to a Snaplex. A migrated task is bound to a location and an environment, not to a Snaplex of some name:
/// where those differ at the destination, it lands nowhere. For environment administrators.
/// </summary>
[Cmdlet(VerbsCommon.Set, "SnapLogicTask", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class SetSnapLogicTask : SnapLogicTaskCmdlet
{
    private readonly SnapLogicSnaplexes _snaplexes = new();

    /// <summary>The Snaplex of the tasks' own environment: an object of Get-SnapLogicSnaplex, a path, a label, or org/rt/location/environment.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Snaplex))]
    [Snaplex]
    [ArgumentCompleter(typeof(SnaplexCompleter))]
    public string Snaplex { get; set; } = string.Empty;

    private protected override SnapLogicChange Change(SnapLogicMigrator migrator, SnapLogicPath path) => Snaplex.Length > 0
        ? migrator.BeginSetSnaplex(path, Snaplex, _snaplexes, Looked)
        : throw new MigrationException(ErrorKinds.SnaplexPathInvalid, $"No Snaplex was given for '{path}'.");
}
