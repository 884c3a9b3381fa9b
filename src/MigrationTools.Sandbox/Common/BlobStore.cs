using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace MigrationTools.Sandbox.Common;

/// <summary>
/// The large strings of a JSON document (base64 of images and videos), kept on disk as they stood between their
/// quotes. In the document stands a token in their place, the same for the same content: comparing tokens compares
/// contents.
/// </summary>
public sealed class BlobStore : IDisposable
{
    /// <summary>Known carriers of base64 leave memory early, any other string late: others may hold references.</summary>
    private const int KnownThreshold = 64 * 1024;

    private const int OtherThreshold = 16 * 1024 * 1024;

    private static readonly string[] KnownNames = ["staticasset_contents", "img"];

    private readonly string _marker;
    private readonly byte[] _escapedMarker;
    private readonly ConcurrentDictionary<string, TempContent> _blobs = new();

    /// <summary>An empty store, with tokens that no document can forge.</summary>
    public BlobStore()
    {
        var name = "blob:" + Guid.NewGuid().ToString("N") + ":";
        _marker = "\u0001" + name;
        _escapedMarker = System.Text.Encoding.ASCII.GetBytes("\\u0001" + name);
    }

    /// <summary>The content behind a token, or null when the text is an ordinary string.</summary>
    public TempContent? Find(string? text) =>
        text is not null && text.StartsWith(_marker, StringComparison.Ordinal) ? _blobs[text] : null;

    /// <summary>Stores a content and gives the token for it. The content must need no JSON escapes.</summary>
    public string Store(Action<Action<ReadOnlyMemory<byte>>> write)
    {
        var content = TempContent.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        write(piece =>
        {
            content.Append(piece.Span);
            hash.AppendData(piece.Span);
        });
        return Keep(content, hash);
    }

    /// <summary>Reads JSON text as a stream, takes its large strings out, and gives what is left.</summary>
    public byte[] Extract(Stream source, CancellationToken cancellation)
    {
        var skeleton = new ArrayBufferWriter<byte>();
        var scanner = new Scanner(this, skeleton);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            int count;
            while ((count = source.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                scanner.Scan(buffer.AsSpan(0, count));
            }

            scanner.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return skeleton.WrittenSpan.ToArray();
    }

    /// <summary>Writes JSON text with the contents back in the places of their tokens.</summary>
    public async Task ExpandAsync(ReadOnlyMemory<byte> json, Stream target, CancellationToken cancellation)
    {
        while (!json.IsEmpty)
        {
            var start = _blobs.IsEmpty ? -1 : json.Span.IndexOf(_escapedMarker);
            await target.WriteAsync(start < 0 ? json : json[..start], cancellation);
            if (start < 0) return;
            json = json[start..];
            var end = json.Span.IndexOf((byte)'"');
            var token = "\u0001" + System.Text.Encoding.ASCII.GetString(json.Span[6..end]);
            using var content = _blobs[token].OpenRead();
            await content.CopyToAsync(target, cancellation);
            json = json[end..];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var content in _blobs.Values) content.Dispose();
        _blobs.Clear();
    }

    private string Keep(TempContent content, IncrementalHash hash)
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"{_marker}{content.Length}:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
        if (!_blobs.TryAdd(token, content)) content.Dispose();
        return token;
    }

    /// <summary>Knows only where strings begin and end, which is all that is needed.</summary>
    private sealed class Scanner(BlobStore store, ArrayBufferWriter<byte> skeleton)
    {
        private readonly ArrayBufferWriter<byte> _string = new();
        private TempContent? _blob;
        private IncrementalHash? _hash;
        private bool _inString;
        private bool _escaped;
        private int _threshold = OtherThreshold;

        public void Scan(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                if (!_inString)
                {
                    var quote = bytes.IndexOf((byte)'"');
                    var upTo = quote < 0 ? bytes.Length : quote + 1;
                    // A comma or bracket ends the reach of the name before it.
                    if (bytes[..upTo].IndexOfAny((byte)',', (byte)'[', (byte)'{') >= 0) _threshold = OtherThreshold;
                    skeleton.Write(bytes[..upTo]);
                    bytes = bytes[upTo..];
                    _inString = quote >= 0;
                    continue;
                }

                var end = EndOfString(bytes);
                Content(bytes[..(end < 0 ? bytes.Length : end)]);
                if (end < 0) return;
                Close();
                bytes = bytes[(end + 1)..];
            }
        }

        public void End()
        {
            // A cut document: the parser shall see that it is cut.
            if (_inString) skeleton.Write(_string.WrittenSpan);
            _blob?.Dispose();
            _hash?.Dispose();
        }

        private int EndOfString(ReadOnlySpan<byte> bytes)
        {
            var position = 0;
            while (position < bytes.Length)
            {
                if (_escaped)
                {
                    _escaped = false;
                    position++;
                    continue;
                }

                var next = bytes[position..].IndexOfAny((byte)'"', (byte)'\\');
                if (next < 0) return -1;
                position += next;
                if (bytes[position] == '"') return position;
                _escaped = true;
                position++;
            }

            return -1;
        }

        private void Content(ReadOnlySpan<byte> bytes)
        {
            if (_blob is null && _string.WrittenCount + bytes.Length <= _threshold)
            {
                _string.Write(bytes);
                return;
            }

            if (_blob is null)
            {
                _blob = TempContent.Create();
                _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                Spill(_string.WrittenSpan);
                _string.ResetWrittenCount();
            }

            Spill(bytes);
        }

        private void Spill(ReadOnlySpan<byte> bytes)
        {
            _blob!.Append(bytes);
            _hash!.AppendData(bytes);
        }

        private void Close()
        {
            if (_blob is null)
            {
                skeleton.Write(_string.WrittenSpan);
                _threshold = Array.Exists(KnownNames, name => System.Text.Ascii.Equals(_string.WrittenSpan, name))
                    ? KnownThreshold : OtherThreshold;
            }
            else
            {
                var token = store.Keep(_blob, _hash!);
                // The marker's control character has to be escaped to be JSON.
                skeleton.Write("\\u0001"u8);
                skeleton.Write(System.Text.Encoding.ASCII.GetBytes(token[1..]));
                _blob = null;
                _hash!.Dispose();
                _hash = null;
                _threshold = OtherThreshold;
            }

            skeleton.Write("\""u8);
            _string.ResetWrittenCount();
            _inString = false;
        }
    }
}
