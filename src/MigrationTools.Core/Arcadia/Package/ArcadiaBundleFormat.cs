using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>Reads bundles, without a server and without changing a byte. Memory does not grow with the length of what is inside, and the number of records is bounded.</summary>
public sealed class ArcadiaBundleFormat : IPackageFormat
{
    /// <summary>The name of the system.</summary>
    public const string SystemName = "Arcadia";

    /// <summary>What this sort of package is called.</summary>
    public const string Kind = "Bundle";

    /// <inheritdoc />
    public string System => SystemName;

    /// <inheritdoc />
    public bool Recognizes(PackageSource source)
    {
        var head = source.Head.Span;
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        return head.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }

    /// <inheritdoc />
    public async Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken) =>
        await ReadBundleAsync(source, cancellationToken).ConfigureAwait(false);

    /// <summary>Reads what a bundle tells. File facts and what only the manifest knows are still to be filled in.</summary>
    /// <exception cref="MigrationException">PackageEmpty, PackageTruncated, PackageMalformed, PackageNotRecognized, PackageTooLarge.</exception>
    public static async Task<ArcadiaPackage> ReadBundleAsync(PackageSource source, CancellationToken cancellationToken)
    {
        // Scanning is work for a processor, and the reading in between is short: one thread does both, and no caller's own.
        var bundle = Thread.CurrentThread.IsThreadPoolThread
            ? Scan(source, cancellationToken)
            : await Task.Run(() => Scan(source, cancellationToken), cancellationToken).ConfigureAwait(false);
        return ArcadiaPackageFacts.Of(bundle);
    }

    private static ArcadiaBundle Scan(PackageSource source, CancellationToken cancellationToken)
    {
        using var scanner = new ArcadiaBundleScanner(source.Content, source.Name, cancellationToken);
        return scanner.Read();
    }
}
