using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// Walks through a list of entities of any length and looks into each as it comes by. A report carries the XML of its
/// definition, which may be larger than all else: long texts are walked over, and not kept.
/// </summary>
internal sealed class OptimizeEntityReader : IDisposable
{
    /// <summary>The longest entity that is read, in bytes, long texts apart.</summary>
    public const int LongestEntity = 64 * 1024 * 1024;

    /// <summary>The most entities that are read of one package.</summary>
    public const int MostEntities = 250_000;

    /// <summary>The longest text that is kept, in bytes.</summary>
    public const int LongestText = 1024 * 1024;

    private const int MaxDepth = 128;
    private const int BufferLength = 128 * 1024;

    // What stands for a text that is not kept: still over every limit that a name or description has.
    private static readonly byte[] LeftOut = [.. Enumerable.Repeat((byte)'.', 40_000)];

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    private readonly Stream _content;
    private readonly string _name;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private readonly List<OptimizeEntity> _entities = [];
    private readonly ArrayBufferWriter<byte> _entity = new(64 * 1024);
    private long _before;
    private int _at;
    private int _end;

    private OptimizeEntityReader(Stream content, string name, CancellationToken cancellation)
    {
        _content = content;
        _name = name;
        _cancellation = cancellation;
    }

    private long Position => _before + _at;

    /// <summary>Reads all of it.</summary>
    /// <param name="content">The list, from its first byte on.</param>
    /// <param name="name">How messages call it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MigrationException">PackageEmpty, PackageTruncated, PackageMalformed, PackageNotRecognized, PackageTooLarge.</exception>
    public static Task<IReadOnlyList<OptimizeEntity>> ReadAsync(Stream content, string name, CancellationToken cancellationToken) =>
        // Scanning is work for a processor, and the reading in between is short: one thread does both.
        Task.Run<IReadOnlyList<OptimizeEntity>>(() =>
        {
            using var reader = new OptimizeEntityReader(content, name, cancellationToken);
            reader.Read();
            return reader._entities;
        }, cancellationToken);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Read()
    {
        SkipMark();
        switch (Peek())
        {
            case -1: throw new MigrationException(ErrorKinds.PackageEmpty, $"The file '{_name}' is empty.") { TargetObject = _name };
            case '[': ReadList(); break;
            // One entity by itself, as the server takes it as well.
            case '{': ReadEntity(); break;
            default: throw NotRecognized("It is no list");
        }
        if (Peek() >= 0) throw Malformed("something follows after its end");
    }

    private void ReadList()
    {
        _at++;
        if (Peek() == ']')
        {
            _at++;
            return;
        }
        while (true)
        {
            switch (Peek())
            {
                case -1: throw Truncated();
                case '{': ReadEntity(); break;
                case '[' or '"' or '-' or 't' or 'f' or 'n' or (>= '0' and <= '9'): throw NotRecognized("Its list holds something that is no entity");
                default: throw Malformed("where an item is due, there is something else");
            }
            var next = Peek();
            if (next < 0) throw Truncated();
            if (next is not (',' or ']')) throw Malformed("between two items a comma is due");
            _at++;
            if (next == ']') return;
        }
    }

    private void ReadEntity()
    {
        if (_entities.Count == MostEntities) throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"holds more than {MostEntities:N0} items"));
        var start = Position;
        _entity.ResetWrittenCount();
        var depth = 0;
        do
        {
            KeepUntil(Structure);
            var sign = Take();
            if (sign == '"') ReadText();
            else if (sign is '{' or '[') depth++;
            else depth--;
            if (depth > MaxDepth) throw Malformed($"values lie more than {MaxDepth} deep in each other");
        }
        while (depth > 0);
        try
        {
            using var document = JsonDocument.Parse(_entity.WrittenMemory, Options);
            _entities.Add(OptimizeEntityParser.Parse(document.RootElement, start, Position - start, _name));
        }
        catch (JsonException error)
        {
            throw new MigrationException(ErrorKinds.PackageMalformed, $"'{_name}' is not well-formed: what begins at byte {start} is no JSON object.", inner: error) { TargetObject = _name };
        }
    }

    /// <summary>The rest of a text, its first quotation mark having been taken.</summary>
    private void ReadText()
    {
        var (kept, from) = (_entity.WrittenCount, Position);
        while (true)
        {
            KeepUntil(InText, kept + LongestText);
            var sign = Take(kept + LongestText);
            if (sign == '"') break;
            if (sign != '\\') throw Malformed("a text holds a control character, which must be escaped");
            if (Current() < 0) throw Truncated();
            if (Take(kept + LongestText) is not ('"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' or 'u')) throw Malformed("a text holds an escape that is none");
        }
        if (Position - from - 1 <= LongestText) return;
        Shorten(kept);
        _entity.Write(LeftOut);
        _entity.Write("\""u8);
    }

    // The writer can only be emptied, not cut: the part before the text is put back.
    private void Shorten(int length)
    {
        var before = _entity.WrittenSpan[..length].ToArray();
        _entity.ResetWrittenCount();
        _entity.Write(before);
    }

    /// <summary>Keeps what comes before one of these signs, as far as the entity may grow.</summary>
    private void KeepUntil(SearchValues<byte> signs, int mostKept = int.MaxValue)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _end - _at);
            var run = rest.IndexOfAny(signs);
            Keep(run < 0 ? rest : rest[..run], mostKept);
            _at += run < 0 ? rest.Length : run;
            if (run >= 0) return;
            if (!Fill()) throw Truncated();
        }
    }

    private int Take(int mostKept = int.MaxValue)
    {
        Keep(_buffer.AsSpan(_at, 1), mostKept);
        return _buffer[_at++];
    }

    private void Keep(ReadOnlySpan<byte> bytes, int mostKept)
    {
        if (_entity.WrittenCount > mostKept) return;
        if (_entity.WrittenCount + bytes.Length > LongestEntity) throw TooLarge($"has an item before byte {Position} that is larger than {LongestEntity / 1024 / 1024} MB, long texts apart");
        _entity.Write(bytes);
    }

    /// <summary>The next byte that is no white space, still to be taken; -1 at the end.</summary>
    private int Peek()
    {
        while (Current() is var sign)
        {
            if (sign is not (' ' or '\n' or '\r' or '\t')) return sign;
            _at++;
        }
        return -1;
    }

    private int Current() => _at < _end || Fill() ? _buffer[_at] : -1;

    private bool Fill()
    {
        _cancellation.ThrowIfCancellationRequested();
        _before += _end;
        _at = 0;
        _end = _content.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }

    /// <summary>A byte order mark may stand before everything else; JSON itself has none.</summary>
    private void SkipMark()
    {
        if (Current() != 0xEF) return;
        foreach (var due in "\uFEFF"u8)
        {
            if (Current() != due) throw NotRecognized("It is no list");
            _at++;
        }
    }

    private MigrationException Truncated() =>
        new(ErrorKinds.PackageTruncated, $"'{_name}' ends after {Position} bytes, in the middle of its content.") { TargetObject = _name };

    private MigrationException Malformed(string how) =>
        new(ErrorKinds.PackageMalformed, $"'{_name}' is not well-formed at byte {Position}: {how}.") { TargetObject = _name };

    private MigrationException TooLarge(string how) => new(ErrorKinds.PackageTooLarge, $"'{_name}' {how}.") { TargetObject = _name };

    private MigrationException NotRecognized(string why) =>
        new(ErrorKinds.PackageNotRecognized, $"'{_name}' is no export of Camunda Optimize. {why}.") { TargetObject = _name };
}
