using Microsoft.Win32.SafeHandles;

namespace MigrationTools.Sandbox.Common;

/// <summary>
/// Bytes on disk that nobody can forget: the file loses its name as soon as it is open, and its space with the
/// handle, also when the process is killed.
/// </summary>
public sealed class TempContent : IDisposable
{
    private readonly SafeFileHandle _handle;

    private TempContent(SafeFileHandle handle) => _handle = handle;

    /// <summary>The bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>A new, empty content.</summary>
    public static TempContent Create()
    {
        var path = Path.Combine(Path.GetTempPath(), "sandbox-" + Path.GetRandomFileName());
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete | FileShare.ReadWrite);
        File.Delete(path);
        return new TempContent(handle);
    }

    /// <summary>Adds to the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_handle, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>A reader of its own position: any number may read at once.</summary>
    public Stream OpenRead() => new Reader(this);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private sealed class Reader(TempContent content) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => content.Length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = RandomAccess.Read(content._handle, buffer, Position);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            var position = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => Position, _ => Length };
            return Position = position < 0 ? throw new IOException("Before the beginning.") : position;
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
