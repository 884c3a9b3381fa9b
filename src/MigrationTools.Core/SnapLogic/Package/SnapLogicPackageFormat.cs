using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>Reads exported projects, without a server and without changing a byte.</summary>
public sealed class SnapLogicPackageFormat : IPackageFormat
{
    /// <summary>What this sort of package is called.</summary>
    public const string Kind = "Project";

    /// <summary>How a package of this kind begins.</summary>
    internal static bool IsArchive(ReadOnlySpan<byte> head) => head.StartsWith("PK\x03\x04"u8);

    /// <inheritdoc />
    public string System => SnapLogicConnection.SystemName;

    /// <inheritdoc />
    public bool Recognizes(PackageSource source) => IsArchive(source.Head.Span);

    /// <inheritdoc />
    public Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken) => Task.Run(() =>
    {
        if (!IsArchive(source.Head.Span))
        {
            throw new MigrationException(ErrorKinds.PackageNotRecognized, $"'{source.Name}' is no zip archive, which every exported project is.") { TargetObject = source.Path };
        }
        using var content = source.OpenSeekable();
        return new MigrationPackage
        {
            System = System,
            Kind = Kind,
            Items = SnapLogicArchive.Read(content, source.Name, cancellationToken).Items,
        };
    }, cancellationToken);
}
