using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>Saves a project that would be overwritten, as a package that can be imported again. Policies are in no export.</summary>
internal static class SnapLogicBackup
{
    /// <exception cref="MigrationException">BackupFailed.</exception>
    public static async Task SaveAsync(SnapLogicConnection connection, SnapLogicPath project, string folder, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var name = $"backup {PlainName.From(string.Join(' ', project.Segments), "project")} {connection.Time.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}.zip";
            var package = await new SnapLogicExport(connection, observer)
                .RunAsync(project, [], ignoreSizeLimit: true, new PackageDestination(Path.Combine(folder, name)), cancellationToken).ConfigureAwait(false);
            observer.Verbose($"Saved what will be overwritten in {project}: {package.Path}");
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.PathNotFound)
        {
            // There is nothing to lose.
        }
        catch (Exception error) when (error is MigrationException or IOException or UnauthorizedAccessException)
        {
            var known = error as MigrationException;
            throw new MigrationException(ErrorKinds.BackupFailed, $"{project} could not be saved, so it was not overwritten: {known?.What ?? error.Message}", inner: error)
            {
                HttpStatus = known?.HttpStatus,
                TargetObject = project.ToString(),
            };
        }
    }
}
