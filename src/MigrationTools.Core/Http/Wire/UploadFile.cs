using System.Buffers;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>
/// A file, or a slice of one, on its way to a server. Its failures come out as errors of the package: below, they would look like
/// failures of the network and be repeated.
/// </summary>
internal sealed class UploadFile : Stream
{
    // Each piece is a hop to another thread and back.
    private const int Chunk = 256 * 1024;

    private readonly FileStream _file;
    private readonly long _offset;
    private readonly long _length;
    private readonly string? _expected;
    private readonly IContentSum? _sum;

    private UploadFile(FileStream file, string? sha256, string? seal, long offset, long? length)
    {
        _file = file;
        _offset = offset;
        _expected = seal ?? sha256;
        _sum = seal is not null ? new ContentSeal() : sha256 is not null ? new ContentHash() : null;
        // The length that was announced is the length that is sent, whatever is appended meanwhile.
        _length = length ?? Math.Max(0, file.Length - offset);
        _file.Position = offset;
    }

    /// <param name="path">The file.</param>
    /// <param name="sha256">What it, or the slice of it, must be. It is checked before the last bytes are handed out.</param>
    /// <param name="seal">The same by a <see cref="ContentSeal"/> of this process.</param>
    /// <param name="offset">Where the slice begins.</param>
    /// <param name="length">How long it is; null for all that follows.</param>
    internal static UploadFile Open(string path, string? sha256 = null, string? seal = null, long offset = 0, long? length = null)
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
            }), sha256, seal, offset, length);
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
        if (_sum is null || Position - bytes.Length != _sum.Length) return;
        _sum.Add(bytes);
        CheckEnd();
    }

    private void CheckEnd()
    {
        if (_sum is not null && _sum.Length == _length && !string.Equals(_sum.Sum(), _expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new MigrationException(ErrorKinds.PackageChanged, $"The file '{_file.Name}' was changed after it was read.") { TargetObject = _file.Name };
        }
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
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
            _sum?.Dispose();
        }
        base.Dispose(disposing);
    }

    private static MigrationException Locked(string path, Exception inner) =>
        new(ErrorKinds.PackageLocked, $"The file '{path}' cannot be read.", inner: inner) { TargetObject = path };
}
