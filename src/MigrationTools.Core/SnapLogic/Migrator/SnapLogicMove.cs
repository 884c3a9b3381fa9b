using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// What the migrations of projects and of API versions share. Whether the server works on at its own time is judged by its
/// answer, never by what was asked. A destination is first tried as a new one, which the server refuses if it is there:
/// so what is there is found out without a listing and without a gap in between.
/// </summary>
public abstract class SnapLogicMove : SnapLogicChange
{
    private protected SnapLogicMove(
        SnapLogicConnection connection, SnapLogicPath source, SnapLogicPath destination, SnapLogicMigrationOptions options, IMigrationObserver observer) : base(connection, observer)
    {
        Source = source;
        Destination = destination;
        Options = options;
        Rows = [Template];
    }

    /// <summary>What is migrated.</summary>
    public SnapLogicPath Source { get; }

    /// <summary>What it becomes.</summary>
    public SnapLogicPath Destination { get; }

    /// <inheritdoc />
    public override string Description => $"'{Source}' -> '{Destination}' ({Connection.Name})";

    /// <inheritdoc />
    public override string Lane => $"{Connection.Uri} {Destination}";

    /// <inheritdoc />
    public override string Summary
    {
        get
        {
            var what = Options.OnConflict switch
            {
                ConflictPolicy.Overwrite => "overwrite what is there by the same names",
                ConflictPolicy.Skip => "leave it out if it is there",
                _ => "refuse if it is there",
            };
            var types = Options.AssetTypes is { } named ? string.Join(", ", named)
                : Options.OnConflict == ConflictPolicy.Overwrite ? "all types, without Account and Job where it is there" : "all types";
            return $"Migrate {types}; {what}{Counted}";
        }
    }

    private protected SnapLogicMigrationOptions Options { get; }

    private protected abstract string Kind { get; }

    private protected abstract string TypeName { get; }

    /// <summary>The same in a sentence: the project.</summary>
    private protected abstract string Noun { get; }

    /// <summary>What a look counted, in words; empty where there was none.</summary>
    private protected virtual string Counted => string.Empty;

    private protected override MigrationResult Template => new()
    {
        System = SnapLogicConnection.SystemName,
        Type = TypeName,
        // The number of a version alone says little.
        Name = Source.IsVersion ? $"{Source.Segments[2]}/{Source.Name}" : Source.Name,
        Action = Options.OnConflict == ConflictPolicy.Overwrite ? MigrationAction.Replace : MigrationAction.Create,
        Status = MigrationStatus.Planned,
        Source = Source.ToString(),
        Target = Destination.ToString(),
        InputKey = $"{Source} -> {Destination}",
    };

    private protected abstract Task<SnapLogicStatus> PostAsync(IReadOnlyList<string> types, bool overwrite, CancellationToken cancellationToken);

    private protected override Task LookAsync(CancellationToken cancellationToken)
    {
        if (Options.OnConflict == ConflictPolicy.Duplicate)
        {
            throw new MigrationException(ErrorKinds.ConflictNotSupported, "A migration cannot make a second project or version beside the first.", "Use Fail, Skip or Overwrite, or name another destination.");
        }
        if (Source.Equals(Destination))
        {
            throw new MigrationException(ErrorKinds.SameProject, $"'{Source}' cannot be migrated into itself.") { TargetObject = Source.ToString() };
        }
        return Task.CompletedTask;
    }

    /// <summary>True where a look has shown that the destination is there.</summary>
    private protected virtual bool IsThere => false;

    private protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        // Named types are meant for whatever is there. Otherwise it depends on whether something is, and the server knows.
        var asNew = Options.OnConflict != ConflictPolicy.Overwrite || (Options.AssetTypes is null && !IsThere);
        if (asNew)
        {
            try
            {
                await AttemptAsync(Options.AssetTypes ?? SnapLogicAssetTypes.All, overwrite: false, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MigrationException refused) when (refused.Kind == ErrorKinds.ConflictFound)
            {
                if (Options.OnConflict == ConflictPolicy.Fail)
                {
                    // As if it had been seen beforehand; the server's own words are the cause.
                    var conflict = AlreadyThere(refused);
                    Rows = [PlannedRow.Failed(Template, conflict, ResultReason.Rejected, Elapsed)];
                    throw conflict;
                }
                Job = null;
                if (Options.OnConflict == ConflictPolicy.Skip)
                {
                    LeaveAlone(IsThereAlready);
                    return;
                }
                Rows = [Template];
            }
        }
        await BackUpAsync(cancellationToken).ConfigureAwait(false);
        if (Options.AssetTypes is null)
        {
            Observer.Warning($"{Destination} is there: its accounts and tasks are left as they are, because changes made by hand would be lost. Name them with -AssetType if they are meant.");
        }
        await AttemptAsync(Options.AssetTypes ?? SnapLogicAssetTypes.Unadapted, overwrite: true, cancellationToken).ConfigureAwait(false);
    }

    private protected string IsThereAlready => $"{char.ToUpperInvariant(Noun[0])}{Noun[1..]} {Destination} is already there (connection {Connection.Name}).";

    /// <summary>The error of -OnConflict Fail.</summary>
    private protected MigrationException AlreadyThere(MigrationException? refused = null) => new(ErrorKinds.ConflictFound, IsThereAlready,
        "Use -OnConflict Overwrite to replace what has the same names, or Skip to leave it as it is.", refused)
    {
        HttpStatus = refused?.HttpStatus,
        Endpoint = refused?.Endpoint,
        TargetObject = Destination.ToString(),
    };

    /// <summary>Saves what would be overwritten, where that was asked for.</summary>
    /// <exception cref="MigrationException">BackupFailed; nothing was overwritten.</exception>
    private protected virtual Task BackUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Finds out what came of a migration whose answer was lost, as far as looking can tell, and sets the rows.</summary>
    private protected abstract Task FindOutAsync(MigrationException lost, CancellationToken cancellationToken);

    /// <summary>The type of an asset of the source, where a look has told it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="among">The types that were asked for.</param>
    private protected virtual string? TypeOf(string name, IReadOnlyList<string> among) => null;

    private async Task AttemptAsync(IReadOnlyList<string> types, bool overwrite, CancellationToken cancellationToken)
    {
        var action = overwrite ? MigrationAction.Replace : MigrationAction.Create;
        Rows = [Template with { Action = action }];
        SnapLogicStatus reply;
        try
        {
            reply = await PostAsync(types, overwrite, cancellationToken).ConfigureAwait(false);
            if (reply.IsJob)
            {
                var job = Jobs.Started(reply, Kind, Source, Destination, action, types);
                if (Options.NoWait)
                {
                    (Job, Rows) = (job, []);
                    return;
                }
                var ended = await WaitAsync(job, Options.Timeout, cancellationToken).ConfigureAwait(false);
                Settle(ended, name => TypeOf(name, types));
                return;
            }
        }
        catch (MigrationException error) when (error.IsAmbiguous && Job is null)
        {
            await FindOutAsync(error, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (reply.HasOutcome || reply.State != JobState.Running)
        {
            var done = new SnapLogicMigration
            {
                System = SnapLogicConnection.SystemName,
                Kind = Kind,
                Id = "(synchronous)",
                // Lists without a word are those of a run that is over.
                State = reply.Word is null ? JobState.Completed : reply.State,
                Source = Source.ToString(),
                Target = Destination.ToString(),
                Action = action,
                AssetTypes = types,
                Document = reply,
            };
            Settle(done, name => TypeOf(name, types));
            Job = null;
            return;
        }
        await FindOutAsync(new MigrationException(ErrorKinds.OutcomeUnknown, $"{Connection.Name} took it, and its answer tells neither a token nor what came of it.")
        {
            IsAmbiguous = true,
        }, cancellationToken).ConfigureAwait(false);
    }
}
