using System.Management.Automation;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Common.Pipeline;

/// <summary>One change of a target on its way: what the engine plans and does, behind the pipe.</summary>
/// <param name="cmdlet">Whose pipe it is.</param>
/// <param name="change">The change.</param>
/// <param name="lane">Changes of the same lane go one at a time.</param>
/// <param name="holdsForAll">True where a credential that is refused would be refused for all inputs.</param>
internal class ChangeWork(MigrationCmdlet cmdlet, IPlannedChange change, string lane, bool holdsForAll) : WorkItem
{
    public sealed override string Lane => lane;

    public sealed override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    /// <summary>What is asked, and shown by -WhatIf.</summary>
    protected virtual string Question => $"{change.Description}: {change.Summary}";

    /// <summary>The same for -Confirm, on lines of its own.</summary>
    protected virtual string LongQuestion => $"{change.Description}\n{change.Summary}.";

    /// <summary>What is known now.</summary>
    protected IReadOnlyList<MigrationResult> Rows => Settled ? change.Rows : change.Canceled(WhyCanceled);

    public sealed override Task PlanAsync(CancellationToken cancellationToken) => change.PlanAsync(cancellationToken);

    public sealed override bool Ask()
    {
        if (!change.HasWork) return false;
        if (cmdlet.ShouldProcess(Question, LongQuestion, cmdlet.CommandName, out var why)) return true;
        change.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public sealed override Task ApplyAsync(CancellationToken cancellationToken) => change.ApplyAsync(cancellationToken);

    public override void Report() => cmdlet.EmitRows(Rows);

    public override void Complain()
    {
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        var failed = Rows.FirstOrDefault(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown);
        if (EndsAll) cmdlet.Refuse(failure, failed);
        cmdlet.Fail(failure, failed);
    }

    public sealed override void Remember()
    {
        foreach (var row in Rows) cmdlet.Remember(row);
    }
}
