using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Exports projects, each into an archive as the control plane writes it, which its own Manager can import as well.</summary>
[Cmdlet(VerbsData.Export, "SnapLogicProject")]
[OutputType(typeof(MigrationPackage))]
public sealed class ExportSnapLogicProject : ExportCmdlet
{
    /// <summary>The projects: /org/project_space/project, as Manager spells it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(ProjectPath))]
    [PathTextList(nameof(ProjectPath))]
    [AllowEmptyString]
    public string[] ProjectPath { get; set; } = [];

    /// <summary>Which types of asset: Account, File, Job (or Task), Pipeline. All of them where it is not given; policies cannot be exported.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AssetTypeList]
    public SnapLogicAssetType[] AssetType { get; set; } = [];

    /// <summary>Has the control plane ignore its limit on the size of an export.</summary>
    [Parameter]
    public SwitchParameter IgnoreSizeLimit { get; set; }

    /// <summary>Says that paths are percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    private protected override string SystemName => SnapLogicConnection.SystemName;

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<SnapLogicConnection>(changes: false, out var failure) is not { } connection)
        {
            FailItem(failure!, SystemName, "Connection", Connection!.Name, Connection.Name);
            return;
        }
        foreach (var project in ProjectPath) Begin(connection, project);
    }

    private void Begin(SnapLogicConnection connection, string project)
    {
        SnapLogicPath path;
        try
        {
            path = SnapLogicPath.Project(project, EscapedPath);
        }
        catch (MigrationException error)
        {
            FailItem(error, SystemName, "Project", project, connection.Name);
            return;
        }
        Start(new ExportSnapLogicWork(this, connection, path, [.. AssetType.Select(type => type.ToString())], IgnoreSizeLimit, Destination, ConnectionIsShared));
    }
}
