using System.Buffers;
using System.Security.Cryptography;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What each part of a package must be. They are read in one pass that is held against the hash of the whole: parts that
/// are what is said here make up the file that was planned, whenever and in whatever order they are sent.
/// </summary>
internal static class ArcGisPartHashes
{
    private const int Chunk = 128 * 1024;

    /// <returns>The SHA-256 of each part, in hex.</returns>
    /// <exception cref="MigrationException">PackageChanged, PackageTruncated, PackageLocked, PackageNotFound: it is not the file that was planned.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(ArcGisUploadFile file, long partSize, CancellationToken cancellationToken)
    {
        var hashes = new List<string>(ArcGisParts.Count(file.Length, partSize));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var whole = UploadFile.Open(file.Path, file.Sha256, length: file.Length);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (var left = file.Length; left > 0;)
            {
                var inPart = partSize - (file.Length - left) % partSize;
                var read = await whole.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, inPart)), cancellationToken).ConfigureAwait(false);
                hash.AppendData(buffer, 0, read);
                left -= read;
                if (read == inPart || left == 0) hashes.Add(Convert.ToHexString(hash.GetHashAndReset()));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return hashes;
    }
}
