using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>A package's content as a format reads it: once, from its first byte, hashed on the way.</summary>
public sealed class PackageSource : IDisposable
{
    /// <summary>How many of the first bytes a format sees before it is chosen.</summary>
    public const int HeadLength = 4096;

    private readonly HashingReadStream _content;
    private readonly byte[] _head;

    /// <summary>A source over any stream; it is closed with the source.</summary>
    /// <param name="content">The content, at its first byte.</param>
    /// <param name="path">The file's path, where there is one; it names the package in messages.</param>
    /// <param name="manifest">What lies beside it, where something does.</param>
    public PackageSource(Stream content, string? path = null, PackageManifest? manifest = null) : this(content, path, manifest, null)
    {
    }

    /// <param name="content">As above.</param>
    /// <param name="path">As above.</param>
    /// <param name="manifest">As above.</param>
    /// <param name="knownSha256">The hash where this process has just written the content, and so has it: taking it again costs as much as reading.</param>
    internal PackageSource(Stream content, string? path, PackageManifest? manifest, string? knownSha256)
    {
        Path = path;
        Manifest = manifest;
        _content = new HashingReadStream(content, path ?? "package", knownSha256);
        _head = new byte[HeadLength];
        var count = _content.ReadAtLeast(_head, HeadLength, throwOnEndOfStream: false);
        Head = _head.AsMemory(0, count);
        Content = new RejoinedStream(Head, _content);
    }

    /// <summary>The file's absolute path; null where the content is no file.</summary>
    public string? Path { get; }

    /// <summary>How messages call the package.</summary>
    public string Name => Path ?? "the package";

    /// <summary>What lies beside it; null where nothing does.</summary>
    public PackageManifest? Manifest { get; }

    /// <summary>The first bytes, at most <see cref="HeadLength"/>.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>The whole content from its first byte on. Can be read once, and not sought in.</summary>
    public Stream Content { get; }

    /// <summary>How many bytes of the content have been taken in so far.</summary>
    public long Length => _content.Count;

    /// <summary>Where the content lies now, while it does not bear its final name yet.</summary>
    internal string? LiesAt { get; init; }

    /// <summary>Opens a file, with the manifest beside it.</summary>
    /// <exception cref="MigrationException">PackageNotFound, PackageContentGone, PackageLocked, PackageEmpty, InvalidPath, ManifestMalformed.</exception>
    public static PackageSource Open(string path)
    {
        if (!System.IO.Path.IsPathFullyQualified(path))
            throw new MigrationException(ErrorKinds.InvalidPath, $"'{path}' is no absolute path.") { TargetObject = path };
        if (Directory.Exists(path))
            throw new MigrationException(ErrorKinds.InvalidPath, $"'{path}' is a folder, and a package is a file.", "Name the file.") { TargetObject = path };
        var file = OpenFile(path);
        try
        {
            if (file.Length == 0)
                throw new MigrationException(ErrorKinds.PackageEmpty, $"The file '{path}' is empty.") { TargetObject = path };
            return new PackageSource(file, path, PackageManifest.ReadBeside(path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A second handle onto the file, one that can be sought in: for archives, whose directory stands at the end.</summary>
    /// <exception cref="InvalidOperationException">The content is no file.</exception>
    /// <exception cref="MigrationException">As <see cref="Open"/>.</exception>
    public Stream OpenSeekable() => OpenFile(LiesAt ?? Path ?? throw new InvalidOperationException("The content is no file."));

    /// <summary>Reads what is left, and tells the SHA-256 of the whole, in lower-case hex. <see cref="Length"/> is whole then, too.</summary>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        await Content.CopyToAsync(Stream.Null, 256 * 1024, cancellationToken).ConfigureAwait(false);
        return _content.Sha256();
    }

    /// <inheritdoc />
    public void Dispose() => _content.Dispose();

    private static FileStream OpenFile(string path)
    {
        try
        {
            return RegularFile.OpenRead(path, FileOptions.SequentialScan);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Reading(path, e);
        }
    }
}
