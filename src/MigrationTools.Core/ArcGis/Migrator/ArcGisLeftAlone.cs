using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// Tells of items that are left as they are whether the group has them: an item may be on the portal and elsewhere, and who
/// moves a group into an empty one would take it for moved.
/// </summary>
internal static class ArcGisLeftAlone
{
    private const string Elsewhere = "It is not in the group.";

    /// <summary>The row, with what the group tells of it.</summary>
    public static MigrationResult Tell(MigrationResult row, IReadOnlyDictionary<string, ArcGisItem> held) =>
        IsLeft(row) && !held.ContainsKey(row.SourceId!) && row.Message?.EndsWith(Elsewhere, StringComparison.Ordinal) != true
            ? row with { Message = $"{row.Message} {Elsewhere}".TrimStart() }
            : row;

    /// <summary>Looks into the group, if there is something to tell of. What it cannot see changes nothing.</summary>
    public static async Task<IReadOnlyList<MigrationResult>> TellAsync(IReadOnlyList<MigrationResult> rows, string group, ArcGisConnection target, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (!rows.Any(IsLeft)) return rows;
        try
        {
            var held = ArcGisLostImport.ById(await target.Client.GroupContentAsync(group, observer, cancellationToken).ConfigureAwait(false));
            return [.. rows.Select(row => Tell(row, held))];
        }
        catch (MigrationException error)
        {
            observer.Verbose($"The group's items could not be listed: {error.Message}");
            return rows;
        }
    }

    private static bool IsLeft(MigrationResult row) => row.Status == MigrationStatus.Skipped && row.Reason == ResultReason.ExistsOnTarget && row.SourceId is not null;
}
