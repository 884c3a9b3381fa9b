using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

public class PackageReaderTests
{
    private static readonly PackageReader _reader = new([new OpaqueFormat("Testing", "test"), new OpaqueFormat("Other", "other")]);

    [Fact]
    public async Task A_path_gives_the_package_that_the_export_emitted()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("test content");
        var live = file.Commit(Samples.Facts());

        var again = await _reader.ReadAsync(live.Path!);

        Assert.Equal(Samples.Text(live), Samples.Text(again));
        Assert.Equal(Samples.Text(live), Samples.Text(await _reader.ReadAsync(live.Path!, "Testing")));
    }

    [Fact]
    public async Task Private_content_reads_the_same_too()
    {
        using var root = new TempFolder();
        var content = new PrivateContent(root.Path);
        using var file = new PackageDestination(null, false, content).Written("test content");
        var live = file.Commit(Samples.Facts());
        Assert.Equal(Samples.Text(live), Samples.Text(await _reader.ReadAsync(live.Path!)));
        File.Delete(live.Path!);
        await Samples.FailsAsync(ErrorKinds.PackageContentGone, () => _reader.ReadAsync(live.Path!));
        content.Abandon();
    }

    [Fact]
    public async Task Without_a_manifest_the_content_tells_what_it_is()
    {
        using var folder = new TempFolder();
        var package = await _reader.ReadAsync(folder.Write("a", "other thing"));
        Assert.Equal(("Other", 11L), (package.System, package.Length));
        Assert.Equal(64, package.Sha256!.Length);
        Assert.Null(package.Source);
        Assert.Empty(package.Items);
    }

    [Fact]
    public async Task Renamed_together_with_its_manifest_it_stays_readable()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("test content");
        file.Commit(Samples.Facts());
        File.Move(folder.File("out.json"), folder.File("b.json"));
        File.Move(folder.File("out.json.manifest.json"), folder.File("b.json.manifest.json"));
        Assert.Equal("8.1.4", (await _reader.ReadAsync(folder.File("b.json"))).SourceVersion);
    }

    [Theory]
    [InlineData("test content and more")]
    [InlineData("test conten")]
    [InlineData("test CONTENT")]
    public async Task What_was_changed_after_the_export_is_not_taken(string changed)
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("test content");
        file.Commit(Samples.Facts());
        folder.Write("out.json", changed);
        await Samples.FailsAsync(ErrorKinds.PackageChanged, () => _reader.ReadAsync(folder.File("out.json")));
        // Without the manifest, a change is meant.
        File.Delete(folder.File("out.json.manifest.json"));
        Assert.Equal("Testing", (await _reader.ReadAsync(folder.File("out.json"))).System);
    }

    [Fact]
    public async Task A_changed_file_is_called_changed_rather_than_malformed()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("test content");
        file.Commit(Samples.Facts());
        folder.Write("out.json", "test CONTENT");
        var strict = new PackageReader([new OpaqueFormat("Testing", "test", ErrorKinds.PackageMalformed)]);
        await Samples.FailsAsync(ErrorKinds.PackageChanged, () => strict.ReadAsync(folder.File("out.json")));
        folder.Write("out.json", "test content");
        await Samples.FailsAsync(ErrorKinds.PackageMalformed, () => strict.ReadAsync(folder.File("out.json")));
    }

    [Fact]
    public async Task Another_systems_package_is_named()
    {
        using var folder = new TempFolder();
        var e = await Samples.FailsAsync(ErrorKinds.PackageOfOtherSystem, () => _reader.ReadAsync(folder.Write("a", "other"), "Testing"));
        Assert.Contains("Other", e.Message, StringComparison.Ordinal);
        using var file = new PackageDestination(folder.File("out.json")).Written("test");
        file.Commit(Samples.Facts());
        await Samples.FailsAsync(ErrorKinds.PackageOfOtherSystem, () => _reader.ReadAsync(folder.File("out.json"), "Other"));
    }

    [Fact]
    public async Task What_no_format_knows_is_said_so()
    {
        using var folder = new TempFolder();
        await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => _reader.ReadAsync(folder.Write("a", "<html>")));
        await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => _reader.ReadAsync(folder.Write("b", "<html>"), "Testing"));
        using var file = new PackageDestination(folder.File("c")).Written("x");
        file.Commit(Samples.Facts("Nobody"));
        await Samples.FailsAsync(ErrorKinds.PackageNotRecognized, () => _reader.ReadAsync(folder.File("c")));
    }

    [Fact]
    public async Task Formats_that_begin_alike_are_asked_in_turn()
    {
        using var folder = new TempFolder();
        var reader = new PackageReader([new OpaqueFormat("First", "x", ErrorKinds.PackageNotRecognized), new OpaqueFormat("Second", "x")]);
        Assert.Equal("Second", (await reader.ReadAsync(folder.Write("a", "x"))).System);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_told_apart()
    {
        using var folder = new TempFolder();
        await Samples.FailsAsync(ErrorKinds.PackageNotFound, () => _reader.ReadAsync(folder.File("none.json")));
        await Samples.FailsAsync(ErrorKinds.PackageNotFound, () => _reader.ReadAsync(folder.File("none/none.json")));
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => _reader.ReadAsync(folder.Path));
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => _reader.ReadAsync("relative.json"));
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => _reader.ReadAsync(folder.File("a\0b")));
        await Samples.FailsAsync(ErrorKinds.PackageEmpty, () => _reader.ReadAsync(folder.Write("empty", "")));
        var locked = folder.Write("locked", "test");
        using var holder = new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await Samples.FailsAsync(ErrorKinds.PackageLocked, () => _reader.ReadAsync(locked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"system\":\"Testing\"")]
    [InlineData("{\"formatVersion\":2,\"system\":\"Testing\",\"kind\":\"B\",\"length\":4,\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}")]
    [InlineData("{\"system\":\"Testing\",\"kind\":\"B\",\"length\":4,\"sha256\":\"abc\"}")]
    [InlineData("{\"system\":\"Testing\",\"kind\":\"B\",\"length\":4,\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\",\"items\":[null]}")]
    [InlineData("{\"system\":\"Testing\",\"kind\":\"B\",\"length\":4,\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\",\"items\":[{\"system\":\"Testing\"}]}")]
    [InlineData("{\"system\":\"Testing\",\"kind\":\"B\",\"length\":\"four\",\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}")]
    [InlineData("{\"system\":\"Testing\",\"kind\":\"B\",\"length\":99999999999999999999,\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"}")]
    public async Task A_manifest_that_makes_no_sense_is_refused(string manifest)
    {
        using var folder = new TempFolder();
        folder.Write("a.manifest.json", manifest);
        await Samples.FailsAsync(ErrorKinds.ManifestMalformed, () => _reader.ReadAsync(folder.Write("a", "test")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public async Task A_manifest_of_a_later_day_or_another_hand_is_read(string before)
    {
        using var folder = new TempFolder();
        folder.Write("a.manifest.json", before + """
            {"Future": {"x": [1]}, "System": "Testing", "kind": "B", "length": 4, "warnings": null, "items": null,
             "sha256": "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08", "source": "https://x"}
            """);
        var package = await _reader.ReadAsync(folder.Write("a", "test"));
        Assert.Equal("https://x", package.Source);
    }

    [Fact]
    public async Task Random_manifests_never_break_the_reader()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("a")).Written("test content");
        file.Commit(Samples.Facts());
        var good = await File.ReadAllBytesAsync(folder.File("a.manifest.json"));
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var bad = (byte[])good.Clone();
            for (var i = random.Next(1, 4); i > 0; i--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            folder.Write("a.manifest.json", bad);
            try
            {
                await _reader.ReadAsync(folder.File("a"));
            }
            catch (MigrationException e)
            {
                Assert.NotEqual(ErrorKinds.InternalError.Id, e.ErrorId);
            }
        }
    }
}
