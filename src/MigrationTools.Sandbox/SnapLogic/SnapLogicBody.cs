using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>A JSON body, read as leniently as the service reads it: unknown keys are ignored, booleans may be strings.</summary>
internal sealed class SnapLogicBody(JsonObject json)
{
    public static SnapLogicBody Of(SandboxRequest request) =>
        JsonText.TryNode(System.Text.Encoding.UTF8.GetString(request.Body)) is JsonObject json
            ? new(json) : throw new SnapLogicRefusal(400, "The request body is not a JSON object");

    public JsonNode? this[string key] => json[key];

    public string? Text(string key) => json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A value that is neither is an error; a key that is not there is null.</summary>
    public bool? Flag(string key) => json[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<string>(out var text) && bool.TryParse(text, out var flag) => flag,
        _ => throw new SnapLogicRefusal(400, $"{key} must be a boolean"),
    };

    /// <summary>A list of strings, or null where the key is not there.</summary>
    public IReadOnlyList<string>? Texts(string key) => json[key] switch
    {
        null => null,
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue<string>(out _)) => [.. list.Select(item => (string)item!)],
        _ => throw new SnapLogicRefusal(400, $"{key} must be an array of strings"),
    };

    public IEnumerable<JsonObject> Objects(string key) => json[key] is JsonArray list && list.All(item => item is JsonObject)
        ? list.OfType<JsonObject>() : throw new SnapLogicRefusal(400, $"{key} must be an array of objects");

    public string Required(string key) => Text(key) is { Length: > 0 } text ? text : throw new SnapLogicRefusal(400, $"{key} is required");
}
