using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

public class PackageFileTests
{
    [Fact]
    public void Commits_content_and_manifest_under_their_final_names()
    {
        using var folder = new TempFolder();
        var path = folder.File("out.json");
        using var file = new PackageDestination(path).Written("content");
        Assert.DoesNotContain("out.json", folder.Names());
        Assert.EndsWith(".partial", folder.Names().Single(), StringComparison.Ordinal);

        var package = file.Commit(Samples.Facts());

        Assert.Equal(["out.json", "out.json.manifest.json"], folder.Names());
        Assert.Equal("content", File.ReadAllText(path));
        Assert.Equal((path, 7L, false), (package.Path, package.Length, package.IsPrivate));
        Assert.Equal(Convert.ToHexString(SHA256.HashData("content"u8)).ToLowerInvariant(), package.Sha256);
        using var manifest = JsonDocument.Parse(File.ReadAllText(path + ".manifest.json"));
        Assert.Equal(1, manifest.RootElement.GetProperty("formatVersion").GetInt32());
        Assert.Equal("out.json", manifest.RootElement.GetProperty("file").GetString());
        Assert.Equal("Dashboard 2115", manifest.RootElement.GetProperty("requested")[0].GetString());
    }

    [Fact]
    public void Disposing_without_a_commit_leaves_nothing()
    {
        using var folder = new TempFolder();
        using (new PackageDestination(folder.File("out.json")).Written("half")) { }
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void An_existing_file_is_refused_before_anything_is_asked_for()
    {
        using var folder = new TempFolder();
        var path = folder.Write("out.json", "old");
        var e = Samples.Fails(ErrorKinds.FileExists, () => new PackageDestination(path).Check());
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Samples.Fails(ErrorKinds.FileExists, () => new PackageDestination(path).Open("x", "1", ".json"));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["out.json"], folder.Names());
    }

    [Fact]
    public void Force_replaces_the_old_file_only_when_the_new_one_is_whole()
    {
        using var folder = new TempFolder();
        var path = folder.Write("out.json", "old");
        var destination = new PackageDestination(path, force: true);
        destination.Check();
        using (destination.Written("half")) { }
        Assert.Equal("old", File.ReadAllText(path));

        using var file = new PackageDestination(path, force: true).Written("new");
        file.Commit(Samples.Facts());
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_name_taken_meanwhile_is_not_overwritten_and_not_described()
    {
        using var folder = new TempFolder();
        var path = folder.File("out.json");
        var file = new PackageDestination(path).Written("mine");
        File.WriteAllText(path, "theirs");

        Samples.Fails(ErrorKinds.FileExists, () => file.Commit(Samples.Facts()));
        file.Dispose();

        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Equal(["out.json"], folder.Names());
    }

    [Fact]
    public void A_manifest_left_alone_by_a_crash_does_not_stand_in_the_way()
    {
        using var folder = new TempFolder();
        using (var before = new PackageDestination(folder.File("out.json")).Written("content of the time before")) before.Commit(Samples.Facts());
        File.Delete(folder.File("out.json"));
        using var file = new PackageDestination(folder.File("out.json")).Written("content");
        file.Commit(Samples.Facts());
        Assert.Equal(7, PackageManifest.ReadBeside(folder.File("out.json"))!.Length);
    }

    [Fact]
    public void Into_a_folder_names_are_plain_and_made_unique()
    {
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.Path);
        Assert.True(destination.IsFolder);
        foreach (var id in new[] { "2110", "2115", "2115" })
        {
            using var file = destination.Written("x", "Sales overview", id);
            file.Commit(Samples.Facts());
        }
        using (var file = destination.Written("x", "sales/OVERVIEW.json", "7")) file.Commit(Samples.Facts());
        using (var file = destination.Written("x", null, "8")) file.Commit(Samples.Facts());

        Assert.Equal(
            ["8.json", "Sales overview (2115).json", "Sales overview (2115, 2).json", "Sales overview.json", "sales_OVERVIEW.json"],
            folder.Names().Where(name => !name.EndsWith(PackageManifest.Suffix, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_of_an_earlier_run_in_the_folder_needs_force()
    {
        using var folder = new TempFolder();
        folder.Write("Sales overview.json", "old");
        Samples.Fails(ErrorKinds.FileExists, () => new PackageDestination(folder.Path).Open("Sales overview", "1", ".json"));
        using var file = new PackageDestination(folder.Path, force: true).Written("new");
        file.Commit(Samples.Facts());
        Assert.Equal("new", File.ReadAllText(folder.File("Sales overview.json")));
    }

    [Fact]
    public void A_trailing_separator_makes_the_folder_when_something_is_written()
    {
        using var folder = new TempFolder();
        var into = folder.File("new/deeper/");
        var destination = new PackageDestination(into);
        destination.Check();
        Assert.False(Directory.Exists(into));
        using var file = destination.Written("x");
        file.Commit(Samples.Facts());
        Assert.True(File.Exists(Path.Combine(into, "Sales overview.json")));
    }

    [Fact]
    public void Paths_that_cannot_be_meant_are_refused_with_words()
    {
        using var folder = new TempFolder();
        var file = folder.Write("file", "x");
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination("relative.json").Check());
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination("/a\0b").Check());
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination(folder.File("none/out.json")).Check());
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination(file + "/").Check());
        Samples.Fails(ErrorKinds.InvalidPath, () => new PackageDestination(folder.File(new string('a', 240) + ".json")).Check());
        Assert.Equal(["file"], folder.Names());
    }

    [Fact]
    public void Two_packages_do_not_go_into_one_file()
    {
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.File("out.json"), force: true);
        using var first = destination.Written("1");
        Samples.Fails(ErrorKinds.InvalidPath, () => destination.Open("b", "2", ".json"));
    }

    [Fact]
    public void A_better_name_can_be_taken_once_the_content_tells_it()
    {
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.Path);
        using var file = destination.Written("x", "2115", "2115");
        file.NameAs("Sales", "2115");
        Assert.Equal(folder.File("Sales.json"), file.Commit(Samples.Facts()).Path);
        // The first name is free again.
        using var other = destination.Written("x", "2115", "2115");
        Assert.Equal(folder.File("2115.json"), other.Path);
    }

    [Fact]
    public void Private_content_is_the_owners_alone()
    {
        using var root = new TempFolder();
        var content = new PrivateContent(root.Path);
        using var file = new PackageDestination(null, false, content).Written("x");
        file.NameAs("Better", "1");
        var package = file.Commit(Samples.Facts());
        Assert.True(package.IsPrivate);
        Assert.Equal("Better.json", Path.GetFileName(package.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(package.Path!));
        content.Abandon();
    }

    [Fact]
    public async Task A_transfer_can_start_over()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("wrong and longer");
        file.Stream.SetLength(0);
        await file.Stream.WriteAsync("right"u8.ToArray());
        // A careless copier disposes what it was given.
        await file.Stream.DisposeAsync();
        await file.Stream.WriteAsync("!"u8.ToArray());
        var package = file.Commit(Samples.Facts());
        Assert.Equal("right!", await File.ReadAllTextAsync(package.Path!));
        Assert.Equal(Convert.ToHexString(SHA256.HashData("right!"u8)).ToLowerInvariant(), package.Sha256);
    }

    [Fact]
    public async Task What_was_written_can_be_read_before_it_is_committed()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("content");
        using (var source = file.OpenSource())
        {
            Assert.Equal("content", Encoding.UTF8.GetString(source.Head.Span));
            using (var again = new StreamReader(source.OpenSeekable())) Assert.Equal("content", await again.ReadToEndAsync());
            Assert.Equal(file.Sha256, await source.FinishAsync(default));
        }
        file.Commit(Samples.Facts());
        Assert.Equal("content", await File.ReadAllTextAsync(folder.File("out.json")));
    }

    [Fact]
    public void Nothing_is_no_package()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Open("x", "1", ".json");
        Samples.Fails(ErrorKinds.PackageEmpty, () => file.Commit(Samples.Facts()));
    }

    [Fact]
    public void A_full_disk_is_called_by_its_name()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("Needs /dev/full.");
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.File("out.json"))
        {
            OpenInstead = _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1),
        };
        using var file = destination.Open("x", "1", ".json");
        var e = Samples.Fails(ErrorKinds.DiskFull, () => file.Stream.Write(new byte[100]));
        Assert.Contains("out.json", e.Message, StringComparison.Ordinal);
        file.Dispose();
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void A_source_with_a_user_in_it_is_not_written_down()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("x");
        var package = file.Commit(Samples.Facts() with { Source = "https://alice:geheim@dev.example.com:8443/base" });
        Assert.Equal("https://dev.example.com:8443/base", package.Source);
        Assert.DoesNotContain("geheim", File.ReadAllText(folder.File("out.json.manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_export_left_is_taken_away_by_the_next_into_the_folder()
    {
        using var folder = new TempFolder();
        var old = DateTime.UtcNow.AddHours(-2);
        string Leave(string name, DateTime written)
        {
            File.WriteAllText(folder.File(name), "half");
            File.SetLastWriteTimeUtc(folder.File(name), written);
            return folder.File(name);
        }
        var abandoned = Leave(".Sales.json.0123abcd.partial", old);
        var abandonedManifest = Leave(".Sales.json.manifest.json.0123abcd.partial", old);
        var beingWritten = Leave(".Sales.json.4567abcd.partial", DateTime.UtcNow);
        var somebodys = Leave("movie.partial", old);
        var similar = Leave(".notes.partial", old);

        using (var file = new PackageDestination(folder.Path).Written("x", "Sales")) file.Commit(Samples.Facts());

        Assert.False(File.Exists(abandoned));
        Assert.False(File.Exists(abandonedManifest));
        Assert.All([beingWritten, somebodys, similar], path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public async Task Many_are_committed_at_the_same_time_each_under_its_own_name()
    {
        using var folder = new TempFolder();
        var destination = new PackageDestination(folder.Path);
        var files = Enumerable.Range(0, 20).Select(number => destination.Written($"content {number}", "Sales", $"{number}")).ToList();

        var packages = await Task.WhenAll(files.Select(file => file.CommitAsync(Samples.Facts())));

        Assert.Equal(20, packages.Select(package => package.Path).Distinct().Count());
        foreach (var package in packages) Assert.Equal(package.Sha256, PackageManifest.ReadBeside(package.Path!)!.Sha256);
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), path => path.EndsWith(".partial", StringComparison.Ordinal));
        foreach (var file in files) file.Dispose();
    }
}
