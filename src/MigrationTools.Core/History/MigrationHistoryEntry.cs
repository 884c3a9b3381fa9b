using MigrationTools.Core.Results;

namespace MigrationTools.Core.History;

/// <summary>One row, when and where it was made.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Command">The cmdlet.</param>
/// <param name="Result">The row.</param>
/// <param name="Delivered">False if it could not be written to the pipeline, so that this is the only place it stands in.</param>
public sealed record MigrationHistoryEntry(DateTimeOffset Time, string Command, MigrationResult Result, bool Delivered)
{
    /// <summary>The row's status, so that entries can be filtered and measured like rows.</summary>
    public MigrationStatus Status => Result.Status;

    /// <summary>The row's system.</summary>
    public string System => Result.System;

    /// <summary>The row's type.</summary>
    public string Type => Result.Type;

    /// <summary>The row's name, or its id where it has none.</summary>
    public string? Name => Result.Name ?? Result.SourceId;

    /// <summary>The row's id at the source.</summary>
    public string? SourceId => Result.SourceId;

    /// <summary>The row's id at the target.</summary>
    public string? DestinationId => Result.DestinationId;

    /// <summary>What was meant.</summary>
    public MigrationAction Action => Result.Action;

    /// <summary>Why it came so.</summary>
    public ResultReason Reason => Result.Reason;

    /// <summary>The row's error, where it failed.</summary>
    public string? ErrorId => Result.ErrorId;

    /// <summary>The row's words.</summary>
    public string? Message => Result.Message;

    /// <summary>Where it comes from.</summary>
    public string? Source => Result.Source;

    /// <summary>Where it goes.</summary>
    public string? Target => Result.Target;

    /// <summary>How long the work on its input took.</summary>
    public TimeSpan Duration => Result.Duration;
}
