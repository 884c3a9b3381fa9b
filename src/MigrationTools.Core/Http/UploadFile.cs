using System.Security.Cryptography;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>
/// A file, or a slice of one, on its way to a server. Its failures come out as errors of the package: below, they would look like
/// failures of the network and be repeated.
/// </summary>
internal sealed class UploadFile : Stream
{
    private readonly FileStream _file;
    private readonly long _offset;
    private readonly long _length;
    private readonly string? _sha256;
    private readonly IncrementalHash? _hash;
    private long _hashed;

    private UploadFile(FileStream file, string? sha256, long offset, long? length)
    {
        _file = file;
        _offset = offset;
        _sha256 = sha256;
        _hash = sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The length that was announced is the length that is sent, whatever is appended meanwhile.
        _length = length ?? Math.Max(0, file.Length - offset);
        _file.Position = offset;
    }

    /// <param name="path">The file.</param>
    /// <param name="sha256">What it, or the slice of it, must be. It is checked before the last bytes are handed out.</param>
    /// <param name="offset">Where the slice begins.</param>
    /// <param name="length">How long it is; null for all that follows.</param>
    internal static UploadFile Open(string path, string? sha256 = null, long offset = 0, long? length = null)
    {
        UploadFile upload;
        try
        {
            upload = new UploadFile(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }), sha256, offset, length);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MigrationException(ErrorKinds.PackageNotFound, $"There is no file '{path}'.", inner: e) { TargetObject = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Locked(path, e);
        }
        return upload.CheckedIfEmpty();
    }

    /// <summary>Nothing is read of an emptied file, so what is due at its end is due at once.</summary>
    private UploadFile CheckedIfEmpty()
    {
        if (_length > 0) return this;
        try
        {
            CheckEnd();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _file.Position - _offset;
        set => _file.Position = value + _offset;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = _length - Position;
        if (left <= 0 || buffer.Length == 0) return 0;
        int read;
        try
        {
            read = await _file.ReadAsync(left < buffer.Length ? buffer[..(int)left] : buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Locked(_file.Name, e);
        }
        if (read == 0)
        {
            throw new MigrationException(ErrorKinds.PackageTruncated, $"The file '{_file.Name}' became shorter while it was sent.") { TargetObject = _file.Name };
        }
        Check(buffer.Span[..read]);
        return read;
    }

    /// <summary>A file that was swapped since it was read must not be taken for the one that was planned and agreed to.</summary>
    private void Check(ReadOnlySpan<byte> bytes)
    {
        if (_hash is null || Position - bytes.Length != _hashed) return;
        _hash.AppendData(bytes);
        _hashed += bytes.Length;
        CheckEnd();
    }

    private void CheckEnd()
    {
        if (_hash is not null && _hashed == _length && !string.Equals(Convert.ToHexString(_hash.GetHashAndReset()), _sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new MigrationException(ErrorKinds.PackageChanged, $"The file '{_file.Name}' was changed after it was read.") { TargetObject = _file.Name };
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => _length + offset,
    };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
            _hash?.Dispose();
        }
        base.Dispose(disposing);
    }

    private static MigrationException Locked(string path, Exception inner) =>
        new(ErrorKinds.PackageLocked, $"The file '{path}' cannot be read.", inner: inner) { TargetObject = path };
}
