using System.Buffers;
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

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\t\"'");

    private static string Cell(string? value)
    {
        var plain = PlainText.Line(value, int.MaxValue);
        if (plain.Length == 0) return string.Empty;
        plain = Guarded(plain);
        return plain.AsSpan().ContainsAny(Quoted) ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }

    /// <summary>Where lists are separated by semicolons, a spreadsheet may begin a cell behind each of them, whatever the quotes say.</summary>
    private static string Guarded(string plain)
    {
        var guarded = new StringBuilder(plain.Length + 1);
        var begins = true;
        foreach (var letter in plain)
        {
            if (begins && (letter is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠')) guarded.Append('\'');
            guarded.Append(letter);
            begins = letter == ';' || (begins && (char.IsWhiteSpace(letter) || letter == '"'));
        }
        return guarded.ToString();
    }
}
