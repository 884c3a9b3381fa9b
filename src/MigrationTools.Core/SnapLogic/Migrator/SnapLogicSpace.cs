using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.SnapLogic;

/// <summary>Whether a project that is not there could be made: its project space has to be. For plans; needs an environment administrator.</summary>
internal static class SnapLogicSpace
{
    /// <returns>Why it could not be known; null where the project space is there.</returns>
    /// <exception cref="MigrationException">PathNotFound: the project space, or the environment, is not there.</exception>
    public static async Task<string?> RequireAsync(SnapLogicConnection connection, SnapLogicPath project, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var space = project.Parent;
        var environment = space.Parent;
        try
        {
            if (await IsThereAsync(space).ConfigureAwait(false)) return null;
            // Each environment has it: where it is seen, the first answer was one about the space.
            if (await IsThereAsync(environment.Below("shared")).ConfigureAwait(false))
            {
                throw Missing($"There is no project space {space}, and {project} can only be made in one.", "Check upper and lower case, or make the project space in Manager first.");
            }
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.PathNotFound && error.Kind != ErrorKinds.NotAuthenticated)
        {
            return $"Whether the project space {space} is there could not be looked at: {error.What}";
        }
        try
        {
            await connection.Client.SnaplexesAsync(environment.Name, null, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.PathNotFound)
        {
            throw Missing($"{connection.Name} has no environment {environment}.", "Check its name: upper and lower case count.");
        }
        catch (MigrationException error) when (error.Kind != ErrorKinds.NotAuthenticated)
        {
            // That it is not seen is all that is known.
        }
        return $"Whether the project space {space} is there could not be known: the control plane shows no project space of {environment}.";

        async Task<bool> IsThereAsync(SnapLogicPath folder)
        {
            try
            {
                await connection.Client.AccessAsync(folder, observer, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (MigrationException error) when (error.Kind == ErrorKinds.PathNotFound)
            {
                return false;
            }
        }

        MigrationException Missing(string what, string remedy) => new(ErrorKinds.PathNotFound, what, remedy) { TargetObject = project.ToString() };
    }
}
