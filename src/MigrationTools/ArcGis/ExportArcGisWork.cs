using System.Management.Automation;
using MigrationTools.Common.Pipeline;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.ArcGis;

/// <summary>One group's export on its way.</summary>
internal sealed class ExportArcGisWork(
    MigrationCmdlet cmdlet, ArcGisConnection portal, ArcGisExportOptions options, PackageDestination destination, bool holdsForAll) : WorkItem
{
    private readonly ArcGisExport _export = new ArcGisMigrator(portal, cmdlet.Observer).BeginExport(options, destination);
    private bool _declined;

    public override bool WaitsForJob => true;

    public override string? GoesOn => _export is { Package: null, Job: { HasEnded: false, Id.Length: > 0 } job } ? job.GoesOn() : null;

    public override string Lane => $"{portal.Uri} {options.GroupId}";

    public override bool EndsAll => holdsForAll && Failure is { } failure && failure.Kind == ErrorKinds.NotAuthenticated;

    public override Task PlanAsync(CancellationToken cancellationToken) => _export.PlanAsync(cancellationToken);

    public override bool Ask()
    {
        if (!_export.HasWork) return false;
        if (cmdlet.ShouldProcess($"{_export.Description}: {_export.Summary}", $"{_export.Description}\n{_export.Summary}.", "Export package", out var why)) return true;
        _declined = true;
        _export.LeaveOut(rehearsed: why == ShouldProcessReason.WhatIf);
        return false;
    }

    public override Task ApplyAsync(CancellationToken cancellationToken) => _export.ApplyAsync(cancellationToken);

    public override void Report()
    {
        // Into the history before anything is written: whoever receives it may end the pipeline.
        Remember();
        foreach (var left in _export.LeftOut.Where(left => !left.WasNamed)) cmdlet.WriteWarning(left.Error.What);
        if (_export.Package is { } package) cmdlet.Emit(package);
        else if (IsLeftToTheJob) cmdlet.Emit(_export.Job!);
    }

    public override void Complain()
    {
        foreach (var left in _export.LeftOut.Where(left => left.WasNamed)) cmdlet.Fail(left.Error, left.Item.Id);
        if (Failure is not { } failure || failure.Kind == ErrorKinds.Canceled) return;
        if (EndsAll) cmdlet.Refuse(failure, options.GroupId);
        cmdlet.Fail(failure, failure.TargetObject ?? options.GroupId);
    }

    public override void Remember()
    {
        foreach (var row in Rows()) cmdlet.Remember(row);
    }

    private bool IsLeftToTheJob => Error is null && Settled && options.NoWait && _export is { Package: null, Job: not null };

    private IEnumerable<MigrationResult> Rows()
    {
        foreach (var left in _export.LeftOut)
        {
            yield return Row(left.Item) with { Status = left.WasNamed ? MigrationStatus.Failed : MigrationStatus.Skipped, Reason = ResultReason.Rejected, ErrorId = left.WasNamed ? left.Error.ErrorId : null, Message = left.Error.Message };
        }
        var named = _export.LeftOut.Select(left => left.Item.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var items = (_export.Package?.Items.OfType<ArcGisItem>() ?? _export.Items).Where(item => !named.Contains(item.Id)).ToList();
        if (items.Count == 0 && Failure is not null) items = [new ArcGisItem { System = ArcGisConnection.SystemName, Type = "Group", Id = options.GroupId, Name = $"Group {options.GroupId}" }];
        // Started, and not waited for: what comes of it is told by the wait.
        if (IsLeftToTheJob) yield break;
        foreach (var item in items) yield return Told(Row(item));
    }

    private MigrationResult Told(MigrationResult row) => (Failure, _export.Package, _export.Job) switch
    {
        ({ } failure, _, { } job) when failure.Kind == ErrorKinds.Canceled || failure.Kind == ErrorKinds.JobTimeout =>
            row with { Status = MigrationStatus.Unknown, Reason = ResultReason.StillRunning, Message = job.GoesOn() },
        ({ } failure, _, _) => row with
        {
            Status = failure.Kind == ErrorKinds.Canceled ? MigrationStatus.Canceled : failure.IsAmbiguous ? MigrationStatus.Unknown : MigrationStatus.Failed,
            Reason = failure.Kind == ErrorKinds.Canceled ? WhyCanceled : failure.IsAmbiguous ? ResultReason.AnswerLost : ResultReason.Rejected,
            ErrorId = failure.ErrorId,
            Message = failure.Message,
        },
        (_, { IsPlanned: true }, _) => row with { Status = MigrationStatus.Planned, Reason = ResultReason.WhatIf },
        (_, { } package, _) => row with { Status = MigrationStatus.Done, Message = package.IsPrivate ? "Exported into this session." : $"Exported into {package.Path}.", InputKey = package.Path },
        (_, _, { } job) => row with { Status = MigrationStatus.Unknown, Reason = ResultReason.StillRunning, Message = job.GoesOn() },
        _ when _declined => row with { Status = MigrationStatus.Skipped, Reason = ResultReason.Declined, Message = ResultWords.Declined },
        _ => row with { Status = MigrationStatus.Canceled, Reason = WhyCanceled },
    };

    private MigrationResult Row(ArcGisItem item) => new()
    {
        System = ArcGisConnection.SystemName,
        Type = item.Type,
        Name = item.Name,
        SourceId = item.Id,
        Action = MigrationAction.None,
        Source = portal.Name,
        InputKey = options.GroupId,
    };
}
