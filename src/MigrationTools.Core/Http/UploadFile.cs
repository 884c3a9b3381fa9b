using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>
/// A file on its way to a server. Its failures come out as errors of the package: below, they would look like
/// failures of the network and be repeated.
/// </summary>
internal sealed class UploadFile : Stream
{
    private readonly FileStream _file;
    private readonly long _length;

    private UploadFile(FileStream file)
    {
        _file = file;
        // The length that was announced is the length that is sent, whatever is appended meanwhile.
        _length = file.Length;
    }

    internal static UploadFile Open(string path)
    {
        try
        {
            return new UploadFile(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MigrationException(ErrorKinds.PackageNotFound, $"The file '{path}' is not there.", inner: e) { TargetObject = path };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Locked(path, e);
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = _length - _file.Position;
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
        return read > 0 ? read : throw new MigrationException(ErrorKinds.PackageTruncated,
            $"The file '{_file.Name}' became shorter while it was sent.") { TargetObject = _file.Name };
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }

    private static MigrationException Locked(string path, Exception inner) =>
        new(ErrorKinds.PackageLocked, $"The file '{path}' cannot be read.", inner: inner) { TargetObject = path };
}
