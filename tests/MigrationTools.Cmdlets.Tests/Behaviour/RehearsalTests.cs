using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>-WhatIf changes nothing anywhere, and says what would be done.</summary>
public sealed class RehearsalTests
{
    [Theory]
    [InlineData("$WhatIfPreference = $true; Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json | Import-ArcadiaPackage -Connection prod -DataConnection sales")]
    [InlineData("$WhatIfPreference = $true; Export-ArcadiaDashboard 2110 -Connection dev -Path ./new/ | Import-ArcadiaPackage -Connection prod -DataConnection sales")]
    [InlineData("Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales -WhatIf")]
    [InlineData("& { param($WhatIfPreference) Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json | Import-ArcadiaPackage -Connection prod -DataConnection sales } $true")]
    [InlineData("& { [CmdletBinding(SupportsShouldProcess)] param() Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json | Import-ArcadiaPackage -Connection prod -DataConnection sales } -WhatIf")]
    public async Task A_rehearsal_of_a_whole_pipe_plans_and_changes_nothing(string script)
    {
        await using var lab = await Lab.StartAsync();
        var before = Lab.StateOf(lab.Prod);

        var run = await lab.FineAsync(script);

        Assert.NotEmpty(run.Output);
        Assert.All(run.Values("Status"), status => Assert.Equal("Planned", status));
        Assert.All(run.Values("Action"), action => Assert.Equal("Create", action));
        Assert.All(run.Values("Reason"), reason => Assert.Equal("WhatIf", reason));
        Assert.Empty(Lab.Changes(lab.Prod));
        Assert.Empty(Lab.Changes(lab.Dev));
        Assert.Contains(lab.Prod.Log.Requests, Lab.IsDryRun);
        Assert.Equal(before, Lab.StateOf(lab.Prod));
        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
    }

    [Fact]
    public async Task A_rehearsal_tells_an_update_from_a_new_one()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync("""
            Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales | Where-Object { $false }
            Export-ArcadiaDashboard 2115, 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales -WhatIf
            """);

        Assert.Contains(run.Output, row => row.Text("Name") == "Returns" && row.Text("Action") is "None" or "Update");
        Assert.Contains(run.Output, row => row.Text("Name") == "Store sales overview" && row.Text("Action") == "Create");
    }

    [Fact]
    public async Task A_rehearsal_writes_no_backup()
    {
        await using var lab = await Lab.StartAsync();

        await lab.FineAsync("""
            $package = Export-ArcadiaDashboard 2110 -Connection dev
            $package | Import-ArcadiaPackage -Connection prod -DataConnection sales | Where-Object { $false }
            $package | Import-ArcadiaPackage -Connection prod -DataConnection sales -Backup ./backup -WhatIf
            """);

        Assert.Empty(Directory.GetFileSystemEntries(lab.Folder));
        Assert.Single(Lab.Changes(lab.Prod));
    }

    [Fact]
    public async Task A_rehearsal_keeps_a_file_that_is_there()
    {
        await using var lab = await Lab.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "kept.json"), "mine");

        await lab.FineAsync("$WhatIfPreference = $true; Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json -Force");

        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "kept.json")));
    }

    [Fact]
    public async Task A_failed_check_fails_a_rehearsal_as_well()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.RunAsync("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection nope -WhatIf");

        Assert.Equal("UnknownDataConnection", run.Error.Id());
        Assert.All(run.Values("Status"), status => Assert.Equal("Failed", status));
    }
}
