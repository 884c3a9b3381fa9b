using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;

namespace MigrationTools.ArcGis;

/// <summary>Asks a portal how an import or export stands: by job or id, also of other sessions. Without any, those that this session started.</summary>
[Cmdlet(VerbsCommon.Get, "ArcGisJob", DefaultParameterSetName = "Session")]
[OutputType(typeof(MigrationJob))]
public sealed class GetArcGisJob : ArcGisJobCmdlet
{
    private protected override void Take(ArcGisConnection portal, ArcGisJob job) => Start(new Work(this, portal, job, ConnectionIsShared));

    /// <summary>One look.</summary>
    private sealed class Work(GetArcGisJob cmdlet, ArcGisConnection portal, ArcGisJob job, bool holdsForAll) : WorkItem
    {
        private ArcGisJob? _seen;

        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override async Task PlanAsync(CancellationToken cancellationToken) =>
            _seen = await new ArcGisMigrator(portal, cmdlet.Observer).LookAtJobAsync(job, cancellationToken).ConfigureAwait(false);

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
            // A look came to nothing that would have to be kept.
        }
    }
}
