namespace MigrationTools.Core.Optimize;

/// <summary>What an export is asked for: dashboards or reports, by id, each once.</summary>
public sealed class OptimizeSelection
{
    private OptimizeSelection(string type, IReadOnlyList<string> ids)
    {
        Type = type;
        Ids = ids;
    }

    /// <summary>Dashboard or Report.</summary>
    public string Type { get; }

    /// <summary>The ids, in the order in which they were given.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Dashboards by id, with all reports that they show.</summary>
    public static OptimizeSelection Dashboards(IEnumerable<string> ids) => new(OptimizeWords.Dashboard, [.. ids.Select(Plain).Distinct(StringComparer.Ordinal)]);

    /// <summary>Reports of all kinds by id; combined ones with their parts.</summary>
    public static OptimizeSelection Reports(IEnumerable<string> ids) => new(OptimizeWords.Report, [.. ids.Select(Plain).Distinct(StringComparer.Ordinal)]);

    /// <summary>An id as it was copied out of an address: without blanks and a slash at its end.</summary>
    public static string Plain(string id) => id.Trim().TrimEnd('/');

    /// <inheritdoc />
    public override string ToString() => Ids.Count switch
    {
        1 => $"{Type} {Ids[0]}",
        <= 5 => $"{Type}s {string.Join(", ", Ids)}",
        _ => $"{Ids.Count} {Type}s",
    };
}
