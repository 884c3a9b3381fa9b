using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>What the server said of each artifact of a package: brought together by uuid, by pk, by name, or by order, never by guess.</summary>
internal sealed class ArcadiaImportPlan
{
    private readonly Dictionary<(string Type, string Id), ArcadiaImportAnswer.Row> _said;

    private ArcadiaImportPlan(Dictionary<(string, string), ArcadiaImportAnswer.Row> said, bool readable)
    {
        _said = said;
        IsReadable = readable;
    }

    /// <summary>True if the server said of every artifact what it means to do with it.</summary>
    public bool IsReadable { get; }

    public static ArcadiaImportPlan Of(ArcadiaPackage package, ArcadiaImportAnswer answer)
    {
        var said = new Dictionary<(string, string), ArcadiaImportAnswer.Row>();
        foreach (var group in package.Items.GroupBy(item => item.Type))
        {
            var rows = answer.Rows.Where(row => row.Type == group.Key || IsReportOf(row, group.Key)).ToList();
            Match([.. group], rows, said);
        }
        return new ArcadiaImportPlan(said, package.Items.All(item => said.TryGetValue((item.Type, item.Id), out var row) && row.Action != MigrationAction.Unknown));
    }

    /// <summary>What is meant for an artifact before an import; null where the server did not say.</summary>
    public ArcadiaImportAnswer.Row? Said(string type, string? id) => id is not null && _said.TryGetValue((type, id), out var row) ? row : null;

    /// <summary>The planned rows.</summary>
    public IReadOnlyList<MigrationResult> Apply(IReadOnlyList<MigrationResult> rows) => [.. rows.Select(row => Said(row.Type, row.SourceId) is { } said
        ? row with
        {
            Action = said.Action,
            DestinationId = said.Action == MigrationAction.Create ? null : said.Id,
            Reason = said.Action == MigrationAction.Unknown ? ResultReason.Estimated : ResultReason.None,
            Message = said.Action == MigrationAction.Unknown ? "The server did not say what it means to do." : null,
        }
        : row with { Action = MigrationAction.Unknown, Reason = ResultReason.Estimated, Message = "The answer to the dry run does not name it." })];

    /// <summary>The rows after an import whose answer this is.</summary>
    public IEnumerable<MigrationResult> Confirm(IReadOnlyList<MigrationResult> planned, bool readable)
    {
        foreach (var row in planned)
        {
            if (Said(row.Type, row.SourceId) is { } said && (said.Action != MigrationAction.Unknown || said.Id is not null))
            {
                var action = said.Action == MigrationAction.Unknown ? row.Action : said.Action;
                yield return row with
                {
                    Action = action,
                    DestinationId = said.Id ?? row.DestinationId,
                    Status = action == MigrationAction.None ? MigrationStatus.Unchanged : MigrationStatus.Done,
                    Reason = ResultReason.None,
                    Message = null,
                };
            }
            else
            {
                yield return row with
                {
                    Status = MigrationStatus.Unknown,
                    Reason = ResultReason.AnswerUnreadable,
                    Message = readable
                        ? "The server reported success, and its answer does not name this artifact."
                        : "The server reported success, and its answer could not be read.",
                };
            }
        }
    }

    /// <summary>Dashboards and visuals are one table at the server; a flat answer may call both a report.</summary>
    private static bool IsReportOf(ArcadiaImportAnswer.Row row, string type) => row.Type == ArcadiaWords.Report && type is ("Dashboard" or "Visual");

    /// <summary>In passes over what is left, each of them linear: a server's answer may be long.</summary>
    private static void Match(List<MigrationItem> items, List<ArcadiaImportAnswer.Row> rows, Dictionary<(string, string), ArcadiaImportAnswer.Row> said)
    {
        var open = items;
        void Pair(Func<MigrationItem, string?> wanted, Func<ArcadiaImportAnswer.Row, string?> given)
        {
            var unique = Unique(rows, given);
            var taken = new HashSet<ArcadiaImportAnswer.Row>(ReferenceEqualityComparer.Instance);
            foreach (var item in open)
            {
                if (wanted(item) is { } key && unique.TryGetValue(key, out var row) && row is not null && taken.Add(row)) said[(item.Type, item.Id)] = row;
            }
            rows = rows.FindAll(row => !taken.Contains(row));
            open = open.FindAll(item => !said.ContainsKey((item.Type, item.Id)));
        }

        Pair(item => item.Uuid, row => row.Uuid);
        var pks = items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        if (rows.Count > 0 && rows.All(row => row.Key is not null && pks.Contains(row.Key))) Pair(item => item.Id, row => row.Key);
        // In file order, where the names bear it out and the count is the same; a list of bare ids bears nothing out.
        if (open.Count == rows.Count && rows.Zip(open).All(pair => pair.First.Name is { Length: > 0 } name && name == pair.Second.Name))
        {
            foreach (var (row, item) in rows.Zip(open)) said[(item.Type, item.Id)] = row;
            return;
        }
        var names = Unique(items, item => item.Name);
        Pair(item => names[item.Name] is null ? null : item.Name, row => row.Name ?? row.Key);
        // One left on each side can only be each other.
        if (open.Count == 1 && rows.Count == 1 && (rows[0].Action != MigrationAction.Unknown || items.Count == 1))
        {
            said[(open[0].Type, open[0].Id)] = rows[0];
        }
        // Several that cannot be told apart, of which the same is said: that holds for each, but no id does.
        else if (open.Count == rows.Count && rows.Select(row => row.Action).Distinct().Count() == 1)
        {
            var same = rows[0] with { Id = null };
            foreach (var item in open) said[(item.Type, item.Id)] = same;
        }
    }

    /// <summary>What has a key that nothing else has; null for a key that several have.</summary>
    private static Dictionary<string, T?> Unique<T>(IEnumerable<T> things, Func<T, string?> key) where T : class
    {
        var unique = new Dictionary<string, T?>(StringComparer.OrdinalIgnoreCase);
        foreach (var thing in things)
        {
            if (key(thing) is { } known && !unique.TryAdd(known, thing)) unique[known] = null;
        }
        return unique;
    }
}
