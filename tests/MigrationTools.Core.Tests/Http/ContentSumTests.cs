using System.Security.Cryptography;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

/// <summary>Sums over bytes that come in pieces of any size: the pieces must not show.</summary>
public sealed class ContentSumTests
{
    private const int Block = 128 * 1024;

    private static byte[] Noise(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Plain(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    private static string SealOf(byte[] bytes, Func<int> piece, bool hasCipher = true)
    {
        using var seal = new ContentSeal(hasCipher);
        AddInPieces(seal, bytes, piece);
        Assert.Equal(bytes.Length, seal.Length);
        return seal.Sum();
    }

    private static void AddInPieces(IContentSum sum, ReadOnlySpan<byte> bytes, Func<int> piece)
    {
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, piece());
            sum.Add(bytes[..count]);
            bytes = bytes[count..];
        }
    }

    public static TheoryData<int, int> LengthsAndPieces
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var length in new[] { 0, 1, 1000, 1024 * 1024, 1024 * 1024 + 1, 3 * 512 * 1024, 4_000_003 })
            {
                foreach (var piece in new[] { 1000, 128 * 1024, 512 * 1024, 700_001, 5_000_000 }) data.Add(length, piece);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LengthsAndPieces))]
    public void A_hash_that_is_taken_beside_is_the_hash(int length, int piece)
    {
        var bytes = Noise(length);
        using var hash = new ContentHash();
        AddInPieces(hash, bytes, () => piece);
        Assert.Equal(length, hash.Length);
        Assert.Equal(Plain(bytes), hash.Sha256());
        Assert.Equal(Plain(bytes), hash.Sum());
    }

    /// <summary>A download asks for the hash, writes on where it can be resumed, and starts over where not.</summary>
    [Fact]
    public void A_hash_can_be_asked_for_in_between_and_started_over()
    {
        var bytes = Noise(3_000_000);
        using var hash = new ContentHash();
        AddInPieces(hash, bytes.AsSpan(0, 1_700_000), () => 60_000);
        Assert.Equal(Plain(bytes.AsSpan(0, 1_700_000)), hash.Sha256());
        AddInPieces(hash, bytes.AsSpan(1_700_000), () => 60_000);
        Assert.Equal(Plain(bytes), hash.Sha256());
        hash.Reset();
        Assert.Equal(0, hash.Length);
        AddInPieces(hash, bytes.AsSpan(0, 2_000_000), () => 60_000);
        Assert.Equal(Plain(bytes.AsSpan(0, 2_000_000)), hash.Sha256());
        hash.Reset();
        Assert.Equal(Plain([]), hash.Sha256());
    }

    /// <summary>Where the pool's threads all hash, nobody waits for a thread of the pool.</summary>
    [Fact]
    public async Task Many_hashes_at_the_same_time_do_not_wait_for_each_other()
    {
        var contents = Enumerable.Range(0, 64).Select(seed => Noise(1_500_000 + seed, seed)).ToArray();
        var hashes = await Task.WhenAll(contents.Select(bytes => Task.Run(() =>
        {
            using var hash = new ContentHash();
            AddInPieces(hash, bytes, () => 64 * 1024);
            return hash.Sha256();
        }))).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(contents.Select(bytes => Plain(bytes)), hashes);
    }

    [Fact]
    public void A_hash_can_be_thrown_away_at_any_time()
    {
        for (var megabytes = 0; megabytes < 40; megabytes++)
        {
            var hash = new ContentHash();
            AddInPieces(hash, Noise((megabytes % 4 * 1_000_000) + 600_000), () => 512 * 1024);
            hash.Dispose();
            hash.Dispose();
        }
    }

    /// <summary>Who still writes after the end is told so: on a thread of the pool it would end the process.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2_000_000)]
    public void A_hash_that_was_thrown_away_takes_nothing_more(int before)
    {
        var hash = new ContentHash();
        hash.Add(Noise(before));
        hash.Dispose();
        Assert.Throws<ObjectDisposedException>(() => hash.Add(Noise(2_000_000)));
        Assert.Equal(before, hash.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(5 * Block - 7)]
    public void A_seal_does_not_show_in_which_pieces_the_bytes_came(int length)
    {
        var bytes = Noise(length);
        var random = new Random(7);
        var seals = new[] { SealOf(bytes, () => Block), SealOf(bytes, () => 1000), SealOf(bytes, () => 3 * Block), SealOf(bytes, () => random.Next(1, 2 * Block)) };
        Assert.Single(seals.Distinct());
    }

    [Fact]
    public void Other_bytes_have_another_seal()
    {
        var bytes = Noise(3 * Block + 100);
        var seals = new HashSet<string> { SealOf(bytes, () => Block) };
        foreach (var place in new[] { 0, Block - 1, Block, 2 * Block + 5, bytes.Length - 1 })
        {
            var other = (byte[])bytes.Clone();
            other[place] ^= 1;
            Assert.True(seals.Add(SealOf(other, () => Block)), $"A change at {place} was not seen.");
        }
        // Two blocks that change places, one that is left out, and one that comes twice.
        Assert.True(seals.Add(SealOf([.. bytes[Block..(2 * Block)], .. bytes[..Block], .. bytes[(2 * Block)..]], () => Block)));
        Assert.True(seals.Add(SealOf(bytes[Block..], () => Block)));
        Assert.True(seals.Add(SealOf([.. bytes[..Block], .. bytes], () => Block)));
        Assert.True(seals.Add(SealOf([.. bytes, 0], () => Block)));
        Assert.True(seals.Add(SealOf([], () => Block)));
    }

    [Fact]
    public void One_seal_after_the_other_is_as_each_for_itself()
    {
        var (first, second) = (Noise(Block + 10, 1), Noise(2 * Block, 2));
        using var seal = new ContentSeal();
        seal.Add(first);
        Assert.Equal(SealOf(first, () => Block), seal.SumAndReset());
        seal.Add(second);
        Assert.Equal(second.Length, seal.Length);
        Assert.Equal(SealOf(second, () => Block), seal.SumAndReset());
        Assert.Equal(SealOf([], () => Block), seal.Sum());
    }

    [Fact]
    public void Where_there_is_no_cipher_the_hash_is_the_seal()
    {
        foreach (var length in new[] { 0, 1000, 3 * Block + 5 }) Assert.Equal(Plain(Noise(length)), SealOf(Noise(length), () => 7000, hasCipher: false));
        using var seal = new ContentSeal(hasCipher: false);
        seal.Add(Noise(10, 1));
        Assert.Equal(Plain(Noise(10, 1)), seal.SumAndReset());
        seal.Add(Noise(Block, 2));
        Assert.Equal(Plain(Noise(Block, 2)), seal.SumAndReset());
    }

    /// <summary>It is under a key: who knows the bytes alone cannot tell it.</summary>
    [Fact]
    public void A_seal_is_no_hash_of_the_bytes()
    {
        var bytes = Noise(1000);
        Assert.NotEqual(Plain(bytes), SealOf(bytes, () => Block));
    }
}
