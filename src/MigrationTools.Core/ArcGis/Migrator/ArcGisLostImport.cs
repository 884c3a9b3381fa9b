using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// Finds out what came of an import whose answer was lost. There is no list of jobs, so the target is looked at: the
/// package's item, which goes when an import is done, and the group, compared with what it held before. Nothing is sent again.
/// </summary>
internal sealed class ArcGisLostImport(
    ArcGisConnection target, ArcGisImportOptions options, ArcGisImportPlan plan, IReadOnlyDictionary<string, ArcGisItem> before, IMigrationObserver observer)
{
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), .. Enumerable.Repeat(TimeSpan.FromSeconds(10), 10)];

    public async Task<IReadOnlyList<MigrationResult>> FindOutAsync(IReadOnlyList<MigrationResult> rows, string packageItem, MigrationException lost, CancellationToken cancellationToken)
    {
        var seen = rows.Select(row => Lost(row, lost)).ToList();
        foreach (var pause in Looks)
        {
            try
            {
                await Task.Delay(pause, target.Time, cancellationToken).ConfigureAwait(false);
                var isGone = !options.KeepPackage && await target.Client.FindItemAsync(packageItem, observer, cancellationToken).ConfigureAwait(false) is null;
                var held = ById(await target.Client.GroupContentAsync(options.GroupId, observer, cancellationToken).ConfigureAwait(false));
                seen = rows.Select(row => Compare(row, held, isGone, lost)).ToList();
                if (isGone || seen.TrueForAll(row => row.Status != MigrationStatus.Unknown)) break;
            }
            catch (MigrationException)
            {
                // The look failed as well: another one may not.
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        return seen;
    }

    public static Dictionary<string, ArcGisItem> ById(IEnumerable<ArcGisItem> items)
    {
        var byId = new Dictionary<string, ArcGisItem>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items) byId.TryAdd(item.Id, item);
        return byId;
    }

    private MigrationResult Compare(MigrationResult row, Dictionary<string, ArcGisItem> held, bool isGone, MigrationException lost)
    {
        if (row.Status != MigrationStatus.Planned || row.SourceId is null || !held.TryGetValue(row.SourceId, out var now)) return Lost(row, lost);
        var wasThere = before.TryGetValue(row.SourceId, out var was);
        // That the package went proves nothing of what was there before: somebody else may have removed it.
        var tookEffect = wasThere
            ? was!.Modified is { } then && now.Modified > then
            : isGone || plan.Items.Any(item => item.Id == row.SourceId && item.Exists == false);
        return tookEffect
            ? row with
            {
                DestinationId = row.SourceId,
                Status = MigrationStatus.Done,
                Reason = ResultReason.AnswerLost,
                Message = "The portal's answer was lost; a look at the group shows it there.",
            }
            : Lost(row, lost);
    }

    private static MigrationResult Lost(MigrationResult row, MigrationException lost) => row.Status != MigrationStatus.Planned ? row : row with
    {
        Status = MigrationStatus.Unknown,
        Reason = ResultReason.AnswerLost,
        ErrorId = ErrorKinds.OutcomeUnknown.Id,
        Message = $"The portal's answer was lost ({lost.ErrorId}), and looking at the group did not tell whether this took effect.",
    };
}
