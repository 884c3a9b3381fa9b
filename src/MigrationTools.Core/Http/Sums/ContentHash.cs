using System.Buffers;
using System.Security.Cryptography;

namespace MigrationTools.Core.Http;

/// <summary>
/// Length and SHA-256 of bytes as they pass by. Of large content the hash is taken beside: whoever brings the bytes goes on
/// while another thread has the block before. Where no thread comes by in time, the one that brings them does it itself.
/// </summary>
internal sealed class ContentHash : IContentSum
{
    // Below this, handing over costs more than it saves.
    private const long Large = 1024 * 1024;
    private const int Block = 512 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly object _gate = new();
    private byte[]? _filling;
    private byte[]? _handedOver;
    private int _filled;
    private int _due;
    private bool _disposed;

    /// <summary>How many bytes passed.</summary>
    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        // Nobody would catch what a thread of the pool throws: it would end the process.
        ObjectDisposedException.ThrowIf(_disposed, this);
        Length += bytes.Length;
        if (_filling is null)
        {
            if (Length <= Large)
            {
                _hash.AppendData(bytes);
                return;
            }
            _filling = ArrayPool<byte>.Shared.Rent(Block);
            _handedOver = ArrayPool<byte>.Shared.Rent(Block);
        }
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, Block - _filled);
            bytes[..count].CopyTo(_filling.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == Block) HandOver();
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _due = 0;
            _ = _hash.GetHashAndReset();
        }
        _filled = 0;
        Length = 0;
    }

    /// <inheritdoc />
    public string Sum() => Sha256();

    /// <summary>In lower-case hex.</summary>
    public string Sha256()
    {
        lock (_gate)
        {
            HashDue();
            if (_filled > 0) _hash.AppendData(_filling!, 0, _filled);
            _filled = 0;
            return Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _due = 0;
            _hash.Dispose();
            if (_filling is not null) ArrayPool<byte>.Shared.Return(_filling);
            if (_handedOver is not null) ArrayPool<byte>.Shared.Return(_handedOver);
            _filling = _handedOver = null;
        }
    }

    private void HandOver()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            HashDue();
            (_filling, _handedOver) = (_handedOver, _filling);
            (_due, _filled) = (_filled, 0);
        }
        ThreadPool.UnsafeQueueUserWorkItem(static hash => hash.Beside(), this, preferLocal: false);
    }

    private void Beside()
    {
        lock (_gate) HashDue();
    }

    private void HashDue()
    {
        if (_due > 0) _hash.AppendData(_handedOver!, 0, _due);
        _due = 0;
    }
}
