namespace MigrationTools.Core.Results;

/// <summary>
/// One artifact of an import or a migration: what was meant, and what came of it. Also under -WhatIf, also for what was
/// skipped or failed. One cause has one Status, Reason, Action and ErrorId in all systems; a row tells of its own artifact, and
/// the error tells what is common to all rows of a package.
/// </summary>
public sealed record MigrationResult
{
    /// <summary>The system: Arcadia, SnapLogic, Optimize, ArcGis.</summary>
    public required string System { get; init; }

    /// <summary>The vendor's word for the thing: Dashboard, Visual, Dataset …</summary>
    public required string Type { get; init; }

    /// <summary>Its name, as people know it.</summary>
    public string? Name { get; init; }

    /// <summary>Its id at the source.</summary>
    public string? SourceId { get; init; }

    /// <summary>Its id at the target; null where unknown or not there.</summary>
    public string? DestinationId { get; init; }

    /// <summary>What is meant; None where it failed before there was a plan, and where it is left as it is.</summary>
    public MigrationAction Action { get; init; }

    /// <summary>What came of it.</summary>
    public MigrationStatus Status { get; init; }

    /// <summary>Why; one reason for one cause.</summary>
    public ResultReason Reason { get; init; }

    /// <summary>In words, the server's warnings included.</summary>
    public string? Message { get; init; }

    /// <summary>The documented kind of error, where it failed.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Where it comes from: the source server, or the file.</summary>
    public string? Source { get; init; }

    /// <summary>Where it goes: the target connection's name.</summary>
    public string? Target { get; init; }

    /// <summary>Which input made the row: the package's path, or a row's key. Order does not hold side by side; this does.</summary>
    public string? InputKey { get; init; }

    /// <summary>How long the work on its input took.</summary>
    public TimeSpan Duration { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Type} '{Name}': {Status}";
}
