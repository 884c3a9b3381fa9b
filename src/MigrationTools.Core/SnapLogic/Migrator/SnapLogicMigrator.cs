using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>What migration, export and import mean for SnapLogic, safely. One for each call of a cmdlet or a verb.</summary>
public sealed class SnapLogicMigrator(SnapLogicConnection connection, IMigrationObserver observer)
{
    /// <summary>The control plane it works on.</summary>
    public SnapLogicConnection Connection => connection;

    /// <summary>Begins a migration of a project: nothing is sent yet.</summary>
    public SnapLogicProjectMigration BeginMigration(SnapLogicPath source, SnapLogicPath destination, SnapLogicMigrationOptions options) =>
        new(connection, source, destination, options, observer);

    /// <summary>Begins a migration of a version of an API: nothing is sent yet.</summary>
    /// <param name="source">The version.</param>
    /// <param name="destination">The version it becomes.</param>
    /// <param name="snaplex">Where it is to run; null to leave that to the server.</param>
    /// <param name="options">How.</param>
    public SnapLogicVersionMigration BeginVersionMigration(SnapLogicPath source, SnapLogicPath destination, SnapLogicPath? snaplex, SnapLogicMigrationOptions options) =>
        new(connection, source, destination, snaplex, options, observer);

    /// <summary>A job of which a token or a status address is known.</summary>
    /// <exception cref="MigrationException">InvalidId.</exception>
    public MigrationJob JobOf(string tokenOrAddress) => new SnapLogicJobs(connection, observer).Of(tokenOrAddress);

    /// <summary>Asks once how a migration stands.</summary>
    /// <returns>Its state; Unknown where the control plane does not know the token of a job that was once started, or no longer.</returns>
    /// <exception cref="MigrationException">MigrationUnknown: the same of a token that somebody named, and of which nothing else is known.</exception>
    public async Task<SnapLogicMigration> GetAsync(MigrationJob job, CancellationToken cancellationToken)
    {
        var seen = await new SnapLogicJobs(connection, observer).LookAsync(job, cancellationToken).ConfigureAwait(false);
        if (seen.State == JobState.Unknown && job.Submitted is null)
        {
            throw new MigrationException(ErrorKinds.MigrationUnknown, $"What came of the migration {job.Id} is not known. {seen.Result}") { TargetObject = job.Id };
        }
        observer.Job(seen);
        return seen;
    }

    /// <summary>Begins to wait for a migration: nothing is asked yet.</summary>
    /// <param name="job">The job.</param>
    /// <param name="timeout">How long; zero for ever.</param>
    public SnapLogicWait BeginWait(MigrationJob job, TimeSpan timeout) => new(connection, job, timeout, observer);

    /// <summary>Exports a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="types">Which types; none for all that can be exported.</param>
    /// <param name="ignoreSizeLimit">True to have the server ignore its limit on the size.</param>
    /// <param name="destination">Where the package goes.</param>
    /// <param name="cancellationToken">Aborts it; nothing half-written is left.</param>
    /// <exception cref="MigrationException">PathNotFound, Forbidden …</exception>
    public Task<MigrationPackage> ExportAsync(SnapLogicPath project, IReadOnlyList<string> types, bool ignoreSizeLimit, PackageDestination destination, CancellationToken cancellationToken)
    {
        if (types.Except(SnapLogicAssetTypes.Exportable).FirstOrDefault() is { } other)
        {
            throw new MigrationException(ErrorKinds.InvalidValue, $"Assets of type {other} cannot be exported by themselves.", $"Name some of {string.Join(", ", SnapLogicAssetTypes.Exportable)}.") { TargetObject = other };
        }
        return new SnapLogicExport(connection, observer).RunAsync(project, types, ignoreSizeLimit, destination, cancellationToken);
    }

    /// <summary>Begins an import: nothing is read or sent yet.</summary>
    public SnapLogicImport BeginImport(MigrationPackage package, SnapLogicImportOptions options) => new(connection, package, options, observer);

    /// <summary>Begins a copy of single assets, all in one call: nothing is sent yet.</summary>
    /// <param name="items">The assets.</param>
    /// <param name="destination">The project that they go into.</param>
    /// <param name="looks">What the call has looked at, for a plan that is only shown; null to look at nothing.</param>
    public SnapLogicCopy BeginCopy(IReadOnlyList<SnapLogicCopyItem> items, SnapLogicPath destination, SnapLogicLooks? looks = null) => new(connection, items, destination, looks, observer);

    /// <summary>The Snaplexes of an environment.</summary>
    /// <param name="org">The environment.</param>
    /// <param name="path">The path of the only one that is meant; null for all.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">Forbidden, PathNotFound.</exception>
    public Task<IReadOnlyList<SnapLogicSnaplex>> SnaplexesAsync(string org, string? path, CancellationToken cancellationToken) =>
        connection.Client.SnaplexesAsync(org.Trim().Trim('/'), path, observer, cancellationToken);

    /// <summary>The names of a project's tasks, for rows whose type the server did not tell; needs the rights of an environment administrator.</summary>
    /// <returns>The names; null with the reason where they could not be known.</returns>
    public async Task<(IReadOnlySet<string>? Names, string? Why)> TaskNamesAsync(SnapLogicPath project, CancellationToken cancellationToken)
    {
        var held = await SnapLogicInventory.LookAsync(connection, project, observer, cancellationToken).ConfigureAwait(false);
        if (held.Exists == true && (held.IsReadable || held.Assets.Count == 0))
        {
            return (held.Assets.Where(asset => asset.Type == "Job").Select(asset => asset.Name).ToHashSet(StringComparer.Ordinal), null);
        }
        return (null, held.Exists == false ? $"{project} is not there." : held.Why ?? "The exported archive does not tell its assets.");
    }

    /// <summary>Begins to enable or disable a task, or all tasks of a project.</summary>
    /// <param name="path">The task or the project.</param>
    /// <param name="enable">False to disable.</param>
    /// <param name="looks">What the call has looked at, for a plan that is shown; null to look at nothing.</param>
    public SnapLogicTaskChange BeginEnable(SnapLogicPath path, bool enable, SnapLogicLooks? looks = null) => new(connection, path, enable, looks, observer);

    /// <summary>Begins to bind a task, or all tasks of a project, to a Snaplex.</summary>
    /// <param name="path">The task or the project.</param>
    /// <param name="snaplex">A path, a label, or org/rt/location/environment.</param>
    /// <param name="snaplexes">What the call knows of Snaplexes already.</param>
    /// <param name="looks">What the call has looked at, for a plan that is shown; null to look at nothing else.</param>
    public SnapLogicTaskChange BeginSetSnaplex(SnapLogicPath path, string snaplex, SnapLogicSnaplexes snaplexes, SnapLogicLooks? looks = null) => new(connection, path, snaplex, snaplexes, looks, observer);

    /// <summary>Begins to publish a version of an API.</summary>
    /// <param name="version">The version.</param>
    /// <param name="options">What is said of it.</param>
    /// <param name="isShown">True where the plan is shown: its row says that it is an estimate.</param>
    public SnapLogicPublication BeginPublish(SnapLogicPath version, SnapLogicPublicationOptions options, bool isShown = false) => new(connection, version, options, isShown, observer);
}
