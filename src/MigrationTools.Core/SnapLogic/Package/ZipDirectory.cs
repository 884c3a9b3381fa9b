using System.Buffers.Binary;

namespace MigrationTools.Core.SnapLogic;

/// <summary>How long the directory at an archive's end is. It is read whole by whoever opens the archive, so it is looked at before.</summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LocatorLength = 20;

    /// <summary>Bytes between where the directory is said to begin and its end; null where the archive says nothing that can be read.</summary>
    public static long? Length(Stream content)
    {
        var tail = Read(content, Math.Max(0, content.Length - EndLength - LongestComment - LocatorLength), (int)Math.Min(content.Length, EndLength + LongestComment + LocatorLength));
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || tail.Length - end < EndLength) return null;
        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (start == uint.MaxValue)
        {
            // The large form: a record of its own, found by what stands before this one.
            if (end < LocatorLength || !tail.AsSpan(end - LocatorLength).StartsWith("PK\x06\x07"u8)) return null;
            var record = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorLength + 8));
            if (record < 0 || record > content.Length - 56) return null;
            start = BinaryPrimitives.ReadInt64LittleEndian(Read(content, record + 48, 8));
        }
        var endsAt = content.Length - tail.Length + end;
        return start >= 0 && start <= endsAt ? endsAt - start : null;
    }

    private static byte[] Read(Stream content, long from, int count)
    {
        var bytes = new byte[count];
        content.Position = from;
        content.ReadExactly(bytes);
        content.Position = 0;
        return bytes;
    }
}
