using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Imports exported projects, and tells asset by asset what came of it. An earlier export, imported again, undoes a migration.</summary>
[Cmdlet(VerbsData.Import, "SnapLogicProject", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportSnapLogicProject : SnapLogicCmdlet
{
    /// <summary>The packages of an export.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [Package]
    public MigrationPackage InputObject { get; set; } = null!;

    /// <summary>Package files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PathList]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Package files, named exactly.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The project: /org/project_space/project. It is made where it is not there; its project space has to be there.</summary>
    // Not mandatory for the engine: a row of a table without it would be refused before anybody could remember it.
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [AllowEmptyString]
    public string DestinationProject { get; set; } = string.Empty;

    /// <summary>
    /// What to do if the project is there: Fail refuses, Skip adds what it lacks, Overwrite replaces assets of the same
    /// names, Duplicate makes a second project whose name ends in a number.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextToEnum(typeof(ConflictPolicy), BlankIsUndefined = true)]
    public ConflictPolicy? OnConflict { get; set => field = value is { } policy && Enum.IsDefined(policy) ? policy : null; }

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

    /// <summary>A folder into which a project that is there is exported before it is overwritten; if that fails, nothing is overwritten.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    /// <summary>Says that -DestinationProject is percent-encoded, as in a URL. Without it a % is a letter of the name.</summary>
    [Parameter]
    public SwitchParameter EscapedPath { get; set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (Backup is not null) Backup = FilePaths.Output(this, Backup);
        if (AccountFile is not null) AccountFile = FilePaths.Output(this, AccountFile);
        if (ExpressionFile is not null) ExpressionFile = FilePaths.Output(this, ExpressionFile);
    }

    /// <inheritdoc />
    protected override void Process()
    {
        foreach (var package in Packages()) Begin(package.Path, migrator => migrator.BeginImport(package, Options()));
    }

    private SnapLogicImportOptions Options() => new()
    {
        Destination = SnapLogicPath.Project(DestinationProject, EscapedPath),
        OnConflict = OnConflict ?? ConflictPolicy.Fail,
        AssetTypes = AssetType.Length == 0 ? null : [.. AssetType.Select(type => type.ToString())],
        Backup = Backup,
        AccountFile = AccountFile,
        ExpressionFile = ExpressionFile,
        Look = Looks,
    };

    private IEnumerable<MigrationPackage> Packages() => ParameterSetName switch
    {
        "Object" => [InputObject],
        "LiteralPath" => this.PackagesAt(LiteralPath, literal: true, SystemName, SnapLogicPackageFormat.Kind, FailInput),
        _ => this.PackagesAt(Path, literal: false, SystemName, SnapLogicPackageFormat.Kind, FailInput),
    };
}
