using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Which server is hit is said, or there is only one; the last Connect does not decide it.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Without_a_connection_it_is_said_how_to_make_one()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Fixture("minimal");

        foreach (var script in new[] { "Export-ArcadiaDashboard 2115", "Get-ArcadiaArtifact Dashboard", "Import-ArcadiaPackage minimal.json -DataConnection sales" })
        {
            var run = await lab.RunAsync(script);

            Assert.Equal("NoConnection", run.Error.Id());
            Assert.Contains("Connect-Arcadia", run.Error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_connection_is_the_one()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Fixture("minimal");
        await lab.FineAsync("$null = Connect-Arcadia $prodUri $prodKey -Name prod -NotDefault");

        var run = await lab.FineAsync("Import-ArcadiaPackage minimal.json -DataConnection sales");

        Assert.Equal(["Done", "Done", "Done"], run.Values("Status"));
    }

    [Fact]
    public async Task Of_two_a_reader_takes_the_default_and_a_changer_refuses()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        // prod was connected last.
        var read = await lab.FineAsync("Get-ArcadiaArtifact Dashboard");
        var change = await lab.RunAsync("Import-ArcadiaPackage minimal.json -DataConnection sales");

        Assert.Equal(["Finance overview"], read.Values("Name"));
        Assert.Equal("AmbiguousConnection", change.Error.Id());
        Assert.Contains("dev, prod", change.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Connection", change.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Lab.Changes(lab.Dev));
        Assert.Empty(Lab.Changes(lab.Prod));
    }

    [Fact]
    public async Task NotDefault_leaves_the_default_as_it_is()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        await lab.FineAsync("$null = Connect-Arcadia $devUri $devKey -Name dev; $null = Connect-Arcadia $prodUri $prodKey -Name prod -NotDefault");

        var run = await lab.FineAsync("Get-ArcadiaArtifact Dashboard");

        Assert.Contains("Returns", run.Values("Name"));
    }

    [Fact]
    public async Task A_connection_is_given_as_object_or_name_in_any_case()
    {
        await using var lab = await Lab.StartAsync();

        foreach (var connection in new[] { "$dev", "dev", "'DEV'", "' dev '", "(Get-MigrationConnection d*)" })
        {
            Assert.Contains("Returns", (await lab.FineAsync($"Get-ArcadiaArtifact Dashboard -Connection {connection}")).Values("Name"));
        }
    }

    [Fact]
    public async Task A_closed_connection_is_gone()
    {
        await using var lab = await Lab.StartAsync();

        await lab.FineAsync("$prod | Disconnect-MigrationConnection; Disconnect-MigrationConnection dev");

        Assert.Empty((await lab.FineAsync("Get-MigrationConnection")).Output);
        Assert.Equal("UnknownConnection", (await lab.RunAsync("Get-ArcadiaArtifact Dashboard -Connection prod")).Error.Id());
        Assert.Equal("ConnectionClosed", (await lab.RunAsync("Get-ArcadiaArtifact Dashboard -Connection $prod")).Error.Id());
        Assert.Equal("NoConnection", (await lab.RunAsync("Get-ArcadiaArtifact Dashboard")).Error.Id());
    }

    [Fact]
    public async Task A_name_is_not_taken_over_by_another_server()
    {
        await using var lab = await Lab.StartAsync();

        var taken = await lab.RunAsync("Connect-Arcadia $prodUri $prodKey -Name dev");
        await lab.FineAsync("$again = Connect-Arcadia $devUri $devKey -Name dev");

        Assert.Equal("ConnectionExists", taken.Error.Id());
        Assert.Contains("Returns", (await lab.FineAsync("Get-ArcadiaArtifact Dashboard -Connection dev")).Values("Name"));
    }

    [Fact]
    public async Task A_connection_from_another_process_is_refused_with_the_reason()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        await lab.FineAsync("$dead = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($prod))");
        lab.Prod.Log.Clear();

        foreach (var script in new[]
        {
            "Get-ArcadiaArtifact Dashboard -Connection $dead", "Export-ArcadiaDashboard 1 -Connection $dead", "Test-MigrationConnection $dead",
            "Import-ArcadiaPackage minimal.json -DataConnection sales -Connection $dead", "$dead | Disconnect-MigrationConnection",
        })
        {
            var run = await lab.RunAsync(script);

            Assert.Equal("ConnectionNotLive", run.Error.Kind());
            Assert.Contains("Connect again", run.Error.ToString(), StringComparison.Ordinal);
        }
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task A_runspace_that_is_reset_forgets()
    {
        await using var lab = await Lab.StartAsync();

        lab.Shell.Runspace.ResetRunspaceState();

        Assert.Empty((await lab.FineAsync("Get-MigrationConnection")).Output);
        Assert.Empty((await lab.FineAsync("Get-MigrationHistory")).Output);
        Assert.Equal("NoConnection", (await lab.RunAsync("Get-ArcadiaArtifact Dashboard")).Error.Id());
    }

    [Fact]
    public async Task A_runspace_does_not_know_the_connections_of_another_but_takes_a_live_one()
    {
        await using var lab = await Lab.StartAsync();
        using var other = new Shell();
        other["dev"] = lab.Shell["dev"];

        Assert.Equal("NoConnection", (await other.RunAsync("Get-ArcadiaArtifact Dashboard")).Error.Id());
        Assert.Equal("UnknownConnection", (await other.RunAsync("Get-ArcadiaArtifact Dashboard -Connection dev")).Error.Id());
        Assert.Contains("Returns", (await other.RunAsync("Get-ArcadiaArtifact Dashboard -Connection $dev")).Fine().Values("Name"));
    }

    [Fact]
    public async Task A_test_says_no_by_its_answer()
    {
        await using var lab = await Lab.StartAsync();

        var good = await lab.FineAsync("Test-MigrationConnection");
        lab.Dev.Faults.Add(new Sandbox.Common.Fault { Kind = Sandbox.Common.FaultKind.ExpiredKey, Count = null });
        var bad = await lab.FineAsync("$dev | Test-MigrationConnection");

        Assert.Equal(["True", "True"], good.Values("Ok"));
        Assert.Equal("False", Assert.Single(bad.Output).Text("Ok"));
        Assert.Equal("NotAuthenticated", bad.Output[0].Text("ErrorId"));
    }

    [Fact]
    public async Task No_secret_is_in_a_connection()
    {
        await using var lab = await Lab.StartAsync();

        var text = (await lab.FineAsync("$dev; \"$dev\"; [System.Management.Automation.PSSerializer]::Serialize($dev, 5); $MigrationToolsSession; \"$MigrationToolsSession\"")).AllText;

        Assert.DoesNotContain(lab.Dev.ApiKey, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_which_one_is_the_default()
    {
        await using var lab = await Lab.StartAsync();
        await lab.FineAsync("$null = Connect-Arcadia $devUri $devKey -Name third -NotDefault");

        var before = await lab.FineAsync("Get-MigrationConnection | Where-Object IsDefault");
        await lab.FineAsync("Disconnect-MigrationConnection prod");
        var after = await lab.FineAsync("Get-MigrationConnection | Where-Object IsDefault");

        Assert.Equal("prod", Assert.Single(before.Values("Name")));
        Assert.Empty(after.Output);
    }

    [Fact]
    public async Task A_default_that_changes_hands_unnoticed_is_told()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        await lab.FineAsync("$null = Connect-Arcadia $prodUri $prodKey -Name prod");

        var again = await lab.FineAsync("Connect-Arcadia $prodUri $prodKey");
        Assert.Contains("the default instead of 'prod'", Assert.Single(again.Warnings), StringComparison.Ordinal);
        // Who gives a name, or leaves the default alone, means it.
        Assert.Empty((await lab.FineAsync("Connect-Arcadia $prodUri $prodKey -Name prod; Connect-Arcadia $prodUri $prodKey -NotDefault; Connect-Arcadia $devUri $devKey -Name dev")).Warnings);
    }
}
