using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using System.Management.Automation;

namespace MigrationTools.Arcadia;

/// <summary>One package on its way into one server.</summary>
internal sealed class ImportArcadiaWork(
    MigrationCmdlet cmdlet, ArcadiaConnection target, MigrationPackage package, ArcadiaImportOptions options, ArcadiaImportRun run) : WorkItem
{
    private readonly ArcadiaImport _import = new ArcadiaMigrator(target, cmdlet.Observer).BeginImport(package, options, run);

    public override string Lane => target.Uri.ToString();

    public override bool EndsAll => Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

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
