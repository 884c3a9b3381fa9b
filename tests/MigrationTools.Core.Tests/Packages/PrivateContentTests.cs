using System.Diagnostics;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Tests.Packages;

public class PrivateContentTests
{
    [Fact]
    public void Gives_each_file_a_place_of_its_own_that_only_the_owner_may_enter()
    {
        using var root = new TempFolder();
        var content = new PrivateContent(root.Path);
        var first = content.NewFile("a.json");
        var second = content.NewFile("../a.json");

        Assert.NotEqual(first, second);
        Assert.False(File.Exists(first));
        Assert.Equal("a.json", Path.GetFileName(first));
        Assert.Equal("_a.json", Path.GetFileName(second));
        Assert.True(PrivateContent.IsPrivate(first));
        Assert.StartsWith(root.Path, second, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Assert.Equal(owner, File.GetUnixFileMode(Path.GetDirectoryName(first)!));
            Assert.Equal(owner, File.GetUnixFileMode(Path.GetDirectoryName(Path.GetDirectoryName(first))!));
        }
        content.Abandon();
    }

    [Fact]
    public void Sweeps_what_a_dead_owner_left_and_leaves_the_living_alone()
    {
        using var root = new TempFolder();
        var (dead, alive) = (new PrivateContent(root.Path), new PrivateContent(root.Path));
        var left = Put(dead);
        var kept = Put(alive);
        dead.Abandon();
        Assert.True(File.Exists(left));

        var next = new PrivateContent(root.Path);
        Put(next);

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(kept));
        Assert.Equal(2, Directory.GetDirectories(root.Path).Length);
        alive.Abandon();
        next.Abandon();
    }

    [Fact]
    public void Touches_nothing_that_is_not_its_own_making()
    {
        using var root = new TempFolder();
        using var elsewhere = new TempFolder();
        elsewhere.Write("precious.txt", "x");
        var foreign = Directory.CreateDirectory(root.File("MigrationTools-notes")).FullName;
        var name = "MigrationTools-" + new string('a', 32);
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(root.File(name), elsewhere.Path);
        // Something lies in it, and its lock is gone: that it is nobody's is not known.
        var young = OwnerOnly(root.File("MigrationTools-" + new string('b', 32)));
        File.WriteAllText(Path.Combine(young, "x"), "x");
        // A file where a folder is looked for.
        root.Write("MigrationTools-" + new string('c', 32), "x");

        var content = new PrivateContent(root.Path);
        content.NewFile("a");

        Assert.True(Directory.Exists(foreign));
        Assert.True(Directory.Exists(young));
        Assert.True(File.Exists(elsewhere.File("precious.txt")));
        content.Abandon();
    }

    [Fact]
    public void Sweeps_a_folder_whose_owner_died_before_it_was_locked()
    {
        using var root = new TempFolder();
        var empty = OwnerOnly(root.File("MigrationTools-" + new string('d', 32)));
        var old = OwnerOnly(root.File("MigrationTools-" + new string('e', 32)));
        File.WriteAllText(Path.Combine(old, "x"), "x");
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        var content = new PrivateContent(root.Path);
        content.NewFile("a");

        Assert.False(Directory.Exists(empty));
        Assert.False(Directory.Exists(old));
        content.Abandon();
    }

    [Fact]
    public void Makes_its_folder_again_when_a_cleaner_took_it()
    {
        using var root = new TempFolder();
        var content = new PrivateContent(root.Path);
        var first = Put(content);
        Directory.Delete(Directory.GetDirectories(root.Path).Single(), recursive: true);

        var second = Put(content);

        Assert.False(File.Exists(first));
        Assert.True(File.Exists(second));
        content.Abandon();
    }

    [Fact]
    public void Many_start_at_once_and_none_sweeps_another()
    {
        using var root = new TempFolder();
        for (var i = 0; i < 10; i++)
        {
            var dead = new PrivateContent(root.Path);
            Put(dead);
            dead.Abandon();
        }
        var owners = Enumerable.Range(0, 24).Select(_ => new PrivateContent(root.Path)).ToArray();
        var files = new string[owners.Length];

        Parallel.For(0, owners.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => files[i] = Put(owners[i]));

        Assert.All(files, file => Assert.True(File.Exists(file)));
        Assert.Equal(owners.Length, Directory.GetDirectories(root.Path).Length);
        foreach (var owner in owners) owner.Abandon();
    }

    [Fact]
    public async Task Sweeps_what_a_killed_process_left()
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/usr/bin/flock"))
        {
            Assert.Skip("Needs the flock tool for a process that holds a lock.");
        }
        using var root = new TempFolder();
        var owner = new PrivateContent(root.Path);
        var left = Put(owner);
        var lockFile = Directory.EnumerateFiles(root.Path, ".lock", SearchOption.AllDirectories).Single();
        owner.Abandon();
        // Another process takes the same lock in the owner's place, says so, and lives until it is killed.
        using var child = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["-n", lockFile, "sh", "-c", "echo held; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync());

        var whileAlive = new PrivateContent(root.Path);
        whileAlive.NewFile("a");
        Assert.True(File.Exists(left));

        child.Kill(entireProcessTree: true);
        await child.WaitForExitAsync();
        await child.StandardOutput.ReadToEndAsync();
        var afterwards = new PrivateContent(root.Path);
        afterwards.NewFile("a");
        Assert.False(File.Exists(left));
        whileAlive.Abandon();
        afterwards.Abandon();
    }

    private static string OwnerOnly(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder).FullName
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;

    private static string Put(PrivateContent content)
    {
        var file = content.NewFile("x.json");
        File.WriteAllText(file, "{}");
        return file;
    }
}
