using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>What portals write, read with tolerance: a member that is missing or of another kind is null.</summary>
internal static class ArcGisJson
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Text of one line; numbers and booleans as they are written.</summary>
    public static string? Text(this JsonElement element, string name, int limit = 500) => element.Member(name) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.String => SafeJson.Clean(SafeJson.TextOf(value)!, limit),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A user's name or the like: as it is, for it goes back to the server. Null where it holds what no name does.</summary>
    public static string? Name(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value && SafeJson.TextOf(value) is { Length: > 0 and <= 256 } text && !text.Any(char.IsControl) ? text : null;

    /// <summary>An id that can stand in a path and in a list; null for what is none.</summary>
    public static string? Id(this JsonElement element, string name) => element.Text(name) is { } text && ArcGisId.IsToken(text) ? text : null;

    public static long? Number(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var whole) => whole,
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var real) && real is > -9e18 and < 9e18 => (long)real,
        { ValueKind: JsonValueKind.String } value when long.TryParse(SafeJson.TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => null,
    };

    public static bool? Flag(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } value => bool.TryParse(SafeJson.TextOf(value), out var flag) ? flag : null,
        _ => null,
    };

    /// <summary>A time that is written as milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Number(name) is { } stamp and > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(stamp) : null;

    public static IEnumerable<JsonElement> List(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
