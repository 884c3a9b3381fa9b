using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>Makes of a file the package that its export emitted.</summary>
/// <param name="formats">The formats there are; see <see cref="KnownFormats"/>.</param>
public sealed class PackageReader(IReadOnlyList<IPackageFormat> formats)
{
    // More are read by nobody. What the content itself gives cause for its format bounds, to as many and a closing line.
    private const int MostWarnings = 1000;

    /// <summary>Reads a package of any system.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MigrationException">
    /// PackageNotFound, PackageContentGone, PackageLocked, PackageEmpty, PackageTruncated, PackageMalformed,
    /// PackageNotRecognized, PackageChanged, PackageTooLarge, ManifestMalformed, InvalidPath.
    /// </exception>
    public Task<MigrationPackage> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        ReadAsync(path, expectedSystem: null, cancellationToken);

    /// <summary>Reads a package that must be of one system.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="expectedSystem">The system it must belong to; null for any.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MigrationException">As for any system, and PackageOfOtherSystem.</exception>
    public async Task<MigrationPackage> ReadAsync(string path, string? expectedSystem, CancellationToken cancellationToken = default)
    {
        MigrationException? unknown = null;
        var (expected, others) = Choose(path, expectedSystem);
        foreach (var format in expected)
        {
            try
            {
                return await ReadAsAsync(path, format, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException e) when (e.Kind == ErrorKinds.PackageNotRecognized)
            {
                // Several formats begin alike; another may know it.
                unknown ??= e;
            }
        }
        foreach (var format in others)
        {
            if (await IsOfAsync(path, format, cancellationToken).ConfigureAwait(false)) throw OfOther(path, format.System, expectedSystem!);
        }
        throw unknown ?? NotRecognized(path);
    }

    /// <summary>The first bytes of many things are those of a package: whose it is, is only said of what can be read as one.</summary>
    private static async Task<bool> IsOfAsync(string path, IPackageFormat format, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsAsync(path, format, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            return e.Kind != ErrorKinds.PackageNotRecognized;
        }
        return true;
    }

    /// <summary>The formats that it may have, and where it has none of the expected system those of the others.</summary>
    private (List<IPackageFormat> Expected, List<IPackageFormat> Others) Choose(string path, string? expectedSystem)
    {
        if (path.EndsWith(PackageManifest.Suffix, StringComparison.OrdinalIgnoreCase) && File.Exists(path[..^PackageManifest.Suffix.Length]))
        {
            throw NotRecognized(path, "It is the manifest of the package beside it: name the package.");
        }
        using var source = PackageSource.Open(path);
        CheckLength(source, path);
        if (source.Manifest is { } manifest)
        {
            if (expectedSystem is not null && manifest.System != expectedSystem) throw OfOther(path, manifest.System, expectedSystem);
            var named = formats.Where(format => format.System == manifest.System).ToList();
            return named.Count > 0 ? (named, []) : throw NotRecognized(path, $"Its manifest names the system '{manifest.System}'.");
        }
        var fitting = formats.Where(format => format.Recognizes(source)).ToList();
        if (expectedSystem is null) return (fitting, []);
        var expected = fitting.Where(format => format.System == expectedSystem).ToList();
        return (expected, expected.Count == 0 ? fitting : []);
    }

    private static async Task<MigrationPackage> ReadAsAsync(string path, IPackageFormat format, CancellationToken cancellationToken)
    {
        using var source = PackageSource.Open(path);
        MigrationPackage package;
        try
        {
            package = await format.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e) when (source.Manifest is not null && e.Kind.Class == ErrorClass.InvalidData)
        {
            // "Not the file that was exported" says more than where it no longer makes sense.
            CheckHash(source, path, await source.FinishAsync(cancellationToken).ConfigureAwait(false));
            throw;
        }
        var sha256 = await source.FinishAsync(cancellationToken).ConfigureAwait(false);
        CheckHash(source, path, sha256);
        return WithFacts(package, source, path, sha256);
    }

    private static MigrationPackage WithFacts(MigrationPackage package, PackageSource source, string path, string sha256)
    {
        var manifest = source.Manifest;
        return package with
        {
            Path = path,
            Length = source.Length,
            Sha256 = sha256,
            Source = manifest?.Source ?? package.Source,
            SourceVersion = manifest?.SourceVersion ?? package.SourceVersion,
            ExportedAt = manifest?.ExportedAt ?? package.ExportedAt,
            Requested = manifest?.Requested ?? package.Requested,
            Warnings = manifest is null ? package.Warnings : Warnings(manifest.Warnings, package.Warnings),
            IsPrivate = PrivateContent.IsPrivate(path),
        };
    }

    // A manifest can add warnings, and not take away what the content itself gives cause for: not by leaving it out, and not
    // by burying it under so much else that nobody reads on.
    private static List<string> Warnings(IReadOnlyList<string> told, IReadOnlyList<string> own)
    {
        var added = told.Except(own, StringComparer.Ordinal).ToList();
        var room = Math.Max(0, MostWarnings - own.Count);
        if (added.Count <= room) return [.. told.Union(own, StringComparer.Ordinal)];
        return [.. own, .. added.Take(room), $"There are {added.Count - room} more warnings in the manifest."];
    }

    private static void CheckLength(PackageSource source, string path)
    {
        if (source.Manifest is not { } manifest) return;
        var length = RegularFile.LengthOf(path);
        if (length != manifest.Length) throw Changed(path, $"It has {length} bytes, and its manifest says {manifest.Length}.");
    }

    private static void CheckHash(PackageSource source, string path, string sha256)
    {
        if (source.Manifest is not { } manifest) return;
        if (source.Length != manifest.Length) throw Changed(path, $"It has {source.Length} bytes, and its manifest says {manifest.Length}.");
        if (sha256 != manifest.Sha256) throw Changed(path, "Its SHA-256 is not the one in its manifest.");
    }

    private static MigrationException Changed(string path, string how) =>
        new(ErrorKinds.PackageChanged, $"The file '{path}' was changed after its export. {how}") { TargetObject = path };

    private static MigrationException NotRecognized(string path, string? why = null) =>
        new(ErrorKinds.PackageNotRecognized, $"The file '{path}' is no package that this product knows. {why}".TrimEnd()) { TargetObject = path };

    private static MigrationException OfOther(string path, string actual, string expected) =>
        new(ErrorKinds.PackageOfOtherSystem, $"The file '{path}' is a package of {SystemNames.Shown(actual)}, not of {SystemNames.Shown(expected)}.") { TargetObject = path };
}
