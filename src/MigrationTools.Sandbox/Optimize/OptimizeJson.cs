using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>JSON with the manners of the server's parser, and as it writes it.</summary>
internal static partial class OptimizeJson
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = JsonText.MaxDepth, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Parses text: comments are passed over, of two members with one name the last counts.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        return Node(JsonElement.Parse(utf8, Reading));
    }

    /// <summary>The body of a small request; null where there is none.</summary>
    public static JsonNode? Body(SandboxRequest request)
    {
        try
        {
            return request.Body.Length == 0 ? null : Parse(request.Body);
        }
        catch (JsonException exception)
        {
            throw OptimizeRefusal.BadRequest(exception.Message);
        }
    }

    /// <summary>A node of an element.</summary>
    public static JsonNode? Node(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Members(element),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(Node)]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(element),
    };

    /// <summary>A list; a single value counts as a list of one, null as none.</summary>
    public static IReadOnlyList<JsonNode?> List(JsonNode? node) => node switch
    {
        null => [],
        JsonArray array => [.. array],
        _ => [node],
    };

    /// <summary>The text of a string or of another scalar, or null.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static bool IsTrue(JsonNode? node) => node is JsonValue value && (value.GetValueKind() == JsonValueKind.True || Text(value) == "true");

    /// <summary>A member by way of objects, or null where there is none.</summary>
    public static JsonNode? Get(JsonNode? node, string name) => node is JsonObject found && found.TryGetPropertyValue(name, out var value) ? value : null;

    /// <summary>Whether a text is an id as the server makes them.</summary>
    public static bool IsUuid(string? text) => text is not null && Uuid().IsMatch(text);

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(JsonText.Browser(node));

    public static Reply Reply(int status, JsonNode body) => Common.Reply.Bytes(status, "application/json", Bytes(body));

    /// <summary>A moment as the server writes it.</summary>
    public static string Date(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>The items of a list in brackets, as Java prints them.</summary>
    public static string Brackets(IEnumerable<string?> items) => "[" + string.Join(", ", items.Select(item => item ?? "null")) + "]";

    private static JsonObject Members(JsonElement element)
    {
        var node = new JsonObject();
        foreach (var member in element.EnumerateObject()) node[member.Name] = Node(member.Value);
        return node;
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\z")]
    private static partial Regex Uuid();
}
