using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using static MigrationTools.Core.Tests.Arcadia.PackageBundles;

namespace MigrationTools.Core.Tests.Arcadia;

public class ArcadiaPackageSizeTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Memory_and_time_do_not_grow_with_what_is_inside()
    {
        // 3 pictures of 64 MB, a field of 20 MB that nobody looks into, and 2000 thumbnails of 10 KB.
        var parts = new List<(string Text, long Filling)> { ("{\"staticasset\":[", 0) };
        for (var pk = 1; pk <= 3; pk++)
        {
            parts.Add(($"{(pk > 1 ? "," : "")}{{\"pk\":{pk},\"fields\":{{\"staticasset_name\":\"Video {pk}\",\"staticasset_contents\":\"", 64L * Megabyte));
            parts.Add(("\"}}", 0));
        }
        parts.Add(("],\"visuals\":[{\"pk\":1,\"fields\":{\"uuid\":\"u\",\"report_data\":\"", 20L * Megabyte));
        parts.Add(("\"}}],\"reportimage\":[{\"pk\":0,\"fields\":{\"report\":1}}", 0));
        for (var pk = 1; pk <= 2000; pk++)
        {
            parts.Add(($",{{\"pk\":{pk},\"fields\":{{\"report\":1,\"img\":\"", 10 * 1024));
            parts.Add(("\"}}", 0));
        }
        parts.Add(("],\"version\":{}}", 0));
        // On a busy machine everything takes longer: what hashing alone takes is the measure then.
        var hashing = Stopwatch.StartNew();
        using (var plain = new GeneratedStream(parts)) SHA256.HashData(plain);
        hashing.Stop();
        using var stream = new GeneratedStream(parts);
        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var package = Read(stream);

        clock.Stop();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(["u", null, null, null], package.Items.Select(item => item.Uuid));
        Assert.Equal(2001, package.Counts["Thumbnail"]);
        Assert.Contains("too large to look into (20 MB)", Assert.Single(package.Warnings), StringComparison.Ordinal);
        Assert.InRange(stream.Position, 200L * Megabyte, 300L * Megabyte);
        Assert.True(allocated < 32 * Megabyte, $"{allocated / Megabyte} MB were allocated, all in all.");
        var limit = Math.Max(20, hashing.Elapsed.TotalSeconds * 5);
        Assert.True(clock.Elapsed.TotalSeconds < limit, $"It took {clock.Elapsed}, and hashing alone {hashing.Elapsed}.");
    }

    /// <summary>Texts with base64-like filling after each, made as they are read.</summary>
    private sealed class GeneratedStream(List<(string Text, long Filling)> parts) : Stream
    {
        private static readonly byte[] _filling = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("iVBORw0KGgoAAAANSUhEUgAAAAQAAAAE+/09", 4096)));

        private int _part = -1;
        private byte[] _text = [];
        private int _at;
        private long _left;
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            while (_at == _text.Length && _left == 0)
            {
                if (++_part == parts.Count) return 0;
                (_text, _at, _left) = (Encoding.UTF8.GetBytes(parts[_part].Text), 0, parts[_part].Filling);
            }
            var given = _at < _text.Length ? Math.Min(count, _text.Length - _at) : (int)Math.Min(Math.Min(count, _left), _filling.Length);
            if (_at < _text.Length)
            {
                Array.Copy(_text, _at, buffer, offset, given);
                _at += given;
            }
            else
            {
                Array.Copy(_filling, 0, buffer, offset, given);
                _left -= given;
            }
            _position += given;
            return given;
        }

        public override int Read(Span<byte> buffer)
        {
            var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(buffer.Length);
            var count = Read(rented, 0, buffer.Length);
            rented.AsSpan(0, count).CopyTo(buffer);
            System.Buffers.ArrayPool<byte>.Shared.Return(rented);
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
