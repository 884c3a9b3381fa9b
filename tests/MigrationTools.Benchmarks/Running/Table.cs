using System.Text;

namespace MigrationTools.Benchmarks.Running;

/// <summary>The table, for the eye and for the document: both read Markdown.</summary>
internal static class Table
{
    private const string Begin = "<!-- bench:begin -->";
    private const string End = "<!-- bench:end -->";

    private static readonly string[] Headings = ["case", "ours", "peer", "limit", "ratio (min–max)", "met", "peak memory", "above idle"];

    public static string Text(IReadOnlyList<Row> rows)
    {
        var lines = rows.Select(row => new[]
        {
            row.Case, row.Ours, row.Peer, row.Limit, row.Ratio, row.IsMet switch { true => "yes", false => "no", null => "" }, row.Peak, row.AboveIdle,
        }).Prepend(Headings).ToList();
        var widths = Enumerable.Range(0, Headings.Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column])))} |";
        return string.Join('\n', lines.Select(Line).Take(1).Append(Line(widths.Select(width => new string('-', width)))).Concat(lines.Skip(1).Select(Line)));
    }

    /// <summary>Replaces what stands between the markers of docs/performance.md.</summary>
    public static void Write(IReadOnlyList<Row> rows, Bench bench)
    {
        var path = Path.Combine(bench.Repository, "docs", "performance.md");
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal);
        if (start < 0 || end < start) throw new InvalidOperationException($"{path} lacks the markers {Begin} and {End}.");
        var block = new StringBuilder(text[..(start + Begin.Length)]).Append("\n\n").Append(Text(rows)).Append("\n\n");
        foreach (var note in bench.Notes) block.Append("- ").Append(note).Append('\n');
        File.WriteAllText(path, block.Append('\n').Append(text.AsSpan(end)).ToString());
        Console.WriteLine($"Written to {path}.");
    }
}
