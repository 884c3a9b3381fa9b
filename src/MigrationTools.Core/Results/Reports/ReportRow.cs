namespace MigrationTools.Core.Results.Reports;

/// <summary>One row of a report: a result, and when and by what it was made where that is known.</summary>
/// <param name="Result">The row.</param>
/// <param name="Time">When, UTC; null where the row does not come from a history.</param>
/// <param name="Command">The cmdlet; null where the row does not come from a history.</param>
public sealed record ReportRow(MigrationResult Result, DateTimeOffset? Time = null, string? Command = null);
