using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// One export of a group's items: the portal makes a package of them in a job of its own, and the package is downloaded. It
/// makes an item on the source, so it is planned and asked about like a change.
/// </summary>
public sealed class ArcGisExport
{
    private readonly ArcGisConnection _portal;
    private readonly ArcGisExportOptions _options;
    private readonly PackageDestination _destination;
    private readonly IMigrationObserver _observer;
    private readonly List<ArcGisLeftOut> _leftOut = [];
    private List<ArcGisItem> _items = [];
    private ArcGisGroup? _group;
    private bool _isAll;

    internal ArcGisExport(ArcGisConnection portal, ArcGisExportOptions options, PackageDestination destination, IMigrationObserver observer)
    {
        _portal = portal;
        _options = options;
        _destination = destination;
        _observer = observer;
    }

    /// <summary>The package, once it is there; under a rehearsal a planned one.</summary>
    public ArcGisPackage? Package { get; private set; }

    /// <summary>The job, once it was started.</summary>
    public ArcGisJob? Job { get; private set; }

    /// <summary>What is not in the package, and why.</summary>
    public IReadOnlyList<ArcGisLeftOut> LeftOut => _leftOut;

    /// <summary>What is to be exported.</summary>
    public IReadOnlyList<ArcGisItem> Items => _items;

    /// <summary>True if the plan found something to export.</summary>
    public bool HasWork { get; private set; }

    /// <summary>What it is about, in words: group 'Parcels' (dev).</summary>
    public string Description => $"group '{_group?.Name ?? _options.GroupId}' ({_portal.Name})";

    /// <summary>What would happen.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"Export {_items.Count} items; the portal makes a package of them, which {(_options.RemoveFromPortal ? "is removed there after the download" : "stays there")}");

    /// <summary>Reads alone: the group and its items.</summary>
    /// <exception cref="MigrationException">ArtifactNotFound for the group, NothingExported where it is empty, FileExists …</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        if (!_options.NoWait) _destination.Check();
        _group = await _portal.Client.GroupAsync(_options.GroupId, _observer, cancellationToken).ConfigureAwait(false);
        var held = await _portal.Client.GroupContentAsync(_options.GroupId, _observer, cancellationToken).ConfigureAwait(false);
        if (held.Count == 0) throw new MigrationException(ErrorKinds.NothingExported, $"The group '{_group.Name}' of {_portal.Name} has no items that this user may see.") { TargetObject = _options.GroupId };
        _isAll = _options.ItemIds.Count == 0;
        _items = held;
        if (!_isAll)
        {
            var byId = held.DistinctBy(item => item.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(item => item.Id, StringComparer.OrdinalIgnoreCase);
            var wanted = _options.ItemIds.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            _items = [.. wanted.Where(byId.ContainsKey).Select(id => byId[id])];
            foreach (var id in wanted.Where(id => !byId.ContainsKey(id)))
            {
                _leftOut.Add(new ArcGisLeftOut(Unknown(id), WasNamed: true, new MigrationException(ErrorKinds.ArtifactNotFound, $"The group '{_group.Name}' of {_portal.Name} has no item {id}.",
                    "Check the id: an export takes what is shared with the group.") { TargetObject = id }));
            }
        }
        HasWork = _items.Count > 0;
    }

    /// <summary>A rehearsal: the package that is planned, without content.</summary>
    public void LeaveOut(bool rehearsed)
    {
        if (rehearsed) Package = Facts(_items, []) with { IsPlanned = true };
    }

    /// <summary>Exports. The request is sent once, whatever happens to its answer.</summary>
    /// <exception cref="MigrationException">NothingExported, ExportFailed, JobTimeout, OutcomeUnknown, and failures of the download.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var start = await StartAsync(cancellationToken).ConfigureAwait(false);
        var job = new ArcGisJob
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisJob.Export,
            Id = start.JobId ?? string.Empty,
            Key = start.Key,
            ConnectionName = _portal.Name,
            Origin = _portal.Origin,
            State = JobState.Submitted,
            Submitted = _portal.Time.GetUtcNow(),
            Source = _portal.Origin,
            Target = _destination.Path ?? "this session",
            Group = _group!.Name,
            GroupKey = _options.GroupId,
            RemovesPackage = _options.RemoveFromPortal,
            IsOwn = _options.RemoveFromPortal,
            Items = _items,
        };
        if (start.JobId is null)
        {
            // Some answer with the result in place of a job.
            var item = ArcGisExportEnd.PackageIn(start.Body);
            if (item is null) throw ArcGisExportEnd.Nothing(_portal, _group.Name, start.Body);
            job = job with { State = JobState.Completed, Outcome = start.Body, PackageItem = item };
        }
        else
        {
            Job = job;
            _observer.Job(job);
            if (job.RemovesPackage) ArcGisPackageRecord.Keep(_portal, job.Id, ArcGisPackageRecord.Exported);
            if (_options.NoWait) return;
            job = await new ArcGisJobs(_portal, _observer).WaitAsync(job, _options.Timeout, cancellationToken).ConfigureAwait(false);
            Job = job;
        }
        var end = new ArcGisExportEnd(_portal, _destination, _observer);
        Package = await end.FinishAsync(job, _isAll, Facts, cancellationToken).ConfigureAwait(false);
        _leftOut.AddRange(end.LeftOut);
    }

    private ArcGisPackage Facts(IReadOnlyList<ArcGisItem> items, IReadOnlyList<string> warnings) => new()
    {
        System = ArcGisConnection.SystemName,
        Kind = ArcGisPackage.ItemType,
        Source = _portal.Origin,
        SourceVersion = _portal.Release.IsCertain ? _portal.Version : null,
        ExportedAt = _portal.Time.GetUtcNow(),
        Requested = _isAll ? [$"Group {_options.GroupId}"] : [.. _items.Select(item => $"{item.Type} {item.Id}")],
        Items = items,
        Warnings = warnings,
        Group = _group?.Name,
    };

    private async Task<ArcGisStart> StartAsync(CancellationToken cancellationToken)
    {
        var look = await ArcGisLostExport.BeginAsync(_portal, _group!, _observer, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _portal.Client.ExportAsync(_options.GroupId, _isAll ? [] : [.. _items.Select(item => item.Id)], _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            return await look.FindAsync(lost, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ArcGisItem Unknown(string id) => new() { System = ArcGisConnection.SystemName, Type = "Item", Id = id, Name = $"Item {id}" };
}
