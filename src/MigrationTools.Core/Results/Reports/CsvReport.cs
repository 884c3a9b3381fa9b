using System.Text;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Results.Reports;

/// <summary>
/// Values between commas, for spreadsheets and Import-Csv. Spreadsheets take a cell that begins like a formula for one,
/// so such texts, which anybody on a server may have written, get an apostrophe in front.
/// </summary>
internal static class CsvReport
{
    public static void Write(MigrationReport report, Stream stream)
    {
        // Spreadsheets know UTF-8 by its mark alone.
        using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine(string.Join(',', ReportColumns.All.Select(column => column.Name)));
        foreach (var row in report.Rows) text.WriteLine(string.Join(',', ReportColumns.All.Select(column => Cell(column.Value(row)))));
    }

    private static string Cell(string? value)
    {
        var plain = PlainText.Line(value, int.MaxValue);
        if (plain.Length == 0) return string.Empty;
        if (plain[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠') plain = "'" + plain;
        return plain.AsSpan().ContainsAny(',', '"', '\'') ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
