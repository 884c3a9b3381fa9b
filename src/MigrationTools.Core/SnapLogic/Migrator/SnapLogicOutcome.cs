using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>What a status document, or a reply of the same lists, means asset by asset. "Completed" is no success where assets failed.</summary>
internal sealed record SnapLogicOutcome(IReadOnlyList<MigrationResult> Rows, IReadOnlyList<SnapLogicComplaint> Complaints, MigrationException? Failure)
{
    // More is read by nobody; the rows have their own all the same.
    private const int MostWarnings = 1_000;

    /// <summary>The outcome of a job that has ended.</summary>
    /// <param name="job">The job with its document.</param>
    /// <param name="template">What every row has in common.</param>
    /// <param name="typeOf">The type of an asset by its name, where the document does not tell and somebody else knows.</param>
    /// <param name="observer">Is told the server's warnings.</param>
    public static SnapLogicOutcome Of(SnapLogicMigration job, MigrationResult template, Func<string, string?> typeOf, IMigrationObserver observer)
    {
        template = template with
        {
            Source = job.Source ?? template.Source,
            Target = job.Target ?? template.Target,
            Action = job.Action == MigrationAction.Unknown ? template.Action : job.Action,
        };
        if (job.State == JobState.Unknown || job.Document is not { } document)
        {
            var unknown = new MigrationException(ErrorKinds.MigrationUnknown, $"What came of the migration {job.Id} is not known. {job.Result}") { TargetObject = job.Id };
            return new([template with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerLost, ErrorId = unknown.ErrorId, Message = unknown.Message }], [], unknown);
        }
        var only = job.AssetTypes.Count == 1 ? SnapLogicAssetTypes.Known(job.AssetTypes[0]) : null;
        var outcome = Of(document, template, name => only ?? typeOf(name), observer);
        if (job.State != JobState.Failed) return outcome;

        var words = document.Words is { } said ? $": {said.TrimEnd('.')}." : ", and the server gives no reason.";
        var failure = SnapLogicErrors.IsConflict(document.Words ?? string.Empty)
            ? new MigrationException(ErrorKinds.ConflictFound, $"The migration of {job.Source} to {job.Target} failed{words}") { TargetObject = job.Id }
            : new MigrationException(ErrorKinds.MigrationFailed, $"The migration of {job.Source} to {job.Target} failed as a whole{words}") { TargetObject = job.Id };
        IReadOnlyList<MigrationResult> rows = document.Successful.Count + document.Failed.Count > 0
            ? outcome.Rows
            : [PlannedRow.Failed(template with { Status = MigrationStatus.Planned }, failure, ResultReason.Rejected, template.Duration)];
        return new(rows, [], failure);
    }

    /// <summary>The outcome of lists, whatever reply they stand in.</summary>
    public static SnapLogicOutcome Of(SnapLogicStatus document, MigrationResult template, Func<string, string?> typeOf, IMigrationObserver observer)
    {
        var rows = new List<MigrationResult>();
        var complaints = new List<SnapLogicComplaint>();
        string TypeOf(SnapLogicAssetReport asset) => asset.Type ?? (asset.Name is null ? null : typeOf(asset.Name)) ?? SnapLogicAssetTypes.Unknown;
        // Lists may be long: no asset looks through all warnings. Each goes to the first that it is about.
        var byId = Grouped(document.Warnings, warning => warning.Id);
        var byName = Grouped(document.Warnings.Where(warning => warning.Id is null), warning => warning.Name);
        string? WarningsOf(SnapLogicAssetReport asset)
        {
            var own = new List<SnapLogicAssetReport>();
            if (asset.Id is not null && byId.Remove(asset.Id, out var ofId)) own.AddRange(ofId);
            if (asset.Name is not null && byName.Remove(asset.Name, out var ofName)) own.AddRange(ofName);
            return own.Count == 0 ? null : string.Join(' ', own.Take(MostWarnings).Select(warning => $"The server warns: {Words(warning)}"));
        }
        if (document.Unread > 0) observer.Warning($"The control plane reports on more assets than are read: {document.Unread} entries of its lists have no row.");
        if (document.Warnings.Count > MostWarnings) observer.Warning($"The control plane has {document.Warnings.Count} warnings, of which {MostWarnings} are shown.");
        foreach (var warning in document.Warnings.Take(MostWarnings)) observer.Warning($"{template.Target}{(warning.Name is { } name ? $"/{name}" : "")}: {Words(warning)}");

        foreach (var asset in document.Successful)
        {
            rows.Add(template with { Type = TypeOf(asset), Name = asset.Name, DestinationId = asset.Id, Status = MigrationStatus.Done, Message = WarningsOf(asset) });
        }
        foreach (var asset in document.Failed)
        {
            var type = TypeOf(asset);
            var error = Error(asset, type, template);
            var row = template with
            {
                Type = type,
                Name = asset.Name,
                // What did not come over has no id there: the one that is given is the source's.
                SourceId = asset.Id,
                Status = MigrationStatus.Failed,
                Reason = error.Kind == ErrorKinds.ConflictFound ? ResultReason.Conflict : ResultReason.Rejected,
                ErrorId = error.ErrorId,
                Message = WarningsOf(asset) is { } warned ? $"{error.Message} {warned}" : error.Message,
            };
            rows.Add(row);
            complaints.Add(new(error, row));
        }
        if (rows.Count == 0)
        {
            observer.Warning($"The migration to {template.Target} is completed and names no asset: the source may have none of the types that were asked for.");
            rows.Add(template with { Status = MigrationStatus.Done, Message = "The server reports success and names no asset." });
        }
        return new(rows, complaints, null);
    }

    /// <summary>What is wrong with one asset.</summary>
    public static MigrationException Error(SnapLogicAssetReport asset, string type, MigrationResult template)
    {
        var kind = asset.Code switch
        {
            401 or 403 => ErrorKinds.AssetNotAllowed,
            409 => ErrorKinds.ConflictFound,
            _ => ErrorKinds.AssetFailed,
        };
        var said = (asset.Reason, asset.Code) switch
        {
            ({ } reason, _) => $": {reason.TrimEnd('.')}.",
            (null, { } code) => string.Create(CultureInfo.InvariantCulture, $", with status {code}."),
            _ => ", and the server gives no reason.",
        };
        return new MigrationException(kind, $"{type} '{asset.Name ?? asset.Id}' did not come over to {template.Target}{said}") { HttpStatus = asset.Code };
    }

    private static Dictionary<string, List<SnapLogicAssetReport>> Grouped(IEnumerable<SnapLogicAssetReport> warnings, Func<SnapLogicAssetReport, string?> key) =>
        warnings.Where(warning => key(warning) is not null).GroupBy(warning => key(warning)!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    private static string Words(SnapLogicAssetReport warning) => warning.Reason ?? "(no words)";
}
