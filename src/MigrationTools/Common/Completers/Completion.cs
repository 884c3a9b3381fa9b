using System.Management.Automation;
using System.Management.Automation.Language;

namespace MigrationTools.Common.Completers;

/// <summary>One place for the quoting of all completers.</summary>
internal static class Completion
{
    public static bool Matches(string value, string? typed)
    {
        var start = (typed ?? string.Empty).Trim('\'', '"');
        return value.StartsWith(start, StringComparison.OrdinalIgnoreCase);
    }

    public static CompletionResult Of(string value, string tooltip) => Of(value, value, tooltip);

    /// <param name="value">What is put on the line.</param>
    /// <param name="shown">What a menu shows in its place.</param>
    /// <param name="tooltip">What is said of it.</param>
    public static CompletionResult Of(string value, string shown, string tooltip) =>
        new(Quoted(value), shown.Length == 0 ? " " : shown, CompletionResultType.ParameterValue, tooltip.Length == 0 ? value : tooltip);

    /// <summary>Quotes what would not be read as one plain word.</summary>
    public static string Quoted(string value)
    {
        var plain = value.Length > 0 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-' or '/' or ':') && value[0] != '-';
        return plain ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
    }
}
