using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>How the packages of one system are read. Reading never changes a file, and asks no server.</summary>
public interface IPackageFormat
{
    /// <summary>The system whose packages these are.</summary>
    string System { get; }

    /// <summary>Whether the content may be of this system, by its first bytes (<see cref="PackageSource.Head"/>) alone. Must not read <see cref="PackageSource.Content"/>.</summary>
    bool Recognizes(PackageSource source);

    /// <summary>
    /// Reads what the content tells: System, Kind, SourceVersion, Items, Warnings. File facts, and what only the manifest knows,
    /// are filled in by the <see cref="PackageReader"/>.
    /// </summary>
    /// <exception cref="MigrationException">PackageTruncated, PackageMalformed, PackageNotRecognized, PackageTooLarge.</exception>
    Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken);
}
