namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Packages to import.</summary>
public static class ArcGisFixtures
{
    /// <summary>The package of the vendor's page: its preview and its import have the answers printed there.</summary>
    public static ArcGisManifest VendorManifest { get; } = new()
    {
        Id = "69867fb59ac84a8d847442e232d43277",
        FileName = "Test_2020531_102838",
        Created = 1590989318963,
        HttpsUrl = "https://machine.domain.com/webadaptor",
        SourceVersion = "10.8.1",
        PortalId = "d65a043d-2d49-492e-ab1e-4f87a92c6e1b",
        Items =
        [
            new() { Id = "4a0fe3a6f8c3432490822a7ccffc6602", Type = "Shapefile", Title = "example shape file", Size = 5369, Created = 1590673414612, Modified = 1590673414612 },
            new() { Id = "6a05e1064c2848918059a849a300d509", Type = "Web Map", Title = "example web map", Size = 3228, Created = 1590673580319, Modified = 1590673585488 },
            new() { Id = "2aba832a4afa429d886d8d8c8f6fbede", Type = "Feature Service", Title = "example hosted feature service", Size = 5369, Created = 1590673414796, Modified = 1590673439011 },
        ],
    };

    /// <summary>The bytes of <see cref="VendorManifest"/>'s package.</summary>
    public static byte[] VendorPackage() => Package(VendorManifest);

    /// <summary>The bytes of a package of items without files.</summary>
    public static byte[] Package(ArcGisManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        using var packages = new ArcGisPackages();
        using var content = packages.Pack(manifest, [], PackageFormat.Zip);
        using var bytes = new MemoryStream();
        using (var source = content.OpenRead()) source.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A manifest of so many small items, of a source of a version.</summary>
    public static ArcGisManifest Manifest(int items, string sourceVersion = "11.3") => VendorManifest with
    {
        SourceVersion = sourceVersion,
        Items = [.. Enumerable.Range(1, items).Select(number => new ArcGisPackedItem
        {
            Id = ArcGisSamples.Id($"fixture/{number}"), Type = "CSV", Title = $"Table {number:000}", Size = 100 + number,
            Created = 1590673414612, Modified = 1590673414612,
        })],
    };
}
