using System.Text.Json.Nodes;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

/// <summary>What a manifest says ends up on terminals and in logs, and anybody may have written it.</summary>
public class ManifestTextTests
{
    private const string Nasty = "\u001b[31m\r\n\u0085\u202E\u2066\u200B\u2028\u2029\uFEFF";

    [Fact]
    public async Task Nothing_of_it_steers_a_terminal()
    {
        using var folder = new TempFolder();
        var package = await ReadAsync(folder, manifest =>
        {
            foreach (var name in new[] { "system", "kind", "source", "sourceVersion" }) manifest[name] = manifest[name] + Nasty;
            manifest["requested"] = new JsonArray("Dashboard" + Nasty + "2115");
            manifest["warnings"] = new JsonArray("One" + Nasty + "two");
            foreach (var name in new[] { "system", "type", "id", "name", "uuid" }) manifest["items"]![0]![name] = manifest["items"]![0]![name] + Nasty;
            manifest["items"]![0]!["dependsOn"] = new JsonArray("Visual" + Nasty + "1");
        });
        var text = Samples.Text(package);
        Assert.All(Nasty.Where(c => c is not ('\n' or '[' or '3' or '1' or 'm')), c => Assert.DoesNotContain(c, text));
        // One line each, though lines are what the facts are joined with here.
        Assert.Equal(10 + 1 + 1 + 2, text.Split('\n').Length);
        Assert.StartsWith("https://dev.example.com:8443/base", package.Source, StringComparison.Ordinal);
        Assert.Equal("Testing", new string([.. package.System.TakeWhile(char.IsAsciiLetter)]));
    }

    /// <summary>It is written by hand and read by the serializer: no field may get lost between them.</summary>
    [Fact]
    public void What_is_written_is_what_is_read()
    {
        using var folder = new TempFolder();
        var full = new PackageManifest
        {
            System = "Testing",
            Kind = "Sample",
            File = "a \"b\" ü.json",
            Length = 5_000_000_000,
            Sha256 = new string('a', 64),
            Source = "https://dev.example.com/",
            SourceVersion = "7.1",
            ExportedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2)),
            Requested = ["Dashboard 1", "Dashboard 2"],
            Items = [new ManifestItem("Testing", "Dashboard", "1", "Umsätze <2026> & mehr", "uuid-1", ["Visual 2", "Dataset 3"]), new ManifestItem("Testing", "Visual", "2", "v")],
            Warnings = ["One.", "Two."],
        };
        foreach (var manifest in new[] { full, full with { File = null, Source = null, SourceVersion = null, ExportedAt = null, Requested = [], Items = [], Warnings = [] } })
        {
            var path = folder.File("written.json");
            using (var file = File.Create(PackageManifest.PathFor(path))) ManifestText.Write(file, manifest);
            var read = PackageManifest.ReadBeside(path)!;
            Assert.Equivalent(manifest, read, strict: true);
            // A field that is added must be written as well: none of these may stand at its default in the one above.
            if (manifest != full) continue;
            Assert.All(typeof(PackageManifest).GetProperties(), property => Assert.False(property.Name != nameof(PackageManifest.FormatVersion)
                && Equals(property.GetValue(read), property.GetValue(new PackageManifest())), property.Name));
            Assert.All(typeof(ManifestItem).GetProperties(), property => Assert.NotNull(property.GetValue(read.Items[0])));
        }
    }

    /// <summary>A server says how many items there are: their text goes to the disk as it is made.</summary>
    [Fact]
    public void A_long_list_is_written_piece_by_piece()
    {
        var id = new string('x', 300);
        using var pieces = new Pieces();
        ManifestText.Write(pieces, new PackageManifest
        {
            Items = [.. Enumerable.Range(0, 1000).Select(n => new ManifestItem("Testing", "Visual", id, id, null, [.. Enumerable.Repeat(id, n == 0 ? 1000 : 1)]))],
            Warnings = [.. Enumerable.Repeat(id, 1000)],
        });
        Assert.InRange(pieces.Length, 1_500_000, long.MaxValue);
        Assert.InRange(pieces.Longest, 1, 128 * 1024);
    }

    [Fact]
    public async Task Lengths_are_bounded()
    {
        using var folder = new TempFolder();
        var much = new string('x', 100_000);
        var package = await ReadAsync(folder, manifest =>
        {
            manifest["source"] = "https://host/" + much;
            manifest["sourceVersion"] = much;
            manifest["requested"] = new JsonArray(much);
            manifest["warnings"] = new JsonArray(much);
            foreach (var name in new[] { "type", "id", "name", "uuid" }) manifest["items"]![0]![name] = much;
        });
        var item = package.Items[0];
        Assert.Equal(501, item.Name.Length);
        Assert.All(new[] { package.Source!, package.SourceVersion!, package.Requested[0], item.Type, item.Id, item.Uuid! }, text => Assert.InRange(text.Length, 200, 301));
        Assert.InRange(package.Warnings[0].Length, 300, 2001);
    }

    [Theory]
    [InlineData("https://alice:geheim@dev.example.com:8443/base", "https://dev.example.com:8443/base")]
    [InlineData("https://alice:ge\u202Eheim@dev.example.com/", "https://dev.example.com/")]
    [InlineData("alice:geheim@dev.example.com", "dev.example.com")]
    [InlineData("https://alice:geheim@dev example/", "dev example/")]
    [InlineData("https://dev.example.com/a@b", "https://dev.example.com/a@b")]
    public async Task A_source_loses_its_user_on_reading_as_well(string source, string expected)
    {
        using var folder = new TempFolder();
        Assert.Equal(expected, (await ReadAsync(folder, manifest => manifest["source"] = source)).Source);
    }

    [Fact]
    public async Task An_endless_user_does_not_stay_because_the_source_is_cut()
    {
        using var folder = new TempFolder();
        var source = (await ReadAsync(folder, manifest => manifest["source"] = "https://alice:" + new string('p', 1000) + "@host/")).Source;
        Assert.DoesNotContain("ppp", source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_keeps_a_name_when_nothing_of_it_can_be_seen()
    {
        using var folder = new TempFolder();
        var package = await ReadAsync(folder, manifest => manifest["items"]![0]!["name"] = "\u202E\u200B");
        Assert.Equal("Dashboard 2115", package.Items[0].Name);
    }

    [Fact]
    public async Task Warnings_are_capped_and_those_of_the_content_come_first()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("a")).Written("test content");
        file.Commit(Samples.Facts() with { Warnings = [.. Enumerable.Range(1, 5000).Select(n => $"Warning {n}")] });
        var own = new PackageReader([new WarningFormat(["Of the content"])]);

        var package = await own.ReadAsync(folder.File("a"));

        Assert.Equal(1001, package.Warnings.Count);
        Assert.Equal("Of the content", package.Warnings[0]);
        Assert.Equal("Warning 999", package.Warnings[999]);
        Assert.Equal("There are 4001 more warnings in the manifest.", package.Warnings[1000]);
    }

    [Fact]
    public async Task A_content_with_all_the_warnings_there_may_be_reads_as_it_was_written()
    {
        using var folder = new TempFolder();
        string[] warnings = [.. Enumerable.Range(1, 1000).Select(n => $"Warning {n}"), "There are 7 more warnings."];
        using var file = new PackageDestination(folder.File("a")).Written("test content");
        file.Commit(Samples.Facts() with { Warnings = warnings });
        Assert.Equal(warnings, (await new PackageReader([new WarningFormat(warnings)]).ReadAsync(folder.File("a"))).Warnings);
    }

    private static async Task<MigrationPackage> ReadAsync(TempFolder folder, Action<JsonObject> edit)
    {
        using var file = new PackageDestination(folder.File("a")).Written("test content");
        file.Commit(Samples.Facts());
        var path = folder.File("a.manifest.json");
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        edit(manifest);
        await File.WriteAllTextAsync(path, manifest.ToJsonString());
        // The system's name may have been edited, too: the reader is asked for whatever it comes to.
        var system = PackageManifest.ReadBeside(folder.File("a"))!.System;
        return await new PackageReader([new OpaqueFormat(system, "test")]).ReadAsync(folder.File("a"));
    }

    private sealed class Pieces : MemoryStream
    {
        public int Longest { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            Longest = Math.Max(Longest, count);
            base.Write(buffer, offset, count);
        }
    }

    private sealed class WarningFormat(IReadOnlyList<string> warnings) : IPackageFormat
    {
        public string System => "Testing";

        public bool Recognizes(PackageSource source) => true;

        public Task<MigrationPackage> ReadAsync(PackageSource source, CancellationToken cancellationToken) =>
            Task.FromResult(new MigrationPackage { System = "Testing", Kind = "Bundle", Warnings = warnings });
    }
}
