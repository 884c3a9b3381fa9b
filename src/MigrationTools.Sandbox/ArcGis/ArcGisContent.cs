using System.Security.Cryptography;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>The file of an item, in one or more pieces on disk: the parts of an upload are joined without copying them.</summary>
public sealed class ArcGisContent : IDisposable
{
    private readonly IReadOnlyList<TempContent> _pieces;
    private readonly bool _shared;
    private string? _sha256;

    internal ArcGisContent(IReadOnlyList<TempContent> pieces, bool shared = false)
    {
        _pieces = pieces;
        _shared = shared;
        Length = pieces.Sum(piece => piece.Length);
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>Hash of the bytes, lower-case hex; computed when first asked for.</summary>
    public string Sha256
    {
        get
        {
            if (_sha256 is not null) return _sha256;
            using var stream = OpenRead();
            return _sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
        }
    }

    /// <summary>A content of bytes.</summary>
    public static ArcGisContent From(ReadOnlySpan<byte> bytes)
    {
        var piece = TempContent.Create();
        piece.Append(bytes);
        return new([piece]);
    }

    /// <summary>A content that is written once.</summary>
    public static ArcGisContent Written(Action<Stream> write)
    {
        var piece = TempContent.Create();
        try
        {
            using (var stream = new Appending(piece)) write(stream);
            return new([piece]);
        }
        catch
        {
            piece.Dispose();
            throw;
        }
    }

    /// <summary>A content that outlives the items that hold it, until <see cref="Release"/>.</summary>
    internal ArcGisContent Share() => new(_pieces, shared: true);

    /// <summary>A reader of its own position, which seeks: archives are read from their end.</summary>
    public Stream OpenRead() => new Reading(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shared) Release();
    }

    internal void Release()
    {
        foreach (var piece in _pieces) piece.Dispose();
    }

    private int Read(long position, Span<byte> buffer)
    {
        foreach (var piece in _pieces)
        {
            if (position >= piece.Length)
            {
                position -= piece.Length;
                continue;
            }

            using var stream = piece.OpenRead();
            stream.Position = position;
            try
            {
                return stream.Read(buffer);
            }
            catch (ObjectDisposedException exception)
            {
                throw new IOException("The item was deleted while it was read.", exception);
            }
        }

        return 0;
    }

    private sealed class Reading(ArcGisContent content) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => content.Length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var count = content.Read(Position, buffer);
            Position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin)
        {
            var position = offset + origin switch
            {
                SeekOrigin.Begin => 0,
                SeekOrigin.Current => Position,
                _ => Length,
            };
            return Position = position >= 0 ? position : throw new IOException("That is before the beginning.");
        }

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Appending(TempContent piece) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => piece.Length;

        public override long Position { get => piece.Length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer) => piece.Append(buffer);

        public override void Write(byte[] buffer, int offset, int count) => piece.Append(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
