using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Optimize;

/// <summary>One export on its way. It reads alone: there is nothing to ask about.</summary>
internal sealed class ExportOptimizeWork(
    MigrationCmdlet cmdlet, OptimizeConnection connection, OptimizeSelection selection, PackageDestination destination, bool holdsForAll) : WorkItem
{
    private OptimizeExportOutcome _outcome = new(null, []);

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override async Task PlanAsync(CancellationToken cancellationToken) =>
        _outcome = await new OptimizeMigrator(connection, cmdlet.Observer).ExportAsync(selection, destination, cancellationToken).ConfigureAwait(false);

    public override void Report()
    {
        // Into the history before anything is written: whoever receives it may end the pipeline.
        Remember();
        if (_outcome.Package is not { } package) return;
        foreach (var warning in package.Warnings) cmdlet.WriteWarning(warning);
        cmdlet.Emit(package);
    }

    public override void Complain()
    {
        foreach (var missing in _outcome.Missing) cmdlet.Fail(missing.Error, $"{missing.Type} {missing.Id}");
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        if (EndsAll) cmdlet.Refuse(failure, selection.ToString());
        cmdlet.Fail(failure, failure.TargetObject ?? selection.ToString());
    }

    public override void Remember()
    {
        // What was given stands there, too: a script that only exports ends with an exit code of its own.
        if (_outcome.Package is { } package)
        {
            var items = package.Items.ToLookup(item => $"{item.Type} {item.Id}", StringComparer.Ordinal);
            foreach (var asked in package.Requested) cmdlet.Remember(DoneRow(package, items[asked].FirstOrDefault(), asked));
        }
        foreach (var missing in _outcome.Missing) cmdlet.Remember(Row(missing.Id, missing.Error));
        if (Failure is not { } failure) return;
        foreach (var id in selection.Ids) cmdlet.Remember(Row(id, failure));
    }

    private MigrationResult DoneRow(OptimizePackage package, MigrationItem? item, string asked) => new()
    {
        System = OptimizeConnection.SystemName,
        Type = item?.Type ?? selection.Type,
        Name = item?.Name ?? asked,
        SourceId = item?.Id,
        Action = MigrationAction.None,
        Status = MigrationStatus.Done,
        Message = package.IsPrivate ? "Exported into this session." : $"Exported into {package.Path}.",
        Source = connection.Name,
        InputKey = package.Path,
    };

    private MigrationResult Row(string id, MigrationException error) => new()
    {
        System = OptimizeConnection.SystemName,
        Type = selection.Type,
        SourceId = id,
        Action = MigrationAction.None,
        Status = error.Kind == ErrorKinds.Canceled ? MigrationStatus.Canceled : MigrationStatus.Failed,
        Reason = error.Kind == ErrorKinds.Canceled ? ResultReason.Stopped : ResultReason.Rejected,
        ErrorId = error.ErrorId,
        Message = error.Message,
        Source = connection.Name,
    };
}
