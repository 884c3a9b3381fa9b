using System.Text;
using System.Text.Json;

namespace MigrationTools.Core.Arcadia;

/// <summary>One record, <c>{model, pk, fields}</c>, over the bytes it was captured in.</summary>
internal sealed class ArcadiaRecord
{
    // Longer ids are none.
    private const int LongestPk = 100;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly Dictionary<string, Token> _fields = new(StringComparer.Ordinal);

    private ArcadiaRecord(ReadOnlyMemory<byte> text) => _text = text;

    private readonly record struct Token(JsonTokenType Type, int Start, int Length);

    /// <summary>The id, with the digits it has in the file.</summary>
    public string Pk { get; private set; } = string.Empty;

    /// <summary>Reads a record whose grammar was checked; null if the value is no record: no object, or without id or fields.</summary>
    public static ArcadiaRecord? TryRead(ReadOnlyMemory<byte> text)
    {
        var record = new ArcadiaRecord(text);
        return record.Read() ? record : null;
    }

    /// <summary>A field's text; null where it is none.</summary>
    public string? Text(string field) =>
        _fields.TryGetValue(field, out var token) && token.Type == JsonTokenType.String ? ArcadiaJsonText.Decode(Raw(token)) : null;

    /// <summary>A field that holds an id, as a number or as text; null where it holds none.</summary>
    public string? Id(string field) => _fields.TryGetValue(field, out var token) ? IdOf(token.Type, Raw(token)) : null;

    /// <summary>A field's string as UTF-8, or its value as JSON where it is no string; empty where it is not there. Valid until the next use of the buffer.</summary>
    public ReadOnlyMemory<byte> Utf8(string field, ArcadiaScratch scratch)
    {
        if (!_fields.TryGetValue(field, out var token) || token.Type == JsonTokenType.Null) return default;
        var raw = _text.Slice(token.Start, token.Length);
        if (token.Type != JsonTokenType.String) return raw;
        var room = scratch.Of(raw.Length);
        return room[..ArcadiaJsonText.Unescape(raw.Span, room.Span)];
    }

    private ReadOnlySpan<byte> Raw(Token token) => _text.Span.Slice(token.Start, token.Length);

    private bool Read()
    {
        var reader = new Utf8JsonReader(_text.Span, new JsonReaderOptions { MaxDepth = ArcadiaJsonScanner.MaxDepth + 1 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var hasFields = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Not ValueTextEquals: it throws on half a character.
            var key = ArcadiaJsonText.Decode(reader.ValueSpan);
            reader.Read();
            if (key == "pk") Pk = IdOf(reader.TokenType, reader.ValueSpan) ?? string.Empty;
            if (key == "fields") hasFields = reader.TokenType == JsonTokenType.StartObject;
            if (key == "fields" && hasFields) ReadFields(ref reader);
            else reader.Skip();
        }
        return hasFields && Pk.Length > 0;
    }

    private void ReadFields(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ArcadiaJsonText.Decode(reader.ValueSpan);
            reader.Read();
            var type = reader.TokenType;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var length = (int)reader.BytesConsumed - start;
            // Without the quotes.
            _fields[name] = type == JsonTokenType.String ? new Token(type, start + 1, length - 2) : new Token(type, start, length);
        }
    }

    private static string? IdOf(JsonTokenType type, ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw.Length > LongestPk) return null;
        return type switch
        {
            JsonTokenType.Number => Encoding.ASCII.GetString(raw),
            JsonTokenType.String => ArcadiaNames.Clean(ArcadiaJsonText.Decode(raw)) is { Length: > 0 } text ? text : null,
            _ => null,
        };
    }
}

/// <summary>One buffer that is used again and again, so that large texts inside records do not each take room of their own.</summary>
internal sealed class ArcadiaScratch
{
    private byte[] _bytes = new byte[64 * 1024];

    public Memory<byte> Of(int length)
    {
        if (_bytes.Length < length) _bytes = new byte[Math.Max(length, Math.Min(_bytes.Length * 2, ArcadiaCapture.MaxLength))];
        return _bytes.AsMemory(0, length);
    }
}
