using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

/// <summary>The manifest's name belongs to the package as much as its own: nothing else may bear it, and nothing else is replaced there.</summary>
public class PackageManifestNameTests
{
    [Theory]
    [InlineData("name.json.manifest")]
    [InlineData("name.json.manifest.json")]
    [InlineData("name.json.MANIFEST.JSON")]
    public void A_package_is_never_named_like_a_manifest(string name)
    {
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.Path);
        foreach (var (proposed, id) in new[] { (name, "1"), ("name", "2") })
        {
            using var file = destination.Written($"content of {id}", proposed, id);
            Assert.False(file.Path.EndsWith(PackageManifest.Suffix, StringComparison.OrdinalIgnoreCase), file.Path);
            file.Commit(Samples.Facts());
            Assert.Equal($"content of {id}", File.ReadAllText(file.Path));
        }
        Assert.Equal(4, folder.Names().Length);
        Assert.Equal(2, folder.Names().Count(path => File.ReadAllText(folder.File(path)).StartsWith("content", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a.manifest", "a_manifest")]
    [InlineData("a.Manifest.JSON", "a_Manifest.JSON")]
    [InlineData("a.manifest. ", "a_manifest")]
    [InlineData("a.manifest.zip", "a.manifest.zip")]
    [InlineData("manifest.json", "manifest.json")]
    public void A_plain_name_does_not_end_like_a_manifests(string proposed, string expected) =>
        Assert.Equal(expected, PlainName.From(proposed, "x"));

    [Fact]
    public void Cut_short_a_name_does_not_end_like_a_manifests_either()
    {
        var plain = PlainName.From(new string('a', PlainName.MaxLength - 9) + ".manifest and more", "x");
        Assert.EndsWith("a_manifest", plain, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_like_a_manifest_is_no_destination()
    {
        using var folder = new TempFolder();
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination(folder.File("out.json.Manifest.json"), force: true).Check());
        // Nor is one by way of its extension.
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination(folder.Path, force: true).Open("out.json", "1", ".Manifest.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stale")]
    [InlineData("{\"visuals\":[],\"version\":{}}")]
    public void What_is_no_manifest_is_not_replaced_without_force(string other)
    {
        using var folder = new TempFolder();
        var path = folder.Write("out.json.manifest.json", other);
        foreach (var into in new[] { folder.File("out.json"), folder.Path })
        {
            var e = Samples.Fails(ErrorKinds.FileExists, () => new PackageDestination(into).Open("out", "1", ".json"));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(other, File.ReadAllText(path));
        using var file = new PackageDestination(folder.File("out.json"), force: true).Written("content");
        file.Commit(Samples.Facts());
        Assert.NotNull(PackageManifest.ReadBeside(folder.File("out.json")));
    }

    [Fact]
    public void What_appears_at_the_manifests_place_meanwhile_is_not_replaced()
    {
        using var folder = new TempFolder();
        var path = folder.File("out.json.manifest.json");
        using (var file = new PackageDestination(folder.File("out.json")).Written("mine"))
        {
            File.WriteAllText(path, "theirs");
            var e = Samples.Fails(ErrorKinds.FileExists, () => file.Commit(Samples.Facts()));
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Equal(["out.json.manifest.json"], folder.Names());
    }
}
