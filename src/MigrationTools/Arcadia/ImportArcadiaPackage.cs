using System.Management.Automation;
using MigrationTools.Arcadia.Completers;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Arcadia;

/// <summary>
/// Imports packages into a server: looks into each, asks the server for a dry run, decides, imports it once, and tells
/// what came of every artifact. -OnConflict holds for the package as a whole, because the server imports it as a whole:
/// Overwrite updates what is there, Skip leaves the package out, Fail refuses it.
/// </summary>
[Cmdlet(VerbsData.Import, "ArcadiaPackage", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportArcadiaPackage : ImportCmdlet
{
    private readonly ArcadiaImportRun _run = new();

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

    private protected override string SystemName => ArcadiaConnection.SystemName;

    private protected override string PackageKind => "Bundle";

    private protected override MigrationException NoDuplicates => ArcadiaImportOptions.NoDuplicates;

    /// <inheritdoc />
    protected override void Process() => Import<ArcadiaConnection>((target, package) =>
        new ChangeWork(this, new ArcadiaMigrator(target, Observer).BeginImport(package, Options(), _run), target.Uri.ToString(), ConnectionIsShared));

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
}
