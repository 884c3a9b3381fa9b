using System.Globalization;
using System.Text;

namespace MigrationTools.Core.Results.Reports;

/// <summary>
/// One page that carries all it needs, for people who were not there: what moved from where to where, what did not and why.
/// Trouble stands first. Without its script the page lacks the search field, and nothing else.
/// </summary>
internal static class HtmlReport
{
    // What somebody has to look at, then what happened, then what did not need to.
    private static readonly MigrationStatus[] _order =
    [
        MigrationStatus.Failed, MigrationStatus.Unknown, MigrationStatus.Canceled, MigrationStatus.Planned,
        MigrationStatus.Done, MigrationStatus.Skipped, MigrationStatus.Unchanged,
    ];

    public static void Write(MigrationReport report, Stream stream)
    {
        using var page = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        var title = HtmlText.Name(report.Title ?? HtmlRoutes.Title(report.Rows));
        page.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{ReportAssets.Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{ReportAssets.Style}</style>
            </head>
            <body>
            <main>

            """);
        WriteHead(page, report, title);
        List<ReportRow> rows = [.. report.Rows.Select(row => Named(row, report.Servers))];
        HtmlRoutes.Write(page, rows, report.Servers);
        WriteFilter(page, rows);
        HtmlRows.Write(page, [.. rows.OrderBy(row => Array.IndexOf(_order, row.Result.Status))]);
        page.Write($"""
            </main>
            <script>{ReportAssets.Script}</script>
            </body>
            </html>

            """);
    }

    // A package names its source by the address, an export's row by the connection.
    private static ReportRow Named(ReportRow row, IReadOnlyList<ReportServer> servers) => row with
    {
        Result = row.Result with
        {
            Source = ReportServer.NameOf(servers, row.Result.System, row.Result.Source),
            Target = ReportServer.NameOf(servers, row.Result.System, row.Result.Target),
        },
    };

    private static void WriteHead(StreamWriter page, MigrationReport report, string title)
    {
        var (verdict, sentence) = HtmlVerdict.Of(report);
        var written = report.Written.UtcDateTime;
        page.Write($"""
            <header class="{verdict}">
            <h1><bdi>{title}</bdi></h1>
            <p class="verdict">{sentence}</p>
            <p class="meta">Written <time datetime="{written.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}">{written.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time> · exit code {report.Summary.ExitCode}</p>

            """);
        if (!report.IsComplete) page.Write("<p class=\"warning\">The run ended before all rows had come. What is missing here may still have happened: look into the session’s history and at the target.</p>\n");
        page.Write("</header>\n");
    }

    private static void WriteFilter(StreamWriter page, IReadOnlyList<ReportRow> rows)
    {
        if (rows.Count == 0) return;
        var counts = rows.GroupBy(row => row.Result.Status).ToDictionary(group => group.Key, group => group.Count());
        page.Write($"""
            <form>
            <fieldset>
            <legend>Show</legend>
            <label class="all"><input type="radio" name="show" value="all" checked><b>{rows.Count}</b> All</label>

            """);
        foreach (var status in _order.Where(counts.ContainsKey))
        {
            var key = HtmlRows.Key(status);
            page.Write($"<label class=\"{key}\"><input type=\"radio\" name=\"show\" value=\"{key}\" id=\"only-{key}\"><b>{counts[status]}</b> {status}</label>\n");
        }
        page.Write("""
            </fieldset>
            <p class="search" hidden><span id="shown" role="status"></span><input type="search" id="find" placeholder="Find a name, an id, a word of a message" aria-label="Find" autocomplete="off" spellcheck="false"></p>
            </form>

            """);
    }
}
