using MigrationTools.Core.Connections;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Results.Reports;

/// <summary>From where to where: a line for each pair of ends.</summary>
internal static class HtmlRoutes
{
    /// <summary>Read aloud as the word it stands for.</summary>
    public const string Arrow = "<span class=\"arrow\" role=\"img\" aria-label=\"to\">→</span>";

    /// <summary>The heading of a report that was given none.</summary>
    public static string Title(IReadOnlyList<ReportRow> rows)
    {
        var targets = rows.Select(row => row.Result.Target).Where(target => !string.IsNullOrEmpty(target)).Distinct().Take(2).ToList();
        return targets.Count == 1 ? $"Migration to {PlainText.Line(targets[0], PlainText.LongestName)}" : "Migration";
    }

    public static void Write(StreamWriter page, IReadOnlyList<ReportRow> rows, IReadOnlyList<ReportServer> servers)
    {
        string Place(string system, string? text) => HtmlText.Place(text) + (ReportServer.AddressOf(servers, system, text) is { } address ? $" ({HtmlText.Place(address)})" : string.Empty);
        var routes = rows.Where(row => !string.IsNullOrEmpty(row.Result.Source) || !string.IsNullOrEmpty(row.Result.Target))
            .GroupBy(row => (row.Result.System, Source: Place(row.Result.System, row.Result.Source), Target: Place(row.Result.System, row.Result.Target))).ToList();
        if (routes.Count == 0) return;
        page.Write("<section class=\"routes\" aria-label=\"From where to where\">\n<ul>\n");
        foreach (var route in routes)
        {
            var failed = route.Count(row => row.Result.Status == MigrationStatus.Failed);
            page.Write($"<li><b>{HtmlText.Name(SystemNames.Shown(route.Key.System))}</b> <span class=\"ends\">{Ends(route.Key.Source, route.Key.Target)}</span> <span class=\"count\">{route.Count()} {(route.Count() == 1 ? "item" : "items")}");
            if (failed > 0) page.Write($", <strong>{failed} failed</strong>");
            page.Write("</span></li>\n");
        }
        page.Write("</ul>\n</section>\n");
    }

    // Both ends with an arrow between; where one is not known, the other.
    private static string Ends(string from, string to)
    {
        if (to.Length == 0) return $"<bdi>{from}</bdi>";
        return from.Length == 0 ? $"{Arrow} <bdi>{to}</bdi>" : $"<bdi>{from}</bdi> {Arrow} <bdi>{to}</bdi>";
    }
}
