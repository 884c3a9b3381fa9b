using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Waits for migrations that were started before, by this session or another, and tells asset by asset what came of them.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SnapLogicMigration", DefaultParameterSetName = "Object")]
[OutputType(typeof(MigrationResult))]
public sealed class WaitSnapLogicMigration : SnapLogicJobCmdlet
{
    /// <summary>The job that -NoWait gave, live or as it comes back from a file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true)]
    [Job(SnapLogicConnection.SystemName)]
    public MigrationJob InputObject { get; set; } = null!;

    /// <summary>The token that was told when the migration started, or its status URL.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NotBlank(nameof(Id))]
    [Text(IsPiped = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string Id { get; set; } = string.Empty;

    /// <summary>How long to wait, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever. The migration goes on when the wait is over.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    /// <inheritdoc />
    protected override void Process()
    {
        if (ParameterSetName == "Object")
        {
            Take(InputObject.Id, () => Wait(MigratorFor(InputObject), InputObject));
            return;
        }
        Take(Id, () =>
        {
            var migrator = MigratorFor(null);
            Wait(migrator, migrator.JobOf(Id));
        });
    }

    private void Wait(SnapLogicMigrator migrator, MigrationJob job)
    {
        var timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout;
        Start(new Work(this, migrator.BeginWait(job, timeout), job, ConnectionIsShared));
    }

    /// <summary>Waiting is a read: it runs side by side, up to the throttle, and is broken off at once.</summary>
    private sealed class Work(WaitSnapLogicMigration cmdlet, SnapLogicWait wait, MigrationJob job, bool holdsForAll) : WorkItem
    {
        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override Task PlanAsync(CancellationToken cancellationToken) => wait.RunAsync(cancellationToken);

        public override void Report() => cmdlet.EmitRows(wait.Rows);

        public override void Complain()
        {
            if (Failure is { } failure && failure.Kind != ErrorKinds.Canceled)
            {
                object? target = wait.Rows.FirstOrDefault(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown);
                if (EndsAll) cmdlet.Refuse(failure, target ?? job.Id);
                cmdlet.Fail(failure, target ?? job.Id);
            }
            foreach (var complaint in wait.Complaints) cmdlet.Fail(complaint.Error, complaint.Row);
        }

        public override void Remember()
        {
            foreach (var row in wait.Rows) cmdlet.Remember(row);
        }
    }
}
