using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Arcadia;

/// <summary>Walks through a bundle from its first byte to its last, and looks into each record as it comes by.</summary>
internal sealed class ArcadiaBundleScanner : IDisposable
{
    // Some hundred bytes are kept of each, however short: this many take some hundred megabytes, and are many times what a
    // server holds.
    internal const int MaxRecords = 250_000;

    private const int MaxKeys = 10_000;

    private readonly string _name;
    private readonly ArcadiaJsonScanner _json;
    private readonly ArcadiaRecordReader _reader = new();
    private readonly ArcadiaBundle _bundle = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private bool _hasVersion;
    private bool _hasType;

    public ArcadiaBundleScanner(Stream content, string name, CancellationToken cancellation)
    {
        _name = name;
        _json = new ArcadiaJsonScanner(content, name, cancellation);
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="MigrationException">PackageEmpty, PackageTruncated, PackageMalformed, PackageNotRecognized, PackageTooLarge.</exception>
    public ArcadiaBundle Read()
    {
        _json.SkipByteOrderMark();
        switch (_json.Peek())
        {
            case -1: throw new MigrationException(ErrorKinds.PackageEmpty, $"The file '{_name}' is empty.") { TargetObject = _name };
            case not '{': throw NotRecognized("It is no JSON object");
        }
        ReadTop();
        if (_json.Peek() >= 0) throw _json.Malformed("something follows after the end of the content");
        if (!_hasVersion) throw NotRecognized("It has no \"version\"");
        if (!_hasType) throw NotRecognized("It has none of the lists of a bundle");
        return _bundle;
    }

    public void Dispose() => _json.Dispose();

    private void ReadTop()
    {
        _json.Expect('{');
        if (_json.TryTake('}')) return;
        do ReadMember();
        while (_json.TryTake(','));
        _json.Expect('}');
    }

    private void ReadMember()
    {
        if (_json.Peek() != '"') throw _json.Unexpected("a key");
        var text = _json.CaptureValue(depth: 2);
        if (_json.Elisions.Count > 0) throw _json.Malformed("a key has megabytes");
        var key = ArcadiaJsonText.Decode(text.Span[1..^1]);
        if (!_keys.Add(key)) throw _json.Malformed($"the key \"{ArcadiaNames.Clean(key)}\" is there twice");
        if (_keys.Count > MaxKeys) throw _json.Malformed($"it has more than {MaxKeys} keys");
        _json.Expect(':');
        if (key == "version") ReadVersion();
        else if (ArcadiaTypes.ByKey.TryGetValue(key, out var type)) ReadList(type);
        else _json.SkipValue(depth: 2);
    }

    private void ReadVersion()
    {
        if (_json.Peek() != '{')
        {
            _json.SkipValue(depth: 2);
            return;
        }
        _hasVersion = true;
        var reader = new Utf8JsonReader(_json.CaptureValue(depth: 2).Span, new JsonReaderOptions { MaxDepth = ArcadiaJsonScanner.MaxDepth + 1 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ArcadiaJsonText.Decode(reader.ValueSpan);
            reader.Read();
            if (key == "Arcviz Version" && reader.TokenType == JsonTokenType.String) _bundle.Version = ArcadiaNames.Clean(ArcadiaJsonText.Decode(reader.ValueSpan));
            reader.Skip();
        }
    }

    private void ReadList(ArcadiaType type)
    {
        _hasType = true;
        if (!_json.TryTake('['))
        {
            _json.SkipValue(depth: 2);
            _bundle.Oddities.Add($"The part \"{type.Key}\" is no list; nothing in it could be looked into.");
            return;
        }
        if (_json.TryTake(']')) return;
        var strangers = 0;
        do
        {
            if (!TryReadRecord(type)) strangers++;
        }
        while (_json.TryTake(','));
        _json.Expect(']');
        if (strangers > 0) _bundle.Oddities.Add($"The part \"{type.Key}\" has entries that are no records: {strangers}. They travel along, and could not be looked into.");
    }

    private bool TryReadRecord(ArcadiaType type)
    {
        if (_json.Peek() != '{')
        {
            _json.SkipValue(depth: 3);
            return false;
        }
        var text = _json.CaptureValue(depth: 3);
        if (_bundle.Entries.Count == MaxRecords) throw TooManyRecords();
        return _reader.TryRead(type, text, _json.Elisions, _bundle);
    }

    private MigrationException TooManyRecords() =>
        new(ErrorKinds.PackageTooLarge, string.Create(CultureInfo.InvariantCulture, $"'{_name}' holds more than {MaxRecords:N0} records, the most that are read of one package.")) { TargetObject = _name };

    private MigrationException NotRecognized(string why) =>
        new(ErrorKinds.PackageNotRecognized, $"'{_name}' is no bundle of Arcadia. {why}.") { TargetObject = _name };
}
