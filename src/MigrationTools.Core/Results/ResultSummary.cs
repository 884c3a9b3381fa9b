namespace MigrationTools.Core.Results;

/// <summary>What many rows come to, with an exit code for a scheduler.</summary>
public sealed record ResultSummary
{
    /// <summary>How many rows there are.</summary>
    public int Total { get; init; }

    /// <summary>Rows that are only planned.</summary>
    public int Planned { get; init; }

    /// <summary>Rows that are done.</summary>
    public int Done { get; init; }

    /// <summary>Rows that needed nothing.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows left out on purpose.</summary>
    public int Skipped { get; init; }

    /// <summary>Rows that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Rows stopped before they began.</summary>
    public int Canceled { get; init; }

    /// <summary>Rows whose outcome is not known.</summary>
    public int Unknown { get; init; }

    /// <summary>
    /// 0 all well, 2 partly, 3 failed, 4 nothing to say (no rows, or none but Unknown and Canceled).
    /// 1 stays PowerShell's own, for a script that threw.
    /// </summary>
    public int ExitCode
    {
        get
        {
            var good = Planned + Done + Unchanged + Skipped;
            var unsaid = Unknown + Canceled;
            return (good, Failed, unsaid) switch
            {
                ( > 0, 0, 0) => 0,
                (0, > 0, _) => 3,
                (0, 0, _) => 4,
                _ => 2,
            };
        }
    }

    /// <summary>Counts rows by their status.</summary>
    public static ResultSummary Of(IEnumerable<MigrationStatus> statuses)
    {
        var count = CountBy(statuses);
        int Of(MigrationStatus status) => count.TryGetValue(status, out var n) ? n : 0;
        return new ResultSummary
        {
            Total = count.Values.Sum(),
            Planned = Of(MigrationStatus.Planned),
            Done = Of(MigrationStatus.Done),
            Unchanged = Of(MigrationStatus.Unchanged),
            Skipped = Of(MigrationStatus.Skipped),
            Failed = Of(MigrationStatus.Failed),
            Canceled = Of(MigrationStatus.Canceled),
            Unknown = Of(MigrationStatus.Unknown),
        };
    }

    private static Dictionary<MigrationStatus, int> CountBy(IEnumerable<MigrationStatus> statuses) =>
        statuses.GroupBy(status => status).ToDictionary(group => group.Key, group => group.Count());
}
