using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.ArcGis;

/// <summary>Which item is given to whom.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="NewOwner">The user who is to have it.</param>
/// <param name="Folder">A folder that this user has, by its title; the root where null.</param>
public sealed record ArcGisOwnerChange(string ItemId, string NewOwner, string? Folder)
{
    /// <summary>True to look beforehand whether there is such a user, for a plan that is shown. Otherwise the portal says so when it is asked.</summary>
    public bool Look { get; init; }
}

/// <summary>Gives an item to another user: what an import brings is the importer's, whoever had it before.</summary>
public sealed class ArcGisOwnership : IPlannedChange
{
    private static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5)];

    private readonly ArcGisConnection _portal;
    private readonly ArcGisOwnerChange _change;
    private readonly IMigrationObserver _observer;
    private readonly long _started;
    private ArcGisItem? _item;
    private string? _unknown;

    internal ArcGisOwnership(ArcGisConnection portal, ArcGisOwnerChange change, IMigrationObserver observer)
    {
        _portal = portal;
        _change = change;
        _observer = observer;
        _started = portal.Time.GetTimestamp();
        Row = new MigrationResult
        {
            System = ArcGisConnection.SystemName,
            Type = "Item",
            SourceId = change.ItemId,
            DestinationId = change.ItemId,
            Action = MigrationAction.Update,
            Status = MigrationStatus.Planned,
            Source = portal.Name,
            Target = portal.Name,
            InputKey = change.ItemId,
        };
    }

    /// <summary>What is known.</summary>
    public MigrationResult Row { get; private set; }

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Rows => [Row];

    /// <summary>True if the item is not the user's already.</summary>
    public bool HasWork { get; private set; }

    /// <summary>What it is about, in words: Web Map 'Parcels' of importer1 (prod).</summary>
    public string Description => $"{Row.Type} '{Row.Name ?? _change.ItemId}' of {_item?.Owner} ({_portal.Name}) -> {_change.NewOwner}";

    /// <inheritdoc />
    public string Summary => $"Give it to {_change.NewOwner}";

    /// <summary>Reads alone: the item, and where that is wished the user who is to have it.</summary>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            _item = await _portal.Client.ItemAsync(_change.ItemId, _observer, cancellationToken).ConfigureAwait(false);
            Row = Row with { Type = _item.Type, Name = _item.Name };
            HasWork = _item.Owner != _change.NewOwner;
            if (!HasWork) Row = Row with { Action = MigrationAction.None, Status = MigrationStatus.Unchanged, Message = $"It is {_change.NewOwner}'s already.", Duration = Elapsed };
            else if (_change.Look) await LookAtOwnerAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Fail(error, ResultReason.CheckFailed);
            throw;
        }
    }

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed) => Row = PlannedRow.LeftOut(_unknown is null ? Row : Row with { Reason = ResultReason.Estimated }, rehearsed, Elapsed) with
    {
        Message = $"From {_item?.Owner} to {_change.NewOwner}.{(_unknown is null ? string.Empty : $" {_unknown}")}",
    };

    /// <summary>Gives it away. The request is sent once; a lost answer is looked for in the item itself.</summary>
    /// <exception cref="MigrationException">Forbidden, RequestRejected, OutcomeUnknown.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _portal.Client.ReassignAsync(_item!.Owner ?? _portal.Me, _item.Id, _change.NewOwner, _change.Folder, $"{_item.Type} '{_item.Name}'", _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException lost) when (lost.IsAmbiguous)
        {
            if (!await IsTheirsAsync(cancellationToken).ConfigureAwait(false))
            {
                Row = Row with { Status = MigrationStatus.Unknown, Reason = ResultReason.AnswerLost, ErrorId = ErrorKinds.OutcomeUnknown.Id, Message = $"The answer of {_portal.Name} was lost, and the item is not {_change.NewOwner}'s.", Duration = Elapsed };
                throw new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer to giving {_item!.Type} '{_item.Name}' to {_change.NewOwner} was lost ({lost.ErrorId}), and it is not theirs.",
                    "Run the same line again: what is theirs already is left alone.", lost) { TargetObject = _item.Id, HttpStatus = lost.HttpStatus, IsAmbiguous = true };
            }
            Row = Row with { Reason = ResultReason.AnswerLost };
        }
        catch (MigrationException refused) when (refused.Kind == ErrorKinds.RequestRejected && _change.Folder is { } folder)
        {
            var told = new MigrationException(refused.Kind, refused.What, $"If it is the folder: -NewFolder takes the title of one that {_change.NewOwner} has already, and '{folder}' was given.", refused)
            {
                TargetObject = _item!.Id, HttpStatus = refused.HttpStatus, Endpoint = refused.Endpoint, ServerText = refused.ServerText,
            };
            Fail(told, ResultReason.Rejected);
            throw told;
        }
        catch (Exception error)
        {
            Fail(error, ResultReason.Rejected);
            throw;
        }
        Row = Row with { Status = MigrationStatus.Done, Message = $"From {_item!.Owner} to {_change.NewOwner}.", Duration = Elapsed };
    }

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [PlannedRow.Canceled(Row, why, Elapsed)];

    private TimeSpan Elapsed => _portal.Time.GetElapsedTime(_started);

    private async Task LookAtOwnerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _portal.Client.UserAsync(_change.NewOwner, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.ArtifactNotFound && error.Kind != ErrorKinds.NotAuthenticated)
        {
            _unknown = $"Whether there is such a user could not be looked at: {error.What}";
        }
    }

    private async Task<bool> IsTheirsAsync(CancellationToken cancellationToken)
    {
        foreach (var pause in Looks)
        {
            try
            {
                await Task.Delay(pause, _portal.Time, cancellationToken).ConfigureAwait(false);
                if ((await _portal.Client.FindItemAsync(_change.ItemId, _observer, cancellationToken).ConfigureAwait(false))?.Owner == _change.NewOwner) return true;
            }
            catch (Exception error) when (error is MigrationException or OperationCanceledException)
            {
                if (error is OperationCanceledException) break;
            }
        }
        return false;
    }

    private void Fail(Exception error, ResultReason reason) => Row = PlannedRow.Failed(Row, error, reason, Elapsed);
}
