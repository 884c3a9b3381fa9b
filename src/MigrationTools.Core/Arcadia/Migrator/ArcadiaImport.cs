using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// One package on its way into one server: looked into, tried (the server's dry run), decided upon, imported once, and
/// looked for afterwards. The rows tell at every point what is known.
/// </summary>
public sealed class ArcadiaImport : IPlannedChange
{
    private readonly ArcadiaConnection _target;
    private readonly MigrationPackage _given;
    private readonly ArcadiaImportOptions _options;
    private readonly ArcadiaImportRun _run;
    private readonly IMigrationObserver _observer;
    private readonly long _started;
    private ArcadiaPackage? _package;
    private ArcadiaImportPlan? _plan;
    private int _plannedAt;
    private Dictionary<(string, string), string?>? _uuids;

    internal ArcadiaImport(
        ArcadiaConnection target, MigrationPackage package, ArcadiaImportOptions options, ArcadiaImportRun run, IMigrationObserver observer)
    {
        _target = target;
        _given = package;
        _options = options;
        _run = run;
        _observer = observer;
        _started = target.Time.GetTimestamp();
        Rows = [Base() with { Type = "Package", Name = GivenPackage.NameOf(package), Action = MigrationAction.Unknown }];
    }

    /// <summary>What is known of each artifact; a single row of type Package until the package was read.</summary>
    public IReadOnlyList<MigrationResult> Rows { get; private set; }

    /// <summary>Both ends in words: 'Sales overview' (dev) -> prod.</summary>
    public string Description
    {
        get
        {
            var source = _package?.Source is { } from ? $" ({from})" : string.Empty;
            return $"'{Title}'{source} -> {_target.Name}{(_options.Workspace is { } workspace ? $", workspace '{workspace}'" : ", the user's private workspace")}";
        }
    }

    /// <summary>What would happen, in counts.</summary>
    public string Summary
    {
        get
        {
            int Count(MigrationAction action) => Rows.Count(row => row.Action == action);
            var unknown = Count(MigrationAction.Unknown);
            return string.Create(CultureInfo.InvariantCulture,
                $"Import {Rows.Count} artifacts: {Count(MigrationAction.Create)} new, {Count(MigrationAction.Update)} updated, {Count(MigrationAction.None)} unchanged{(unknown > 0 ? $", {unknown} not known" : string.Empty)}");
        }
    }

    /// <summary>True if the plan found something to send.</summary>
    public bool HasWork { get; private set; }

    private string Title
    {
        get
        {
            var named = _package?.Items.Where(item => item.Type == "App").ToList() is { Count: > 0 } apps
                ? apps
                : _package?.Items.Where(item => item.Type == "Dashboard").ToList() ?? [];
            return named.Count switch
            {
                0 => GivenPackage.NameOf(_given),
                1 => named[0].Name,
                _ => $"{named[0].Name} and {named.Count - 1} more",
            };
        }
    }

    /// <summary>Reads alone: the package, the checks, the server's dry run, the decision.</summary>
    /// <exception cref="MigrationException">Whatever forbids the import; the target is as it was.</exception>
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        try
        {
            _package = (ArcadiaPackage)await GivenPackage.ReadAsync(_given, ArcadiaConnection.SystemName, cancellationToken).ConfigureAwait(false);
            Rows = _package.Items.Count == 0
                ? [Base() with { Type = "Package", Name = GivenPackage.NameOf(_given), Action = MigrationAction.None }]
                : [.. _package.Items.Select(item => Base() with { Type = item.Type, Name = item.Name, SourceId = item.Id, Action = MigrationAction.Unknown })];
            ArcadiaImportChecks.Run(_package, _options, _target, _observer);
            await TryAsync(cancellationToken).ConfigureAwait(false);
            if (HasWork) ArcadiaPrivateWorkspace.Warn(Rows, _options, _target, _observer);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error, ResultReason.CheckFailed);
            throw;
        }
    }

    /// <summary>Imports. One at a time for each server; the request is sent once, whatever happens to its answer.</summary>
    /// <exception cref="MigrationException">What went wrong; the rows tell what is known of each artifact.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _target.Turns.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Rows = Canceled();
            throw;
        }
        try
        {
            // What the dry run said may be stale: another package of the same artifacts may have come in between.
            if (_plannedAt != _target.Turns.Counted)
            {
                await TryAgainAsync(cancellationToken).ConfigureAwait(false);
                if (!HasWork) return;
            }
            await BackUpAsync(cancellationToken).ConfigureAwait(false);
            _target.Turns.Count();
            try
            {
                await SendAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _target.Turns.Count();
            }
        }
        finally
        {
            _target.Turns.Gate.Release();
        }
    }

    /// <inheritdoc />
    public void LeaveOut(bool rehearsed) => Rows = [.. Rows.Select(row => PlannedRow.LeftOut(row, rehearsed, Elapsed))];

    /// <inheritdoc />
    public IReadOnlyList<MigrationResult> Canceled(ResultReason why = ResultReason.Stopped) => [.. Rows.Select(row => PlannedRow.Canceled(row, why, Elapsed))];

    private TimeSpan Elapsed => _target.Time.GetElapsedTime(_started);

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        _plannedAt = _target.Turns.Counted;
        var answer = await AskAsync(dryRun: true, cancellationToken).ConfigureAwait(false);
        _plan = ArcadiaImportPlan.Of(_package!, answer);
        Rows = ArcadiaPrivateWorkspace.Note(_plan.Apply(Rows), _options, _target);
        Decide();
    }

    private async Task TryAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error, ResultReason.CheckFailed);
            throw;
        }
    }

    private void Decide()
    {
        HasWork = true;
        if (_options.OnConflict == ConflictPolicy.Overwrite) return;
        // While another package is on its way in, what the server has may be what this very run brings: asked again in turn.
        if (_plannedAt % 2 == 1 || _plannedAt != _target.Turns.Counted) return;
        if (!_plan!.IsReadable)
        {
            throw new MigrationException(ErrorKinds.DryRunUnreadable,
                $"What the import of '{Title}' would overwrite on {_target.Name} is not known: the answer to the dry run could not be read.") { TargetObject = _given.Path };
        }
        var there = Rows.Where(row => row.Action is MigrationAction.Update or MigrationAction.None && !_run.Brought(_target.Origin, UuidOf(row))).ToList();
        if (there.Count == 0) return;
        HasWork = false;
        var conflict = new PackageConflict(_target.Name, "artifacts", Rows, there);
        if (_options.OnConflict == ConflictPolicy.Skip)
        {
            Rows = conflict.LeftAlone(Elapsed);
            return;
        }
        Rows = conflict.Refused(Elapsed);
        throw conflict.Error(targetObject: _given.Path);
    }

    private async Task BackUpAsync(CancellationToken cancellationToken)
    {
        if (_options.Backup is null) return;
        try
        {
            await ArcadiaBackup.SaveAsync(_target, _plan!, Rows, _options.Backup, _observer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Rows = FailedRows(error, ResultReason.CheckFailed);
            throw;
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await AskAsync(dryRun: false, cancellationToken).ConfigureAwait(false);
            var confirmed = ArcadiaImportPlan.Of(_package!, answer).Confirm(Rows, answer.IsReadable).ToList();
            Rows = [.. (await LookForUnreadAsync(Rows, confirmed, cancellationToken).ConfigureAwait(false)).Select(row => row with { Duration = Elapsed })];
        }
        catch (MigrationException error) when (error.IsAmbiguous)
        {
            await LookForLostAsync(error, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Before it was sent: afterwards the client sees it to its end.
            Rows = Canceled();
            throw;
        }
        catch (MigrationException error)
        {
            Rows = FailedRows(error, ResultReason.Rejected);
            throw;
        }
        catch (Exception error)
        {
            // Whatever it is, it came after the request may have been sent: the outcome is open, and has to be looked for.
            await LookForLostAsync(new MigrationException(ErrorKinds.OutcomeUnknown, $"The answer could not be dealt with ({error.GetType().Name}).", inner: error) { IsAmbiguous = true }, cancellationToken).ConfigureAwait(false);
        }
        Rows = await new ArcadiaVerification(_target, _options, _observer).CheckAsync(Rows, cancellationToken).ConfigureAwait(false);
        Rows = ArcadiaPrivateWorkspace.Note(Rows, _options, _target);
        foreach (var row in Rows.Where(row => row.Status is MigrationStatus.Done or MigrationStatus.Unchanged)) _run.Add(_target.Origin, UuidOf(row));
        ArcadiaImportChecks.AfterImport(_package!, Rows, _target, _observer);
        ThrowIfNotThere();
    }

    /// <summary>The answer is lost. Nothing is sent again; the server's dry run tells what is there now.</summary>
    private async Task LookForLostAsync(MigrationException lost, CancellationToken cancellationToken)
    {
        var look = new ArcadiaLostAnswer(_target, _package!, _plan!, token => AskAsync(dryRun: true, token));
        Rows = [.. (await look.FindOutAsync(Rows, lost, cancellationToken).ConfigureAwait(false)).Select(row => row with { Duration = Elapsed })];
        if (Rows.Any(row => row.Status == MigrationStatus.Unknown))
        {
            throw new MigrationException(ErrorKinds.OutcomeUnknown,
                $"The answer to the import of '{Title}' into {_target.Name} was lost ({lost.What}), and looking at the target did not tell what came of all of it.",
                "The server may still be at work. Look at it, then run the same line again: what is there is matched by uuid, not doubled.", lost)
            {
                TargetObject = _given.Path,
                HttpStatus = lost.HttpStatus,
                Endpoint = lost.Endpoint,
                IsAmbiguous = true,
            };
        }
        _observer.Warning($"The answer to the import of '{Title}' into {_target.Name} was lost ({lost.ErrorId}); a look at the target shows that it took effect.");
    }

    /// <summary>What the answer does not tell: where the first dry run was read, a second one tells what came of it.</summary>
    private async Task<IReadOnlyList<MigrationResult>> LookForUnreadAsync(
        IReadOnlyList<MigrationResult> planned, List<MigrationResult> confirmed, CancellationToken cancellationToken)
    {
        if (!_plan!.IsReadable || confirmed.TrueForAll(row => row.Reason != ResultReason.AnswerUnreadable)) return confirmed;
        var look = new ArcadiaLostAnswer(_target, _package!, _plan, token => AskAsync(dryRun: true, token));
        var unread = new MigrationException(ErrorKinds.UnexpectedAnswer, "The answer could not be read.");
        var seen = await look.FindOutAsync(planned, unread, cancellationToken, looks: 1).ConfigureAwait(false);
        return [.. confirmed.Zip(seen, (row, found) => row.Reason == ResultReason.AnswerUnreadable && found.Status != MigrationStatus.Unknown
            ? found with { Reason = ResultReason.None, ErrorId = null, Message = "The server's answer could not be read; a look at the target shows it there." }
            : row)];
    }

    private void ThrowIfNotThere()
    {
        var gone = Rows.Where(row => row.Reason == ResultReason.NotFoundAfterwards).ToList();
        if (gone.Count == 0) return;
        throw new MigrationException(ErrorKinds.ImportIncomplete,
            $"{_target.Name} reported success, but {string.Join(", ", gone.Take(5).Select(row => $"{row.Type} '{row.Name}'"))} cannot be found there.",
            "Look at the target, and import again: what is there is matched by uuid, not doubled.") { TargetObject = _given.Path };
    }

    private async Task<ArcadiaImportAnswer> AskAsync(bool dryRun, CancellationToken cancellationToken)
    {
        var name = PlainName.From(Path.GetFileName(_given.Path), "package.json");
        var reply = await _target.Client.ImportAsync(_given.Path!, _package!.Sha256, Ascii(name), _options, dryRun, _observer, cancellationToken).ConfigureAwait(false);
        return ArcadiaImportAnswer.Read(reply, $"'{Title}'", dryRun, _target.Api.Redact);
    }

    private MigrationResult[] FailedRows(Exception error, ResultReason reason) => [.. Rows.Select(row => PlannedRow.Failed(row, error, reason, Elapsed))];

    private string? UuidOf(MigrationResult row) =>
        row.SourceId is { } id && (_uuids ??= Uuids(_package!)).TryGetValue((row.Type, id), out var uuid) ? uuid : null;

    private static Dictionary<(string, string), string?> Uuids(ArcadiaPackage package)
    {
        var uuids = new Dictionary<(string, string), string?>();
        foreach (var item in package.Items) uuids.TryAdd((item.Type, item.Id), item.Uuid);
        return uuids;
    }

    private MigrationResult Base() => new()
    {
        System = ArcadiaConnection.SystemName,
        Type = "Package",
        Status = MigrationStatus.Planned,
        Source = _package?.Source ?? _given.Source ?? _given.Path,
        Target = _target.Name,
        InputKey = _given.Path,
    };

    private static string Ascii(string name) => string.Concat(name.Select(letter => char.IsAscii(letter) && letter is not '"' and not '\\' ? letter : '_'));
}
