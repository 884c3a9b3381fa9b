using MigrationTools.Core.Http;

namespace MigrationTools.Core.Packages;

/// <summary>
/// Where an export's content goes: hashed as it is written, and with the file system's complaints in documented kinds.
/// A transfer that has to start over sets the length to 0.
/// </summary>
/// <param name="inner">The file.</param>
/// <param name="finalPath">What messages call it.</param>
internal sealed class PackageWriteStream(Stream inner, string finalPath) : Stream, IHashedTarget
{
    private readonly ContentHash _hash = new();
    private bool _closed;

    public ContentHash Written => _hash;

    public string Sha256() => _hash.Sha256();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => !_closed;
    public override long Length => _hash.Length;

    public override long Position
    {
        get => _hash.Length;
        set => throw new NotSupportedException("Content is written from its first byte to its last; SetLength(0) starts over.");
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(finalPath, e);
        }
        _hash.Add(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(finalPath, e);
        }
        _hash.Add(buffer.Span);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void SetLength(long value)
    {
        if (value != 0) throw new NotSupportedException("Only 0, to start over.");
        try
        {
            inner.SetLength(0);
            inner.Position = 0;
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(finalPath, e);
        }
        _hash.Reset();
    }

    public override void Flush()
    {
        if (!_closed) inner.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <summary>Ends the writing. What was written can be read from now on, and is not on the disk yet.</summary>
    internal void EndWriting()
    {
        if (_closed) return;
        try
        {
            inner.Flush();
            _closed = true;
            inner.Dispose();
        }
        catch (Exception e) when (FileErrors.IsFileTrouble(e))
        {
            throw FileErrors.Writing(finalPath, e);
        }
    }

    /// <summary>Closes it for good. Disposing alone, which a careless copier may do, leaves it to the package's file.</summary>
    internal void Abandon()
    {
        if (!_closed)
        {
            _closed = true;
            try
            {
                inner.Dispose();
            }
            catch (Exception e) when (FileErrors.IsFileTrouble(e))
            {
                // A full disk may complain once more; the content is thrown away anyhow.
            }
        }
        _hash.Dispose();
    }
}
