using System.Management.Automation;
using MigrationTools.Common.Views;

namespace MigrationTools.Common.Arguments;

/// <summary>What an input is called that no cmdlet ever saw, so that whoever reads the history finds it in the list.</summary>
internal static class RowName
{
    private const int Longest = 100;

    private static readonly string[] Secrets = ["key", "token", "password", "secret", "credential", "cookie", "header"];

    /// <summary>The first cell of a row with its column, or the text itself; null for what has neither.</summary>
    public static string? Of(object? input)
    {
        if (Binding.Unwrap(input) is string or IFormattable) return Cut(Binding.Text(input));
        if (!Piped.IsRowByHand(input)) return null;
        var first = PSObject.AsPSObject(input).Properties.FirstOrDefault(cell =>
            !Binding.IsBlank(Binding.Property(input, cell.Name)) && !Secrets.Any(word => cell.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return first is null ? null : Cut($"{first.Name} {Binding.Text(Binding.Property(input, first.Name))}");
    }

    /// <summary>How a table was read whose columns have become one, as the beginning of a sentence; null where they have not.</summary>
    public static string? OneColumn(object? input)
    {
        if (!Piped.IsRowByHand(input) || PSObject.AsPSObject(input).Properties.Take(2).ToList() is not [{ Name: var column }]) return null;
        var (separator, written) = column.Contains(';', StringComparison.Ordinal) ? ("';'", "';'")
            : column.Contains('\t', StringComparison.Ordinal) ? ("tabs", "\"`t\"") : (null, null);
        return separator is null ? null : $"The row has the one column '{Cut(column)}': the file is separated by {separator} (Import-Csv -Delimiter {written}). It";
    }

    private static string? Cut(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var line = PlainText.Line(text).Trim();
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
