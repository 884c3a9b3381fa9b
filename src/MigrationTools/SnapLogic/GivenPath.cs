using MigrationTools.Core.Errors;

namespace MigrationTools.SnapLogic;

/// <summary>A path that has to be given and that the engine does not ask for, so that its row can be remembered.</summary>
internal static class GivenPath
{
    /// <summary>The path as it was given.</summary>
    /// <param name="path">The parameter's value.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="kind">The error where it is empty.</param>
    /// <exception cref="MigrationException">Of the kind: the path is empty.</exception>
    public static string Of(string path, string name, ErrorKind kind) => path.Length > 0 ? path : throw new MigrationException(kind, $"-{name} is empty.");
}
