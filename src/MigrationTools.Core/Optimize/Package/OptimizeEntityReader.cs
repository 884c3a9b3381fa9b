using System.Buffers;
using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// Walks through a list of entities of any length with a buffer that holds one of them, checks its grammar on the way, and
/// hands each out as the bytes it is.
/// </summary>
internal sealed class OptimizeEntityReader : IDisposable
{
    /// <summary>The longest entity that is read, in bytes: a report with its BPMN has some hundred thousand.</summary>
    public const int LongestEntity = 64 * 1024 * 1024;

    /// <summary>The most entities that are read of one package.</summary>
    public const int MostEntities = 250_000;

    private const int MaxDepth = 128;
    private const int FirstBuffer = 128 * 1024;

    private readonly Stream _content;
    private readonly string _name;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaxDepth });

    // The buffer holds the bytes from _before on; up to _read they were walked over, up to _end they are there.
    private long _before;
    private int _read;
    private int _end;
    private bool _ended;

    // Where in the buffer the entity at hand begins; -1 between two of them.
    private int _start = -1;
    private int _depthOfEntity = -1;

    private OptimizeEntityReader(Stream content, string name)
    {
        _content = content;
        _name = name;
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="content">The list, from its first byte on.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="found">Is handed each entity with its bytes, which are valid until it returns.</param>
    /// <exception cref="MigrationException">PackageEmpty, PackageTruncated, PackageMalformed, PackageNotRecognized, PackageTooLarge.</exception>
    public static Task<IReadOnlyList<OptimizeEntity>> ReadAsync(
        Stream content, string name, CancellationToken cancellationToken, Action<OptimizeEntity, ReadOnlyMemory<byte>>? found = null) =>
        // Parsing is work for a processor, and the reading in between is short: one thread does both.
        Task.Run(() =>
        {
            using var reader = new OptimizeEntityReader(content, name);
            return reader.Read(found, cancellationToken);
        }, cancellationToken);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private IReadOnlyList<OptimizeEntity> Read(Action<OptimizeEntity, ReadOnlyMemory<byte>>? found, CancellationToken cancellationToken)
    {
        var entities = new List<OptimizeEntity>();
        SkipMark();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (Next() is { } entity)
            {
                if (entities.Count == MostEntities) throw TooLarge($"holds more than {MostEntities} entities");
                var raw = _buffer.AsMemory(entity.Start, entity.Length);
                var read = OptimizeEntityParser.Parse(raw, _before + entity.Start, _name);
                entities.Add(read);
                found?.Invoke(read, raw);
            }
            if (_ended) break;
            Fill();
        }
        if (_depthOfEntity < 0) throw new MigrationException(ErrorKinds.PackageEmpty, $"There is nothing in '{_name}'.") { TargetObject = _name };
        return entities;
    }

    /// <summary>The next whole entity in the buffer; null where more bytes are needed, or none is left.</summary>
    private (int Start, int Length)? Next()
    {
        var json = new Utf8JsonReader(_buffer.AsSpan(_read, _end - _read), _ended, _state);
        var from = _read;
        try
        {
            while (json.Read())
            {
                var at = from + (int)json.TokenStartIndex;
                // Whitespace and commas between two entities need not be kept; strings of the list itself are refused.
                if (_start < 0)
                {
                    Begin(ref json, at);
                }
                else if (json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == _depthOfEntity)
                {
                    var start = _start;
                    _start = -1;
                    _read = from + (int)json.BytesConsumed;
                    _state = json.CurrentState;
                    return (start, _read - start);
                }
            }
        }
        catch (JsonException error)
        {
            throw Broken(error, from);
        }
        _read = from + (int)json.BytesConsumed;
        _state = json.CurrentState;
        return null;
    }

    private void Begin(ref Utf8JsonReader json, int at)
    {
        if (_depthOfEntity < 0)
        {
            // The first token of all: a list, or one entity by itself.
            _depthOfEntity = json.TokenType switch
            {
                JsonTokenType.StartArray => 1,
                JsonTokenType.StartObject => 0,
                _ => throw NotRecognized("It is no list"),
            };
            if (_depthOfEntity == 0) _start = at;
            return;
        }
        if (json.TokenType == JsonTokenType.StartObject) _start = at;
        else if (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth != 0) throw NotRecognized("Its list holds something that is no entity");
    }

    /// <summary>Makes room, and reads on.</summary>
    private void Fill()
    {
        var keep = _start < 0 ? _read : _start;
        if (keep > 0)
        {
            _buffer.AsSpan(keep, _end - keep).CopyTo(_buffer);
            _before += keep;
            _read -= keep;
            _end -= keep;
            if (_start >= 0) _start = 0;
        }
        if (_end == _buffer.Length) Grow();
        var count = _content.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _ended = count == 0;
    }

    private void Grow()
    {
        if (_buffer.Length >= LongestEntity) throw TooLarge($"has an entity before byte {_before + _end} that is larger than {LongestEntity / 1024 / 1024} MB");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    /// <summary>A byte order mark may stand before everything else; JSON itself has none.</summary>
    private void SkipMark()
    {
        while (_end < 3 && !_ended) Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _read = 3;
    }

    /// <summary>What is without a fault as far as it goes, and yet no whole, was cut.</summary>
    private MigrationException Broken(JsonException error, int from)
    {
        if (_ended && Reads(from))
        {
            return _depthOfEntity < 0
                ? new MigrationException(ErrorKinds.PackageEmpty, $"There is nothing in '{_name}'.") { TargetObject = _name }
                : new MigrationException(ErrorKinds.PackageTruncated, $"'{_name}' ends after {_before + _end} bytes, in the middle of its content.") { TargetObject = _name };
        }
        return new MigrationException(ErrorKinds.PackageMalformed,
            $"'{_name}' is not well-formed JSON near byte {_before + from + (error.BytePositionInLine is > 0 && error.LineNumber == 0 ? error.BytePositionInLine : 0)}.", inner: error) { TargetObject = _name };
    }

    private bool Reads(int from)
    {
        var json = new Utf8JsonReader(_buffer.AsSpan(from, _end - from), isFinalBlock: false, _state);
        try
        {
            while (json.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private MigrationException TooLarge(string how) => new(ErrorKinds.PackageTooLarge, $"'{_name}' {how}.") { TargetObject = _name };

    private MigrationException NotRecognized(string why) =>
        new(ErrorKinds.PackageNotRecognized, $"'{_name}' is no export of Camunda Optimize. {why}.") { TargetObject = _name };
}
