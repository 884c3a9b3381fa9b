using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>What the migrations of projects and of API versions share.</summary>
public abstract class SnapLogicMoveCmdlet : SnapLogicCmdlet
{
    /// <summary>
    /// Which types of asset: Account, File, Job (or Task), Pipeline, Policy. Where it is not given, all five go into a new
    /// destination, and all but Account and Job into one that is there, because those are adapted in each environment.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AssetTypeList]
    public SnapLogicAssetType[] AssetType { get; set; } = [];

    /// <summary>What to do if the destination is there: Fail refuses, Skip leaves it as it is, Overwrite replaces what has the same names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextToEnum(typeof(ConflictPolicy), BlankIsUndefined = true)]
    public ConflictPolicy? OnConflict { get; set => field = value is { } policy && Enum.IsDefined(policy) ? policy : null; }

    /// <summary>Starts the migration and gives the job, which Wait-SnapLogicMigration takes up, in another session too.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long to wait, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever. The migration goes on when the wait is over.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        if (MyInvocation.BoundParameters.ContainsKey(nameof(OnConflict)) && OnConflict == ConflictPolicy.Duplicate)
        {
            throw new MigrationException(ErrorKinds.ConflictNotSupported, "A migration cannot make a second project or version beside the first.", "Use Fail, Skip or Overwrite, or name another destination.");
        }
    }

    private protected SnapLogicMigrationOptions Options() => new()
    {
        AssetTypes = AssetType.Length == 0 ? null : [.. AssetType.Select(type => type.ToString())],
        OnConflict = OnConflict ?? ConflictPolicy.Fail,
        Look = Looks,
        NoWait = NoWait,
        Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout,
    };
}
