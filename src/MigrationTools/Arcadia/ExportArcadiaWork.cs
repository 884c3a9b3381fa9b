using MigrationTools.Common.Pipeline;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Arcadia;

/// <summary>One export on its way. It reads alone: there is nothing to ask about.</summary>
internal sealed class ExportArcadiaWork(
    MigrationCmdlet cmdlet, ArcadiaConnection connection, ArcadiaSelection selection, PackageDestination destination) : WorkItem
{
    private ArcadiaExportOutcome _outcome = new([], []);

    public override bool EndsAll => Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

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
        foreach (var row in FailedRows()) cmdlet.Remember(row);
    }

    private IEnumerable<MigrationResult> FailedRows()
    {
        foreach (var missing in _outcome.Missing) yield return Row(missing.Type, missing.Id, missing.Error);
        if (Failure is not { } failure) yield break;
        foreach (var (type, id) in selection.Items) yield return Row(type, id, failure);
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
