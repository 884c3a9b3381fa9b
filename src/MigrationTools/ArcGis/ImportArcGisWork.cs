using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;

namespace MigrationTools.ArcGis;

/// <summary>One package on its way into one group. The portal imports it in a job, which need not be waited for.</summary>
internal sealed class ImportArcGisWork(MigrationCmdlet cmdlet, ArcGisImport import, ArcGisImportOptions options, string lane, bool holdsForAll)
    : ChangeWork(cmdlet, import, lane, holdsForAll)
{
    private readonly MigrationCmdlet _cmdlet = cmdlet;

    public override bool WaitsForJob => true;

    public override string? GoesOn => import.Job is { HasEnded: false, Id.Length: > 0 } job ? job.GoesOn() : null;

    public override void Report()
    {
        // Started, and not waited for: the rows come with the wait, in the history, too.
        if (options.NoWait && Error is null && Settled && import.Job is { Id.Length: > 0 } job) _cmdlet.Emit(job);
        else base.Report();
    }
}
