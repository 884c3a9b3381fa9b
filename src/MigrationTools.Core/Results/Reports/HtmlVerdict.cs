namespace MigrationTools.Core.Results.Reports;

/// <summary>The one sentence that somebody reads who reads no other.</summary>
internal static class HtmlVerdict
{
    /// <summary>The class of the page's head, and the sentence.</summary>
    public static (string Class, string Sentence) Of(MigrationReport report) => report.Summary switch
    {
        { Total: 0 } => ("unsaid", "Nothing to report: there was no row."),
        { ExitCode: 0, IsForTarget: false, Exported: > 0 } rows when rows.Exported == rows.Total => ("planned", $"Exported {Items(rows.Total)}; nothing was imported."),
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

    // What came of the target stands alone: exports, and rehearsals of what was then done, follow on a line of their own.
    private static string Parts(ResultSummary rows)
    {
        var exported = rows.IsForTarget ? rows.Exported : 0;
        (int Count, string Word)[] parts =
        [
            (rows.Failed, "failed"), (rows.Unknown, "unknown"), (rows.Canceled, "canceled"), (rows.Planned - rows.Rehearsed, "planned"),
            (rows.Done - exported, "done"), (rows.Skipped, "skipped"), (rows.Unchanged, "unchanged"),
        ];
        (int Count, string Word)[] before = [(exported, "exported"), (rows.Rehearsed, "rehearsed")];
        var beside = Said(before);
        return $"{Said(parts)} of {Items(rows.Total - exported - rows.Rehearsed)}{(beside.Length > 0 ? $" (before that, {beside})" : string.Empty)}";
    }

    private static string Said(IEnumerable<(int Count, string Word)> parts) =>
        string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));

    private static string Items(int count) => count == 1 ? "1 item" : $"{count} items";
}
