using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Common;

/// <summary>JSON as the emulated services write it, and never through a double: number tokens keep their digits.</summary>
public static class JsonText
{
    /// <summary>Deeper than any bundle, shallow enough for the stack.</summary>
    public const int MaxDepth = 256;

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    /// <summary>Parses text into an immutable element.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8) => JsonElement.Parse(utf8, Reading);

    /// <summary>Parses text into an immutable element.</summary>
    public static JsonElement Parse(string text) => JsonElement.Parse(text, Reading);

    /// <summary>An immutable copy of a node.</summary>
    public static JsonElement ToElement(JsonNode node) => JsonElement.Parse(ToUtf8(node), Reading);

    /// <summary>Compact text, as a browser's JSON.stringify writes it.</summary>
    public static string Browser(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, ToElement(node), false);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A nested document, or null where the text is none.</summary>
    public static JsonNode? TryNode(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.TrimStart()[0] is not ('{' or '[')) return null;
        try
        {
            return JsonNode.Parse(text, documentOptions: Reading);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Python's json.dumps: ", " and ": " between tokens, everything beyond ASCII escaped.</summary>
    public static byte[] Ascii(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteAscii(buffer, node is null ? JsonElement.Parse("null"u8) : ToElement(node));
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Python's json.dumps of an element, its fields in the order given.</summary>
    public static void WriteAscii(IBufferWriter<byte> target, JsonElement value) => Write(target, value, true);

    /// <summary>A JSON string in ASCII, escapes in lower case as Python has them.</summary>
    public static void WriteAsciiString(IBufferWriter<byte> target, string text) => WriteString(target, text, true);

    private static void Write(IBufferWriter<byte> target, JsonElement value, bool python)
    {
        var started = false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                target.Write("{"u8);
                foreach (var property in value.EnumerateObject())
                {
                    if (started) Separate(target, python);
                    started = true;
                    WriteString(target, property.Name, python);
                    target.Write(python ? ": "u8 : ":"u8);
                    Write(target, property.Value, python);
                }

                target.Write("}"u8);
                break;
            case JsonValueKind.Array:
                target.Write("["u8);
                foreach (var item in value.EnumerateArray())
                {
                    if (started) Separate(target, python);
                    started = true;
                    Write(target, item, python);
                }

                target.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteString(target, value.GetString()!, python);
                break;
            default:
                target.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void Separate(IBufferWriter<byte> target, bool python) => target.Write(python ? ", "u8 : ","u8);

    private static void WriteString(IBufferWriter<byte> target, string text, bool ascii)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\b' => builder.Append("\\b"),
                '\f' => builder.Append("\\f"),
                >= ' ' and <= '~' => builder.Append(character),
                > '~' when !ascii => builder.Append(character),
                _ => builder.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        target.Write(Encoding.UTF8.GetBytes(builder.Append('"').ToString()));
    }

    private static byte[] ToUtf8(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Compact);
}
