using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>The package that an import was given. Its file is the truth; what the object says of it is held against that.</summary>
internal static class GivenPackage
{
    /// <summary>How messages call it.</summary>
    public static string NameOf(MigrationPackage given) => given.Path is null ? "(planned)" : Path.GetFileName(given.Path);

    /// <summary>Reads its file: structure, references and hash, held against the manifest and against the object.</summary>
    /// <param name="given">The package.</param>
    /// <param name="system">The system that it has to be one of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MigrationException">RowNotActionable, PackageContentGone, PackageChanged, and whatever reading finds.</exception>
    public static async Task<MigrationPackage> ReadAsync(MigrationPackage given, string system, CancellationToken cancellationToken)
    {
        var path = RequireFile(given);
        var package = await KnownFormats.Reader.ReadAsync(path, system, cancellationToken).ConfigureAwait(false);
        RequireSame(given, package);
        return package;
    }

    /// <summary>Its file, which is there unless it was private to a process that is gone.</summary>
    /// <exception cref="MigrationException">RowNotActionable, PackageContentGone.</exception>
    public static string RequireFile(MigrationPackage given)
    {
        if (given.IsPlanned || given.Path is null) throw Planned();
        return !given.IsPrivate || File.Exists(given.Path)
            ? given.Path
            : throw new MigrationException(ErrorKinds.PackageContentGone, $"The content of the package '{NameOf(given)}' is gone.") { TargetObject = given.Path };
    }

    /// <summary>A file that was swapped after an export must not be taken for what was exported.</summary>
    /// <exception cref="MigrationException">PackageChanged.</exception>
    public static void RequireSame(MigrationPackage given, MigrationPackage read)
    {
        if (given.Sha256 is not { } expected || read.Sha256 == expected) return;
        throw new MigrationException(ErrorKinds.PackageChanged, $"The file '{given.Path}' was changed after the package object was made.",
            "Export it again, or give the file by -Path if the change is meant.") { TargetObject = given.Path };
    }

    /// <summary>The error of a package that a rehearsal made.</summary>
    public static MigrationException Planned() =>
        new(ErrorKinds.RowNotActionable, "The package is only planned and has no content.", "Export it without -WhatIf.");
}
