using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// One package on its way into one collection: looked into, compared with what the collection holds, decided upon, imported
/// once, looked for afterwards. The rows tell at every point what is known.
/// </summary>
public sealed class OptimizeImport : IPlannedChange
{
    private readonly OptimizeConnection _target;
    private readonly MigrationPackage _given;
    private readonly OptimizeImportOptions _options;
    private readonly OptimizeImportRun _run;
    private readonly IMigrationObserver _observer;
    private readonly OptimizeTurns _turns;
    private readonly long _started;
    private OptimizePackage? _package;
    private OptimizeListedCollection? _collection;
    private IReadOnlyList<OptimizeEntity> _entities = [];
    private OptimizeImportPlan? _plan;
    private int _plannedAt;

    internal OptimizeImport(
        OptimizeConnection target, MigrationPackage package, OptimizeImportOptions options, OptimizeImportRun run, IMigrationObserver observer)
    {
        _target = target;
        _given = package;
        _options = options with { CollectionId = OptimizeSelection.Plain(options.CollectionId) };
        _run = run;
        _observer = observer;
        _turns = OptimizeTurns.Of(target.Origin, _options.CollectionId);
        _started = target.Time.GetTimestamp();
        Rows = [Base() with { Type = "Package", Name = GivenPackage.NameOf(package), Action = MigrationAction.Unknown }];
    }

    /// <summary>What is known of each entity; a single row of type Package until the package was read.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; private set; }

    /// <summary>Both ends in words: 'Returns desk' (dev) -> prod, collection 'Returns'.</summary>
    public string Description
    {
        get
        {
            var source = _package?.Source is { } from ? $" ({from})" : string.Empty;
            var collection = _collection is { } known ? $"collection '{known.Name}'" : $"collection {_options.CollectionId}";
            return $"'{Title}'{source} -> {_target.Name}, {collection}";
        }
    }

    /// <summary>What would happen, in counts.</summary>
    public string Summary
    {
        get
        {
            int Count(MigrationAction action) => Rows.Count(row => row.Action == action);
            var olds = _plan is null ? 0 : Count(MigrationAction.Replace);
            return string.Create(CultureInfo.InvariantCulture,
                $"Import {Rows.Count - Count(MigrationAction.None)} items: {Count(MigrationAction.Create)} new, {olds} in place of old ones, which are deleted, {Count(MigrationAction.Copy)} beside others of the same name, {Count(MigrationAction.None)} left out");
        }
    }

    /// <summary>True if the plan found something to send.</summary>
    public bool HasWork { get; private set; }

    private string Title
    {
        get
        {
            var named = _entities.Where(entity => entity.IsDashboard).ToList() is { Count: > 0 } dashboards ? dashboards : [.. _entities];
            return named.Count switch
            {
                0 => GivenPackage.NameOf(_given),
                1 => named[0].ShownName,
                _ => $"{named[0].ShownName} and {named.Count - 1} more",
            };
        }
    }

    private TimeSpan Elapsed => _target.Time.GetElapsedTime(_started);

    /// <summary>Reads alone: the package, the checks, what the collection holds, the decision.</summary>
    /// <exception cref="MigrationException">Whatever forbids the import; the target is as it was.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            _package = (OptimizePackage)await GivenPackage.ReadAsync(_given, OptimizeConnection.SystemName, cancellationToken).ConfigureAwait(false);
            Rows = _package.Items.Count == 0 ? Rows : [.. _package.Entities.Select(entity => RowOf(entity))];
            if (_options.CollectionId.Length == 0) throw new MigrationException(ErrorKinds.CollectionMissing, $"To import into {_target.Name}, a collection must be named.");
            if (!OptimizeIds.IsId(_options.CollectionId)) throw new MigrationException(ErrorKinds.InvalidId, $"'{OptimizeNames.Clean(_options.CollectionId)}' is no id of a collection.", "Give the id in the address of the collection's page.");
            _entities = OptimizeImportChecks.Package(_package, _observer);
            Rows = [.. _entities.Select(RowOf)];
            SameServer.Warn(_package.Source, _target, _options.OnConflict, _observer);
            _collection = await LookUpAsync(cancellationToken).ConfigureAwait(false);
            await CompareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error, ResultReason.CheckFailed);
            throw;
        }
    }

    /// <summary>Imports. One at a time for each collection; the request is sent once, whatever happens to its answer.</summary>
    /// <exception cref="MigrationException">What went wrong; the rows tell what is known of each entity.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _turns.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Rows = Canceled();
            throw;
        }
        try
        {
            await ImportInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turns.Gate.Release();
        }
    }

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed) => Rows = [.. Rows.Select(row => PlannedRow.LeftOut(row, rehearsed, Elapsed))];

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [.. Rows.Select(row => PlannedRow.Canceled(row, why, Elapsed))];

    private async Task ImportInTurnAsync(CancellationToken cancellationToken)
    {
        OptimizeImportPackage upload;
        var olds = new OptimizeReplacement(_target, _observer);
        try
        {
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
            if (!HasWork) return;
            if (_plan!.Doomed.Count > 0) await olds.SaveAsync(_plan.Doomed, _options.Backup, cancellationToken).ConfigureAwait(false);
            upload = await OptimizeImportPackage.StageAsync(_package!, _plan.Sent, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error, ResultReason.CheckFailed);
            throw;
        }
        using (upload)
        {
            _turns.Count();
            try
            {
                await SendAsync(upload, cancellationToken).ConfigureAwait(false);
                await ReplaceAsync(olds, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turns.Count();
            }
        }
    }

    /// <summary>The collection's name and data sources, where the release tells them; the import itself refuses an unknown one.</summary>
    private async Task<OptimizeListedCollection?> LookUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _target.Client.GetCollectionAsync(_options.CollectionId, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.CollectionNotFound)
        {
            throw new MigrationException(ErrorKinds.CollectionNotFound, $"{_target.Name} has no collection {_options.CollectionId}.", inner: error) { HttpStatus = error.HttpStatus, TargetObject = _options.CollectionId };
        }
        catch (MigrationException error) when (error.HttpStatus is 403 or 404 or 405 or (>= 500 and <= 501) || error.Kind == ErrorKinds.UnexpectedAnswer)
        {
            // The endpoint is undocumented: without it, and with another answer, the import itself tells.
            return null;
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        HasWork = false;
        _plannedAt = _turns.Counted;
        var inventory = await _run.TakeAsync(_target, _options.CollectionId, _observer, cancellationToken).ConfigureAwait(false);
        // In the server's own order, so that both say the same.
        OptimizeImportChecks.Versions(_package!, _entities, _target, _observer);
        OptimizeImportChecks.Scope(_package!, _entities, _collection);
        if (inventory.Ids.MaybeMore) _observer.Warning($"{_target.Name} lists {OptimizeClient.ListCap} dashboards or reports of the collection and no more: what is beyond is not compared.");
        foreach (var unread in inventory.Unread.Take(5)) _observer.Warning($"It is not compared with the package: {unread.Error.What}");
        if (_options.OnConflict == ConflictPolicy.Fail) RequireNone(inventory);
        _plan = OptimizeImportPlan.Make(_entities, inventory, _options.OnConflict, _target.Name);
        Rows = [.. _plan.Steps.Select(step => RowOf(step.Entity) with
        {
            Action = step.Action,
            DestinationId = step.IsSent ? null : inventory.Of(step.Entity.Key) is [var there] ? there.Id : null,
            Status = step.IsSent ? MigrationStatus.Planned : MigrationStatus.Skipped,
            Reason = !step.IsSent ? ResultReason.ExistsOnTarget : inventory.IsPartial ? ResultReason.Estimated : ResultReason.None,
            Message = step.Note,
            Duration = Elapsed,
        })];
        HasWork = _plan.Sent.Count > 0;
    }

    /// <exception cref="MigrationException">ConflictFound: the collection has some of the package.</exception>
    private void RequireNone(OptimizeInventory inventory)
    {
        var rows = _entities.Select(entity => RowOf(entity) with { DestinationId = inventory.Of(entity.Key) is [var first, ..] ? first.Id : null }).ToList();
        var there = rows.FindAll(row => row.DestinationId is not null);
        if (there.Count == 0) return;
        var conflict = new PackageConflict(_target.Name, "items", rows, there);
        Rows = conflict.Refused(Elapsed);
        throw conflict.Error("Use -OnConflict Overwrite to replace them, Skip to leave them out, or Duplicate to make second ones. Dashboards that share reports are exported together, without -Separate.", _given.Path);
    }

    /// <summary>What the plan was made from may be stale: another import may have come in between, of this process or of a stranger.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_plannedAt == _turns.Counted)
        {
            var now = await OptimizeListedIds.OfAsync(_target, _options.CollectionId, _observer, cancellationToken).ConfigureAwait(false);
            if (now.SameAs(_plan!.Inventory.Ids)) return;
        }
        await CompareAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(OptimizeImportPackage upload, CancellationToken cancellationToken)
    {
        var plan = _plan!;
        var aftermath = new OptimizeAftermath(_target, _options.CollectionId, plan.Sent, plan.Inventory.Ids, _observer);
        // From here on a stop ends nothing at once: what was sent has to be told of.
        using var look = new OptimizeLook(_target.Time, cancellationToken);
        MigrationException? lost = null;
        OptimizeFound found;
        var isOver = true;
        try
        {
            var reply = await _target.Client.ImportAsync(upload.Path, upload.Sha256, $"'{Title}'", _options.CollectionId, _observer, cancellationToken).ConfigureAwait(false);
            found = OptimizeAftermath.IdsIn(reply) is { } ids
                ? await aftermath.FindAsync(ids, look.Token).ConfigureAwait(false)
                : await aftermath.SearchAsync(isOver: true, look.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Before it was sent: afterwards the client sees it to its end.
            Rows = Canceled();
            throw;
        }
        catch (MigrationException error) when (!error.IsAmbiguous)
        {
            _target.Speaks.Learn(OptimizeMismatch.Read(error.ServerText));
            Rows = FailedRows(error, ResultReason.Rejected);
            throw;
        }
        catch (Exception error)
        {
            lost = error as MigrationException
                ?? new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer could not be dealt with ({error.GetType().Name}).", inner: error) { IsAmbiguous = true };
            // An error of the server's own making ends its work; one of a proxy's, or of the network, ends nothing.
            isOver = lost is { HttpStatus: 500 } && OptimizeErrors.IsOwn(lost.ServerText);
            found = await aftermath.SearchAsync(isOver, look.Token).ConfigureAwait(false);
        }
        Tell(found, lost, isOver);
        var verdict = new OptimizeVerdict($"the import of '{Title}' into {_target.Name}", _target.Name, _given.Path, plan.Doomed.Count > 0);
        if (verdict.Of(Rows, lost, isOver) is { } failure) throw failure;
        if (lost is not null) _observer.Warning($"The answer to {verdict.Operation} was lost ({lost.ErrorId}); a look at the collection shows that it took effect.");
    }

    private void Tell(OptimizeFound found, MigrationException? lost, bool isOver)
    {
        var bySource = _plan!.Sent.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        Rows = [.. Rows.Select(row => row.Action == MigrationAction.None || row.SourceId is null || !bySource.TryGetValue(row.SourceId, out var entity)
            ? row with { Duration = Elapsed }
            : found.Tell(row with { Duration = Elapsed }, entity, lost, isOver))];
    }

    /// <summary>The new is there. The old goes, as far as nobody else shows it.</summary>
    private async Task ReplaceAsync(OptimizeReplacement olds, CancellationToken cancellationToken)
    {
        var plan = _plan!;
        if (plan.Doomed.Count == 0) return;
        IReadOnlyDictionary<string, OptimizeLeftOver> left;
        try
        {
            // Looked at anew, all of it: what shows an old report may have come since, and an old one may bear another name.
            var now = await OptimizeInventory.TakeAsync(_target, _options.CollectionId, _observer, cancellationToken).ConfigureAwait(false);
            left = await olds.DeleteAsync(plan.Doomed, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            var why = (error as MigrationException)?.What ?? "The run was stopped.";
            left = plan.Doomed.ToDictionary(old => old.Id, old => new OptimizeLeftOver(why,
                new MigrationException(ErrorKinds.OldNotDeleted, $"The new {old.Title} is on {_target.Name}, and the old one ({old.Id}) was not deleted: {why}", inner: error)), StringComparer.Ordinal);
        }
        var olden = plan.Steps.Where(step => step.Old is not null).ToDictionary(step => step.Entity.Id, step => step.Old!, StringComparer.Ordinal);
        Rows = [.. Rows.Select(row => row.SourceId is { } id && olden.TryGetValue(id, out var old) ? OptimizeReplacement.Tell(row, old, left.GetValueOrDefault(old.Id)) with { Duration = Elapsed } : row)];
        if (left.Values.Select(entry => entry.Error).OfType<MigrationException>().ToList() is { Count: > 0 } errors)
        {
            throw errors.Count == 1 ? errors[0] : new MigrationException(ErrorKinds.OldNotDeleted, $"{errors.Count} old items on {_target.Name} could not be deleted. {errors[0].What}", inner: errors[0]);
        }
    }

    private MigrationResult[] FailedRows(Exception error, ResultReason reason) => [.. Rows.Select(row => PlannedRow.Failed(row, error, reason, Elapsed))];

    private MigrationResult RowOf(OptimizeEntity entity) => Base() with
    {
        Type = OptimizeNames.Clean(entity.Type),
        Name = entity.ShownName,
        SourceId = entity.Id.Length > 0 ? entity.Id : null,
        Action = MigrationAction.Unknown,
    };

    private MigrationResult Base() => new()
    {
        System = OptimizeConnection.SystemName,
        Type = "Package",
        Status = MigrationStatus.Planned,
        Source = _package?.Source ?? _given.Source ?? _given.Path,
        Target = _target.Name,
        InputKey = _given.Path,
    };
}
