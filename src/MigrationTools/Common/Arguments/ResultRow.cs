using System.Globalization;
using System.Management.Automation;
using MigrationTools.Core.History;
using MigrationTools.Core.Results;
using MigrationTools.Core.Results.Reports;

namespace MigrationTools.Common.Arguments;

/// <summary>
/// A row of a migration, live or as it comes back from Start-Job, Export-Clixml, JSON or CSV: enums are names there, or
/// numbers, and times and durations have many shapes.
/// </summary>
internal static class ResultRow
{
    /// <summary>The row that an object is or was, or that an entry of the history holds; null where it has no status of a migration.</summary>
    public static ReportRow? Of(object? value)
    {
        switch (Binding.Unwrap(value))
        {
            case null or string: return null;
            case MigrationResult row: return new ReportRow(row);
            case MigrationHistoryEntry entry: return new ReportRow(entry.Result, entry.Time, entry.Command);
        }
        // An entry has its row's main properties, and all of them inside where it was not flattened on the way.
        var inner = Binding.Property(value, nameof(MigrationHistoryEntry.Result));
        object? Raw(string name) => Binding.Property(value, name) ?? Binding.Property(inner, name);
        string? Text(string name) => Binding.Text(Raw(name)) is { Length: > 0 } text ? text : null;
        if (Enumerated<MigrationStatus>(Text("Status")) is not { } status) return null;
        var result = new MigrationResult
        {
            System = Text("System") ?? string.Empty,
            Type = Text("Type") ?? string.Empty,
            Name = Text("Name"),
            SourceId = Text("SourceId"),
            DestinationId = Text("DestinationId"),
            Action = Enumerated<MigrationAction>(Text("Action")) ?? MigrationAction.Unknown,
            Status = status,
            Reason = Enumerated<ResultReason>(Text("Reason")) ?? ResultReason.None,
            Message = Text("Message"),
            ErrorId = Text("ErrorId"),
            Source = Text("Source"),
            Target = Text("Target"),
            InputKey = Text("InputKey"),
            Duration = Duration(Raw("Duration")),
        };
        return new ReportRow(result, Time(Raw("Time")), Text("Command"));
    }

    /// <summary>The status that an object tells of, by name or by number; null where it tells none.</summary>
    public static MigrationStatus? Status(object? value) => Enumerated<MigrationStatus>(Binding.Text(Binding.Property(value, "Status")));

    private static T? Enumerated<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

    private static TimeSpan Duration(object? value) => value switch
    {
        null => TimeSpan.Zero,
        TimeSpan span => span,
        string text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : TimeSpan.Zero,
        // As JSON has it, and jobs of some depth.
        _ => long.TryParse(Binding.Text(Binding.Property(value, "Ticks")), CultureInfo.InvariantCulture, out var ticks) ? new TimeSpan(ticks) : TimeSpan.Zero,
    };

    private static DateTimeOffset? Time(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time.ToUniversalTime()),
        string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
        _ => Binding.Property(value, "UtcDateTime") is DateTime time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null,
    };
}
