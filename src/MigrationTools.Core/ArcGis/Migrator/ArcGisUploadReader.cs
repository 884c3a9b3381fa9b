using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>Reads a package that is to be uploaded, once: for its hash, for its manifest, and for the seals of the parts in which it will go. One for a file.</summary>
internal sealed class ArcGisUploadReader : IPackageFormat
{
    private static readonly ArcGisPackageFormat _format = new();

    private ArcGisPartSeals? _parts;

    private ArcGisUploadReader()
    {
    }

    public string System => _format.System;

    /// <exception cref="MigrationException">PackageNotFound, PackageChanged, PackageNotRecognized, PackageOfOtherSystem …</exception>
    public static async Task<(ArcGisUploadFile File, MigrationPackage Package)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        // Taken before it is read: a change while it is read is one as well.
        var changed = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : default;
        var own = new ArcGisUploadReader();
        var reader = new PackageReader([.. KnownFormats.All.Select(format => format is ArcGisPackageFormat ? own : format)]);
        var package = await reader.ReadAsync(path, ArcGisConnection.SystemName, cancellationToken).ConfigureAwait(false);
        return (ArcGisUploadFile.Of(path, package.Length, package.Sha256!, changed) with { Parts = own._parts }, package);
    }

    public bool Recognizes(PackageSource source) => _format.Recognizes(source);

    public async Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken)
    {
        var package = await _format.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        if (ArcGisUpload.PartSizeOf(RegularFile.LengthOf(source.Path!)) is { } partSize)
        {
            _parts = await ArcGisPartSeals.ReadAsync(source.Content, partSize, cancellationToken).ConfigureAwait(false);
        }
        return package;
    }
}
