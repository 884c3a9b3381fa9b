using System.Globalization;
using MigrationTools.Core.Connections;

namespace MigrationTools.Core.Results.Reports;

/// <summary>The table: a row an item.</summary>
internal static class HtmlRows
{
    public static string Key(MigrationStatus status) => status.ToString().ToLowerInvariant();

    public static void Write(StreamWriter page, IReadOnlyList<ReportRow> rows)
    {
        if (rows.Count == 0) return;
        var manySystems = rows.Select(row => row.Result.System).Distinct().Take(2).Count() > 1;
        page.Write("""
            <table>
            <thead><tr><th scope="col" class="status">Status</th><th scope="col" class="item">Item</th><th scope="col" class="action">Action</th><th scope="col" class="ends">From → to</th><th scope="col">Why</th><th scope="col" class="took">Took</th></tr></thead>
            <tbody>

            """);
        foreach (var row in rows) Write(page, row, manySystems);
        page.Write("</tbody>\n</table>\n<p id=\"none\" hidden>No item fits.</p>\n");
    }

    private static void Write(StreamWriter page, ReportRow report, bool withSystem)
    {
        var row = report.Result;
        var type = withSystem && row.System.Length > 0 ? $"{SystemNames.Shown(row.System)} {row.Type}" : row.Type;
        var key = Key(row.Status);
        page.Write($"<tr data-status=\"{key}\"><td class=\"status\"><span class=\"badge {key}\">{row.Status}</span></td>");
        page.Write($"<td class=\"item\"><bdi class=\"name\">{HtmlText.Name(row.Name ?? row.SourceId ?? "(no name)")}</bdi><small>{HtmlText.Name(type)}</small></td>");
        page.Write($"<td class=\"action\">{(row.Action == MigrationAction.None ? "–" : row.Action.ToString())}</td>");
        page.Write($"<td class=\"ends\">{End(string.Empty, row.Source, row.SourceId)}{End(HtmlRoutes.Arrow + " ", row.Target, row.DestinationId)}</td>");
        page.Write($"<td class=\"why\">{Why(row)}{Origin(report)}</td>");
        page.Write($"<td class=\"took\">{Took(row.Duration)}</td></tr>\n");
    }

    // A line for each end: where, and under what id.
    private static string End(string mark, string? place, string? id)
    {
        var (where, which) = (HtmlText.Place(place), HtmlText.Name(id));
        if (where.Length == 0 && which.Length == 0) return string.Empty;
        var space = where.Length > 0 && which.Length > 0 ? " " : string.Empty;
        return $"<div>{mark}<bdi>{where}</bdi>{space}<bdi class=\"id\">{which}</bdi></div>";
    }

    private static string Why(MigrationResult row)
    {
        var message = HtmlText.Message(row.Message);
        if (!string.IsNullOrEmpty(row.ErrorId)) return $"<code>{HtmlText.Name(row.ErrorId)}</code> <bdi>{message}</bdi>";
        if (message.Length > 0) return $"<bdi>{message}</bdi>";
        return row.Reason == ResultReason.None ? string.Empty : row.Reason.ToString();
    }

    private static string Origin(ReportRow row)
    {
        if (row.Time is not { } time) return string.Empty;
        var when = time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"<small>{when} UTC{(string.IsNullOrEmpty(row.Command) ? string.Empty : $", {HtmlText.Name(row.Command)}")}</small>";
    }

    private static string Took(TimeSpan took) => took switch
    {
        { Ticks: <= 0 } => string.Empty,
        { TotalSeconds: < 1 } => "< 1 s",
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{took.Minutes} min {took.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)took.TotalHours} h {took.Minutes} min"),
    };
}
