using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Has the control plane copy a project into another environment, waits for it, and tells asset by asset what came of it.
/// The source stays as it is.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SnapLogicProjectMigration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult), typeof(MigrationJob))]
public sealed class InvokeSnapLogicProjectMigration : SnapLogicMoveCmdlet
{
    /// <summary>The project: /org/project_space/project, as Manager spells it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(ProjectPath))]
    [Text(nameof(ProjectPath))]
    public string ProjectPath { get; set; } = string.Empty;

    /// <summary>The project it becomes: /org/project_space/project. It is made where it is not there.</summary>
    // Not mandatory for the engine: a row of a table without it would be refused before anybody could remember it.
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string DestinationProject { get; set; } = string.Empty;

    /// <summary>Says that paths are percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    /// <summary>A folder into which a destination that is there is exported before it is overwritten; if that fails, nothing is overwritten.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (Backup is not null) Backup = FilePaths.Output(this, Backup);
    }

    /// <inheritdoc />
    protected override void Process() => Begin(ProjectPath, migrator => migrator.BeginMigration(
        SnapLogicPath.Project(ProjectPath, EscapedPath), SnapLogicPath.Project(GivenPath.Of(DestinationProject, nameof(DestinationProject), ErrorKinds.ProjectPathInvalid), EscapedPath), Options() with { Backup = Backup }));
}
