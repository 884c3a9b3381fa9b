using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// Strings of JSON as bytes. System.Text.Json refuses half a character ("\ud83d" alone), which a server that cuts text
/// does write: here it becomes the replacement character, and the rest stays readable.
/// </summary>
internal static class ArcadiaJsonText
{
    /// <summary>The text of a string whose grammar was checked, without its quotes.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\')) return Encoding.UTF8.GetString(raw);
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            return Encoding.UTF8.GetString(rented.AsSpan(0, Unescape(raw, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The same as UTF-8; never longer than <paramref name="raw"/>. Returns how many bytes it has.</summary>
    public static int Unescape(ReadOnlySpan<byte> raw, Span<byte> to)
    {
        var written = 0;
        while (true)
        {
            var run = raw.IndexOf((byte)'\\');
            if (run < 0) break;
            raw[..run].CopyTo(to[written..]);
            written += run;
            raw = raw[run..];
            written += UnescapeOne(ref raw, to[written..]);
        }
        raw.CopyTo(to[written..]);
        return written + raw.Length;
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> raw, Span<byte> to)
    {
        var kind = raw[1];
        if (kind == 'u') return UnescapeUnit(ref raw, to);
        raw = raw[2..];
        to[0] = kind switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => kind,
        };
        return 1;
    }

    private static int UnescapeUnit(ref ReadOnlySpan<byte> raw, Span<byte> to)
    {
        var unit = UnitAt(raw);
        raw = raw[6..];
        if (Rune.TryCreate(unit, out var rune)) return rune.EncodeToUtf8(to);
        if (raw.Length >= 6 && raw[0] == '\\' && raw[1] == 'u' && Rune.TryCreate(unit, UnitAt(raw), out rune))
        {
            raw = raw[6..];
            return rune.EncodeToUtf8(to);
        }
        return Rune.ReplacementChar.EncodeToUtf8(to);
    }

    private static char UnitAt(ReadOnlySpan<byte> raw) =>
        (char)(Utf8Parser.TryParse(raw.Slice(2, 4), out ushort unit, out _, 'x') ? unit : Rune.ReplacementChar.Value);
}
