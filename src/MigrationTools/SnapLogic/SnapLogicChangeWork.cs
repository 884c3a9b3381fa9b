using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>One change of a control plane on its way.</summary>
internal sealed class SnapLogicChangeWork(MigrationCmdlet cmdlet, SnapLogicChange change, bool holdsForAll) : WorkItem
{
    public override string Lane => change.Lane;

    public override bool WaitsForJob => change is SnapLogicMove;

    public override string? GoesOn => change.Job is { HasEnded: false } job ? $"The migration {job.Id} goes on at the server: Wait-SnapLogicMigration {job.Id} takes it up again." : null;

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override Task PlanAsync(CancellationToken cancellationToken) => change.PlanAsync(cancellationToken);

    public override bool Ask()
    {
        if (!change.HasWork) return false;
        if (cmdlet.ShouldProcess($"{change.Description}: {change.Summary}", $"{change.Description}\n{change.Summary}.", cmdlet.CommandName, out var why)) return true;
        change.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public override Task ApplyAsync(CancellationToken cancellationToken) => change.ApplyAsync(cancellationToken);

    public override void Report()
    {
        cmdlet.EmitRows(Rows());
        // Started, and not waited for.
        if (Settled && Error is null && change is { Job: { } job, Rows.Count: 0 }) cmdlet.Emit(job);
    }

    public override void Complain()
    {
        if (Failure is { } failure && failure.Kind != ErrorKinds.Canceled)
        {
            var failed = Rows().FirstOrDefault(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown);
            if (EndsAll) cmdlet.Refuse(failure, failed);
            cmdlet.Fail(failure, failed);
        }
        foreach (var complaint in change.Complaints) cmdlet.Fail(complaint.Error, complaint.Row);
    }

    public override void Remember()
    {
        foreach (var row in Rows()) cmdlet.Remember(row);
    }

    private IReadOnlyList<MigrationResult> Rows() => Settled ? change.Rows : change.Canceled();
}
