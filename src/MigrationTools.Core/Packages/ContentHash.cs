using System.Security.Cryptography;

namespace MigrationTools.Core.Packages;

/// <summary>Length and SHA-256 of bytes as they pass by.</summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many bytes passed.</summary>
    public long Length { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    public void Reset()
    {
        _ = _hash.GetHashAndReset();
        Length = 0;
    }

    /// <summary>In lower-case hex.</summary>
    public string Sha256() => Convert.ToHexString(_hash.GetCurrentHash()).ToLowerInvariant();

    public void Dispose() => _hash.Dispose();
}
