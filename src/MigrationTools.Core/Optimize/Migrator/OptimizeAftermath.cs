using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// Finds out what an import made: by the ids of the answer, else by listing before and after. Nothing is sent again.
/// </summary>
internal sealed class OptimizeAftermath(
    OptimizeConnection target, string collection, IReadOnlyList<OptimizeEntity> sent, OptimizeListedIds before, IMigrationObserver observer)
{
    /// <summary>The server may still be at work when the answer is lost; it gets this long.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    /// <summary>The ids that an answer tells; null where it cannot be read.</summary>
    public static IReadOnlyList<string>? IdsIn(ApiReply reply)
    {
        if (reply.Body.IsEmpty || JsonShape.Look(reply.Body) != JsonShape.Finding.Whole) return null;
        using var answer = reply.ParseJson();
        return OptimizeIds.Read(answer.RootElement);
    }

    /// <summary>The server said what it made.</summary>
    public async Task<OptimizeFound> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var fresh = ids.Where(id => !before.Dashboards.Contains(id) && !before.Reports.Contains(id)).ToList();
        try
        {
            // Not every release says which of them is a dashboard.
            var now = await OptimizeListedIds.OfAsync(target, collection, observer, cancellationToken).ConfigureAwait(false);
            var (made, unread) = await ReadAsync(new OptimizeListedIds(Those(now.Dashboards.Contains), Those(id => !now.Dashboards.Contains(id))), cancellationToken).ConfigureAwait(false);
            // What was there before was not made by the import, whoever says so; it may even be what is to be deleted.
            return new OptimizeFound(new OptimizeIdMap(sent, made), unread || fresh.Count < ids.Count, false);
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            observer.Verbose($"What the import made on {target.Name} could not be looked at: {error.Message}");
            return new OptimizeFound(null, true, false);
        }

        HashSet<string> Those(Func<string, bool> which) => fresh.Where(which).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The server did not say, or nobody heard it.</summary>
    /// <param name="isOver">True where it is known that the server is no longer at work.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task<OptimizeFound> SearchAsync(bool isOver, CancellationToken cancellationToken)
    {
        // At the cap, a list after is no more than a list before, whatever was made.
        if (before.MaybeMore) return new OptimizeFound(null, true, true);
        var found = new OptimizeFound(null, true, true);
        foreach (var pause in isOver ? Pauses.Take(1) : Pauses)
        {
            try
            {
                await Task.Delay(pause, target.Time, cancellationToken).ConfigureAwait(false);
                var now = await OptimizeListedIds.OfAsync(target, collection, observer, cancellationToken).ConfigureAwait(false);
                if (now.MaybeMore) continue;
                var (made, unread) = await ReadAsync(now.Without(before), cancellationToken).ConfigureAwait(false);
                var map = new OptimizeIdMap(sent, made);
                found = new OptimizeFound(map, unread, true);
                if (sent.All(map.IsThere)) break;
            }
            catch (MigrationException error)
            {
                observer.Verbose($"{target.Name} could not be looked at: {error.Message}");
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        return found;
    }

    private async Task<(IReadOnlyList<OptimizeEntity> Made, bool Unread)> ReadAsync(OptimizeListedIds ids, CancellationToken cancellationToken)
    {
        var inventory = await OptimizeInventory.TakeAsync(target, ids, observer, cancellationToken).ConfigureAwait(false);
        var wanted = ids.All.ToHashSet(StringComparer.Ordinal);
        return ([.. inventory.Entities.Where(entity => wanted.Contains(entity.Id))], inventory.Unread.Count > 0);
    }
}

/// <summary>What was found of an import.</summary>
/// <param name="Map">Which new entity stands for which; null where nothing could be looked at.</param>
/// <param name="IsUnsure">True where something is there that could not be looked at.</param>
/// <param name="ByListing">True where others' entities may be among what was found.</param>
internal sealed record OptimizeFound(OptimizeIdMap? Map, bool IsUnsure, bool ByListing)
{
    /// <summary>The row of a sent entity.</summary>
    /// <param name="row">As it was planned.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="lost">Why the answer is not known; null where it is.</param>
    /// <param name="isOver">True where the server is no longer at work, so that what is not there will not come.</param>
    public MigrationResult Tell(MigrationResult row, OptimizeEntity entity, MigrationException? lost, bool isOver)
    {
        var reason = lost is null ? ResultReason.None : ResultReason.AnswerLost;
        if (Map is not null && Map.Of(entity) is { } id)
        {
            return row with
            {
                DestinationId = id,
                Status = MigrationStatus.Done,
                Reason = reason,
                Message = Join(lost is null ? null : isOver ? "It was made, although the server failed afterwards." : "The server's answer was lost; a look at the collection shows it there.", row.Message),
            };
        }
        if (Map is not null && Map.IsThere(entity) && !(ByListing && Map.IsCrowded(entity)))
        {
            return row with { Status = MigrationStatus.Done, Reason = reason, Message = Join($"It is one of several that cannot be told apart: {OptimizeNames.List(Map.Among(entity))}.", row.Message) };
        }
        if (Map is not null && !IsUnsure && !Map.IsThere(entity) && isOver) return NotThere(row, lost);
        return row with
        {
            Status = MigrationStatus.Unknown,
            Reason = lost is null ? ResultReason.AnswerUnreadable : ResultReason.AnswerLost,
            ErrorId = ErrorKinds.OutcomeUnknown.Id,
            Message = Map is not null && Map.IsCrowded(entity)
                ? $"Somebody else's items of this type and name came meanwhile; it may be one of {OptimizeNames.List(Map.Among(entity))}."
                : "Whether it was made could not be told by looking at the collection.",
        };
    }

    private static MigrationResult NotThere(MigrationResult row, MigrationException? lost) => lost is null
        ? row with
        {
            Status = MigrationStatus.Failed,
            Reason = ResultReason.NotFoundAfterwards,
            ErrorId = ErrorKinds.ImportIncomplete.Id,
            Message = "The server reported success, but it cannot be found in the collection.",
        }
        : row with { Status = MigrationStatus.Failed, Reason = ResultReason.Rejected, ErrorId = lost.ErrorId, Message = lost.Message };

    private static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";
}
