using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>A live package can bind as a mere path, and lose its source; a row can bind as its own text. Which set was bound shows in what is kept.</summary>
public sealed class PackageBindingTests
{
    private const string Into = "-Connection prod -DataConnection sales";

    private const string Altered = """
        ; [IO.File]::Delete("$folder/kept.json.manifest.json")
        [IO.File]::WriteAllText("$folder/kept.json", [IO.File]::ReadAllText("$folder/kept.json").Replace('Returns', 'Altered'))
        """;

    [Fact]
    public async Task A_live_package_binds_as_an_object_and_keeps_its_source()
    {
        await using var lab = await Lab.StartAsync();

        // Without a manifest the file alone cannot tell where it comes from: only the object can.
        var run = await lab.FineAsync($"""
            $package = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json
            $package | Import-ArcadiaPackage {Into}
            """);

        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.All(run.Values("Source"), source => Assert.Equal(lab.Dev.Uri.ToString().TrimEnd('/'), source));
    }

    [Fact]
    public async Task A_live_package_is_held_to_the_content_it_was_made_of()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$package = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json" + Altered);

        // Bound as a path it would go through: nothing says any more what the file was.
        var asObject = await lab.RunAsync($"$package | Import-ArcadiaPackage {Into}");
        var asPath = await lab.RunAsync($"Import-ArcadiaPackage kept.json {Into}");

        Assert.Equal("PackageChanged", asObject.Error.Id());
        asPath.Fine();
    }

    [Fact]
    public async Task A_deserialized_package_imports()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync($"""
            $package = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json
            $back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($package))
            $back | Import-ArcadiaPackage {Into}
            """);

        Assert.Contains("Deserialized.", string.Join(' ', ((System.Management.Automation.PSObject)lab.Shell.Runspace.SessionStateProxy.GetVariable("back")).TypeNames), StringComparison.Ordinal);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
    }

    [Fact]
    public async Task A_deserialized_package_is_held_to_its_hash()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync($$"""
            $package = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json
            $back = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($package))
            {{Altered}}
            $back | Import-ArcadiaPackage {{Into}}
            """);

        Assert.Equal("PackageChanged", run.Error.Id());
        Assert.Empty(Lab.Changes(lab.Prod));
    }

    public static TheoryData<string> WaysToAFile =>
    [
        $"Import-ArcadiaPackage ./one.json {Into}",
        $"'one.json' | Import-ArcadiaPackage {Into}",
        $"[pscustomobject]@{{ Path = 'one.json' }} | Import-ArcadiaPackage {Into}",
        "[pscustomobject]@{ Path = 'one.json'; Connection = 'prod'; DataConnection = 'sales' } | Import-ArcadiaPackage",
        $"[pscustomobject]@{{ LiteralPath = 'one.json' }} | Import-ArcadiaPackage {Into}",
        $"[pscustomobject]@{{ FullName = \"$folder/one.json\" }} | Import-ArcadiaPackage {Into}",
        $"[IO.FileInfo]::new(\"$folder/one.json\") | Import-ArcadiaPackage {Into}",
        $"Import-ArcadiaPackage -LiteralPath one.json {Into}",
        $"Get-MigrationPackage one.json | Import-ArcadiaPackage {Into}",
    ];

    [Theory]
    [MemberData(nameof(WaysToAFile))]
    public async Task Text_rows_and_files_lead_to_the_same_package(string script)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "one.json");

        var run = await lab.FineAsync(script);

        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Values("InputKey"), key => Assert.Equal(Path.Combine(lab.Folder, "one.json"), key));
    }

    [Theory]
    [InlineData("[IO.FileInfo]::new(\"$folder/odd[1], too.json\")")]
    [InlineData("[pscustomobject]@{ PSPath = \"$folder/odd[1], too.json\" }")]
    public async Task A_file_object_is_that_file_whatever_its_name_looks_like(string script)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "odd[1], too.json");
        // What the name would mean as a pattern, or split at its comma.
        lab.Fixture("twoconnections", "odd1, too.json");
        lab.Fixture("twoconnections", "odd1");

        var run = await lab.FineAsync($"{script} | Import-ArcadiaPackage {Into}");

        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Values("InputKey"), key => Assert.EndsWith("odd[1], too.json", key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Get-MigrationPackage 'Dashboard 2115, 2110.json'")]
    [InlineData("'Dashboard 2115, 2110.json' | Get-MigrationPackage")]
    [InlineData("Import-ArcadiaPackage 'Dashboard 2115, 2110.json' -Connection prod -DataConnection sales")]
    [InlineData("[pscustomobject]@{ Path = 'Dashboard 2115, 2110.json' } | Import-ArcadiaPackage -Connection prod -DataConnection sales")]
    public async Task A_comma_in_a_file_name_is_a_comma(string script)
    {
        await using var lab = await Lab.StartAsync();
        // The name that an export of several ids gives its package in a folder.
        await lab.FineAsync("Export-ArcadiaDashboard 2115, 2110 -Connection dev -Path ./");
        Assert.True(File.Exists(Path.Combine(lab.Folder, "Dashboard 2115, 2110.json")));

        var run = await lab.FineAsync(script);

        Assert.NotEmpty(run.Output);
    }

    [Theory]
    [InlineData("[System.Diagnostics.Process]::GetCurrentProcess()")]
    [InlineData("@{ Path = 'one.json' }")]
    [InlineData("42")]
    [InlineData("[pscustomobject]@{ File = 'one.json' }")]
    public async Task What_is_neither_package_nor_path_fails_alone_and_nothing_is_sent(string value)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "one.json");

        var run = await lab.RunAsync($"{value} | Import-ArcadiaPackage {Into}");

        Assert.Null(run.Thrown);
        Assert.NotEmpty(run.Errors);
        Assert.Empty(lab.Prod.Log.Requests);
    }
}
