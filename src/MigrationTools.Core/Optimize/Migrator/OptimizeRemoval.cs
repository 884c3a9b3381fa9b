using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>One dashboard or report on its way out of a server: looked at, asked about, deleted once.</summary>
public sealed class OptimizeRemoval : IPlannedChange
{
    private readonly OptimizeConnection _target;
    private readonly IMigrationObserver _observer;
    private readonly string _route;
    private readonly string _id;
    private readonly long _started;

    internal OptimizeRemoval(OptimizeConnection target, string route, string id, IMigrationObserver observer)
    {
        _target = target;
        _observer = observer;
        _route = route;
        _id = OptimizeSelection.Plain(id);
        _started = target.Time.GetTimestamp();
        Row = new MigrationResult
        {
            System = OptimizeConnection.SystemName,
            Type = route,
            DestinationId = _id,
            Action = MigrationAction.Delete,
            Status = MigrationStatus.Planned,
            Target = target.Name,
            InputKey = _id,
        };
    }

    /// <summary>What is known of it.</summary>
    public MigrationResult Row { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Rows => [Row];

    /// <inheritdoc />
    public bool HasWork => true;

    /// <inheritdoc />
    public string Summary => $"Delete {Description}";

    /// <summary>What would go, and where: report 'Stuck parcels' (7d1f…) on prod.</summary>
    public string Description => $"{OptimizeWords.InWords(Row.Type).ToLowerInvariant()} {(Row.Name is { } name ? $"'{name}' ({_id})" : _id)} on {_target.Name}";

    /// <summary>Reads alone: what it is.</summary>
    /// <exception cref="MigrationException">ArtifactNotFound, and all that a request can end in.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            var fetch = new OptimizeFetch(_target, _observer);
            var parts = await fetch.FetchAsync(_route, [_id], cancellationToken).ConfigureAwait(false);
            var found = parts.SelectMany(part => part.Entities).FirstOrDefault(entity => entity.Id == _id);
            foreach (var part in parts) part.Dispose();
            if (found is not null) Row = Row with { Type = OptimizeNames.Clean(found.Type), Name = found.ShownName };
            // One that refers to something gone cannot be exported, and can be deleted.
            else if (fetch.Missing.Count > 0 && fetch.Missing[0].Error.Kind != ErrorKinds.BrokenReference) throw fetch.Missing[0].Error;
        }
        catch (Exception error)
        {
            Fail(error, ResultReason.CheckFailed);
            throw;
        }
    }

    /// <summary>Deletes it. Sent once; if the answer is lost, looking tells.</summary>
    /// <exception cref="MigrationException">Why it is still there, or not known to be gone.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await OptimizeDeletion.RunAsync(_target, _route, _id, _observer, cancellationToken).ConfigureAwait(false) is { } error) throw error;
            Row = Row with { Status = MigrationStatus.Done, Duration = Elapsed };
        }
        catch (Exception error)
        {
            Fail(error, ResultReason.Rejected);
            throw;
        }
    }

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed) => Row = PlannedRow.LeftOut(Row, rehearsed, Elapsed);

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [PlannedRow.Canceled(Row, why, Elapsed)];

    private TimeSpan Elapsed => _target.Time.GetElapsedTime(_started);

    private void Fail(Exception error, ResultReason reason) => Row = PlannedRow.Failed(Row, error, reason, Elapsed);
}
