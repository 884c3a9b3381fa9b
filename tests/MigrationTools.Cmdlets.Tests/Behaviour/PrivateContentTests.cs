using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>What has no -Path belongs to its owner and to this process.</summary>
public sealed class PrivateContentTests
{
    [Fact]
    public async Task Private_content_lies_where_only_its_owner_may_enter()
    {
        await using var lab = await Lab.StartAsync();

        var package = Assert.Single((await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev")).Output);

        Assert.Equal(true, package.Value("IsPrivate"));
        var path = package.Text("Path")!;
        Assert.True(File.Exists(path));
        Assert.StartsWith(Path.GetTempPath(), path, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps rights elsewhere than in a file mode.");
            return;
        }
        var folder = Path.GetDirectoryName(path)!;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(owner, File.GetUnixFileMode(folder));
        Assert.Equal(owner, File.GetUnixFileMode(Path.GetDirectoryName(folder)!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("$package | Import-ArcadiaPackage -Connection prod -DataConnection sales")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($package)) | Import-ArcadiaPackage -Connection prod -DataConnection sales")]
    [InlineData("Import-ArcadiaPackage -LiteralPath $package.Path -Connection prod -DataConnection sales")]
    [InlineData("Get-MigrationPackage -LiteralPath $package.Path")]
    public async Task Content_that_is_gone_says_how_to_keep_it(string script)
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$package = Export-ArcadiaDashboard 2110 -Connection dev; [IO.File]::Delete($package.Path)");

        var run = await lab.RunAsync(script);

        Assert.Equal("PackageContentGone", run.Error.Id());
        Assert.Contains("-Path", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task A_kept_package_is_the_file_and_its_manifest()
    {
        await using var lab = await Lab.StartAsync();

        var package = Assert.Single((await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json")).Output);

        Assert.Equal(false, package.Value("IsPrivate"));
        Assert.Equal(["kept.json", "kept.json.manifest.json"], Directory.GetFiles(lab.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var read = Assert.Single((await lab.FineAsync("Get-MigrationPackage kept.json")).Output);
        foreach (var property in new[] { "System", "Kind", "Path", "Length", "Sha256", "Source", "SourceVersion", "ExportedAt" })
        {
            Assert.Equal(package.Text(property), read.Text(property));
        }
    }
}
