using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The file: reading its records, and writing it in one line of ASCII.</summary>
internal static class ArcadiaBundle
{
    private const int FlushAt = 256 * 1024;

    /// <summary>The record lists of a bundle, unknown ones included.</summary>
    public static IEnumerable<(string Key, JsonElement Record)> Lists(JsonElement bundle) => bundle.EnumerateObject()
        .Where(IsList)
        .SelectMany(property => property.Value.EnumerateArray().Select(record => (property.Name, record)));

    /// <summary>What else a bundle has that this release does not know.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement bundle) => bundle.EnumerateObject()
        .Where(property => property.Name != "version" && !IsList(property))
        .Select(property => KeyValuePair.Create(property.Name, property.Value));

    /// <summary>Whether it is an object with a pk and fields.</summary>
    public static bool IsRecord(JsonElement record) => record.ValueKind == JsonValueKind.Object
        && record.TryGetProperty("pk", out var pk) && pk.ValueKind == JsonValueKind.Number
        && record.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Object;

    public static IEnumerable<ArcadiaRecord> Records(JsonElement bundle) =>
        Lists(bundle).Select(item => new ArcadiaRecord(item.Key, item.Record.GetProperty("pk").GetInt64(), item.Record));

    /// <summary>Writes the lists and the other members (the version at least), in the order of the keys given.</summary>
    public static async Task WriteAsync(
        Stream target, IReadOnlyList<string> keys, ILookup<string, ArcadiaRecord> records,
        Func<ArcadiaRecord, JsonNode> shape, IReadOnlyDictionary<string, JsonElement> members, BlobStore blobs, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("{"u8);
        for (var index = 0; index < keys.Count; index++)
        {
            if (index > 0) buffer.Write(", "u8);
            JsonText.WriteAsciiString(buffer, keys[index]);
            buffer.Write(": "u8);
            if (members.TryGetValue(keys[index], out var member))
            {
                JsonText.WriteAscii(buffer, member);
                continue;
            }

            buffer.Write("["u8);
            var started = false;
            foreach (var record in records[keys[index]])
            {
                if (started) buffer.Write(", "u8);
                started = true;
                JsonText.WriteAscii(buffer, JsonText.ToElement(shape(record)));
                if (buffer.WrittenCount < FlushAt) continue;
                await blobs.ExpandAsync(buffer.WrittenMemory, target, cancellation);
                buffer.ResetWrittenCount();
            }

            buffer.Write("]"u8);
        }

        buffer.Write("}"u8);
        await blobs.ExpandAsync(buffer.WrittenMemory, target, cancellation);
    }

    private static bool IsList(JsonProperty property) => property.Value.ValueKind == JsonValueKind.Array
        && (ArcadiaTypes.Keys.Contains(property.Name) || property.Value.EnumerateArray().All(IsRecord));
}
