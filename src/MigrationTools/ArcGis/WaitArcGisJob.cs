using System.Management.Automation;
using MigrationTools.Common.Arguments;
using MigrationTools.Common.Files;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>Waits for an import or export that was started before, by this session or another: of an import come the rows, of an export the package.</summary>
[Cmdlet(VerbsLifecycle.Wait, "ArcGisJob", DefaultParameterSetName = "Object")]
[OutputType(typeof(MigrationResult), typeof(ArcGisPackage))]
public sealed class WaitArcGisJob : ArcGisJobCmdlet
{
    private PackageDestination _destination = null!;

    /// <summary>
    /// Where an export's package goes: the file, or a folder to write into (one that exists, or a path that ends in a
    /// separator). Without it the content is private to this process and lasts as long as it.
    /// </summary>
    [Parameter]
    [NotBlank(nameof(Path))]
    public string? Path { get; set; }

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How long to wait, in seconds or hh:mm:ss; 3600 where it is not given, 0 for ever. The job goes on when the wait is over.</summary>
    [Parameter]
    [Seconds(Least = 0, Most = 2_592_000)]
    public int? Timeout { get; set; }

    /// <inheritdoc />
    protected override void Begin()
    {
        base.Begin();
        _destination = new PackageDestination(Path is null ? null : FilePaths.Output(this, Path), Force);
        _destination.Check();
    }

    private protected override void Take(ArcGisConnection portal, ArcGisJob job)
    {
        var timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobWaiter.DefaultTimeout;
        var isRehearsal = this.IsRehearsal();
        if (job.RemovesPackage && isRehearsal) WriteWarning($"The package of job {job.Id} will be left on {portal.Name}, as a rehearsal removes nothing.");
        Start(new Work(this, new ArcGisMigrator(portal, Observer).BeginWait(job, _destination, timeout, isRehearsal), portal, ConnectionIsShared));
    }

    /// <summary>One job. The wait is a read and is broken off at once; what follows it cleans up what the job left.</summary>
    private sealed class Work(WaitArcGisJob cmdlet, ArcGisWait wait, ArcGisConnection portal, bool holdsForAll) : WorkItem
    {
        public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

        public override Task PlanAsync(CancellationToken cancellationToken) => wait.RunAsync(cancellationToken);

        public override void Report()
        {
            cmdlet.EmitRows(wait.Rows);
            foreach (var left in wait.LeftOut) cmdlet.WriteWarning(left.Error.What);
            if (wait.Package is not { } package) return;
            foreach (var row in Exported(package)) cmdlet.Remember(row);
            cmdlet.Emit(package);
        }

        public override void Complain()
        {
            if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
            object target = (object?)wait.Rows.FirstOrDefault(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown) ?? wait.Job.Id;
            if (EndsAll) cmdlet.Refuse(failure, target);
            cmdlet.Fail(failure, target);
        }

        public override void Remember()
        {
            foreach (var row in wait.Rows) cmdlet.Remember(row);
            if (wait.Package is not { } package) return;
            foreach (var row in Exported(package)) cmdlet.Remember(row);
        }

        private IEnumerable<MigrationResult> Exported(ArcGisPackage package) => package.Items.Select(item => new MigrationResult
        {
            System = ArcGisConnection.SystemName,
            Type = item.Type,
            Name = item.Name,
            SourceId = item.Id,
            Action = MigrationAction.None,
            Status = MigrationStatus.Done,
            Message = package.IsPrivate ? "Exported into this session." : $"Exported into {package.Path}.",
            Source = portal.Name,
            InputKey = package.Path,
        });
    }
}
