using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.SnapLogic;

/// <summary>A project on its way into another environment, or another project of the same one.</summary>
public sealed class SnapLogicProjectMigration : SnapLogicMove
{
    private SnapLogicInventory? _source;
    private SnapLogicInventory? _before;

    internal SnapLogicProjectMigration(
        SnapLogicConnection connection, SnapLogicPath source, SnapLogicPath destination, SnapLogicMigrationOptions options, IMigrationObserver observer)
        : base(connection, source, destination, options, observer)
    {
    }

    private protected override string Kind => SnapLogicMigration.OfProject;

    private protected override string TypeName => "Project";

    private protected override string Noun => "the project";

    private protected override bool IsThere => _before?.Exists == true;

    private protected override string Counted
    {
        get
        {
            if (_before is null) return string.Empty;
            int Count(MigrationAction action) => Rows.Count(row => row.Action == action);
            return _before.Exists is null || _source?.IsReadable != true
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $". {Count(MigrationAction.Create)} new, {Count(MigrationAction.Replace)} overwritten, {Count(MigrationAction.None)} left alone");
        }
    }

    private protected override Task<SnapLogicStatus> PostAsync(IReadOnlyList<string> types, bool overwrite, CancellationToken cancellationToken) =>
        Connection.Client.MigrateProjectAsync(Source, Destination, types, overwrite, Observer, cancellationToken);

    private protected override string? TypeOf(string name, IReadOnlyList<string> among) => _source?.TypeOf(name, among);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await base.LookAsync(cancellationToken).ConfigureAwait(false);
        if (!Options.Look && Options.OnConflict != ConflictPolicy.Skip) return;
        _before = await SnapLogicInventory.LookAsync(Connection, Destination, Observer, cancellationToken).ConfigureAwait(false);
        if (_before.Exists == true && Options.OnConflict == ConflictPolicy.Skip)
        {
            HasWork = false;
            LeaveAlone(IsThereAlready);
            return;
        }
        if (_before.Exists == true && Options.OnConflict == ConflictPolicy.Fail)
        {
            throw AlreadyThere();
        }
        if (!Options.Look) return;
        var why = _before.Exists == false ? await SnapLogicSpace.RequireAsync(Connection, Destination, Observer, cancellationToken).ConfigureAwait(false) : null;
        _source = await SnapLogicInventory.LookAsync(Connection, Source, Observer, cancellationToken).ConfigureAwait(false);
        if (_source.Exists == false)
        {
            throw new MigrationException(ErrorKinds.PathNotFound, $"There is no project {Source} that this user may export.") { TargetObject = Source.ToString() };
        }
        Rows = SnapLogicPlan.Rows(Template, _source, _before, Options);
        if (why is not null) Estimate(why);
    }

    private protected override async Task BackUpAsync(CancellationToken cancellationToken)
    {
        if (Options.Backup is { } folder) await SnapLogicBackup.SaveAsync(Connection, Destination, folder, Observer, cancellationToken).ConfigureAwait(false);
    }

    private protected override async Task FindOutAsync(MigrationException lost, CancellationToken cancellationToken)
    {
        var look = new SnapLogicLostAnswer(Connection, $"the migration of {Source} to {Destination}", Source, Destination, _before, Observer);
        var (rows, unknown) = await look.FindOutAsync(Rows[0] with { Duration = Elapsed }, _source, lost, cancellationToken).ConfigureAwait(false);
        Rows = rows;
        if (unknown is not null) throw unknown;
    }
}
