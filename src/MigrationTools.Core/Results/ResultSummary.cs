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

    /// <summary>Of those that are done, the ones that were only read: exports.</summary>
    public int Exported { get; init; }

    /// <summary>
    /// 0 all well, 2 partly, 3 failed, 4 nothing to say (no rows, or none but Unknown and Canceled).
    /// 1 stays PowerShell's own, for a script that threw. Exports that are done make no failed import partly good, and
    /// neither does a rehearsal of the same: they count as good only where nothing was meant for a target.
    /// </summary>
    public int ExitCode
    {
        get
        {
            var good = Planned + Done + Unchanged + Skipped - (IsForTarget ? Exported : 0) - Rehearsed;
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

    /// <summary>Of those that are planned, the ones of which a later row tells what came of it.</summary>
    internal int Rehearsed { get; init; }

    /// <summary>True if a row was meant for a target.</summary>
    internal bool IsForTarget { get; init; }

    /// <summary>Counts rows, in the order in which they came.</summary>
    public static ResultSummary Of(IReadOnlyList<MigrationResult> rows)
    {
        var count = rows.GroupBy(row => row.Status).ToDictionary(group => group.Key, group => group.Count());
        return new ResultSummary
        {
            Total = rows.Count,
            Planned = count.GetValueOrDefault(MigrationStatus.Planned),
            Done = count.GetValueOrDefault(MigrationStatus.Done),
            Unchanged = count.GetValueOrDefault(MigrationStatus.Unchanged),
            Skipped = count.GetValueOrDefault(MigrationStatus.Skipped),
            Failed = count.GetValueOrDefault(MigrationStatus.Failed),
            Canceled = count.GetValueOrDefault(MigrationStatus.Canceled),
            Unknown = count.GetValueOrDefault(MigrationStatus.Unknown),
            Exported = rows.Count(row => row.Status == MigrationStatus.Done && IsRead(row)),
            Rehearsed = CountRehearsed(rows),
            IsForTarget = rows.Any(row => !IsRead(row) && !IsNobodys(row)),
        };
    }

    /// <summary>True for the row of an export: it has a source, and nothing was meant for a target.</summary>
    internal static bool IsRead(MigrationResult row) =>
        row.Action == MigrationAction.None && string.IsNullOrEmpty(row.Target) && !string.IsNullOrEmpty(row.Source);

    // An input that no cmdlet ever saw: nobody knows what it was meant for.
    private static bool IsNobodys(MigrationResult row) => row.System.Length == 0 && row.Status == MigrationStatus.Failed;

    private static int CountRehearsed(IReadOnlyList<MigrationResult> rows)
    {
        var later = new HashSet<(string, string, string?, string?)>();
        var rehearsed = 0;
        foreach (var row in rows.Reverse())
        {
            var subject = (row.System, row.Type, row.SourceId ?? row.Name, row.Target);
            if (subject.Item3 is null) continue;
            if (row.Status != MigrationStatus.Planned) later.Add(subject);
            else if (later.Contains(subject)) rehearsed++;
        }
        return rehearsed;
    }
}
