namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Paths of the service: <c>/org/space/project/asset</c>, compared case-sensitively.</summary>
internal static class SnapLogicPath
{
    /// <summary>The segments of a path; a leading or closing slash does not count.</summary>
    public static string[] Segments(string? path) => path is null ? [] : path.Trim('/').Split('/');

    /// <summary>A path of segments.</summary>
    public static string Of(params IEnumerable<string> segments) => "/" + string.Join('/', segments);

    /// <summary>One leading slash and none at the end; null for what is no path.</summary>
    public static string? Normal(string? path)
    {
        var segments = Segments(path);
        return segments.Length == 0 || segments.Any(segment => segment is "" or "." or "..") ? null : Of(segments);
    }

    /// <summary>The path above.</summary>
    public static string Parent(string path) => path[..path.LastIndexOf('/')];

    /// <summary>The last segment.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The org of a path.</summary>
    public static string Org(string path) => Segments(path)[0];

    /// <summary>Takes percent escapes away, once.</summary>
    public static string Unescape(string text) => Uri.UnescapeDataString(text);

    /// <summary>Whether a path is another or lies below it.</summary>
    public static bool IsWithin(string path, string above) =>
        path == above || path.StartsWith(above + "/", StringComparison.Ordinal);
}
