using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Copies single assets into a project: those that failed in a migration, by its rows, or any by their paths. All that go
/// into one project go in one call. What the project has by their names is overwritten; the service offers nothing else.
/// </summary>
[Cmdlet(VerbsCommon.Copy, "SnapLogicAsset", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class CopySnapLogicAsset : SnapLogicCmdlet
{
    private readonly List<(SnapLogicConnection Connection, SnapLogicPath Destination, List<SnapLogicCopyItem> Items)> _gathered = [];

    /// <summary>The failed rows of a migration: each tells where its asset is and where it was to go.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [ResultRow(SnapLogicConnection.SystemName, nameof(AssetPath))]
    public MigrationResult InputObject { get; set; } = null!;

    /// <summary>The asset: /org/project_space/project/asset.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Asset", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(AssetPath))]
    [Text(IsPiped = true)]
    public string AssetPath { get; set; } = string.Empty;

    /// <summary>The project it is copied into: /org/project_space/project. Of rows it is their own where it is not given.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Asset", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "Object")]
    [NotBlank(nameof(DestinationProject))]
    [Text]
    public string DestinationProject { get; set; } = string.Empty;

    /// <summary>Says that paths are percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        var input = ParameterSetName == "Object" ? InputObject.Name : AssetPath;
        if (ParameterSetName == "Object" && NotToBeCopied(InputObject) is { } why)
        {
            LeaveOut(InputObject, why, "Pipe rows that failed.");
            return;
        }
        if (ResolveForInput<SnapLogicConnection>(changes: true, out var failure) is not { } connection)
        {
            FailInput(failure!, input);
            return;
        }
        try
        {
            var (item, destination) = ParameterSetName == "Object" ? OfRow() : (new SnapLogicCopyItem(SnapLogicPath.Asset(AssetPath, EscapedPath)), SnapLogicPath.Project(DestinationProject, EscapedPath));
            var known = _gathered.FirstOrDefault(entry => ReferenceEquals(entry.Connection, connection) && entry.Destination.Equals(destination));
            if (known.Items is null) _gathered.Add(known = (connection, destination, []));
            known.Items.Add(item);
        }
        catch (MigrationException error)
        {
            FailInput(error, input);
        }
    }

    /// <inheritdoc />
    protected override void End()
    {
        foreach (var (connection, destination, items) in _gathered)
        {
            Start(new SnapLogicChangeWork(this, new SnapLogicMigrator(connection, Observer).BeginCopy(items, destination, this.IsRehearsal() ? Looked : null), holdsForAll: _gathered.Count == 1));
        }
        base.End();
    }

    /// <summary>A retry acts on what failed; what is there already would be overwritten by it.</summary>
    private static string? NotToBeCopied(MigrationResult row) =>
        row.Status != MigrationStatus.Failed ? $"it is {row.Status}, and only what failed is copied again."
        : row.Type is "Project" or "ApiVersion" or "Input" ? "it is no asset; run the migration again for the whole."
        : null;

    private (SnapLogicCopyItem, SnapLogicPath) OfRow()
    {
        var row = InputObject;
        if (row.Name is null) throw new MigrationException(ErrorKinds.AssetPathInvalid, $"The row of {row.Type} {row.SourceId} has no name, so the path of its asset is not known.");
        var source = SnapLogicPath.OfRow(row.Source) ?? throw new MigrationException(ErrorKinds.ProjectPathInvalid, $"The row of {row.Type} '{row.Name}' does not say which project it comes from.");
        var destination = DestinationProject.Length > 0
            ? SnapLogicPath.Project(DestinationProject, EscapedPath)
            : SnapLogicPath.OfRow(row.Target) ?? throw new MigrationException(ErrorKinds.ProjectPathInvalid, $"The row of {row.Type} '{row.Name}' does not say which project it was to go to.", "Give -DestinationProject.");
        return (new SnapLogicCopyItem(source.Below(row.Name), row.Type == SnapLogicAssetTypes.Unknown ? null : row.Type, row.SourceId), destination);
    }
}
