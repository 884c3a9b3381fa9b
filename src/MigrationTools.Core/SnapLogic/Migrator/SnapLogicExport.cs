using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>One export of a project: the archive as the server sends it, and never one that cannot be imported again.</summary>
internal sealed class SnapLogicExport(SnapLogicConnection connection, IMigrationObserver observer)
{
    public async Task<MigrationPackage> RunAsync(
        SnapLogicPath project, IReadOnlyList<string> types, bool ignoreSizeLimit, PackageDestination destination, CancellationToken cancellationToken)
    {
        destination.Check();
        using var file = destination.Open(project.Name, project.Parent.Name, ".zip");
        await connection.Client.ExportAsync(project, types, ignoreSizeLimit, file.Stream, observer, cancellationToken).ConfigureAwait(false);
        MigrationPackage package;
        using (var source = file.OpenSource())
        {
            try
            {
                package = await new SnapLogicPackageFormat().ReadAsync(source, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException error) when (error.Kind.Class == ErrorClass.InvalidData)
            {
                throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"What the control plane sent as the export of {project} is no exported project: {error.What}", inner: error) { TargetObject = project.ToString() };
            }
        }
        return await file.CommitAsync(package with
        {
            Source = connection.Origin,
            ExportedAt = connection.Time.GetUtcNow(),
            Requested = [$"Project {project}"],
        }).ConfigureAwait(false);
    }
}
