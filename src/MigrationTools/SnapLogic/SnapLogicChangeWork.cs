using MigrationTools.Common.Pipeline;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>One change of a control plane on its way. Of its assets some can fail although it came to its end.</summary>
internal sealed class SnapLogicChangeWork(MigrationCmdlet cmdlet, SnapLogicChange change, bool holdsForAll) : ChangeWork(cmdlet, change, change.Lane, holdsForAll)
{
    private readonly MigrationCmdlet _cmdlet = cmdlet;

    public override bool WaitsForJob => change is SnapLogicMove;

    public override string? GoesOn => change.Job is { HasEnded: false } job ? $"The migration {job.Id} goes on at the server: Wait-SnapLogicMigration {job.Id} takes it up again." : null;

    public override void Report()
    {
        base.Report();
        // Started, and not waited for.
        if (Settled && Error is null && change is { Job: { } job, Rows.Count: 0 }) _cmdlet.Emit(job);
    }

    public override void Complain()
    {
        base.Complain();
        foreach (var complaint in change.Complaints) _cmdlet.Fail(complaint.Error, complaint.Row);
    }
}
