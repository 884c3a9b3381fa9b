using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace MigrationTools.Core.Results.Reports;

/// <summary>A JSON object a line, for log systems and scripts. Every text is whole; what is no plain letter is escaped.</summary>
internal static class JsonLinesReport
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.Create(PlainLetters()) };

    public static void Write(MigrationReport report, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, _options);
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            foreach (var (name, value) in ReportColumns.All) json.WriteString(name, Whole(value(row)));
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    // A log is read on a terminal, where what is unseen itself can turn or hide what stands around it.
    private static TextEncoderSettings PlainLetters()
    {
        var letters = new TextEncoderSettings(UnicodeRanges.All);
        for (var letter = char.MinValue; letter < char.MaxValue; letter++)
        {
            if (char.GetUnicodeCategory(letter) == UnicodeCategory.Format) letters.ForbidCharacter(letter);
        }
        return letters;
    }

    // Half a surrogate pair, as a server may cut one, is no text that UTF-8 can hold.
    private static string? Whole(string? text) => text is null ? null : string.Concat(text.EnumerateRunes());
}
