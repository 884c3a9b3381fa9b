using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>
/// Imports packages into a collection: looks into each, compares it with what the collection holds, decides, imports it
/// once, and tells which new id stands for which old one.
/// </summary>
[Cmdlet(VerbsData.Import, "OptimizePackage", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportOptimizePackage : ParallelCmdlet
{
    private readonly OptimizeImportRun _run = new();

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

    /// <summary>The target's collection, by the id in the address of its page, or as Get-OptimizeCollection lists it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [CollectionId]
    [ArgumentCompleter(typeof(CollectionIdCompleter))]
    public ItemReference CollectionId { get; set; } = CollectionIdAttribute.NotGiven;

    /// <summary>
    /// What to do with entities of the collection that have the type and name of one of the package: Fail sends nothing, Skip
    /// leaves them out with what hangs on them, Overwrite imports new ones and deletes the old, Duplicate makes second ones.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextToEnum(typeof(ConflictPolicy), BlankIsUndefined = true)]
    public ConflictPolicy? OnConflict { get; set => field = value is { } policy && Enum.IsDefined(policy) ? policy : null; }

    /// <summary>A folder into which what is replaced is exported first; if that fails, nothing is imported.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    private protected override string SystemName => OptimizeConnection.SystemName;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (Backup is not null) Backup = FilePaths.Output(this, Backup);
    }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ResolveForInput<OptimizeConnection>(changes: true, out var failure) is not { } target)
        {
            FailInput(failure!, Connection!.Name);
            return;
        }
        try
        {
            OptimizeCollections.RequireFrom(target, CollectionId);
        }
        catch (MigrationException error)
        {
            FailInput(error, CollectionId.Id);
            return;
        }
        var options = new OptimizeImportOptions { CollectionId = CollectionId.Id, OnConflict = OnConflict ?? ConflictPolicy.Fail, Backup = Backup };
        foreach (var package in Packages()) Start(new ImportOptimizeWork(this, target, package, options, _run, ConnectionIsShared));
    }

    private IEnumerable<MigrationPackage> Packages() => ParameterSetName switch
    {
        "Object" => [InputObject],
        "LiteralPath" => this.PackagesAt(LiteralPath, literal: true, SystemName, OptimizePackageFormat.Kind, FailInput),
        _ => this.PackagesAt(Path, literal: false, SystemName, OptimizePackageFormat.Kind, FailInput),
    };

    private void FailInput(MigrationException error, string input) => this.FailPackage(SystemName, Connection?.Name, error, input);
}
