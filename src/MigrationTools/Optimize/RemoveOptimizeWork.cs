using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Results;

namespace MigrationTools.Optimize;

/// <summary>One dashboard or report on its way out of a server.</summary>
internal sealed class RemoveOptimizeWork(
    MigrationCmdlet cmdlet, OptimizeConnection target, string type, string id, string consequence, bool holdsForAll) : WorkItem
{
    private readonly OptimizeRemoval _removal = new OptimizeMigrator(target, cmdlet.Observer).BeginRemoval(type, id);

    public override string Lane => target.Uri.ToString();

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override Task PlanAsync(CancellationToken cancellationToken) => _removal.PlanAsync(cancellationToken);

    public override bool Ask()
    {
        if (cmdlet.ShouldProcess($"Delete {_removal.Description}", $"Delete {_removal.Description}?\n{consequence}", $"Remove {type.ToLowerInvariant()}", out var why)) return true;
        _removal.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public override Task ApplyAsync(CancellationToken cancellationToken) => _removal.ApplyAsync(cancellationToken);

    public override void Report() => cmdlet.EmitRows([Row()]);

    public override void Complain()
    {
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        if (EndsAll) cmdlet.Refuse(failure, Row());
        cmdlet.Fail(failure, Row());
    }

    public override void Remember() => cmdlet.Remember(Row());

    private MigrationResult Row() => Settled ? _removal.Row : _removal.Canceled();
}
