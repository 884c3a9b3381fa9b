using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// One package on its way into one group of a portal: checked, uploaded if it is not there, looked into by the portal,
/// decided upon, imported once in a job, and looked for afterwards. The rows tell at every point what is known.
/// </summary>
public sealed class ArcGisImport : IPlannedChange
{
    private readonly ArcGisConnection _target;
    private readonly ArcGisImportInput _input;
    private readonly ArcGisImportOptions _options;
    private readonly IMigrationObserver _observer;
    private readonly long _started;
    private ArcGisGroup? _group;
    private ArcGisImportPlan? _plan;
    private string? _packageItem;
    private bool _uploaded;
    private bool _isAsked;
    private bool _isSent;

    internal ArcGisImport(ArcGisConnection target, MigrationPackage? package, string? packageItemId, ArcGisImportOptions options, IMigrationObserver observer)
    {
        _target = target;
        _options = options;
        _observer = observer;
        _input = new ArcGisImportInput(target, package, packageItemId, options, observer);
        _started = target.Time.GetTimestamp();
        Rows = [Base() with { Type = "Package", Name = _input.Name, Action = MigrationAction.Unknown }];
    }

    /// <summary>What is known of each item; a single row of type Package until it is known what the package holds.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; private set; }

    /// <summary>The job, once it was started.</summary>
    public ArcGisJob? Job { get; private set; }

    /// <summary>True if the plan found something to send.</summary>
    public bool HasWork { get; private set; }

    /// <summary>Both ends in words: 'Parcels.epk' (dev) -> prod, group 'Public works'.</summary>
    public string Description => $"'{_input.Name}'{(_input.Source is { } source ? $" ({source})" : string.Empty)} -> {_target.Name}, group '{_group?.Name ?? _options.GroupId}'";

    /// <summary>What would happen, in counts.</summary>
    public string Summary
    {
        get
        {
            int Count(MigrationAction action) => Rows.Count(row => row.Action == action);
            var first = _input.IsOnPortal ? "Import" : "Upload the package and import";
            if (_plan is null) return $"{first} what it holds, which is known once it is on the portal";
            return string.Create(CultureInfo.InvariantCulture,
                $"{first} {_plan.Sent.Count} of {Rows.Count} items: {Count(MigrationAction.Create)} new, {Count(MigrationAction.Update)} overwritten, {Count(MigrationAction.None)} left out{(Count(MigrationAction.Unknown) is > 0 and var open ? $", {open} not known" : string.Empty)}");
        }
    }

    /// <summary>Reads alone: the package, the group, the checks; the portal's preview if the package is there, else an estimate.</summary>
    /// <exception cref="MigrationException">Whatever forbids the import; the target is as it was.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            ArcGisImportChecks.Options(_target, _options);
            _input.RequireOwnSystem();
            _group = await _target.Client.GroupAsync(_options.GroupId, _observer, cancellationToken).ConfigureAwait(false);
            ArcGisImportChecks.Rights(_target, _group);
            await _input.OpenAsync(cancellationToken).ConfigureAwait(false);
            ArcGisImportChecks.Version(_target, _options, _input.SourceVersion, _observer);
            var held = await _input.ItemsAsync(cancellationToken).ConfigureAwait(false);
            SameServer.Warn(_input.Source, _target, _options.OnConflict, _observer);
            if (held is { } items) Decide(items, _input.IsEstimate);
            else HasWork = true;
            Rows = await ArcGisLeftAlone.TellAsync(Rows, _options.GroupId, _target, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error);
            throw;
        }
    }

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed)
    {
        Rows = [.. Rows.Select(row => PlannedRow.LeftOut(row, rehearsed, Elapsed))];
        if (rehearsed && _plan is null && HasWork) Rows = [.. Rows.Select(row => row with { Message = "What it holds is known once it is on the portal: Add-ArcGisPackage uploads it, and Get-ArcGisPackage shows it." })];
    }

    /// <summary>Uploads if need be, and imports. The import is sent once, whatever happens to its answer.</summary>
    /// <exception cref="MigrationException">What went wrong; the rows tell what is known of each item.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            _input.RequireContent();
            _packageItem = _input.PackageItem ?? await UploadAsync(cancellationToken).ConfigureAwait(false);
            if (_uploaded) await LookIntoAsync(cancellationToken).ConfigureAwait(false);
            if (!HasWork)
            {
                Rows = await ArcGisLeftAlone.TellAsync(Rows, _options.GroupId, _target, _observer, cancellationToken).ConfigureAwait(false);
                await RemoveAsync().ConfigureAwait(false);
                return;
            }
            var before = ArcGisLostImport.ById(await _target.Client.GroupContentAsync(_options.GroupId, _observer, cancellationToken).ConfigureAwait(false));
            if (_options.Backup is not null && _options.OnConflict == ConflictPolicy.Overwrite)
            {
                await ArcGisBackup.SaveAsync(_target, _options, _plan!, before.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase), _observer, cancellationToken).ConfigureAwait(false);
            }
            await RunAsync(before, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!_isSent)
        {
            // Nothing was imported: a package that this import brought is nobody's.
            Rows = FailedRows(error);
            await RemoveAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            Rows = [.. Rows.Select(row => row with { Duration = Elapsed })];
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [.. Rows.Select(row => PlannedRow.Canceled(row, why, Elapsed))];

    private TimeSpan Elapsed => _target.Time.GetElapsedTime(_started);

    private async Task<string> UploadAsync(CancellationToken cancellationToken)
    {
        var id = await new ArcGisUpload(_target, _observer, _options.Timeout).RunAsync(_input.File!, cancellationToken).ConfigureAwait(false);
        _uploaded = true;
        return id;
    }

    /// <summary>Now the portal itself tells what the package holds.</summary>
    private async Task LookIntoAsync(CancellationToken cancellationToken)
    {
        try
        {
            var seen = await new ArcGisPreview(_target, _observer).ReadAsync(_options.GroupId, _packageItem!, tries: 5, cancellationToken).ConfigureAwait(false);
            ArcGisImportChecks.Version(_target, _options, seen.SourceVersion, _observer);
            Decide([.. seen.Items.OfType<ArcGisItem>()], isEstimate: false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.DryRunUnreadable && _options.OnConflict != ConflictPolicy.Fail && (_options.Filter is null || _plan is not null))
        {
            // What may be overwritten is up to the request itself; the portal keeps to it without a look beforehand.
            _observer.Warning($"{error.What} It is imported without a look beforehand.");
        }
    }

    private void Decide(IReadOnlyList<ArcGisItem> items, bool isEstimate)
    {
        _plan = ArcGisImportPlan.Of(items, _options, Base(), _target.Name, isEstimate);
        Rows = _plan.Rows.Count > 0 ? _plan.Rows : [Base() with { Type = "Package", Name = _input.Name, Action = MigrationAction.None, Status = MigrationStatus.Skipped, Message = "The package holds no items." }];
        HasWork = _plan.Sent.Count > 0;
        if (_options.OnConflict != ConflictPolicy.Fail || Rows.Where(row => row.Action == MigrationAction.Update).ToList() is not { Count: > 0 } there) return;
        HasWork = false;
        var conflict = new PackageConflict(_target.Name, "items", Rows, there);
        Rows = conflict.Refused(Elapsed);
        throw conflict.Error("Use -OnConflict Overwrite to overwrite them, or Skip to import the others.", there[0].DestinationId);
    }

    private async Task RunAsync(IReadOnlyDictionary<string, ArcGisItem> before, CancellationToken cancellationToken)
    {
        var fields = new ArcGisImportFields(
            _plan is null ? _options.ItemIds : _plan.IsAll ? [] : _plan.Sent, _options.OnConflict == ConflictPolicy.Overwrite,
            _options.FolderId, _options.FolderId is null ? null : _options.FolderOwner ?? _target.Me, _options.FolderName, _target.Release.Has("11.3") ? _options.KeepPackage : null);
        ArcGisStart start;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _isAsked = true;
            start = await _target.Client.ImportAsync(_options.GroupId, _packageItem!, fields, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            _isSent = true;
            await LookForLostAsync(lost, before, cancellationToken).ConfigureAwait(false);
            return;
        }
        _isSent = true;
        Rows = [.. Rows.Where(row => row.Type != "Package" || _plan is not null)];
        var job = JobOf(start);
        Job = job;
        if (start.JobId is not null)
        {
            _observer.Job(job);
            if (job.RemovesPackage) ArcGisPackageRecord.Keep(_target, job.Id, job.PackageItem!);
            if (_options.NoWait)
            {
                Rows = [.. Rows.Select(row => StillRunning(row, job))];
                return;
            }
            job = await WaitAsync(job, cancellationToken).ConfigureAwait(false);
        }
        var end = new ArcGisImportEnd(_target, _observer);
        var error = await end.FinishAsync(job, Rows, before, cancellationToken).ConfigureAwait(false);
        Rows = [.. end.Rows.Select(row => row with { Source = row.Source ?? Base().Source, InputKey = Base().InputKey })];
        if (error is not null) throw error;
    }

    private async Task<ArcGisJob> WaitAsync(ArcGisJob job, CancellationToken cancellationToken)
    {
        try
        {
            return Job = await new ArcGisJobs(_target, _observer).WaitAsync(job, _options.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It goes on without us.
            Rows = [.. Rows.Select(row => StillRunning(row, job))];
            throw;
        }
    }

    private ArcGisJob JobOf(ArcGisStart start)
    {
        var isResult = start.JobId is null;
        if (isResult && ArcGisOutcome.Of(start.Body).IsEmpty)
        {
            _observer.Warning($"{_target.Name} answered the import with neither a job nor a result that can be read; the group is looked at.");
        }
        return new ArcGisJob
        {
            System = ArcGisConnection.SystemName,
            Kind = ArcGisJob.Import,
            Id = start.JobId ?? string.Empty,
            Key = start.Key,
            ConnectionName = _target.Name,
            Origin = _target.Origin,
            State = isResult ? JobState.Completed : JobState.Submitted,
            Submitted = _target.Time.GetUtcNow(),
            Source = Base().Source,
            Target = _target.Name,
            Group = _group?.Name,
            GroupKey = _options.GroupId,
            PackageItem = _packageItem,
            RemovesPackage = _uploaded && !_options.KeepPackage,
            Uploaded = _uploaded ? _packageItem : null,
            Items = _plan is null ? [] : [.. _plan.Items.Where(item => _plan.Sent.Contains(item.Id))],
            Outcome = isResult ? start.Body : null,
        };
    }

    private async Task LookForLostAsync(MigrationException lost, IReadOnlyDictionary<string, ArcGisItem> before, CancellationToken cancellationToken)
    {
        var plan = _plan ?? ArcGisImportPlan.Of([], new ArcGisImportOptions { GroupId = _options.GroupId }, Base(), _target.Name, isEstimate: true);
        Rows = await new ArcGisLostImport(_target, _options, plan, before, _observer).FindOutAsync(Rows, _packageItem!, lost, cancellationToken).ConfigureAwait(false);
        Rows = await new ArcGisLanding(_target, _observer).TellAsync(Rows, cancellationToken).ConfigureAwait(false);
        if (Rows.All(row => row.Status != MigrationStatus.Unknown))
        {
            _observer.Warning($"The answer to the import of '{_input.Name}' into {_target.Name} was lost ({lost.ErrorId}); a look at the group shows that it took effect.");
            return;
        }
        throw new MigrationException(ErrorKinds.OutcomeUnknown,
            $"The answer to the import of '{_input.Name}' into {_target.Name} was lost ({lost.What.TrimEnd('.')}), and looking at the group did not tell what came of all of it.",
            $"The portal may still be at work, and the package is left there (item {_packageItem}). Look at the group; then import what is missing with -PackageItemId {_packageItem}.", lost)
        {
            TargetObject = _packageItem,
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            IsAmbiguous = true,
        };
    }

    /// <summary>A package that this import brought, and that nobody needs any more.</summary>
    private async Task RemoveAsync()
    {
        if (!_uploaded || _options.KeepPackage || _packageItem is null) return;
        using var limit = ArcGisUpload.CleanUpLimit(_target.Time);
        await ArcGisRemoval.RemoveAsync(_target, _packageItem, _observer, limit.Token).ConfigureAwait(false);
    }

    private static MigrationResult StillRunning(MigrationResult row, ArcGisJob job) => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = MigrationStatus.Unknown,
        Reason = ResultReason.StillRunning,
        ErrorId = null,
        Message = job.GoesOn(),
    };

    private MigrationResult[] FailedRows(Exception error) => [.. Rows.Select(row => PlannedRow.Failed(row, error, _isAsked ? ResultReason.Rejected : ResultReason.CheckFailed, Elapsed))];

    private MigrationResult Base() => new()
    {
        System = ArcGisConnection.SystemName,
        Type = "Package",
        Status = MigrationStatus.Planned,
        Source = _input?.Source ?? _input?.Key,
        Target = _target.Name,
        InputKey = _input?.Key,
    };
}
