namespace MigrationTools.Core.Results.Reports;

/// <summary>What a report tells, whatever its format.</summary>
public sealed record MigrationReport
{
    /// <summary>Its heading; null for one made from the rows.</summary>
    public string? Title { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>False where the pipeline ended before all rows came: then the report says so.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>The rows, in the order in which they came.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>The rows counted, with the exit code they come to.</summary>
    public ResultSummary Summary => ResultSummary.Of([.. Rows.Select(row => row.Result)]);
}
