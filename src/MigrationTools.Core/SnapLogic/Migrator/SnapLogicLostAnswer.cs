using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// Finds out what came of a migration whose answer was lost, and with it the token. Only what was looked at before can be
/// told from what came since: a destination that was not there, and holds all of the source now, was migrated. Nothing is
/// sent a second time.
/// </summary>
internal sealed class SnapLogicLostAnswer(SnapLogicConnection connection, string what, SnapLogicPath? source, SnapLogicPath destination, SnapLogicInventory? before, IMigrationObserver observer)
{
    /// <summary>The server may still be at work when the answer is lost; it gets this long.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)];

    /// <returns>The rows, and the error where they remain unknown.</returns>
    public async Task<(IReadOnlyList<MigrationResult> Rows, MigrationException? Unknown)> FindOutAsync(
        MigrationResult template, SnapLogicInventory? wanted, MigrationException lost, CancellationToken cancellationToken)
    {
        SnapLogicInventory? now = null;
        try
        {
            var wasAbsent = before?.Exists == false;
            if (wasAbsent && wanted is null && source is not null) wanted = await SnapLogicInventory.LookAsync(connection, source, observer, cancellationToken).ConfigureAwait(false);
            var tells = wasAbsent && wanted is { IsReadable: true };
            foreach (var pause in tells ? Pauses : Pauses[..1])
            {
                await Task.Delay(pause, connection.Time, cancellationToken).ConfigureAwait(false);
                now = await SnapLogicInventory.LookAsync(connection, destination, observer, cancellationToken).ConfigureAwait(false);
                if (now.IsForbidden) break;
                if (tells && now.Exists == true && wanted!.Assets.All(now.Has))
                {
                    observer.Warning($"The answer to {what} was lost ({lost.ErrorId}); a look at the destination shows that it took effect.");
                    return ([.. wanted.Assets.Select(asset => template with
                    {
                        Type = asset.Type,
                        Name = asset.Name,
                        Status = MigrationStatus.Done,
                        Reason = ResultReason.AnswerLost,
                        Message = "The server's answer was lost; a look at the destination, which was not there before, shows it there.",
                    })], null);
                }
            }
        }
        catch (Exception error) when (error is MigrationException or OperationCanceledException)
        {
            // The look failed as well, or was stopped: what is known stays what it was.
        }
        var seen = now?.Exists switch
        {
            true => $"{destination} is there now, with {now.Assets.Count} asset(s), which does not tell whether this call brought them.",
            false => $"{destination} is not there so far; the server may still be at work.",
            null => "Looking at the destination was not possible, or did not tell.",
        };
        var unknown = new MigrationException(ErrorKinds.OutcomeUnknown, $"What came of {what} is not known: {lost.What} {seen}",
            "Look at the destination in Manager. -OnConflict Fail is safe to run again: the server refuses a project that is there.", lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = destination.ToString(),
            IsAmbiguous = true,
        };
        return ([template with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerLost, ErrorId = unknown.ErrorId, Message = unknown.Message }], unknown);
    }
}
