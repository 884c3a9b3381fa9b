using System.Security.Cryptography;
using System.Text;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The bytes of an asset. They never change: copies share them.</summary>
public abstract class SnapLogicContent
{
    private readonly Lazy<string> _sha256;

    private SnapLogicContent() => _sha256 = new(() =>
    {
        using var stream = OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    });

    /// <summary>Bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The hash of the bytes, lower-case hex.</summary>
    public string Sha256 => _sha256.Value;

    /// <summary>The bytes as text.</summary>
    public string Text
    {
        get
        {
            using var reader = new StreamReader(OpenRead(), Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <summary>A reader of its own position.</summary>
    public abstract Stream OpenRead();

    /// <summary>Text in UTF-8.</summary>
    public static SnapLogicContent Of(string text) => new InMemory(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as they are.</summary>
    public static SnapLogicContent Of(byte[] bytes) => new InMemory(bytes);

    internal static SnapLogicContent Of(TempContent content) => new OnDisk(content);

    /// <summary>Bytes that are made as they are read, the same for the same seed: large, and yet they take no space.</summary>
    public static SnapLogicContent Made(long length, int seed) => new MadeUp(length, seed);

    private sealed class InMemory(byte[] bytes) : SnapLogicContent
    {
        public override long Length => bytes.Length;

        public override Stream OpenRead() => new MemoryStream(bytes, writable: false);
    }

    private sealed class OnDisk(TempContent content) : SnapLogicContent
    {
        public override long Length => content.Length;

        public override Stream OpenRead() => content.OpenRead();
    }

    private sealed class MadeUp(long length, int seed) : SnapLogicContent
    {
        public override long Length => length;

        public override Stream OpenRead() => new Reader(length, (uint)seed + 1);
    }

    private sealed class Reader(long length, uint state) : Stream
    {
        private long _left = length;
        private uint _state = state;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(_left, buffer.Length);
            for (var index = 0; index < count; index++)
            {
                _state ^= _state << 13;
                _state ^= _state >> 17;
                _state ^= _state << 5;
                buffer[index] = (byte)_state;
            }

            _left -= count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
