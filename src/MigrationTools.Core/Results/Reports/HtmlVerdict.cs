namespace MigrationTools.Core.Results.Reports;

/// <summary>The one sentence that somebody reads who reads no other.</summary>
internal static class HtmlVerdict
{
    /// <summary>The class of the page's head, and the sentence.</summary>
    public static (string Class, string Sentence) Of(MigrationReport report) => report.Summary switch
    {
        { Total: 0 } => ("unsaid", "Nothing to report: there was no row."),
        { ExitCode: 0, Planned: > 0 } rows when !report.Rows.Any(Changed) => ("planned", $"A rehearsal: {Parts(rows)}. Nothing was changed."),
        { ExitCode: 0 } rows when !report.Rows.Any(Changed) => ("good", $"All well: {Parts(rows)}. Nothing was changed."),
        { ExitCode: 0 } rows => ("good", $"All well: {Parts(rows)}."),
        { ExitCode: 3, Canceled: 0, Unknown: 0 } rows => ("bad", $"Failed: {Parts(rows)}."),
        { ExitCode: 3 } rows => ("bad", $"Nothing went well: {Parts(rows)}."),
        { ExitCode: 4 } rows => ("unsaid", $"The outcome is open: {Parts(rows)}."),
        { Failed: 0 } rows => ("unsaid", $"Not all is known: {Parts(rows)}."),
        var rows => ("bad", $"Partly failed: {Parts(rows)}."),
    };

    // A history also has exports, which are done and change nothing.
    private static bool Changed(ReportRow row) => row.Result is { Status: MigrationStatus.Done, Action: not MigrationAction.None };

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
