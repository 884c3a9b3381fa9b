using System.IO.Compression;
using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>Exported projects, and what only looks like one. Their inside is the vendor's own and published nowhere: nothing depends on it.</summary>
public sealed class SnapLogicPackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrationtools-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Archive(params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.zip");
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, text) in entries)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }
        return path;
    }

    private static Task<MigrationPackage> ReadAsync(string path) => KnownFormats.Reader.ReadAsync(path, SnapLogicConnection.SystemName);

    private static async Task<string> FailsAsync(string path) => (await Assert.ThrowsAsync<MigrationException>(() => ReadAsync(path))).ErrorId;

    [Theory]
    [InlineData("""[{"asset_type":"Pipeline","name":"a","snode_id":"1"},{"type":"task","name":"b"}]""", "Pipeline a 1", "Job b b")]
    [InlineData("""{"Pipeline":[{"name":"a"}],"Account":[{"label":"c","id":"7"}]}""", "Pipeline a a", "Account c 7")]
    [InlineData("""{"entries":{"x":{"asset_type":"File","path":"/org/space/project/d.expr"}}}""", "File d.expr d.expr")]
    public async Task Assets_are_told_where_the_list_bears_their_types(string list, params string[] items)
    {
        var package = await ReadAsync(Archive(("export.json", list), ("accounts_template.json", "[]"), ("d.expr", "{}")));
        Assert.Equal(items, package.Items.Select(item => $"{item.Type} {item.Name} {item.Id}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{\"a\":")]
    public async Task Else_the_entries_are_told(string list)
    {
        var package = await ReadAsync(Archive(("export.json", list), ("accounts_template.json", "[]"), ("files/d.expr", "{}"), ("../../evil.sh", "x")));
        Assert.Equal(["Entry files/d.expr", "Entry ../../evil.sh"], package.Items.Select(item => $"{item.Type} {item.Name}"));
        Assert.Equal(("SnapLogic", "Project"), (package.System, package.Kind));
        // Nothing was unpacked.
        Assert.Single(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task What_is_none_is_refused()
    {
        var text = Path.Combine(_folder, "text.zip");
        await File.WriteAllTextAsync(text, "hello");
        Assert.Equal("PackageNotRecognized", await FailsAsync(text));
        Assert.Equal("PackageNotRecognized", await FailsAsync(Archive(("other.json", "{}"))));
        var whole = await File.ReadAllBytesAsync(Archive(("export.json", "{}"), ("a", new string('x', 5000))));
        var cut = Path.Combine(_folder, "cut.zip");
        await File.WriteAllBytesAsync(cut, whole[..^40]);
        Assert.Equal("PackageMalformed", await FailsAsync(cut));
        var bundle = Path.Combine(_folder, "bundle.json");
        await File.WriteAllTextAsync(bundle, """{"version":{"Arcviz Version":"5.0"},"dashboards":[]}""");
        Assert.Equal("PackageOfOtherSystem", await FailsAsync(bundle));
    }

    [Fact]
    public async Task A_list_that_is_a_bomb_is_not_read()
    {
        var path = Path.Combine(_folder, "bomb.zip");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            await using var list = archive.CreateEntry("export.json", CompressionLevel.Fastest).Open();
            var block = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 70; i++) await list.WriteAsync(block);
        }
        Assert.True(new FileInfo(path).Length < 1 << 20);
        Assert.Empty((await ReadAsync(path)).Items);
    }

    [Fact]
    public async Task Names_of_entries_cannot_steer_a_terminal()
    {
        var package = await ReadAsync(Archive(("export.json", """[{"type":"File","name":"a\u001b[2Jb"}]"""), ("x\u001b]0;y", "")));
        Assert.DoesNotContain('\u001b', Assert.Single(package.Items).Name);
    }

    [Theory]
    [InlineData(3, null)]
    [InlineData(90_000, "PackageTooLarge")]
    public void A_directory_is_looked_at_before_it_is_read(int entries, string? error)
    {
        using var content = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(content, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("export.json");
            for (var number = 0; number < entries; number++) archive.CreateEntry($"{number} {new string('n', 400)}");
        }
        content.Position = 0;

        if (error is null) Assert.Equal(4, SnapLogicArchive.Read(content, "x.zip", default).Entries.Count);
        else Assert.Equal(error, Assert.Throws<MigrationException>(() => SnapLogicArchive.Read(content, "x.zip", default)).ErrorId);
        Assert.InRange(ZipDirectory.Length(content)!.Value, entries * 440, (entries * 460) + 200);
    }
}
