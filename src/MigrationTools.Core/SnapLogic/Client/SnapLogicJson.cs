using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.SnapLogic;

/// <summary>What all the control plane's answers have in common, or may leave out.</summary>
internal static class SnapLogicJson
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] WordNames = ["error", "message", "reason", "status_message"];

    /// <summary>A body as UTF-8; paths stay readable in it.</summary>
    public static JsonBody Body(JsonObject content) => new(System.Text.Encoding.UTF8.GetBytes(content.ToJsonString(Relaxed)));

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>What is inside the envelope, or the answer itself where it has none.</summary>
    public static JsonElement Map(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("response_map", out var map) ? map : root;

    /// <summary>An answer may say in its body, or in a header alone, that it is an error.</summary>
    /// <exception cref="MigrationException">What the number means.</exception>
    public static void ThrowIfRefused(ApiReply reply, JsonElement root, string operation, bool changes, Func<string, string> redact)
    {
        int? code = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("http_status_code", out var number) && number.TryGetNumber(out var value) ? value : null;
        if (code is null or < 400 && int.TryParse(reply.Header("X-SL-StatusCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var header)) code = header;
        if (code is not >= 400) return;
        var words = redact(Words(root) ?? string.Empty);
        var kind = code switch
        {
            404 => ErrorKinds.PathNotFound,
            409 => ErrorKinds.ConflictFound,
            var other => StatusErrors.KindOf(other.Value),
        };
        throw new MigrationException(kind, string.Create(CultureInfo.InvariantCulture, $"The control plane refused to {operation}, with status {code} inside its answer{(words.Length > 0 ? $": {words}" : "")}."))
        {
            HttpStatus = code,
            ServerText = words,
            // As for a status of HTTP itself: a server that failed may have done it.
            IsAmbiguous = changes && code is 408 or (>= 500 and not 501 and not 505),
        };
    }

    /// <summary>The server's words of an error, wherever it puts them.</summary>
    public static string? Words(JsonElement root)
    {
        foreach (var place in new[] { Map(root), root })
        {
            if (place.ValueKind == JsonValueKind.String) return Plain(place);
            if (place.ValueKind != JsonValueKind.Object) continue;
            if (place.TryGetProperty("error_list", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0)
            {
                var all = list.EnumerateArray().Take(10).Select(entry => entry.ValueKind == JsonValueKind.Object ? Text(entry, WordNames) : Plain(entry));
                if (string.Join("; ", all.Where(word => word is not null)) is { Length: > 0 } words) return Line(words);
            }
            if (Text(place, WordNames) is { } word) return word;
        }
        return null;
    }

    /// <summary>The first of these members that is a text or a number.</summary>
    public static string? Text(JsonElement entry, params ReadOnlySpan<string> names)
    {
        if (entry.ValueKind != JsonValueKind.Object) return null;
        foreach (var name in names)
        {
            if (!entry.TryGetProperty(name, out var value)) continue;
            var text = value.ValueKind switch
            {
                JsonValueKind.String => Plain(value),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };
            if (!string.IsNullOrEmpty(text)) return text;
        }
        return null;
    }

    /// <summary>A whole number, of a number or of its text.</summary>
    public static bool TryGetNumber(this JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt32(out number)
            : value.ValueKind == JsonValueKind.String && int.TryParse(SafeJson.TextOf(value), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>The entries of a list; none where it is missing, null, or no list.</summary>
    public static IEnumerable<JsonElement> List(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>The texts of a list, so many at most.</summary>
    public static IReadOnlyList<string> Texts(JsonElement entry, string name, int most) =>
        [.. List(entry, name).Take(most).Select(value => Plain(value)).OfType<string>().Where(text => text.Length > 0)];

    /// <summary>A string on one line, fit for messages; null for any other value.</summary>
    public static string? Plain(JsonElement value) => Line(SafeJson.TextOf(value));

    private static string? Line(string? text) => text is null ? null : PlainText.Line(text, PlainText.LongestName);
}
