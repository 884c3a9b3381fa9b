using System.Globalization;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Results.Reports;

/// <summary>
/// The columns of the formats that are read by machines: the names of a row's properties, so that what is read back
/// can be filtered and measured like rows.
/// </summary>
internal static class ReportColumns
{
    public static readonly IReadOnlyList<(string Name, Func<ReportRow, string?> Value)> All =
    [
        ("Time", row => row.Time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ("Command", row => row.Command),
        ("System", row => row.Result.System),
        ("Type", row => row.Result.Type),
        ("Name", row => row.Result.Name),
        ("SourceId", row => row.Result.SourceId),
        ("DestinationId", row => row.Result.DestinationId),
        ("Action", row => row.Result.Action.ToString()),
        ("Status", row => row.Result.Status.ToString()),
        ("Reason", row => row.Result.Reason.ToString()),
        ("Message", row => row.Result.Message),
        ("ErrorId", row => row.Result.ErrorId),
        ("Source", row => Place(row.Result.Source)),
        ("Target", row => Place(row.Result.Target)),
        ("InputKey", row => row.Result.InputKey),
        ("Duration", row => row.Result.Duration.ToString("c", CultureInfo.InvariantCulture)),
    ];

    /// <summary>A server, a project, a file. An address loses the user that it may carry.</summary>
    public static string? Place(string? text) =>
        text is not null && text.Contains("://", StringComparison.Ordinal) ? PlainText.Source(text, int.MaxValue).TrimEnd('/') : text;
}
