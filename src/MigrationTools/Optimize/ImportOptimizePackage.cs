using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;
using MigrationTools.Optimize.Completers;

namespace MigrationTools.Optimize;

/// <summary>
/// Imports packages into a collection: looks into each, compares it with what the collection holds, decides, imports it
/// once, and tells which new id stands for which old one. -OnConflict is about entities of the collection that have the type
/// and name of one of the package: Fail sends nothing, Skip leaves them out with what hangs on them, Overwrite imports new
/// ones and deletes the old, Duplicate makes second ones.
/// </summary>
[Cmdlet(VerbsData.Import, "OptimizePackage", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class ImportOptimizePackage : ImportCmdlet
{
    private readonly OptimizeImportRun _run = new();

    /// <summary>The target's collection, by the id in the address of its page, or as Get-OptimizeCollection lists it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [CollectionId]
    [ArgumentCompleter(typeof(CollectionIdCompleter))]
    public ItemReference CollectionId { get; set; } = CollectionIdAttribute.NotGiven;

    private protected override string SystemName => OptimizeConnection.SystemName;

    private protected override string PackageKind => OptimizePackageFormat.Kind;

    /// <inheritdoc />
    protected override void Process() => Import<OptimizeConnection>((target, package) =>
    {
        ListedOn.Require(target, CollectionId, "Collection");
        var options = new OptimizeImportOptions { CollectionId = CollectionId.Id, OnConflict = OnConflict ?? ConflictPolicy.Fail, Backup = Backup };
        return new ChangeWork(this, new OptimizeMigrator(target, Observer).BeginImport(package, options, _run), $"{target.Uri} {options.CollectionId}", ConnectionIsShared);
    });
}
