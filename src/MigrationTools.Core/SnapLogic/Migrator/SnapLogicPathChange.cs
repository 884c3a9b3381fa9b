using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A change whose reply lists what worked and what did not, path by path. Done twice it comes to the same end.</summary>
public abstract class SnapLogicPathChange : SnapLogicChange
{
    private protected SnapLogicPathChange(SnapLogicConnection connection, SnapLogicPath path, IMigrationObserver observer) : base(connection, observer)
    {
        Path = path;
        Rows = [Template];
    }

    /// <summary>What is changed.</summary>
    public SnapLogicPath Path { get; }

    /// <inheritdoc />
    public override string Description => $"'{Path}' ({Connection.Name})";

    /// <inheritdoc />
    public override string Lane => $"{Connection.Uri} {(Path.Segments.Count == 4 ? Path.Parent : Path)}";

    private protected abstract ErrorKind FailedKind { get; }

    /// <summary>What the row of a path that worked says, where its Action does not tell.</summary>
    private protected virtual string? DoneWords => null;

    private protected abstract Task<SnapLogicPathReport> SendAsync(CancellationToken cancellationToken);

    /// <summary>The path that an entry of the reply means.</summary>
    private protected virtual SnapLogicPath? PathOf(string entry) => SnapLogicPath.OfAnswer(entry);

    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        SnapLogicPathReport report;
        try
        {
            report = await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.IsAmbiguous)
        {
            throw new MigrationException(ErrorKinds.OutcomeUnknown, $"Whether it was done to '{Path}' is not known: {error.What}", "Run the same line again: it comes to the same end.", error)
            {
                HttpStatus = error.HttpStatus,
                Endpoint = error.Endpoint,
                TargetObject = Path.ToString(),
                IsAmbiguous = true,
            };
        }
        var single = Path.Segments.Count == 4;
        var rows = new List<MigrationResult>();
        var complaints = new List<SnapLogicComplaint>();
        foreach (var entry in report.Successful)
        {
            if (PathOf(entry) is { } path && (!single || path.Equals(Path))) rows.Add(RowOf(path) with { Status = MigrationStatus.Done, Message = DoneWords });
        }
        foreach (var (entry, reason) in report.Failed)
        {
            var path = entry is null ? null : PathOf(entry);
            if (path is not null && single && !path.Equals(Path)) continue;
            var error = new MigrationException(FailedKind, $"The control plane did not {Summary.ToLowerInvariant()}: '{path ?? Path}'{(reason is null ? " failed, without a reason." : $" failed: {reason.TrimEnd('.')}.")}") { TargetObject = (path ?? Path).ToString() };
            var row = RowOf(path ?? Path) with { Status = MigrationStatus.Failed, Reason = ResultReason.Rejected, ErrorId = error.ErrorId, Message = error.Message };
            rows.Add(row);
            complaints.Add(new(error, row));
        }
        if (rows.Count == 0 && report.IsReadable && !single)
        {
            rows.Add(HasNone);
        }
        if (rows.Count == 0)
        {
            var error = new MigrationException(ErrorKinds.OutcomeUnknown, $"The control plane reports success, and its answer does not name '{Path}'.", "Look at it in Manager, or run the same line again: it comes to the same end.") { TargetObject = Path.ToString() };
            var row = Template with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerUnreadable, ErrorId = error.ErrorId, Message = error.Message };
            rows.Add(row);
            complaints.Add(new(error, row));
        }
        Rows = [.. rows.Select(row => row with { Duration = Elapsed })];
        Complaints = complaints;
    }

    /// <summary>The row of a project in which there is nothing to change.</summary>
    private protected MigrationResult HasNone => Template with { Action = MigrationAction.None, Status = MigrationStatus.Unchanged, Message = "The project has none." };

    private protected virtual MigrationResult RowOf(SnapLogicPath path) => Template with { Name = path.Name };
}
