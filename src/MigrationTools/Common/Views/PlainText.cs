using System.Text;

namespace MigrationTools.Common.Views;

/// <summary>
/// Names and messages come from servers and packages, and a terminal obeys control characters: they are made visible
/// instead. Objects keep their text as it came; only what a person is shown passes here.
/// </summary>
internal static class PlainText
{
    private const char Unprintable = '\uFFFD';

    /// <summary>The text with its line ends and tabs, and without anything else that drives a terminal.</summary>
    public static string Lines(string? text) => Of(text, keepLines: true);

    /// <summary>The text in one line.</summary>
    public static string Line(string? text) => Of(text, keepLines: false);

    private static string Of(string? text, bool keepLines)
    {
        if (text is null) return string.Empty;
        if (!text.Any(letter => Drives(letter, keepLines))) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // Alone it goes back to the beginning of the line, and what follows overwrites what stood there.
            var endsLine = keepLines && text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            plain.Append(!endsLine && Drives(text[i], keepLines) ? Picture(text[i]) : text[i]);
        }
        return plain.ToString();
    }

    // Among what only formats, the marks that turn the direction of reading: the text beside them would look like another.
    private static bool Drives(char letter, bool keepLines) => letter switch
    {
        '\n' or '\t' => !keepLines,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029' => true,
        _ => char.IsControl(letter),
    };

    private static char Picture(char letter) => letter switch
    {
        '\n' or '\r' or '\t' => ' ',
        < ' ' => (char)('\u2400' + letter),
        '\u007F' => '\u2421',
        _ => Unprintable,
    };
}
