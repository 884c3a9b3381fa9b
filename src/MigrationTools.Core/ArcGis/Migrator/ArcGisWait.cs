using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>A job that is taken up again, in this session or another: an export's package is downloaded, an import's rows are made.</summary>
public sealed class ArcGisWait
{
    private readonly ArcGisConnection _portal;
    private readonly PackageDestination _destination;
    private readonly TimeSpan _timeout;
    private readonly bool _removesNothing;
    private readonly IMigrationObserver _observer;
    private readonly long _started;

    internal ArcGisWait(ArcGisConnection portal, ArcGisJob job, PackageDestination destination, TimeSpan timeout, bool removesNothing, IMigrationObserver observer)
    {
        _portal = portal;
        Job = job;
        _destination = destination;
        _timeout = timeout;
        _removesNothing = removesNothing;
        _observer = observer;
        _started = portal.Time.GetTimestamp();
    }

    /// <summary>The job as last seen.</summary>
    public ArcGisJob Job { get; private set; }

    /// <summary>The package of an export, once it is there.</summary>
    public ArcGisPackage? Package { get; private set; }

    /// <summary>What is not in the package of an export, and why.</summary>
    public IReadOnlyList<ArcGisLeftOut> LeftOut { get; private set; } = [];

    /// <summary>The rows of an import, once it has ended.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; private set; } = [];

    // The job itself stays as it is: the session keeps it for a wait that is none of a rehearsal.
    private ArcGisJob Ended => _removesNothing ? Job with { RemovesPackage = false } : Job;

    /// <summary>Waits, and does what is left to do.</summary>
    /// <exception cref="MigrationException">JobTimeout, JobLost, ExportFailed, ImportFailed, ItemsFailed, and failures of the download.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Job.Kind == ArcGisJob.Export) _destination.Check();
        Job = await new ArcGisJobs(_portal, _observer).WaitAsync(Job, _timeout, cancellationToken).ConfigureAwait(false);
        if (Job.Kind == ArcGisJob.Export) await DownloadAsync(cancellationToken).ConfigureAwait(false);
        else await ReportAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task DownloadAsync(CancellationToken cancellationToken)
    {
        var end = new ArcGisExportEnd(_portal, _destination, _observer);
        Package = await end.FinishAsync(Ended, isAll: true, (items, warnings) => new ArcGisPackage
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisPackage.ItemType,
            SourceVersion = _portal.Release.IsCertain ? _portal.Version : null,
            ExportedAt = _portal.Time.GetUtcNow(),
            Requested = Job.GroupKey is { } group ? [$"Group {group}"] : [],
            Items = items,
            Warnings = warnings,
            Group = Job.Group,
        }, cancellationToken).ConfigureAwait(false);
        LeftOut = end.LeftOut;
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var rows = Job.Items.Select(item => new MigrationResult
        {
            System = ArcGisConnection.SystemName,
            Type = item.Type,
            Name = item.Name,
            SourceId = item.Id,
            Action = item.Exists switch { true => MigrationAction.Update, false => MigrationAction.Create, null => MigrationAction.Unknown },
            Status = MigrationStatus.Planned,
            Source = Job.Source,
            Target = _portal.Name,
        }).ToList();
        var end = new ArcGisImportEnd(_portal, _observer);
        var error = await end.FinishAsync(Ended, rows, before: null, cancellationToken).ConfigureAwait(false);
        Rows = [.. end.Rows.Select(row => row with { Source = row.Source ?? Job.Source, InputKey = Job.Id, Duration = _portal.Time.GetElapsedTime(_started) })];
        if (error is not null) throw error;
    }
}
