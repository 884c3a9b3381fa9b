using System.Text.RegularExpressions;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// A path of a control plane, as its names are: /org/project_space/project/asset. How a URL and how a body want it is
/// asked of it, so that nothing is escaped twice.
/// </summary>
public sealed partial record SnapLogicPath
{
    private const int LongestPath = 2_000;

    private SnapLogicPath(IReadOnlyList<string> segments) => Segments = segments;

    /// <summary>The names, from the environment on.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The environment ("org").</summary>
    public string Org => Segments[0];

    /// <summary>The last name.</summary>
    public string Name => Segments[^1];

    /// <summary>Each name percent-encoded, without a slash before the first: as the URL wants it.</summary>
    internal string Url => string.Join('/', Segments.Select(Uri.EscapeDataString));

    /// <summary>Each name percent-encoded, with the slash: as the API-management bodies want it.</summary>
    internal string Escaped => "/" + Url;

    /// <summary>True for a path of API management.</summary>
    internal bool IsVersion => Segments is [_, "apim", _, _];

    /// <summary>A project: three names.</summary>
    /// <param name="text">As a person wrote it; with or without the slash before it.</param>
    /// <param name="isEscaped">True where it is percent-encoded, as in a URL.</param>
    /// <exception cref="MigrationException">ProjectPathInvalid.</exception>
    public static SnapLogicPath Project(string? text, bool isEscaped = false)
    {
        var path = Parse(text, isEscaped, ErrorKinds.ProjectPathInvalid);
        return path.Segments.Count switch
        {
            3 => path,
            2 => throw Wrong(ErrorKinds.ProjectPathInvalid, text, $"'{path}' is a project space, and a project is due."),
            4 => throw Wrong(ErrorKinds.ProjectPathInvalid, text, $"'{path}' has a name too many: it leads into a project."),
            var count => throw Wrong(ErrorKinds.ProjectPathInvalid, text, $"'{path}' has {count} name(s), and the path of a project has three."),
        };
    }

    /// <summary>An asset of a project: four names.</summary>
    /// <exception cref="MigrationException">AssetPathInvalid.</exception>
    public static SnapLogicPath Asset(string? text, bool isEscaped = false)
    {
        var path = Parse(text, isEscaped, ErrorKinds.AssetPathInvalid);
        return path.Segments.Count == 4 ? path : throw Wrong(ErrorKinds.AssetPathInvalid, text, $"'{path}' has {path.Segments.Count} name(s), and the path of an asset has four.");
    }

    /// <summary>A version of an API: four names, of which the second is "apim".</summary>
    /// <param name="text">As a person wrote it.</param>
    /// <param name="isEscaped">
    /// Whether it is percent-encoded; null to take it so where it holds %XX, because the vendor's pages write these paths encoded.
    /// </param>
    /// <exception cref="MigrationException">VersionPathInvalid.</exception>
    public static SnapLogicPath Version(string? text, bool? isEscaped = null)
    {
        var path = Parse(text, isEscaped ?? LooksEscaped(text), ErrorKinds.VersionPathInvalid);
        if (path.Segments.Count != 4) throw Wrong(ErrorKinds.VersionPathInvalid, text, $"'{path}' has {path.Segments.Count} name(s), and the path of an API version has four.");
        return path.IsVersion ? path : throw Wrong(ErrorKinds.VersionPathInvalid, text, $"The second name of '{path}' is not 'apim', where API versions are.");
    }

    /// <summary>A Snaplex: three names where it is shared by the environment, else four. The server decides which it takes.</summary>
    /// <exception cref="MigrationException">SnaplexPathInvalid.</exception>
    public static SnapLogicPath Snaplex(string? text, bool? isEscaped = null)
    {
        var path = Parse(text, isEscaped ?? LooksEscaped(text), ErrorKinds.SnaplexPathInvalid);
        return path.Segments.Count is 3 or 4 ? path : throw Wrong(ErrorKinds.SnaplexPathInvalid, text, $"'{path}' has {path.Segments.Count} name(s), and the path of a Snaplex has three or four.");
    }

    /// <summary>A path out of an answer: some have the slash before it, some not; null where it is none.</summary>
    internal static SnapLogicPath? OfAnswer(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : Parse(text, isEscaped: false, ErrorKinds.AssetPathInvalid);
        }
        catch (MigrationException)
        {
            return null;
        }
    }

    /// <summary>The project, or the version of an API, that a row names as its source or target; null where it names none.</summary>
    /// <param name="text">The row's Source or Target.</param>
    /// <param name="isVersion">True for a version of an API.</param>
    public static SnapLogicPath? OfRow(string? text, bool isVersion = false) =>
        OfAnswer(text) is { } path && (isVersion ? path.IsVersion : path.Segments.Count == 3 || path.IsVersion) ? path : null;

    /// <summary>A path below this one.</summary>
    /// <exception cref="MigrationException">AssetPathInvalid: the name is none that a path can hold.</exception>
    public SnapLogicPath Below(string name)
    {
        Check(name, name, ErrorKinds.AssetPathInvalid);
        return name.Contains('/', StringComparison.Ordinal)
            ? throw Wrong(ErrorKinds.AssetPathInvalid, name, $"'{ServerWords.Line(name, 200)}' holds a slash, and is no name of an asset.")
            : new SnapLogicPath([.. Segments, name]);
    }

    /// <summary>The path without its last name.</summary>
    public SnapLogicPath Parent => new([.. Segments.SkipLast(1)]);

    /// <inheritdoc />
    public bool Equals(SnapLogicPath? other) => other is not null && Segments.SequenceEqual(other.Segments, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As Manager shows it.</summary>
    public override string ToString() => "/" + string.Join('/', Segments);

    private static SnapLogicPath Parse(string? text, bool isEscaped, ErrorKind kind)
    {
        var plain = text?.Trim() ?? string.Empty;
        if (plain.Length > LongestPath) throw Wrong(kind, null, $"A path of {plain.Length} characters is none of a control plane.");
        // One slash before it and one behind are how the pages print paths; more are a name that is missing.
        if (plain.StartsWith('/')) plain = plain[1..];
        if (plain.EndsWith('/')) plain = plain[..^1];
        if (plain.Length == 0) throw Wrong(kind, text, "The path is empty.");
        var segments = plain.Split('/');
        if (isEscaped) segments = [.. segments.Select(Uri.UnescapeDataString)];
        foreach (var segment in segments) Check(segment, text!, kind);
        if (segments.Any(segment => segment.Contains('/', StringComparison.Ordinal))) throw Wrong(kind, text, $"'{text}' hides a slash in a name.");
        return new SnapLogicPath(segments);
    }

    private static void Check(string segment, string whole, ErrorKind kind)
    {
        if (string.IsNullOrWhiteSpace(segment)) throw Wrong(kind, whole, $"'{ServerWords.Line(whole, 200)}' has an empty name in it.");
        if (segment is "." or "..") throw Wrong(kind, whole, $"'{ServerWords.Line(whole, 200)}' has '{segment}' for a name.");
        if (segment.Any(char.IsControl)) throw Wrong(kind, whole, $"'{ServerWords.Line(whole, 200)}' holds a control character.");
        if (!IsWhole(segment)) throw Wrong(kind, whole, $"'{ServerWords.Line(whole, 200)}' holds half a character.");
    }

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }
        return true;
    }

    private static bool LooksEscaped(string? text) => text is not null && PercentEncoded().IsMatch(text);

    private static MigrationException Wrong(ErrorKind kind, string? given, string what) => new(kind, what) { TargetObject = given };

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PercentEncoded();
}
