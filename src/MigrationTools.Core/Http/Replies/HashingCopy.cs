using System.Buffers;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Copies a body into a file, with its SHA-256 computed on the way: by the target where it does that, here where not.</summary>
internal sealed class HashingCopy : IDisposable
{
    private const int Chunk = 128 * 1024;
    private const int UnixDiskFull = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    private readonly Stream _target;
    private readonly IHashedTarget? _hashed;
    private readonly ContentHash? _hash;

    internal HashingCopy(Stream target)
    {
        _target = target;
        _hashed = target as IHashedTarget;
        _hash = _hashed is null ? new ContentHash() : null;
        // What an earlier attempt left would else stand behind a shorter answer.
        Written(() =>
        {
            if (target.CanSeek) target.Seek(0, SeekOrigin.Begin);
            target.SetLength(0);
        });
    }

    /// <summary>What may stand before JSON: white space and the bytes of a byte order mark.</summary>
    internal static ReadOnlySpan<byte> Lead => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF];

    internal long Length { get; private set; }

    /// <summary>The last byte that is no white space; null where there is none yet.</summary>
    internal byte? LastByte { get; private set; }

    /// <summary>The first byte that is neither white space nor part of a byte order mark; null where there is none yet.</summary>
    internal byte? FirstByte { get; private set; }

    internal async Task CopyAsync(Stream body, Action<int> moved, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                await AddAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                moved(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal async Task AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
        _hash?.Add(bytes.Span);
        Length += bytes.Length;
        if (FirstByte is null && bytes.Span.TrimStart(Lead) is [var first, ..]) FirstByte = first;
        var text = bytes.Span.TrimEnd(" \t\r\n"u8);
        if (text.Length > 0) LastByte = text[^1];
    }

    internal async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _target.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
        return _hashed is not null ? _hashed.Sha256() : _hash!.Sha256();
    }

    public void Dispose() => _hash?.Dispose();

    private static void Written(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(e);
        }
    }

    private static MigrationException NotWritten(Exception e) => e.HResult is UnixDiskFull or WindowsDiskFull or WindowsHandleDiskFull
        ? new MigrationException(ErrorKinds.DiskFull, "The disk filled up during a download.", inner: e)
        : new MigrationException(ErrorKinds.FileNotWritten, $"A download could not be written: {e.Message}", inner: e);
}
