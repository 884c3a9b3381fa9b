using System.Buffers;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Arcadia;

/// <summary>
/// Walks through JSON of any size with one buffer, checking its grammar byte by byte, and hands out single values as text.
/// System.Text.Json wants a whole string in memory at once; a bundle has strings of hundreds of megabytes.
/// </summary>
internal sealed class ArcadiaJsonScanner : IDisposable
{
    /// <summary>How deep values may lie in each other.</summary>
    public const int MaxDepth = 128;

    private const int BufferLength = 128 * 1024;

    // What ends a run within a string: its end, an escape, and what must not be there.
    private static readonly SearchValues<byte> _special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private readonly Stream _input;
    private readonly string _name;
    private readonly CancellationToken _cancellation;
    private readonly ArcadiaCapture _capture = new();
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);

    private long _before;
    private int _at;
    private int _end;

    // From where on the buffer's bytes are wanted; -1 while none are.
    private int _mark = -1;
    private int _captureDepth;

    public ArcadiaJsonScanner(Stream input, string name, CancellationToken cancellation)
    {
        _input = input;
        _name = name;
        _cancellation = cancellation;
    }

    /// <summary>The byte that comes next, counted from 0.</summary>
    public long Position => _before + _at;

    /// <summary>Strings of the last captured value that were left out of it, being too large.</summary>
    public IReadOnlyList<ArcadiaElision> Elisions => _capture.Elisions;

    /// <summary>The next byte that is no white space, still to be consumed; -1 at the end.</summary>
    public int Peek()
    {
        while (true)
        {
            while (_at < _end)
            {
                var b = _buffer[_at];
                if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) return b;
                SkipBlank();
            }
            if (!Fill()) return -1;
        }
    }

    /// <summary>Consumes the byte that must come next, white space apart.</summary>
    public void Expect(char due)
    {
        if (Peek() != due) throw Unexpected($"'{due}'");
        _at++;
    }

    /// <summary>Consumes the byte if it comes next, white space apart.</summary>
    public bool TryTake(char wanted)
    {
        if (Peek() != wanted) return false;
        _at++;
        return true;
    }

    /// <summary>A byte order mark may stand before everything else.</summary>
    public void SkipByteOrderMark()
    {
        if (Current() != 0xEF) return;
        foreach (var due in "\uFEFF"u8)
        {
            if (Current() != due) throw Unexpected("UTF-8");
            _at++;
        }
    }

    /// <summary>Walks over one value.</summary>
    /// <param name="depth">How deep it lies; the outermost value has 1.</param>
    public void SkipValue(int depth) => Value(depth);

    /// <summary>Walks over one value, and gives its text without white space. Valid until the next one is captured.</summary>
    public ReadOnlyMemory<byte> CaptureValue(int depth)
    {
        if (Peek() < 0) throw Unexpected("a value");
        _capture.Clear();
        _captureDepth = depth;
        _mark = _at;
        Value(depth);
        Keep();
        _mark = -1;
        return _capture.Text;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _capture.Dispose();
    }

    public MigrationException Unexpected(string due)
    {
        var found = Current();
        return found < 0 ? Truncated() : Malformed($"where {due} is due, there is {Shown(found)}");
    }

    public MigrationException Malformed(string how) =>
        new(ErrorKinds.PackageMalformed, $"'{_name}' is not well-formed at byte {Position}: {how}.") { TargetObject = _name };

    private MigrationException Truncated() =>
        new(ErrorKinds.PackageTruncated, $"'{_name}' ends after {Position} bytes, in the middle of its content.") { TargetObject = _name };

    private static string Shown(int b) => b is > 0x20 and < 0x7F ? $"'{(char)b}'" : $"the byte 0x{b:X2}";

    private void Value(int depth)
    {
        if (depth > MaxDepth) throw Malformed($"values lie more than {MaxDepth} deep in each other");
        switch (Peek())
        {
            case '{': Object(depth); break;
            case '[': Array(depth); break;
            case '"': String(); break;
            case 't': Literal("true"u8); break;
            case 'f': Literal("false"u8); break;
            case 'n': Literal("null"u8); break;
            case '-' or (>= '0' and <= '9'): Number(); break;
            default: throw Unexpected("a value");
        }
    }

    private void Object(int depth)
    {
        _at++;
        if (TryTake('}')) return;
        // The members of a record's "fields" are what elisions are named after.
        var namesFields = _mark >= 0 && depth == _captureDepth + 1;
        do
        {
            if (Peek() != '"') throw Unexpected("a key");
            var start = StartOfKey(namesFields);
            String(isKey: true);
            if (namesFields) NameField(start);
            Expect(':');
            if (namesFields && _capture.FieldIsNeverWanted && Peek() == '"') String(isLeftOut: true);
            else Value(depth + 1);
        }
        while (TryTake(','));
        Expect('}');
    }

    private int StartOfKey(bool wanted)
    {
        if (!wanted) return 0;
        Keep();
        return _capture.Length;
    }

    private void NameField(int start)
    {
        Keep();
        _capture.NameField(start);
    }

    private void Array(int depth)
    {
        _at++;
        if (TryTake(']')) return;
        do Value(depth + 1);
        while (TryTake(','));
        Expect(']');
    }

    // A key is never left out: without it the rest would no longer make sense.
    private void String(bool isKey = false, bool isLeftOut = false)
    {
        var isWanted = _mark >= 0;
        var start = Position;
        if (isWanted)
        {
            Keep();
            if (!isKey) _capture.BeginString();
            if (isLeftOut) LeaveOut();
        }
        _at++;
        while (!AtEndOfString())
        {
        }
        if (!isWanted) return;
        if (_mark >= 0) Keep();
        if (!_capture.EndString(Position - start - 2)) return;
        _mark = _at;
    }

    private bool AtEndOfString()
    {
        var run = _buffer.AsSpan(_at, _end - _at).IndexOfAny(_special);
        if (run < 0)
        {
            _at = _end;
            if (!Fill()) throw Truncated();
            return false;
        }
        _at += run;
        switch (_buffer[_at])
        {
            case (byte)'"':
                _at++;
                return true;
            case (byte)'\\':
                Escape();
                return false;
            default:
                throw Malformed($"a string holds {Shown(_buffer[_at])}, which must be escaped");
        }
    }

    private void Escape()
    {
        _at++;
        switch (Current())
        {
            case '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't':
                _at++;
                return;
            case 'u':
                _at++;
                for (var i = 0; i < 4; i++)
                {
                    var c = Current();
                    if (c < 0 || !char.IsAsciiHexDigit((char)c)) throw Unexpected("a hexadecimal digit");
                    _at++;
                }
                return;
            default:
                throw Unexpected("an escape");
        }
    }

    private void Number()
    {
        if (Current() == '-') _at++;
        if (Current() == '0') _at++;
        else Digits();
        if (Current() == '.')
        {
            _at++;
            Digits();
        }
        if (Current() is not ('e' or 'E')) return;
        _at++;
        if (Current() is '+' or '-') _at++;
        Digits();
    }

    private void Digits()
    {
        if (Current() is not (>= '0' and <= '9')) throw Unexpected("a digit");
        while (Current() is >= '0' and <= '9') _at++;
    }

    private void Literal(ReadOnlySpan<byte> text)
    {
        foreach (var due in text)
        {
            if (Current() != due) throw Unexpected($"'{(char)due}'");
            _at++;
        }
    }

    // The next byte, white space included; -1 at the end.
    private int Current() => _at < _end || Fill() ? _buffer[_at] : -1;

    private void SkipBlank()
    {
        if (_mark >= 0) Keep();
        while (_at < _end && _buffer[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
        if (_mark >= 0) _mark = _at;
    }

    private bool Fill()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_mark >= 0) Keep();
        var count = _input.Read(_buffer, 0, _buffer.Length);
        if (count == 0) return false;
        _before += _end;
        _at = 0;
        _end = count;
        if (_mark >= 0) _mark = 0;
        return true;
    }

    // Puts aside what was walked over since the last time.
    private void Keep()
    {
        if (_capture.TryAdd(_buffer.AsSpan(_mark, _at - _mark))) _mark = _at;
        else if (_capture.TryLeaveOut()) _mark = -1;
        else throw TooLarge();
    }

    private void LeaveOut()
    {
        _capture.TryLeaveOut(evenIfShort: true);
        _mark = -1;
    }

    private MigrationException TooLarge() =>
        new(ErrorKinds.PackageTooLarge,
            $"'{_name}' has a record before byte {Position} that is larger than {ArcadiaCapture.MaxLength / 1024 / 1024} MB, long strings apart.") { TargetObject = _name };
}
