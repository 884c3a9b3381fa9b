using System.Buffers;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What each part of a package must be. They are taken in one pass that is held against the hash of the whole: parts that
/// are what is said here make up the file that was planned, whenever and in whatever order they are sent.
/// </summary>
/// <param name="PartSize">How long each part is but the last.</param>
/// <param name="Seals">The seal of each part.</param>
internal sealed record ArcGisPartSeals(long PartSize, IReadOnlyList<string> Seals)
{
    private const int Chunk = 256 * 1024;

    /// <summary>
    /// Those of a file: the ones that were taken when it was read, unless the upload that goes on has parts of another size,
    /// or the file grew behind them while it was read.
    /// </summary>
    /// <exception cref="MigrationException">PackageChanged, PackageTruncated, PackageLocked, PackageNotFound: it is not the file that was planned.</exception>
    public static async Task<ArcGisPartSeals> OfAsync(ArcGisUploadFile file, long partSize, CancellationToken cancellationToken)
    {
        if (file.Parts is { } taken && taken.PartSize == partSize && taken.Seals.Count == ArcGisParts.Count(file.Length, partSize)) return taken;
        await using var whole = UploadFile.Open(file.Path, file.Sha256, length: file.Length);
        return await ReadAsync(whole, partSize, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a package to its end. What it is as a whole is the stream's to check, or the caller's.</summary>
    public static async Task<ArcGisPartSeals> ReadAsync(Stream whole, long partSize, CancellationToken cancellationToken)
    {
        var seals = new List<string>();
        using var seal = new ContentSeal();
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            while (await whole.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, partSize - seal.Length)), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                seal.Add(buffer.AsSpan(0, read));
                if (seal.Length == partSize) seals.Add(seal.SumAndReset());
            }
            if (seal.Length > 0) seals.Add(seal.SumAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return new ArcGisPartSeals(partSize, seals);
    }
}
