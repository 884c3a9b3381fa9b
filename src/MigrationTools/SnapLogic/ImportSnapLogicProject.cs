using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>
/// Imports exported projects, and tells asset by asset what came of it. An earlier export, imported again, undoes a
/// migration. If the project is there, -OnConflict Fail refuses, Skip adds what it lacks, Overwrite replaces assets of the
/// same names, and Duplicate makes a second project whose name ends in a number.
/// </summary>
[Cmdlet(VerbsData.Import, "SnapLogicProject", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportSnapLogicProject : ImportCmdlet
{
    /// <summary>The project: /org/project_space/project. It is made where it is not there; its project space has to be there.</summary>
    // Not mandatory for the engine: a row of a table without it would be refused before anybody could remember it.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string DestinationProject { get; set; } = string.Empty;

    /// <summary>What -OnConflict Overwrite replaces: Account, File, Job (or Task), Pipeline. Files and pipelines where it is not given; policies the server replaces in any case.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AssetTypeList]
    public SnapLogicAssetType[] AssetType { get; set; } = [];

    /// <summary>A JSON file of accounts to change on the way, made from the archive's accounts_template.json.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AccountFile { get; set; }

    /// <summary>A zip of expression files that are put into the project.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ExpressionFile { get; set; }

    /// <summary>Says that -DestinationProject is percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    private protected override string SystemName => SnapLogicConnection.SystemName;

    private protected override string PackageKind => SnapLogicPackageFormat.Kind;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (AccountFile is not null) AccountFile = FilePaths.Output(this, AccountFile);
        if (ExpressionFile is not null) ExpressionFile = FilePaths.Output(this, ExpressionFile);
    }

    /// <inheritdoc />
    protected override void Process() => Import<SnapLogicConnection>((target, package) =>
        new SnapLogicChangeWork(this, new SnapLogicMigrator(target, Observer).BeginImport(package, Options()), ConnectionIsShared));

    private SnapLogicImportOptions Options() => new()
    {
        Destination = SnapLogicPath.Project(GivenPath.Of(DestinationProject, nameof(DestinationProject), ErrorKinds.ProjectPathInvalid), EscapedPath),
        OnConflict = OnConflict ?? ConflictPolicy.Fail,
        AssetTypes = AssetType.Length == 0 ? null : [.. AssetType.Select(type => type.ToString())],
        Backup = Backup,
        AccountFile = AccountFile,
        ExpressionFile = ExpressionFile,
        Look = this.IsRehearsal() || this.IsAsking(),
    };
}
