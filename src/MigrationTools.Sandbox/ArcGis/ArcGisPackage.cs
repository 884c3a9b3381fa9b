using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>A package that the portal can read: its manifest, and the files in it.</summary>
internal sealed record ArcGisPackage(ArcGisManifest Manifest, Func<string, ArcGisContent?> Unpack);

/// <summary>Makes packages and reads them. One for both portals: of bytes that say nothing it knows what they mean.</summary>
internal sealed class ArcGisPackages : IDisposable
{
    private const string ManifestEntry = "manifest.json";

    private readonly ConcurrentDictionary<string, Known> _known = new();

    /// <summary>Makes a package of items; the manifest lists them in the same order.</summary>
    public ArcGisContent Pack(ArcGisManifest manifest, IReadOnlyList<ArcGisItem> items, PackageFormat format)
    {
        if (format == PackageFormat.Zip) return ArcGisContent.Written(stream => WriteZip(stream, manifest, items));
        var contents = items.Where(item => item.Content is not null).ToDictionary(item => item.Id, item => Copy(item.Content!));
        var content = ArcGisContent.Written(stream => WriteNoise(stream, manifest.Id, 4096 + items.Sum(item => item.Content?.Length ?? 0)));
        Know(content.Sha256, content.Length, manifest, contents);
        return content;
    }

    /// <summary>From now on a file of this hash and length is a package that holds these items.</summary>
    public void Know(string sha256, long length, ArcGisManifest manifest, Dictionary<string, ArcGisContent> contents) =>
        _known[sha256] = new(length, new(manifest, id => contents.TryGetValue(id, out var content) ? Copy(content) : null), [.. contents.Values]);

    /// <summary>The package in a file, or null when it is none.</summary>
    public ArcGisPackage? Read(ArcGisContent content)
    {
        // The hash of a large file takes time: only where its length is that of a known one.
        if (_known.Values.Any(known => known.Length == content.Length) && _known.TryGetValue(content.Sha256, out var found)) return found.Package;
        try
        {
            using var archive = new ZipArchive(content.OpenRead(), ZipArchiveMode.Read);
            if (archive.GetEntry(ManifestEntry) is not { } entry) return null;
            using var json = entry.Open();
            return ArcGisManifest.Parse(json) is { } manifest ? new(manifest, id => Unpack(content, id)) : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var content in _known.Values.SelectMany(known => known.Contents)) content.Release();
        _known.Clear();
    }

    private static ArcGisContent? Unpack(ArcGisContent package, string id)
    {
        using var archive = new ZipArchive(package.OpenRead(), ZipArchiveMode.Read);
        if (archive.GetEntry(Entry(id)) is not { } entry) return null;
        using var data = entry.Open();
        return ArcGisContent.Written(target => data.CopyTo(target));
    }

    private static void WriteZip(Stream stream, ArcGisManifest manifest, IReadOnlyList<ArcGisItem> items)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        using (var json = archive.CreateEntry(ManifestEntry).Open()) json.Write(manifest.ToUtf8());
        foreach (var item in items.Where(item => item.Content is not null))
        {
            // What is large is an archive or an image already.
            var level = item.Content!.Length > 1024 * 1024 ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
            using var target = archive.CreateEntry(Entry(item.Id), level).Open();
            using var source = item.Content.OpenRead();
            source.CopyTo(target);
        }
    }

    /// <summary>Bytes in which nothing can be read, the same for the same package.</summary>
    internal static void WriteNoise(Stream stream, string seed, long length)
    {
        var random = new Random(seed.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)));
        var buffer = new byte[128 * 1024];
        for (var left = length; left > 0; left -= buffer.Length)
        {
            random.NextBytes(buffer);
            stream.Write(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
        }
    }

    private static ArcGisContent Copy(ArcGisContent content) => ArcGisContent.Written(target =>
    {
        using var source = content.OpenRead();
        source.CopyTo(target);
    });

    private static string Entry(string id) => $"items/{id}/data";

    private sealed record Known(long Length, ArcGisPackage Package, IReadOnlyList<ArcGisContent> Contents);
}
