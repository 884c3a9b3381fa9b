using System.Management.Automation;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Common.Files;

/// <summary>Packages that are given by their files.</summary>
internal static class PackageInput
{
    /// <summary>The packages at paths. A path that finds nothing fails alone.</summary>
    /// <param name="cmdlet">Whose session the paths are meant in.</param>
    /// <param name="paths">Paths as given.</param>
    /// <param name="literal">True where wildcards are plain letters.</param>
    /// <param name="system">The system that they are taken for; reading tells whether they are.</param>
    /// <param name="kind">What sort they are taken for.</param>
    /// <param name="fail">Is given a path that finds nothing.</param>
    public static IEnumerable<MigrationPackage> PackagesAt(
        this PSCmdlet cmdlet, IEnumerable<string> paths, bool literal, string system, string kind, Action<MigrationException, string> fail)
    {
        foreach (var given in paths)
        {
            IReadOnlyList<string> files = [];
            try
            {
                files = FilePaths.Existing(cmdlet, given, literal);
            }
            catch (MigrationException error)
            {
                fail(error, given);
            }
            foreach (var file in files) yield return new MigrationPackage { System = system, Kind = kind, Path = file };
        }
    }
}
