using System.Globalization;
using System.Text;

namespace MigrationTools.Core.Packages;

/// <summary>Reduces whatever a server, a package or a person proposes to the plain name of a file, the same on every system.</summary>
public static class PlainName
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxLength = 120;

    // File systems count bytes, and a number, an extension and ".manifest.json" still have to fit into their 255.
    internal const int MaxBytes = 150;

    // An extension longer than this is no extension, but the end of a sentence.
    private const int LongestExtension = 10;

    // Far more than fits: a name of a gigabyte is not walked to its end.
    private const int LongestLook = 4096;

    private const string LastResort = "unnamed";

    // What a manifest's name ends in, and what comes to that once a package's extension is added.
    private static readonly string[] _manifests = [PackageManifest.Suffix, System.IO.Path.GetFileNameWithoutExtension(PackageManifest.Suffix)];

    private static readonly HashSet<string> _reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>
    /// A plain file name: no folder, drive or stream in it, nothing invisible, not reserved anywhere, at most
    /// <see cref="MaxLength"/> long, and not that of a package's manifest. Letters of every script stay as they are.
    /// </summary>
    /// <param name="proposed">What is proposed; may be null, or a whole path meant to do harm.</param>
    /// <param name="fallback">What to take if nothing readable is left.</param>
    public static string From(string? proposed, string fallback)
    {
        foreach (var candidate in new[] { proposed, fallback })
        {
            var plain = Reduce(candidate ?? string.Empty);
            if (plain.Trim('_', ' ', '.').Length > 0) return plain;
        }
        return LastResort;
    }

    private static string Reduce(string text)
    {
        var plain = UnlikeManifest(Trim(Cut(Trim(ReplaceUnfit(text)))));
        return IsReserved(plain) ? "_" + plain : plain;
    }

    // A package "a.json.manifest.json" would lie where the manifest of "a.json" belongs.
    private static string UnlikeManifest(string name)
    {
        foreach (var end in _manifests)
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return $"{name[..^end.Length]}_{name[^(end.Length - 1)..]}";
        }
        return name;
    }

    private static string ReplaceUnfit(string text)
    {
        var kept = new StringBuilder(Math.Min(text.Length, LongestLook));
        var rest = text.AsSpan();
        while (!rest.IsEmpty && kept.Length < LongestLook)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            rest = rest[used..];
            if (whole && IsTextDirection(rune)) continue;
            if (!whole || IsUnfit(rune)) kept.Append('_');
            else kept.Append(rune.ToString());
        }
        return kept.ToString();
    }

    private static bool IsUnfit(Rune rune) =>
        rune.Value is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Marks that turn the direction of text make "gpj.exe" look like "exe.jpg".
    private static bool IsTextDirection(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;

    private static string Cut(string text)
    {
        if (Fits(text)) return text;
        var dot = text.LastIndexOf('.');
        var extension = dot > 0 && text.Length - dot <= LongestExtension ? text[dot..] : string.Empty;
        var end = Math.Min(text.Length - extension.Length, MaxLength - extension.Length);
        while (end > 0 && !Fits(string.Concat(text.AsSpan(0, end), extension))) end--;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return string.Concat(text.AsSpan(0, end).TrimEnd(), extension);
    }

    private static bool Fits(string text) => text.Length <= MaxLength && Encoding.UTF8.GetByteCount(text) <= MaxBytes;

    private static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsEdge(text[start])) start++;
        while (end > start && IsEdge(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsEdge(char c) => c == '.' || char.IsWhiteSpace(c);

    // "NUL.tar.gz" and "nul .json" are the device as well.
    private static bool IsReserved(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return _reserved.Contains((dot < 0 ? name : name[..dot]).TrimEnd());
    }
}
