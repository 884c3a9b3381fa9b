using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>An asset to copy, and what is known of it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Type">Its type, where it is known.</param>
/// <param name="SourceId">Its snode id, where it is known.</param>
public sealed record SnapLogicCopyItem(SnapLogicPath Path, string? Type = null, string? SourceId = null);

/// <summary>
/// Single assets on their way into a project, in one call: a task stays enabled only if its pipeline travels with it. What
/// the project has by their names is overwritten; the server offers nothing else.
/// </summary>
public sealed class SnapLogicCopy : SnapLogicChange
{
    private readonly IReadOnlyList<SnapLogicCopyItem> _items;
    private readonly SnapLogicPath _destination;
    private readonly SnapLogicLooks? _looks;

    internal SnapLogicCopy(SnapLogicConnection connection, IReadOnlyList<SnapLogicCopyItem> items, SnapLogicPath destination, SnapLogicLooks? looks, IMigrationObserver observer) : base(connection, observer)
    {
        _items = [.. items.DistinctBy(item => item.Path)];
        _destination = destination;
        _looks = looks;
        Rows = [.. _items.Select(Row)];
    }

    /// <inheritdoc />
    public override string Description => $"{Named(_items)} -> '{_destination}' ({Connection.Name})";

    /// <inheritdoc />
    public override string Summary => $"Copy {_items.Count} asset(s); overwrite what is there by their names";

    /// <inheritdoc />
    public override string Lane => $"{Connection.Uri} {_destination}";

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = SnapLogicAssetTypes.Unknown,
        Action = MigrationAction.Replace,
        Status = MigrationStatus.Planned,
        Target = _destination.ToString(),
    };

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_items.FirstOrDefault(item => item.Path.Parent.Equals(_destination)) is { } same)
        {
            throw new MigrationException(ErrorKinds.SameProject, $"'{same.Path}' cannot be copied into the project it is in.") { TargetObject = same.Path.ToString() };
        }
        if (_looks is not null) await PlanItemsAsync(_looks, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A plan that is only shown: what is missing fails in it, and what could not be looked at is an estimate.</summary>
    private async Task PlanItemsAsync(SnapLogicLooks looks, CancellationToken cancellationToken)
    {
        var target = await looks.LookAsync(Connection, _destination, Observer, cancellationToken).ConfigureAwait(false);
        var why = target.Exists switch
        {
            false => await SnapLogicSpace.RequireAsync(Connection, _destination, Observer, cancellationToken).ConfigureAwait(false),
            _ when target.IsTold => null,
            _ => $"What {_destination} holds could not be known: {target.Why ?? "the exported archive does not tell its assets."}",
        };
        var rows = new Dictionary<SnapLogicPath, MigrationResult>();
        var complaints = new List<SnapLogicComplaint>();
        foreach (var item in _items)
        {
            var source = await looks.LookAsync(Connection, item.Path.Parent, Observer, cancellationToken).ConfigureAwait(false);
            if (Missing(item, source) is { } missing)
            {
                Complain(item, missing, rows, complaints);
                rows[item.Path] = rows[item.Path] with { Reason = ResultReason.CheckFailed };
                continue;
            }
            var unknown = source.IsTold ? Shows(source, item) ? null : $"An export of {item.Path.Parent} does not show it; policies alone are in none."
                : $"Whether it is there could not be looked at: {source.Why ?? "the exported archive does not tell its assets."}";
            var open = string.Join(' ', new[] { unknown, why }.OfType<string>());
            var row = Row(item);
            rows[item.Path] = open.Length > 0 ? row with { Reason = ResultReason.Estimated, Message = open }
                : row with { Action = Shows(target, item) ? MigrationAction.Replace : MigrationAction.Create };
        }
        Rows = [.. _items.Select(item => rows[item.Path])];
        Complaints = complaints;
        HasWork = Rows.Any(row => row.Status == MigrationStatus.Planned);
    }

    private static MigrationException? Missing(SnapLogicCopyItem item, SnapLogicInventory source)
    {
        if (source.Exists == false) return new MigrationException(ErrorKinds.PathNotFound, $"There is no project {item.Path.Parent} that this user may look into.") { TargetObject = item.Path.ToString() };
        // Exports hold no policies: of one, and of what may be one, they prove nothing.
        return source.IsTold && !Shows(source, item) && SnapLogicAssetTypes.Exportable.Contains(item.Type)
            ? new MigrationException(ErrorKinds.PathNotFound, $"{item.Path.Parent} has no {item.Type} '{item.Path.Name}'.") { TargetObject = item.Path.ToString() }
            : null;
    }

    private static bool Shows(SnapLogicInventory project, SnapLogicCopyItem item) =>
        project.Assets.Any(asset => asset.Name == item.Path.Name && (item.Type is null || asset.Type == item.Type));

    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var rows = new Dictionary<SnapLogicPath, MigrationResult>();
        var complaints = new List<SnapLogicComplaint>();
        MigrationException? whole = null;
        try
        {
            await SendAsync(_items, rows, complaints, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (rows.Count > 0 && error is MigrationException or OperationCanceledException)
        {
            // Part of it is done: its rows stay, the others are what became of them.
            foreach (var item in _items.Where(item => !rows.ContainsKey(item.Path)))
            {
                rows[item.Path] = error is MigrationException { IsAmbiguous: false } known
                    ? Failed(item, known)
                    // What was sent and whose answer was lost has its row: this was not sent.
                    : Row(item) with { Status = MigrationStatus.Canceled, Reason = ResultReason.Stopped, Message = "It was not sent." };
            }
            whole = error as MigrationException;
        }
        Rows = [.. _items.Select(item => rows[item.Path])];
        Complaints = complaints;
        if (whole is not null) throw whole;
    }

    /// <summary>A refusal of the whole is not the fault of all: the ones it names, or else each half, are tried apart.</summary>
    private async Task SendAsync(IReadOnlyList<SnapLogicCopyItem> items, Dictionary<SnapLogicPath, MigrationResult> rows, List<SnapLogicComplaint> complaints, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> Made, IReadOnlyList<SnapLogicAssetReport> Failed)? reply;
        try
        {
            reply = await Connection.Client.CopyAssetsAsync([.. items.Select(item => item.Path)], _destination, Observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (!error.IsAmbiguous && IsAboutAnItem(error))
        {
            if (items.Count == 1)
            {
                Complain(items[0], error, rows, complaints);
                return;
            }
            var text = error.ServerText ?? string.Empty;
            var named = items.Where(item => text.Contains(item.Path.ToString(), StringComparison.Ordinal)).ToList();
            var rest = items.Except(named).ToList();
            if (named.Count > 0 && rest.Count > 0)
            {
                foreach (var item in named) Complain(item, error, rows, complaints);
                await SendAsync(rest, rows, complaints, cancellationToken).ConfigureAwait(false);
                return;
            }
            await SendAsync([.. items.Take(items.Count / 2)], rows, complaints, cancellationToken).ConfigureAwait(false);
            await SendAsync([.. items.Skip(items.Count / 2)], rows, complaints, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (MigrationException error) when (error.IsAmbiguous)
        {
            throw await LostAsync(items, error, rows).ConfigureAwait(false);
        }
        if (reply is not { } told)
        {
            throw await LostAsync(items, new MigrationException(ErrorKinds.OutcomeUnknown, $"{Connection.Name} took it, and its answer does not tell what it copied.") { IsAmbiguous = true }, rows).ConfigureAwait(false);
        }
        var failed = told.Failed.Where(asset => asset.Name is not null).DistinctBy(asset => asset.Name).ToDictionary(asset => asset.Name!, StringComparer.Ordinal);
        var paths = told.Made.Select(SnapLogicPath.OfAnswer).OfType<SnapLogicPath>().ToHashSet();
        foreach (var item in items)
        {
            // A path stands for every type of its name: where one of them failed, not all of it is done.
            if (failed.TryGetValue(item.Path.Name, out var report))
            {
                Complain(item, SnapLogicOutcome.Error(report, item.Type ?? report.Type ?? SnapLogicAssetTypes.Unknown, Template), rows, complaints);
                continue;
            }
            if (paths.Contains(_destination.Below(item.Path.Name)))
            {
                rows[item.Path] = Row(item) with { Status = MigrationStatus.Done, Duration = Elapsed };
                continue;
            }
            Complain(item, new MigrationException(ErrorKinds.AssetNotCopied, $"'{item.Path}' is not among what the control plane says it copied into {_destination}."), rows, complaints);
        }
    }

    /// <summary>
    /// Looks at the destination, where the user may. What is there may have been there before, so every row stays unknown;
    /// each says what was seen.
    /// </summary>
    private async Task<MigrationException> LostAsync(IReadOnlyList<SnapLogicCopyItem> items, MigrationException lost, Dictionary<SnapLogicPath, MigrationResult> rows)
    {
        SnapLogicInventory? now = null;
        try
        {
            now = await SnapLogicInventory.LookAsync(Connection, _destination, Observer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MigrationException)
        {
            // What is known stays what it was.
        }
        string Seen(SnapLogicCopyItem item) => now switch
        {
            { Exists: false } => $"{_destination} is not there so far.",
            { Exists: true, IsReadable: true } when now.Assets.Any(asset => asset.Name == item.Path.Name) => $"{_destination} has '{item.Path.Name}' now, which does not tell whether this call brought it.",
            { Exists: true } when now.IsReadable || now.Assets.Count == 0 => $"{_destination} does not have '{item.Path.Name}' so far.",
            _ => "Looking at the destination was not possible, or did not tell.",
        };
        MigrationException Unknown(string what, string seen) => new(ErrorKinds.OutcomeUnknown, $"What came of the copy of {what} into {_destination} is not known: {lost.What} {seen}",
            "Look at the destination in Manager. The same line again copies again, and overwrites what is there by the same names.", lost)
        {
            HttpStatus = lost.HttpStatus,
            Endpoint = lost.Endpoint,
            TargetObject = _destination.ToString(),
            IsAmbiguous = true,
        };
        foreach (var item in items) rows[item.Path] = Failed(item, Unknown($"'{item.Path}'", Seen(item)));
        return Unknown(items.Count == 1 ? $"'{items[0].Path}'" : $"{items.Count} assets", items.Count == 1 ? Seen(items[0]) : "The rows tell what a look at the destination shows.");
    }

    private static bool IsAboutAnItem(MigrationException error) =>
        error.Kind == ErrorKinds.PathNotFound || error.Kind == ErrorKinds.Forbidden || error.Kind == ErrorKinds.RequestRejected || error.Kind == ErrorKinds.ConflictFound;

    private void Complain(SnapLogicCopyItem item, MigrationException error, Dictionary<SnapLogicPath, MigrationResult> rows, List<SnapLogicComplaint> complaints)
    {
        var row = Failed(item, error);
        rows[item.Path] = row;
        complaints.Add(new(error, row));
    }

    private MigrationResult Failed(SnapLogicCopyItem item, MigrationException error) => Row(item) with
    {
        Status = error.IsAmbiguous ? MigrationStatus.Unknown : MigrationStatus.Failed,
        Reason = error.IsAmbiguous ? ResultReason.AnswerLost : ResultReason.Rejected,
        ErrorId = error.ErrorId,
        Message = error.Message,
        Duration = Elapsed,
    };

    private MigrationResult Row(SnapLogicCopyItem item) => Template with
    {
        Type = item.Type ?? SnapLogicAssetTypes.Unknown,
        Name = item.Path.Name,
        SourceId = item.SourceId,
        Source = item.Path.Parent.ToString(),
        InputKey = item.Path.ToString(),
    };

    private static string Named(IReadOnlyList<SnapLogicCopyItem> items) =>
        string.Join(", ", items.Take(3).Select(item => $"'{item.Path}'")) + (items.Count > 3 ? $" and {items.Count - 3} more" : string.Empty);
}
