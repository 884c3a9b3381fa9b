using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// Finds out what came of an import whose answer was lost, by asking for a dry run again: what was new and is there now
/// was imported, and so was what was to be updated and is unchanged now. Nothing is sent a second time.
/// </summary>
internal sealed class ArcadiaLostAnswer(
    ArcadiaConnection target, ArcadiaPackage package, ArcadiaImportPlan before, Func<CancellationToken, Task<ArcadiaImportAnswer>> look)
{
    /// <summary>The server may still be at work when the answer is lost; it gets this long.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    public async Task<IReadOnlyList<MigrationResult>> FindOutAsync(
        IReadOnlyList<MigrationResult> rows, MigrationException lost, CancellationToken cancellationToken, int looks = int.MaxValue)
    {
        var seen = rows.Select(row => Lost(row, lost)).ToList();
        foreach (var pause in Pauses.Take(looks))
        {
            try
            {
                await Task.Delay(pause, target.Time, cancellationToken).ConfigureAwait(false);
                var now = ArcadiaImportPlan.Of(package, await look(cancellationToken).ConfigureAwait(false));
                seen = rows.Select(row => Compare(row, now, lost)).ToList();
            }
            catch (Exception error) when (error is MigrationException or OperationCanceledException)
            {
                // The look failed as well, or was stopped: what is known stays what it was.
                if (error is OperationCanceledException) break;
            }
            if (seen.All(row => row.Status != MigrationStatus.Unknown)) break;
        }
        return seen;
    }

    private MigrationResult Compare(MigrationResult row, ArcadiaImportPlan now, MigrationException lost)
    {
        var was = before.Said(row.Type, row.SourceId)?.Action ?? MigrationAction.Unknown;
        if (now.Said(row.Type, row.SourceId) is not { } said) return Lost(row, lost);
        var tookEffect = (was, said.Action) switch
        {
            (MigrationAction.Create, MigrationAction.Update or MigrationAction.None) => true,
            (MigrationAction.Update, MigrationAction.None) => true,
            (MigrationAction.None, MigrationAction.None) => true,
            _ => false,
        };
        if (!tookEffect) return Lost(row, lost);
        return row with
        {
            DestinationId = said.Id ?? row.DestinationId,
            Status = was == MigrationAction.None ? MigrationStatus.Unchanged : MigrationStatus.Done,
            Reason = ResultReason.AnswerLost,
            Message = "The server's answer was lost; a look at the target shows it there.",
        };
    }

    private static MigrationResult Lost(MigrationResult row, MigrationException lost) => row with
    {
        Status = MigrationStatus.Unknown,
        Reason = ResultReason.AnswerLost,
        ErrorId = ErrorKinds.OutcomeUnknown.Id,
        Message = $"The server's answer was lost ({lost.ErrorId}), and looking at the target did not tell whether this took effect.",
    };
}
