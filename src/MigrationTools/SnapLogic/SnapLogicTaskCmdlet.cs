using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>What the cmdlets share that change tasks: by the rows of a migration, by path, or all of a project.</summary>
public abstract class SnapLogicTaskCmdlet : SnapLogicCmdlet
{
    private readonly List<MigrationResult> _untold = [];

    /// <summary>
    /// The rows of a migration: its tasks are taken, and what else it brought is passed over. Where the server did not tell
    /// types, the project is looked at for them.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ResultRow(SnapLogicConnection.SystemName, nameof(TaskPath), nameof(ProjectPath))]
    public MigrationResult InputObject { get; set; } = null!;

    /// <summary>The task: /org/project_space/project/task.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Task", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(TaskPath))]
    [Text(IsPiped = true)]
    public string TaskPath { get; set; } = string.Empty;

    /// <summary>A project, of which all tasks are meant: /org/project_space/project.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Project", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(ProjectPath))]
    [Text]
    public string ProjectPath { get; set; } = string.Empty;

    /// <summary>Says that paths are percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    private protected abstract SnapLogicChange Change(SnapLogicMigrator migrator, SnapLogicPath path);

    /// <inheritdoc />
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case "Object": ProcessRow(InputObject); break;
            case "Task": Begin(TaskPath, migrator => Change(migrator, SnapLogicPath.Asset(TaskPath, EscapedPath))); break;
            default: Begin(ProjectPath, migrator => Change(migrator, SnapLogicPath.Project(ProjectPath, EscapedPath))); break;
        }
    }

    private void ProcessRow(MigrationResult row)
    {
        if (row.Status is not (MigrationStatus.Done or MigrationStatus.Unchanged))
        {
            LeaveOut(row, $"it is {row.Status}, and only the tasks of rows that are Done are changed.");
        }
        else if (row.Type == SnapLogicAssetTypes.Unknown)
        {
            _untold.Add(row);
        }
        else if (row.Type == "Job")
        {
            BeginTask(row);
        }
        else
        {
            WriteVerbose($"{row.Type} '{row.Name}' is no task.");
        }
    }

    /// <inheritdoc />
    protected override void End()
    {
        foreach (var project in _untold.GroupBy(row => row.Target, StringComparer.Ordinal)) LookFor([.. project], SnapLogicPath.OfRow(project.Key));
        base.End();
    }

    private void BeginTask(MigrationResult row) => Begin(row.Name, migrator => Change(migrator, (SnapLogicPath.OfRow(row.Target)
        ?? throw new MigrationException(ErrorKinds.ProjectPathInvalid, $"The row of task '{row.Name}' does not say which project it is in.", "Give the task by -TaskPath.")).Below(row.Name ?? string.Empty)));

    /// <summary>One look tells the tasks of all rows of a project.</summary>
    private void LookFor(IReadOnlyList<MigrationResult> rows, SnapLogicPath? project)
    {
        IReadOnlySet<string>? names = null;
        var why = "The rows do not say which project they are in.";
        if (project is not null)
        {
            var migrator = new SnapLogicMigrator(Resolve<SnapLogicConnection>(changes: true), Observer);
            (names, why) = Await(stop => migrator.TaskNamesAsync(project, stop));
        }
        if (names is null)
        {
            foreach (var row in rows) LeaveOut(row, $"the server did not tell its type, and looking did not either ({why}). Give the task by -TaskPath, or all of the project by -ProjectPath.");
            return;
        }
        foreach (var row in rows.Where(row => row.Name is not null && names.Contains(row.Name)).DistinctBy(row => row.Name)) BeginTask(row with { Type = "Job" });
    }
}
