using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>What the importing cmdlets share: packages, what to do with what is there, and one input that fails alone.</summary>
public abstract class ImportCmdlet : ParallelCmdlet
{
    /// <summary>The packages of an export.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [Package]
    public MigrationPackage InputObject { get; set; } = null!;

    /// <summary>Package files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Path))]
    [PathList]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Package files, named exactly.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(LiteralPath))]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>What to do with what the target has already; each cmdlet's help says which values it takes, and for what as a whole.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextToEnum(typeof(ConflictPolicy), BlankIsUndefined = true)]
    public ConflictPolicy? OnConflict { get; set => field = value is { } policy && Enum.IsDefined(policy) ? policy : null; }

    /// <summary>A folder into which what would be overwritten is exported first; if that fails, nothing is overwritten.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Backup { get; set; }

    /// <summary>What sort of package a file is taken for; reading tells whether it is.</summary>
    private protected abstract string PackageKind { get; }

    /// <summary>Why the system cannot honour -OnConflict Duplicate; null where it can.</summary>
    private protected virtual MigrationException? NoDuplicates => null;

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (Backup is not null) Backup = FilePaths.Output(this, Backup);
        if (NoDuplicates is { } refusal && MyInvocation.BoundParameters.ContainsKey(nameof(OnConflict)) && OnConflict == ConflictPolicy.Duplicate) throw refusal;
    }

    /// <summary>Begins the import of each package of the current input.</summary>
    /// <param name="begin">Makes the work; nothing is sent.</param>
    private protected void Import<TConnection>(Func<TConnection, MigrationPackage, WorkItem> begin) where TConnection : MigrationConnection => On<TConnection>(target =>
    {
        foreach (var package in Packages()) Take(package.Path, () => begin(target, package));
    });

    /// <summary>What the current input means for its connection; where it named one itself that cannot be used, it fails alone.</summary>
    private protected void On<TConnection>(Action<TConnection> step) where TConnection : MigrationConnection
    {
        if (ResolveForInput<TConnection>(changes: true, out var failure) is { } target) step(target);
        else FailInput(failure!, (ParameterSetName == "Object" ? InputObject.Path : null) ?? Path.FirstOrDefault() ?? LiteralPath.FirstOrDefault() ?? Connection!.Name);
    }

    /// <summary>Begins with one thing that is to be imported. One that cannot be begun is a row and an error of its own.</summary>
    /// <param name="input">What it is called.</param>
    /// <param name="begin">Makes the work; nothing is sent.</param>
    private protected void Take(string? input, Func<WorkItem> begin)
    {
        WorkItem work;
        try
        {
            work = begin();
        }
        catch (MigrationException error)
        {
            FailInput(error, input);
            return;
        }
        Start(work);
    }

    private IEnumerable<MigrationPackage> Packages() => ParameterSetName switch
    {
        "Object" => [InputObject],
        "LiteralPath" => this.PackagesAt(LiteralPath, literal: true, SystemName, PackageKind, FailInput),
        _ => this.PackagesAt(Path, literal: false, SystemName, PackageKind, FailInput),
    };

    private void FailInput(MigrationException error, string? input) => this.FailInput(SystemName, "Package", Connection?.Name, error, input);
}
