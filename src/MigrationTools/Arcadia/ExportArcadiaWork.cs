using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Arcadia;

/// <summary>One export on its way. It reads alone: there is nothing to ask about.</summary>
internal sealed class ExportArcadiaWork(
    MigrationCmdlet cmdlet, ArcadiaConnection connection, ArcadiaSelection selection, PackageDestination destination, bool holdsForAll) : WorkItem
{
    private ArcadiaExportOutcome _outcome = new([], []);

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override async Task PlanAsync(CancellationToken cancellationToken) =>
        _outcome = await new ArcadiaMigrator(connection, cmdlet.Observer).ExportAsync(selection, destination, cancellationToken).ConfigureAwait(false);

    public override void Report()
    {
        // Into the history before anything is written: whoever receives it may end the pipeline.
        Remember();
        foreach (var package in _outcome.Packages)
        {
            foreach (var warning in package.Warnings) cmdlet.WriteWarning(warning);
            cmdlet.Emit(package);
        }
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
        foreach (var package in _outcome.Packages)
        {
            foreach (var asked in package.Requested) cmdlet.Remember(DoneRow(package, asked));
        }
        foreach (var row in FailedRows()) cmdlet.Remember(row);
    }

    private IEnumerable<MigrationResult> FailedRows()
    {
        foreach (var missing in _outcome.Missing) yield return Row(missing.Type, missing.Id, missing.Error);
        if (Failure is not { } failure) yield break;
        foreach (var (type, id) in selection.Items) yield return Row(type, id, failure);
    }

    private MigrationResult DoneRow(ArcadiaPackage package, string asked)
    {
        var item = package.Items.FirstOrDefault(item => $"{item.Type} {item.Id}" == asked);
        return new MigrationResult
        {
            System = ArcadiaConnection.SystemName,
            Type = item?.Type ?? "Package",
            Name = item?.Name ?? asked,
            SourceId = item?.Id,
            Action = MigrationAction.None,
            Status = MigrationStatus.Done,
            Message = package.IsPrivate ? "Exported into this session." : $"Exported into {package.Path}.",
            Source = connection.Name,
            InputKey = package.Path,
        };
    }

    private MigrationResult Row(string type, string id, MigrationException error) => new()
    {
        System = ArcadiaConnection.SystemName,
        Type = type,
        SourceId = id,
        Action = MigrationAction.None,
        Status = error.Kind == ErrorKinds.Canceled ? MigrationStatus.Canceled : MigrationStatus.Failed,
        Reason = error.Kind == ErrorKinds.Canceled ? ResultReason.Stopped : ResultReason.Rejected,
        ErrorId = error.ErrorId,
        Message = error.Message,
        Source = connection.Name,
    };
}
