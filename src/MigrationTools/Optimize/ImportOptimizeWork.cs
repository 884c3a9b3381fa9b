using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Optimize;

/// <summary>One package on its way into one collection.</summary>
internal sealed class ImportOptimizeWork(
    MigrationCmdlet cmdlet, OptimizeConnection target, MigrationPackage package, OptimizeImportOptions options, OptimizeImportRun run, bool holdsForAll) : WorkItem
{
    private readonly OptimizeImport _import = new OptimizeMigrator(target, cmdlet.Observer).BeginImport(package, options, run);

    public override string Lane => $"{target.Uri} {options.CollectionId}";

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override Task PlanAsync(CancellationToken cancellationToken) => _import.PlanAsync(cancellationToken);

    public override bool Ask()
    {
        if (!_import.HasWork) return false;
        if (cmdlet.ShouldProcess($"{_import.Description}: {_import.Summary}", $"{_import.Description}\n{_import.Summary}.", "Import package", out var why)) return true;
        _import.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public override Task ApplyAsync(CancellationToken cancellationToken) => _import.ApplyAsync(cancellationToken);

    public override void Report() => cmdlet.EmitRows(Rows());

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

    private IReadOnlyList<MigrationResult> Rows() => Settled ? _import.Rows : _import.Canceled();
}
