using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Completers;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Asks how migrations stand: by job, token or status address, also of other sessions. Without any, those that this session started.</summary>
[Cmdlet(VerbsCommon.Get, "SnapLogicMigration", DefaultParameterSetName = "Session")]
[OutputType(typeof(SnapLogicMigration))]
public sealed class GetSnapLogicMigration : SnapLogicJobCmdlet
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

    /// <inheritdoc />
    protected override void Process()
    {
        switch (ParameterSetName)
        {
            case "Object":
                Take(InputObject.Id, () => Ask(MigratorFor(InputObject), InputObject));
                break;
            case "Id":
                Take(Id, () =>
                {
                    var migrator = MigratorFor(null);
                    Ask(migrator, migrator.JobOf(Id));
                });
                break;
            default:
                foreach (var job in Session.Jobs.All.Where(job => job.System == SystemName)) Ask(MigratorFor(job), job);
                break;
        }
    }

    private void Ask(SnapLogicMigrator migrator, MigrationJob job) => Start(new Work(this, migrator, job, ConnectionIsShared));

    private sealed class Work(GetSnapLogicMigration cmdlet, SnapLogicMigrator migrator, MigrationJob job, bool holdsForAll) : WorkItem
    {
        private SnapLogicMigration? _seen;

        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override async Task PlanAsync(CancellationToken cancellationToken) => _seen = await migrator.GetAsync(job, cancellationToken).ConfigureAwait(false);

        public override void Report()
        {
            if (_seen is not null) cmdlet.Emit(_seen);
        }

        public override void Complain()
        {
            if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
            if (EndsAll) cmdlet.Refuse(failure, job.Id);
            cmdlet.Fail(failure, job.Id);
        }

        public override void Remember()
        {
            // It only looked.
        }
    }
}
