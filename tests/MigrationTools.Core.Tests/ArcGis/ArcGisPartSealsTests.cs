using System.Security.Cryptography;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>Seals that were taken while a file was read stand for all of it, or are taken anew.</summary>
public sealed class ArcGisPartSealsTests
{
    private const int PartSize = 1000;

    [Fact]
    public async Task Seals_of_all_parts_are_not_taken_twice()
    {
        using var folder = new TempFolder();
        var file = await WrittenAsync(folder, 2500);
        var taken = new ArcGisPartSeals(PartSize, ["a", "b", "c"]);
        Assert.Same(taken, await ArcGisPartSeals.OfAsync(file with { Parts = taken }, PartSize, TestContext.Current.CancellationToken));
    }

    /// <summary>Somebody still wrote while it was read: the hash is of more than was sealed.</summary>
    [Fact]
    public async Task A_file_that_grew_behind_its_seals_is_sealed_anew()
    {
        using var folder = new TempFolder();
        var file = await WrittenAsync(folder, 2500);
        var seals = await ArcGisPartSeals.OfAsync(file with { Parts = new ArcGisPartSeals(PartSize, ["a", "b"]) }, PartSize, TestContext.Current.CancellationToken);
        Assert.Equal(3, seals.Seals.Distinct().Count());
        Assert.DoesNotContain("a", seals.Seals);
    }

    [Fact]
    public async Task Parts_of_another_size_are_sealed_anew_and_held_against_the_whole()
    {
        using var folder = new TempFolder();
        var file = await WrittenAsync(folder, 2500) with { Parts = new ArcGisPartSeals(PartSize, ["a", "b", "c"]) };
        Assert.Equal(5, (await ArcGisPartSeals.OfAsync(file, 500, TestContext.Current.CancellationToken)).Seals.Count);
        await File.WriteAllBytesAsync(file.Path, new byte[2500], TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<MigrationException>(() => ArcGisPartSeals.OfAsync(file, 500, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorKinds.PackageChanged, error.Kind);
    }

    private static async Task<ArcGisUploadFile> WrittenAsync(TempFolder folder, int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var path = folder.File("a.epk");
        await File.WriteAllBytesAsync(path, bytes);
        return ArcGisUploadFile.Of(path, length, Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), File.GetLastWriteTimeUtc(path));
    }
}
