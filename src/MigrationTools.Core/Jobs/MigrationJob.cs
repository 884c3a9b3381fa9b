using System.Diagnostics;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Jobs;

/// <summary>What a server does on its own time. It can be taken up again in another session, from this object, its JSON, or its id (and key).</summary>
public record MigrationJob
{
    /// <summary>The system: SnapLogic, ArcGis.</summary>
    public required string System { get; init; }

    /// <summary>What it does, in the vendor's words.</summary>
    public required string Kind { get; init; }

    /// <summary>The server's id or token of the job.</summary>
    public required string Id { get; init; }

    /// <summary>The key some servers want beside the id. Hidden from every view and message.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Key { get; init; }

    /// <summary>The connection it was started on. Not named Connection, so that it never binds as a target.</summary>
    public string? ConnectionName { get; init; }

    /// <summary>The state as last seen.</summary>
    public JobState State { get; init; }

    /// <summary>True once the server will do no more for it, or no longer knows it.</summary>
    public bool HasEnded => State is JobState.Completed or JobState.Failed or JobState.Canceled or JobState.Unknown;

    /// <summary>When it was started, UTC; null where nobody told.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary>Where its content comes from, as its rows name it.</summary>
    public string? Source { get; init; }

    /// <summary>Where its content goes, as its rows name it.</summary>
    public string? Target { get; init; }

    /// <summary>What is meant for each item.</summary>
    public MigrationAction Action { get; init; }

    /// <summary>Where its status is asked for, on the connection's own origin.</summary>
    public string? StatusUri { get; init; }

    /// <summary>What the server said so far, each line once.</summary>
    public IReadOnlyList<string> Messages { get; init => field = Listed.For(value); } = [];

    /// <summary>What came of it, where it ended.</summary>
    public string? Result { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{System} {Kind} {Id}: {State}";

    /// <summary>Keeps the key out of the text that records make of themselves.</summary>
    protected virtual bool PrintMembers(global::System.Text.StringBuilder builder)
    {
        builder.Append(ToString());
        return true;
    }
}
