using System.Buffers;

namespace MigrationTools.Core.Arcadia;

/// <summary>A string that was left out of a record.</summary>
/// <param name="Field">The field it stands in.</param>
/// <param name="Length">Its length in the file, in bytes.</param>
/// <param name="IsNeverWanted">True for pictures, which nobody looks into at any length.</param>
internal readonly record struct ArcadiaElision(string Field, long Length, bool IsNeverWanted);

/// <summary>
/// The text of one record while it is walked over, bounded: a string that would pass the bound is replaced by null.
/// </summary>
internal sealed class ArcadiaCapture : IDisposable
{
    /// <summary>The most that is kept of one record, in bytes.</summary>
    public const int MaxLength = 8 * 1024 * 1024;

    // Shorter strings are not what makes a record too large.
    private const int ShortString = 4096;

    // Room for the nulls that stand for strings left out when everything else is full.
    private const int Slack = 64 * 1024;

    private readonly List<ArcadiaElision> _elisions = [];
    private byte[] _text = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _stringStart = -1;
    private bool _isLeavingOut;
    private (int Start, int Length) _field;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Text => _text.AsMemory(0, Length);

    public IReadOnlyList<ArcadiaElision> Elisions => _elisions;

    /// <summary>Whether the field that was named last holds a picture.</summary>
    public bool FieldIsNeverWanted { get; private set; }

    public void Clear()
    {
        Length = 0;
        _stringStart = -1;
        _isLeavingOut = false;
        _field = default;
        FieldIsNeverWanted = false;
        _elisions.Clear();
    }

    /// <summary>Adds what was walked over; false if it does not fit.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > MaxLength - Slack) return false;
        Grow(bytes.Length);
        bytes.CopyTo(_text.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    public void BeginString() => _stringStart = Length;

    /// <summary>Takes the string that is being walked over out again; false if there is none, or it is not what takes the room.</summary>
    public bool TryLeaveOut(bool evenIfShort = false)
    {
        if (_stringStart < 0 || (!evenIfShort && Length - _stringStart < ShortString)) return false;
        Length = _stringStart;
        _isLeavingOut = true;
        return true;
    }

    /// <summary>Ends a string; true if it was left out.</summary>
    public bool EndString(long length)
    {
        _stringStart = -1;
        if (!_isLeavingOut) return false;
        _isLeavingOut = false;
        var nothing = "null"u8;
        Grow(nothing.Length);
        nothing.CopyTo(_text.AsSpan(Length));
        Length += nothing.Length;
        _elisions.Add(new ArcadiaElision(ArcadiaJsonText.Decode(_text.AsSpan(_field.Start, _field.Length)), length, FieldIsNeverWanted));
        return true;
    }

    /// <summary>Notes the key that was added last, quotes included, as the field that is being walked over.</summary>
    public void NameField(int start)
    {
        _field = (start + 1, Math.Max(0, Length - start - 2));
        var key = _text.AsSpan(_field.Start, _field.Length);
        FieldIsNeverWanted = key.SequenceEqual("staticasset_contents"u8) || key.SequenceEqual("img"u8);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_text);

    private void Grow(int more)
    {
        if (Length + more <= _text.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_text.Length * 2, Length + more));
        _text.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_text);
        _text = larger;
    }
}
