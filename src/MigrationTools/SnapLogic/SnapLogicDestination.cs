using MigrationTools.Core.Errors;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.SnapLogic;

/// <summary>Where something is to go: that nothing was named is told as such, and not as a path that is wrong.</summary>
internal static class SnapLogicDestination
{
    /// <exception cref="MigrationException">ProjectPathInvalid.</exception>
    public static SnapLogicPath Project(SnapLogicConnection connection, string? path, bool isEscaped, string aim) => string.IsNullOrWhiteSpace(path)
        ? throw new MigrationException(ErrorKinds.ProjectPathInvalid, $"{aim} {connection.Name}, a project must be named.", "Give -DestinationProject as /org/project_space/project.")
        : SnapLogicPath.Project(path, isEscaped);

    /// <exception cref="MigrationException">VersionPathInvalid.</exception>
    public static SnapLogicPath Version(SnapLogicConnection connection, string? path, bool? isEscaped) => string.IsNullOrWhiteSpace(path)
        ? throw new MigrationException(ErrorKinds.VersionPathInvalid, $"To migrate it with {connection.Name}, an API version must be named.", "Give -DestinationVersion as /org/apim/api/version.")
        : SnapLogicPath.Version(path, isEscaped);
}
