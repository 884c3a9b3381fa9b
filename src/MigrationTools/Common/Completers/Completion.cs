using System.Management.Automation;
using System.Management.Automation.Language;
using MigrationTools.Common.Views;

namespace MigrationTools.Common.Completers;

/// <summary>One place for the quoting of all completers.</summary>
internal static class Completion
{
    /// <summary>Those that begin with what was typed, by value or by name.</summary>
    public static IEnumerable<CompletionResult> Among(IEnumerable<Suggestion> known, string? typed) =>
        known.Where(entry => Matches(entry.Value, typed) || Matches(entry.Name, typed))
            // What no line can hold is not put on one.
            .Where(entry => entry.Value.Length > 0 && !entry.Value.Any(char.IsControl))
            .Select(entry => Of(entry.Value, entry.Name, entry.Tooltip));

    public static bool Matches(string value, string? typed)
    {
        var start = typed ?? string.Empty;
        if (start.StartsWith('\'')) start = start.Trim('\'').Replace("''", "'", StringComparison.Ordinal);
        return value.StartsWith(start.Trim('"'), StringComparison.OrdinalIgnoreCase);
    }

    public static CompletionResult Of(string value, string tooltip) => Of(value, value, tooltip);

    /// <param name="value">What is put on the line.</param>
    /// <param name="shown">What a menu shows in its place.</param>
    /// <param name="tooltip">What is said of it.</param>
    public static CompletionResult Of(string value, string shown, string tooltip) =>
        new(Quoted(value), PlainText.Line(string.IsNullOrWhiteSpace(shown) ? value : shown), CompletionResultType.ParameterValue,
            PlainText.Line(tooltip.Length == 0 ? value : tooltip));

    /// <summary>Quotes what would not be read as one plain word.</summary>
    public static string Quoted(string value)
    {
        var plain = value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/' or ':') && value[0] != '-';
        return plain ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
    }

    /// <summary>A name for a parameter that takes wildcards: the name itself, and no pattern.</summary>
    public static string Literal(string name) => WildcardPattern.Escape(name);
}
