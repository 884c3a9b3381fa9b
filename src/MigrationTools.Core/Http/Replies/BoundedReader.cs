using System.Buffers;

namespace MigrationTools.Core.Http;

/// <summary>Reads the beginning of a body into memory, up to a limit and no byte further.</summary>
internal static class BoundedReader
{
    private const int Chunk = 64 * 1024;

    /// <returns>The bytes, and whether the body ended within the limit.</returns>
    internal static async Task<(ReadOnlyMemory<byte> Bytes, bool Ended)> ReadAsync(
        Stream body, long limit, long? announced, Action<int> moved, CancellationToken cancellationToken)
    {
        var most = (int)Math.Min(limit, Array.MaxLength);
        // What is announced may be a lie: no more than a megabyte is set aside for it beforehand.
        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(announced ?? 4096, 256, 1024 * 1024));
        while (buffer.WrittenCount < most)
        {
            var room = buffer.GetMemory(Math.Min(Chunk, most - buffer.WrittenCount));
            if (room.Length > most - buffer.WrittenCount) room = room[..(most - buffer.WrittenCount)];
            var read = await body.ReadAsync(room, cancellationToken).ConfigureAwait(false);
            if (read == 0) return (buffer.WrittenMemory, true);
            moved(read);
            buffer.Advance(read);
        }
        return (buffer.WrittenMemory, false);
    }
}
