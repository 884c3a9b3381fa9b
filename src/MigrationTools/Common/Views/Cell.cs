using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using MigrationTools.Common.Arguments;

namespace MigrationTools.Common.Views;

/// <summary>
/// How values look in tables and lists: for MigrationTools.format.ps1xml alone, and stable only with it. Takes live values as well as
/// those that came back from a file or a job, and never throws: a cell that fails is an empty one.
/// </summary>
public static partial class Cell
{
    private const string Green = "\u001b[32m";
    private const string Yellow = "\u001b[33m";
    private const string Red = "\u001b[31m";
    private const string Cyan = "\u001b[36m";
    private const string Reset = "\u001b[0m";

    /// <summary>Text in one line.</summary>
    /// <param name="value">The value; null is empty.</param>
    public static string Text(object? value) => PlainText.Line(Binding.Text(value));

    /// <summary>A list of texts, with commas.</summary>
    /// <param name="values">The list; null is empty.</param>
    public static string Texts(object? values) => string.Join(", ", All(values).Select(Text));

    /// <summary>A list of texts, a line each.</summary>
    /// <param name="values">The list; null is empty.</param>
    public static string Lines(object? values) => string.Join("\n", All(values).Select(Text));

    /// <summary>A status, a state or a yes or no, in its colour. The engine takes the colour away where the host has none.</summary>
    /// <param name="value">The value, or its name.</param>
    /// <param name="doubtful">True where it sounds better than it is: a job that is completed, and failed in part.</param>
    public static string State(object? value, bool doubtful = false)
    {
        var text = Text(value);
        var colour = text switch
        {
            "Done" or "Completed" or "True" => doubtful ? Yellow : Green,
            "Failed" or "False" => Red,
            "Unknown" or "Skipped" or "Canceled" => Yellow,
            "Planned" or "Submitted" or "Running" => Cyan,
            _ => string.Empty,
        };
        return colour.Length == 0 ? text : colour + text + Reset;
    }

    /// <summary>A count of bytes.</summary>
    /// <param name="bytes">The count; null is empty.</param>
    public static string Size(object? bytes) => Number(bytes) switch
    {
        null => string.Empty,
        < 1_000 and var count => Invariant($"{count} B"),
        < 1_000_000 and var count => Invariant($"{count / 1e3:0.0} kB"),
        < 1_000_000_000 and var count => Invariant($"{count / 1e6:0.0} MB"),
        var count => Invariant($"{count / 1e9:0.00} GB"),
    };

    /// <summary>A moment, in local time.</summary>
    /// <param name="value">The moment; null is empty.</param>
    public static string Time(object? value) => Moment(value) is { } time ? Invariant($"{time:yyyy-MM-dd HH:mm:ss}") : string.Empty;

    /// <summary>A moment, in local time and as short as can be: the time of a day that is today, else day and minute.</summary>
    /// <param name="value">The moment; null is empty.</param>
    public static string ShortTime(object? value) => Moment(value) switch
    {
        null => string.Empty,
        { } time when time.Date == DateTime.Today => Invariant($"{time:HH:mm:ss}"),
        { } time when time.Year == DateTime.Today.Year => Invariant($"{time:MM-dd HH:mm}"),
        { } time => Invariant($"{time:yyyy-MM-dd}"),
    };

    /// <summary>How long something took.</summary>
    /// <param name="value">The span; null is empty.</param>
    public static string Span(object? value) => Binding.Unwrap(value) switch
    {
        TimeSpan { TotalSeconds: < 1 } span => Invariant($"{span.TotalMilliseconds:0} ms"),
        TimeSpan { TotalMinutes: < 1 } span => Invariant($"{span.TotalSeconds:0.0} s"),
        TimeSpan { TotalDays: < 1 } span => Invariant($"{span:hh\\:mm\\:ss}"),
        _ => Text(value),
    };

    /// <summary>Where an item comes from, and what it became. Ids that are long are cut to what tells them apart.</summary>
    /// <param name="source">The id at the source.</param>
    /// <param name="destination">The id at the target.</param>
    public static string Ids(object? source, object? destination) =>
        string.Join(" > ", new[] { source, destination }.Select(Text).Where(id => id.Length > 0).Select(ShortId));

    private static string ShortId(string id) =>
        // A UUID is known by either end, and those that were made by hand often differ at the last alone; an object id begins
        // with the time, the same for all of a run.
        Uuid().IsMatch(id) ? $"{id[..4]}…{id[^4..]}" : ObjectId().IsMatch(id) ? "…" + id[^7..] : id;

    private static IEnumerable<object?> All(object? values) =>
        LanguagePrimitives.GetEnumerable(values) is { } many ? many.Cast<object?>() : values is null ? [] : [values];

    private static long? Number(object? value) =>
        LanguagePrimitives.TryConvertTo<long>(value, CultureInfo.InvariantCulture, out var number) && Binding.Unwrap(value) is not null ? number : null;

    private static DateTime? Moment(object? value) => Binding.Unwrap(value) switch
    {
        DateTimeOffset time => time.LocalDateTime,
        DateTime time => time.ToLocalTime(),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.LocalDateTime,
        // Out of CliXml, of which nothing but the properties is left.
        _ => Binding.Property(value, nameof(DateTimeOffset.UtcDateTime)) is DateTime time ? time.ToLocalTime() : null,
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex("^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$", RegexOptions.NonBacktracking)]
    private static partial Regex Uuid();

    [GeneratedRegex("^[0-9a-fA-F]{24}$", RegexOptions.NonBacktracking)]
    private static partial Regex ObjectId();
}
