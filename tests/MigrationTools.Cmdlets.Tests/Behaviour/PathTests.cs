using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Paths as PowerShell means them: $PWD is not .NET's current folder, and what is there is not lost.</summary>
public sealed class PathTests
{
    [Fact]
    public async Task A_relative_path_is_meant_from_the_location_of_the_shell()
    {
        await using var lab = await Lab.StartAsync();
        Directory.CreateDirectory(Path.Combine(lab.Folder, "sub"));

        var run = await lab.FineAsync("$null = $ExecutionContext.SessionState.Path.SetLocation('sub'); Export-ArcadiaDashboard 2110 -Connection dev -Path one.json");

        Assert.Equal(Path.Combine(lab.Folder, "sub", "one.json"), Assert.Single(run.Values("Path")));
        Assert.NotEqual(lab.Folder, Environment.CurrentDirectory);
        Assert.True(File.Exists(Path.Combine(lab.Folder, "sub", "one.json")));
    }

    [Fact]
    public async Task A_drive_of_the_session_is_followed()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync("""
            $state = $ExecutionContext.SessionState
            $null = $state.Drive.New([System.Management.Automation.PSDriveInfo]::new('packages', $state.Provider.GetOne('FileSystem'), $folder, '', $null), 'Global')
            Export-ArcadiaDashboard 2110 -Connection dev -Path packages:/one.json
            Import-ArcadiaPackage packages:/one.json -Connection prod -DataConnection sales
            """);

        Assert.Equal(Path.Combine(lab.Folder, "one.json"), run.Values("Path")[0]);
        Assert.Equal("Done", run.Values("Status")[^1]);
    }

    [Fact]
    public async Task A_wildcard_finds_the_packages_and_not_their_manifests()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("Export-ArcadiaDashboard 2115, 2110 -Connection dev -Separate -Path ./");
        Assert.Equal(4, Directory.GetFiles(lab.Folder).Length);

        var looked = await lab.FineAsync("Get-MigrationPackage *.json");
        var imported = await lab.FineAsync("Import-ArcadiaPackage *.json -Connection prod -DataConnection sales");

        Assert.Equal(2, looked.Output.Count);
        Assert.Equal(2, imported.Values("InputKey").Distinct().Count());
    }

    [Theory]
    [InlineData("*.json", "a[1].json, B.json, c.JSON")]
    [InlineData("[ac]*", "a[1].json, c.JSON")]
    [InlineData("?.json", "B.json, c.JSON")]
    [InlineData("a`[1`].*", "a[1].json")]
    [InlineData("a[1].json", "a[1].json")]
    [InlineData("./*.json", "a[1].json, B.json, c.JSON")]
    [InlineData("sub/*.json", "d.json")]
    [InlineData("s*/*.json", "d.json")]
    [InlineData(".h*", ".hidden.json")]
    public async Task A_pattern_finds_what_the_engine_would_find(string pattern, string expected)
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev -Path one.json");
        var content = await File.ReadAllBytesAsync(Path.Combine(lab.Folder, "one.json"));
        foreach (var file in Directory.GetFiles(lab.Folder)) File.Delete(file);
        Directory.CreateDirectory(Path.Combine(lab.Folder, "sub"));
        Directory.CreateDirectory(Path.Combine(lab.Folder, "folder.json"));
        foreach (var name in new[] { "a[1].json", "B.json", "c.JSON", "sub/d.json", ".hidden.json" }) await File.WriteAllBytesAsync(Path.Combine(lab.Folder, name), content);

        var run = await lab.FineAsync($"Get-MigrationPackage '{pattern}'");

        Assert.Equal(expected, string.Join(", ", run.Values("Path").Select(path => Path.GetFileName(path))));
    }

    [Theory]
    [InlineData("Sales [ab].json", "Sales [ab].json")]
    [InlineData("./Sales [ab].json", "Sales [ab].json")]
    [InlineData("Sales [a-c].json", "Sales a.json")]
    public async Task A_file_of_the_very_name_comes_before_what_its_brackets_would_find(string path, string expected)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "Sales [ab].json");
        lab.Fixture("minimal", "Sales a.json");

        foreach (var script in new[] { $"Get-MigrationPackage '{path}'", $"Get-MigrationPackage -Path '{path}'" })
        {
            Assert.Equal([expected], (await lab.FineAsync(script)).Values("Path").Select(Path.GetFileName));
        }
    }

    [Theory]
    [InlineData("Import-ArcadiaPackage 'none-*.json' -Connection prod -DataConnection sales", "PackageNotFound")]
    [InlineData("Import-ArcadiaPackage none.json -Connection prod -DataConnection sales", "PackageNotFound")]
    [InlineData("Import-ArcadiaPackage -LiteralPath none.json -Connection prod -DataConnection sales", "PackageNotFound")]
    [InlineData("Import-ArcadiaPackage env:PATH -Connection prod -DataConnection sales", "InvalidPath")]
    [InlineData("Import-ArcadiaPackage nodrive:/x.json -Connection prod -DataConnection sales", "InvalidPath")]
    [InlineData("Import-ArcadiaPackage . -Connection prod -DataConnection sales", "InvalidPath")]
    [InlineData("Get-MigrationPackage none.json", "PackageNotFound")]
    [InlineData("Get-MigrationPackage -LiteralPath nodrive:/x.json", "InvalidPath")]
    public async Task A_file_that_is_not_there_fails_with_its_name_and_nothing_is_sent(string script, string id)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync(script);

        Assert.Null(run.Thrown);
        Assert.Equal(id, run.Error.Id());
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task A_file_that_is_there_stays_and_nothing_is_requested()
    {
        await using var lab = await Lab.StartAsync();
        var path = Path.Combine(lab.Folder, "one.json");
        await File.WriteAllTextAsync(path, "mine");

        var run = await lab.RunAsync("Export-ArcadiaDashboard 2110 -Connection dev -Path one.json");

        Assert.Equal("FileExists", run.Error.Id());
        Assert.Contains("-Force", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(path, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
        Assert.Empty(lab.Dev.Log.Requests);

        await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev -Path one.json -Force");
        Assert.NotEqual("mine", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("there", true, "there/Returns.json")]
    [InlineData("there/", true, "there/Returns.json")]
    [InlineData("new/", false, "new/Returns.json")]
    [InlineData("new", false, "new")]
    public async Task A_folder_or_a_trailing_separator_means_into(string path, bool exists, string expected)
    {
        await using var lab = await Lab.StartAsync();
        if (exists) Directory.CreateDirectory(Path.Combine(lab.Folder, path));

        await lab.FineAsync($"Export-ArcadiaDashboard 2110 -Connection dev -Path {path}");

        Assert.True(File.Exists(Path.Combine(lab.Folder, expected)));
    }

    [Theory]
    [InlineData("nowhere/one.json")]
    [InlineData("env:one.json")]
    [InlineData("nodrive:/one.json")]
    public async Task A_path_that_cannot_be_written_ends_the_export_before_anything_is_requested(string path)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync($"Export-ArcadiaDashboard 2110 -Connection dev -Path '{path}'");

        Assert.Equal("InvalidPath", run.Error.Id());
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task An_output_path_never_binds_from_the_pipe()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync("[pscustomobject]@{ Id = 2110; Path = \"$folder/never.json\" } | Export-ArcadiaDashboard -Connection dev");

        Assert.Equal("True", Assert.Single(run.Values("IsPrivate")));
        Assert.Empty(Directory.GetFiles(lab.Folder));
    }
}
