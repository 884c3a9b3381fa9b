namespace MigrationTools.Core.Results;

/// <summary>One change of a target: planned, asked about, done once. Its rows tell at every point what is known.</summary>
public interface IPlannedChange
{
    /// <summary>What is known of each artifact; a single row for the whole until its artifacts are known.</summary>
    IReadOnlyList<MigrationResult> Rows { get; }

    /// <summary>True if the plan found something to send.</summary>
    bool HasWork { get; }

    /// <summary>Both ends in words.</summary>
    string Description { get; }

    /// <summary>What would be done, in words.</summary>
    string Summary { get; }

    /// <summary>Reads alone: the checks, and what would be done.</summary>
    /// <exception cref="Errors.MigrationException">Whatever forbids it; the target is as it was.</exception>
    Task PlanAsync(CancellationToken cancellationToken);

    /// <summary>The rows become those of a rehearsal, or of somebody who answered no.</summary>
    void LeaveOut(bool rehearsed);

    /// <summary>Does it. What was sent is sent once, whatever happens to its answer.</summary>
    /// <exception cref="Errors.MigrationException">What went wrong; the rows tell what is known of each artifact.</exception>
    Task ApplyAsync(CancellationToken cancellationToken);

    /// <summary>The rows of what was ended before anything was sent.</summary>
    /// <param name="why">Stopped, or EarlierFailure.</param>
    IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped);
}
