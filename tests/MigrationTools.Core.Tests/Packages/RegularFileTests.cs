using System.Diagnostics;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

/// <summary>Opening a pipe waits for somebody to write into it, and nothing ends that wait.</summary>
public class RegularFileTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly PackageReader _reader = new([new OpaqueFormat("Testing", "test")]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_no_package(bool linked)
    {
        using var folder = new TempFolder();
        var path = Pipe(folder, "pipe", linked);
        var e = await Samples.FailsAsync(ErrorKinds.InvalidPath, () => ReadAsync(path));
        Assert.Contains("no regular file", e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipe_is_no_manifest(bool linked)
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", "test");
        Pipe(folder, "a.manifest.json", linked);
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => ReadAsync(path));
        // Nor is it one that an export replaces.
        File.Delete(path);
        await Samples.FailsAsync(ErrorKinds.FileExists, () => Task.Run(() => new PackageDestination(path).Check()).WaitAsync(_patience));
    }

    [Fact]
    public async Task A_pipe_that_takes_the_files_place_is_not_sought_in()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", "test");
        using var source = PackageSource.Open(path);
        File.Delete(path);
        Pipe(folder, "a", linked: false);
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => Task.Run(() => source.OpenSeekable()).WaitAsync(_patience));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    public async Task A_device_is_no_package(string path)
    {
        if (!File.Exists(path)) Assert.Skip($"Needs {path}.");
        await Samples.FailsAsync(ErrorKinds.InvalidPath, () => ReadAsync(path));
    }

    [Fact]
    public async Task A_link_to_a_package_is_one_and_an_empty_file_stays_an_empty_file()
    {
        using var folder = new TempFolder();
        using var file = new PackageDestination(folder.File("out.json")).Written("test content");
        file.Commit(Samples.Facts());
        Link(folder.File("b.json"), folder.File("out.json"));
        Link(folder.File("b.json.manifest.json"), folder.File("out.json.manifest.json"));
        Assert.Equal("8.1.4", (await ReadAsync(folder.File("b.json"))).SourceVersion);
        Link(folder.File("empty"), folder.Write("nothing", ""));
        await Samples.FailsAsync(ErrorKinds.PackageEmpty, () => ReadAsync(folder.File("empty")));
        Link(folder.File("dangling"), folder.File("gone"));
        await Samples.FailsAsync(ErrorKinds.PackageNotFound, () => ReadAsync(folder.File("dangling")));
    }

    // A test that fails must not hang: the wait goes on on a thread of the pool, which ends with the process.
    private static Task<MigrationPackage> ReadAsync(string path) => Task.Run(() => _reader.ReadAsync(path)).WaitAsync(_patience);

    private static string Pipe(TempFolder folder, string name, bool linked)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Needs mkfifo.");
        var path = folder.File(linked ? "elsewhere" : name);
        using (var made = Process.Start("mkfifo", [path])) made.WaitForExit();
        if (linked) Link(folder.File(name), path);
        return folder.File(name);
    }

    private static void Link(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            Assert.Skip("Needs the right to make links.");
        }
    }
}
