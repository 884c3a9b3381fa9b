namespace MigrationTools.Core.Results.Reports;

/// <summary>The one sentence that somebody reads who reads no other.</summary>
internal static class HtmlVerdict
{
    /// <summary>The class of the page's head, and the sentence.</summary>
    public static (string Class, string Sentence) Of(ResultSummary rows) => rows switch
    {
        { Total: 0 } => ("unsaid", "Nothing to report: there was no row."),
        { ExitCode: 0 } when rows.Planned == rows.Total => ("planned", $"A rehearsal: {Rows(rows.Total)} planned, nothing was changed."),
        { ExitCode: 0 } => ("good", $"All well: {Parts(rows)}."),
        { ExitCode: 3, Canceled: 0, Unknown: 0 } => ("bad", $"Failed: {Parts(rows)}."),
        { ExitCode: 3 } => ("bad", $"Nothing went well: {Parts(rows)}."),
        { ExitCode: 4 } => ("unsaid", $"The outcome is open: {Parts(rows)}."),
        { Failed: 0 } => ("unsaid", $"Not all is known: {Parts(rows)}."),
        _ => ("bad", $"Partly failed: {Parts(rows)}."),
    };

    private static string Parts(ResultSummary rows)
    {
        (int Count, string Word)[] parts =
        [
            (rows.Failed, "failed"), (rows.Unknown, "unknown"), (rows.Canceled, "canceled"), (rows.Planned, "planned"),
            (rows.Done, "done"), (rows.Skipped, "skipped"), (rows.Unchanged, "unchanged"),
        ];
        var said = string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
        return $"{said} of {Rows(rows.Total)}";
    }

    private static string Rows(int count) => count == 1 ? "1 item" : $"{count} items";
}
