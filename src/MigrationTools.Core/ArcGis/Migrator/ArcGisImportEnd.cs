using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What follows when an import's job has ended: what came of each item, a look at the group, where things landed, and the
/// removal of a package that nobody needs any more. "Completed" alone is no success: the lists of the result tell.
/// </summary>
internal sealed class ArcGisImportEnd(ArcGisConnection target, IMigrationObserver observer)
{
    private readonly Dictionary<string, int> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<int>> _openByName = new(StringComparer.Ordinal);
    private List<MigrationResult> _rows = [];

    /// <summary>What is known of each item.</summary>
    public IReadOnlyList<MigrationResult> Rows => _rows;

    /// <param name="job">The job as it ended.</param>
    /// <param name="rows">The rows; those that are Planned were sent.</param>
    /// <param name="before">The group's items before; null where nobody looked.</param>
    /// <param name="cancellationToken">Ends the looking, which changes nothing of the outcome.</param>
    /// <returns>What to report as the failure; null where there is none.</returns>
    public async Task<MigrationException?> FinishAsync(ArcGisJob job, IReadOnlyList<MigrationResult> rows, IReadOnlyDictionary<string, ArcGisItem>? before, CancellationToken cancellationToken)
    {
        _rows = [.. rows];
        Index();
        var outcome = ArcGisOutcome.Of(job.Outcome);
        Tell(outcome.Imported, element => Done);
        Tell(outcome.Skipped, element => row => Skipped(row, element));
        Tell(outcome.Failed, element => row => Failed(row, element));
        await TellRestAsync(job, before, cancellationToken).ConfigureAwait(false);
        _rows = [.. await new ArcGisLanding(target, observer).TellAsync(_rows, cancellationToken).ConfigureAwait(false)];
        if (job.RemovesPackage && job.PackageItem is { } package) await ArcGisRemoval.RemoveAfterAsync(target, job, package, observer, cancellationToken).ConfigureAwait(false);
        return Complaint(job);
    }

    /// <summary>Brings a list of the result and the rows together: by id, else by a title that only one row has.</summary>
    private void Tell(IReadOnlyList<ArcGisOutcomeElement> elements, Func<ArcGisOutcomeElement, Func<MigrationResult, MigrationResult>> become)
    {
        foreach (var element in elements)
        {
            if (Find(element) is { } i)
            {
                if (_rows[i].Name is { } name && _openByName.TryGetValue(name, out var open)) open.Remove(i);
                _rows[i] = become(element)(_rows[i]);
            }
            else if (element.Id is not null)
            {
                _rows.Add(become(element)(Base() with { SourceId = element.Id, Name = element.Title, Type = "Item" }));
                _byId.Add(element.Id, _rows.Count - 1);
            }
        }
    }

    private int? Find(ArcGisOutcomeElement element)
    {
        if (element.Id is not null) return _byId.TryGetValue(element.Id, out var i) ? i : null;
        return element.Title is not null && _openByName.TryGetValue(element.Title, out var open) && open.Count == 1 ? open.First() : null;
    }

    // A result may be long: no element looks through all rows.
    private void Index()
    {
        for (var i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].SourceId is { } id) _byId.TryAdd(id, i);
            if (_rows[i].Name is not { } name) continue;
            if (!_openByName.TryGetValue(name, out var open)) _openByName[name] = open = [];
            if (IsOpen(_rows[i])) open.Add(i);
        }
    }

    /// <summary>Of what the result does not name, the group tells.</summary>
    private async Task TellRestAsync(ArcGisJob job, IReadOnlyDictionary<string, ArcGisItem>? before, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ArcGisItem>? held = null;
        try
        {
            if (job.GroupKey is { } group) held = ArcGisLostImport.ById(await target.Client.GroupContentAsync(group, observer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            observer.Verbose($"The group's items could not be listed: {error.Message}");
        }
        var said = ArcGisWords.OfFailure(job);
        for (var i = 0; i < _rows.Count; i++)
        {
            var row = _rows[i];
            var there = row.SourceId is { } id && held is not null && held.TryGetValue(id, out var item) ? item : null;
            if (there is not null && row.Type == "Item") row = row with { Type = there.Type, Name = row.Name ?? there.Name };
            if (row.Status == MigrationStatus.Done && held is not null && there is null) row = row with { Message = "It is on the portal, but not in the group." };
            if (there is not null) row = OfAnother(row, there);
            else if (held is not null) row = ArcGisLeftAlone.Tell(row, held);
            _rows[i] = !IsOpen(row) ? row : Rest(row, job, said, isNew: there is not null && before?.ContainsKey(row.SourceId!) == false);
        }
    }

    private static MigrationResult Rest(MigrationResult row, ArcGisJob job, string said, bool isNew) => (job.State, isNew) switch
    {
        (JobState.Completed, true) => Done(row) with { Message = "The job's result does not name it; it is in the group." },
        (JobState.Completed, false) => row with
        {
            Status = MigrationStatus.Unknown,
            Reason = ResultReason.AnswerUnreadable,
            ErrorId = ErrorKinds.OutcomeUnknown.Id,
            Message = "The job ended well, and its result does not name this item.",
        },
        (_, true) => Done(row) with { Message = "The job failed, and yet the item is in the group now." },
        _ => row with { Status = MigrationStatus.Failed, Reason = ResultReason.Rejected, ErrorId = ErrorKinds.ImportFailed.Id, Message = $"The job {job.Id} ended as {job.State}: {said}" },
    };

    /// <summary>Where the portal gives no reason: that an item is somebody else's is the usual one.</summary>
    private MigrationResult OfAnother(MigrationResult row, ArcGisItem there) =>
        row.Status == MigrationStatus.Failed && row.Message == Unexplained && there.Owner is { } owner && !owner.Equals(target.Me, StringComparison.OrdinalIgnoreCase)
            ? row with { Message = $"{Unexplained} {there.Id} belongs to {owner}, and the import runs as {target.Me}." }
            : row;

    private string Unexplained => $"{target.Name} could not import it, and does not say why.";

    private MigrationException? Complaint(ArcGisJob job)
    {
        var failed = _rows.FindAll(row => row.Status == MigrationStatus.Failed);
        var names = string.Join(", ", failed.Take(5).Select(row => $"{row.Type} '{row.Name ?? row.SourceId}'")) + (failed.Count > 5 ? $" and {failed.Count - 5} more" : string.Empty);
        if (job.State != JobState.Completed)
        {
            return new MigrationException(ErrorKinds.ImportFailed, $"The import into {target.Name} ended as {job.State} (job {job.Id}): {ArcGisWords.OfFailure(job)}") { TargetObject = job.Id };
        }
        if (failed.Count > 0)
        {
            var kind = failed.TrueForAll(row => row.Reason == ResultReason.NotFoundAfterwards) ? ErrorKinds.ImportIncomplete : ErrorKinds.ItemsFailed;
            // Good under every -OnConflict: only what is missing is named.
            var remedy = kind == ErrorKinds.ImportIncomplete ? "Look at the portal; then import what is missing with -ItemId." : null;
            return new MigrationException(kind, $"The import into {target.Name} ended, and {failed.Count} of {_rows.Count} items {(kind == ErrorKinds.ImportIncomplete ? "are not there" : "were not imported")}: {names}. {failed[0].Message}".TrimEnd(), remedy) { TargetObject = job.Id };
        }
        return _rows.Exists(row => row.Status == MigrationStatus.Unknown)
            ? new MigrationException(ErrorKinds.OutcomeUnknown, $"The import into {target.Name} ended, and its result does not tell what came of all items (job {job.Id}).") { TargetObject = job.Id }
            : null;
    }

    private static bool IsOpen(MigrationResult row) => row.Status == MigrationStatus.Planned;

    private static MigrationResult Done(MigrationResult row) => row with { Status = MigrationStatus.Done, Reason = ResultReason.None, DestinationId = row.SourceId, Message = null };

    private MigrationResult Skipped(MigrationResult row, ArcGisOutcomeElement element) => row with
    {
        Status = MigrationStatus.Skipped,
        Reason = row.Action == MigrationAction.Update || row.DestinationId is not null ? ResultReason.ExistsOnTarget : ResultReason.Rejected,
        Action = MigrationAction.None,
        Message = element.Reason is { } why ? $"{target.Name} skipped it: {why}" : $"{target.Name} skipped it, and does not say why.",
    };

    private MigrationResult Failed(MigrationResult row, ArcGisOutcomeElement element) => row with
    {
        Status = MigrationStatus.Failed,
        Reason = ResultReason.Rejected,
        ErrorId = ErrorKinds.ItemsFailed.Id,
        Message = element.Reason is { } why ? $"{target.Name} could not import it: {why}" : Unexplained,
    };

    private MigrationResult Base() => new() { System = ArcGisConnection.SystemName, Type = "Item", Status = MigrationStatus.Planned, Target = target.Name };
}
