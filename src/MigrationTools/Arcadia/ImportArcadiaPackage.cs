using System.Management.Automation;
using MigrationTools.Arcadia.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Arcadia;

/// <summary>
/// Imports packages into a server: looks into each, asks the server for a dry run, decides, imports it once, and tells
/// what came of every artifact.
/// </summary>
[Cmdlet(VerbsData.Import, "ArcadiaPackage", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportArcadiaPackage : ParallelCmdlet
{
    private readonly ArcadiaImportRun _run = new();

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

    /// <summary>The name of the target's data connection that all datasets of the package are bound to.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [ArgumentCompleter(typeof(DataConnectionCompleter))]
    public string? DataConnection { get; set; }

    /// <summary>The name of the target's workspace; without it new dashboards land in the importing user's private one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text]
    [ArgumentCompleter(typeof(WorkspaceCompleter))]
    public string? Workspace { get; set => field = string.IsNullOrEmpty(value) ? null : value; }

    /// <summary>
    /// What to do if the target has artifacts of the package: Overwrite updates them, Skip leaves the package out, Fail
    /// refuses it. For the package as a whole, because the server imports it as a whole.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextToEnum(typeof(ConflictPolicy), BlankIsUndefined = true)]
    public ConflictPolicy? OnConflict { get; set => field = value is { } policy && Enum.IsDefined(policy) ? policy : null; }

    /// <summary>Imports although tables may be missing on the target's data connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter NoTableCheck { get; set; }

    /// <summary>Says that one data connection is meant for all datasets, although at the source they hang on several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter SingleConnection { get; set; }

    /// <summary>Says that an import into the server that the package comes from is meant; it can make copies of everything.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Flag]
    public SwitchParameter AllowSameServer { get; set; }

    /// <summary>A folder into which what would be overwritten is exported first; if that fails, nothing is overwritten.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    private protected override string SystemName => ArcadiaConnection.SystemName;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (Backup is not null) Backup = FilePaths.Output(this, Backup);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(OnConflict)) && OnConflict == ConflictPolicy.Duplicate)
        {
            throw new MigrationException(ErrorKinds.ConflictNotSupported, "Arcadia's server matches by uuid and cannot import duplicates.", "Use Overwrite, Skip or Fail.");
        }
    }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<ArcadiaConnection>(changes: true, out var failure) is not { } target)
        {
            FailInput(failure!, Connection!.Name);
            return;
        }
        foreach (var package in Packages()) Start(new ImportArcadiaWork(this, target, package, Options(), _run, ConnectionIsShared));
    }

    private ArcadiaImportOptions Options() => new()
    {
        DataConnection = DataConnection ?? string.Empty,
        Workspace = Workspace,
        OnConflict = OnConflict ?? ConflictPolicy.Overwrite,
        NoTableCheck = NoTableCheck,
        SingleConnection = SingleConnection,
        AllowSameServer = AllowSameServer,
        Backup = Backup,
    };

    private IEnumerable<MigrationPackage> Packages() => ParameterSetName switch
    {
        "Object" => [InputObject],
        "LiteralPath" => this.PackagesAt(LiteralPath, literal: true, SystemName, "Bundle", FailInput),
        _ => this.PackagesAt(Path, literal: false, SystemName, "Bundle", FailInput),
    };

    private void FailInput(MigrationException error, string input) => this.FailPackage(SystemName, Connection?.Name, error, input);
}
