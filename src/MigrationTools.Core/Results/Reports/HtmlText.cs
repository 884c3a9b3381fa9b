using System.Text.Encodings.Web;
using System.Text.Unicode;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Results.Reports;

/// <summary>Text on its way into a page. Whatever it is, it stays text: no markup, no control characters, no turning of its surroundings.</summary>
internal static class HtmlText
{
    private const int LongestMessage = 4000;

    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A name or an id.</summary>
    public static string Name(string? text) => _encoder.Encode(PlainText.Line(text, PlainText.LongestName));

    /// <summary>A sentence or some.</summary>
    public static string Message(string? text) => _encoder.Encode(PlainText.Line(text, LongestMessage));

    /// <summary>Where something comes from or goes to.</summary>
    public static string Place(string? text) => _encoder.Encode(PlainText.Line(ReportColumns.Place(text), PlainText.LongestName));
}
