using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>One package on its way into one group.</summary>
internal sealed class ImportArcGisWork(MigrationCmdlet cmdlet, ArcGisConnection target, ArcGisImport import, ArcGisImportOptions options, bool holdsForAll) : WorkItem
{
    public override bool WaitsForJob => true;

    public override string Lane => $"{target.Uri} {options.GroupId}";

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override Task PlanAsync(CancellationToken cancellationToken) => import.PlanAsync(cancellationToken);

    public override bool Ask()
    {
        if (!import.HasWork) return false;
        if (cmdlet.ShouldProcess($"{import.Description}: {import.Summary}", $"{import.Description}\n{import.Summary}.", "Import package", out var why)) return true;
        import.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public override Task ApplyAsync(CancellationToken cancellationToken) => import.ApplyAsync(cancellationToken);

    public override void Report()
    {
        if (!IsLeftToTheJob)
        {
            cmdlet.EmitRows(Rows());
            return;
        }
        // Started, and not waited for: the rows come with the wait, in the history, too.
        cmdlet.Emit(import.Job!);
    }

    public override void Complain()
    {
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        var failed = Rows().FirstOrDefault(row => row.Status is MigrationStatus.Failed or MigrationStatus.Unknown);
        if (EndsAll) cmdlet.Refuse(failure, failed);
        cmdlet.Fail(failure, failed);
    }

    public override void Remember()
    {
        foreach (var row in Rows()) cmdlet.Remember(row);
    }

    private bool IsLeftToTheJob => options.NoWait && Error is null && Settled && import.Job is { Id.Length: > 0 };

    private IReadOnlyList<MigrationResult> Rows() => Settled ? import.Rows : import.Canceled();
}
