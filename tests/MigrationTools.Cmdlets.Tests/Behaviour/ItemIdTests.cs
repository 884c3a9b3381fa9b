using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Ids: numbers, text, or objects of the right system and type. A file's name is none, and a row is not its own text.</summary>
public sealed class ItemIdTests
{
    private static readonly string[] _both = ["2110", "2115"];

    public static TheoryData<string> WhatNamesBoth =>
    [
        "Export-ArcadiaDashboard 2115, 2110 -Connection dev",
        "Export-ArcadiaDashboard '2115', '2110' -Connection dev",
        "Export-ArcadiaDashboard '2115,2110' -Connection dev",
        "Export-ArcadiaDashboard '2115; 2110;' -Connection dev",
        "Export-ArcadiaDashboard ([long]2115), '2110' -Connection dev",
        "2115, 2110 | Export-ArcadiaDashboard -Connection dev",
        "'2115,2110' | Export-ArcadiaDashboard -Connection dev",
        "Get-ArcadiaArtifact Dashboard -Connection dev | Export-ArcadiaDashboard -Connection dev",
        "Export-ArcadiaDashboard (Get-ArcadiaArtifact Dashboard -Connection dev) -Connection dev",
        "[pscustomobject]@{ Id = '2115' }, [pscustomobject]@{ Id = 2110 } | Export-ArcadiaDashboard -Connection dev",
        "[pscustomobject]@{ Id = '2115;2110' } | Export-ArcadiaDashboard -Connection dev",
        "[pscustomobject]@{ Id = '2115'; Connection = 'dev' }, [pscustomobject]@{ Id = '2110'; Connection = 'dev' } | Export-ArcadiaDashboard",
        "Export-ArcadiaPackage -Dashboard 2115, 2110 -Connection dev",
        "Get-ArcadiaArtifact Dashboard -Connection dev | Export-ArcadiaPackage -Connection dev",
        "Get-ArcadiaArtifact Dashboard -Connection dev | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) } | Export-ArcadiaDashboard -Connection dev",
    ];

    [Theory]
    [MemberData(nameof(WhatNamesBoth))]
    public async Task Ids_are_taken_from_what_bears_them(string script)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync(script);

        var package = Assert.Single(run.Output);
        var requested = ((IEnumerable<string>)package.Value("Requested")!).Select(item => item.Replace("Dashboard ", "", StringComparison.Ordinal));
        Assert.Equal(_both, requested.Order(StringComparer.Ordinal));
    }

    public static TheoryData<string> WhatIsNoId =>
    [
        "@{ Id = 2115 }",
        "[IO.FileInfo]::new($file)",
        "[System.Diagnostics.Process]::GetCurrentProcess()",
        "Get-ArcadiaArtifact Visual -Connection dev | Stop-Upstream",
        "'Store sales overview'",
        "'-2115'",
        "21.15",
        "'2115 or so'",
        "[pscustomobject]@{ Id = 2115; System = 'Arcadia'; Type = 'Visual' }",
        "[pscustomobject]@{ Id = 2115; System = 'ArcGis'; Type = 'Dashboard' }",
        "[pscustomobject]@{ Name = 'Returns' }",
        "[datetime]::UnixEpoch",
        "$true",
    ];

    [Theory]
    [MemberData(nameof(WhatIsNoId))]
    public async Task What_is_no_id_is_refused_with_words_and_nothing_is_sent(string value)
    {
        await using var lab = await Lab.StartAsync();
        lab.Shell["file"] = lab.Fixture("minimal", "2115");
        await lab.FineAsync($"$value = {value}");
        lab.Dev.Log.Clear();

        var piped = await lab.RunAsync("$value | Export-ArcadiaDashboard -Connection dev");
        var given = await lab.RunAsync("Export-ArcadiaDashboard -Id $value -Connection dev");

        foreach (var run in new[] { piped, given })
        {
            Assert.Empty(run.Output);
            Assert.Equal("InvalidId", run.Error.Kind());
            Assert.Contains("Dashboard", run.Error.ToString(), StringComparison.Ordinal);
        }
        Assert.Null(piped.Thrown);
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task A_wrong_one_among_good_ones_fails_alone()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync("Get-ArcadiaArtifact Visual -Connection dev -Name * | Stop-Upstream -OutVariable visual > $null; 2115, $visual[0], 2110 | Export-ArcadiaDashboard -Connection dev");

        Assert.Null(run.Thrown);
        Assert.Equal("InvalidId", run.Error.Kind());
        Assert.Equal(["Dashboard 2115", "Dashboard 2110"], (IEnumerable<string>)Assert.Single(run.Output).Value("Requested")!);
    }

    [Theory]
    [InlineData("[IO.FileInfo]::new($file)", "InvalidId")]
    [InlineData("2115", "InvalidId")]
    [InlineData("[pscustomobject]@{ Id = 2115; Type = 'Dashboard' }", "InvalidId")]
    [InlineData("[pscustomobject]@{ Id = 2115; System = 'Arcadia'; Type = 'Workspace' }", "InvalidId")]
    public async Task An_export_of_any_kind_takes_artifacts_only(string value, string id)
    {
        await using var lab = await Lab.StartAsync();
        lab.Shell["file"] = lab.Fixture("minimal", "2115");

        var run = await lab.RunAsync($"{value} | Export-ArcadiaPackage -Connection dev");

        Assert.Null(run.Thrown);
        Assert.Empty(run.Output);
        Assert.Equal(id, run.Error.Id());
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task The_items_of_a_package_can_be_exported_again()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync("(Export-ArcadiaDashboard 2110 -Connection dev).Items | Where-Object Type -in Dashboard, Dataset | Export-ArcadiaPackage -Connection dev -Separate");

        Assert.Equal(2, run.Output.Count);
    }
}
