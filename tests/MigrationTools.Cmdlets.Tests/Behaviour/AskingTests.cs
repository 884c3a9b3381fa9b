using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>One question a changing request, on the pipeline thread, with both ends in it; and none where nobody is there to answer.</summary>
public sealed class AskingTests
{
    private const string Import = "Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales -Workspace Retail";

    [Fact]
    public async Task A_question_names_both_ends_and_counts_what_would_change()
    {
        var host = TestHost.Answering("Yes");
        await using var lab = await Lab.StartAsync(host);

        var run = await lab.FineAsync(Import + " -Confirm");

        var question = Assert.Single(host.Questions);
        Assert.Contains("'Returns'", question, StringComparison.Ordinal);
        Assert.Contains(lab.Dev.Uri.ToString().TrimEnd('/'), question, StringComparison.Ordinal);
        Assert.Contains("-> prod", question, StringComparison.Ordinal);
        Assert.Contains("Retail", question, StringComparison.Ordinal);
        Assert.Contains($"{run.Output.Count} artifacts", question, StringComparison.Ordinal);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Single(Lab.Changes(lab.Prod));
    }

    [Fact]
    public async Task A_rehearsal_says_the_same_words()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);

        await lab.FineAsync(Import + " -WhatIf");

        var line = Assert.Single(host.Lines, text => text.Contains("What if", StringComparison.Ordinal));
        Assert.Contains("'Returns'", line, StringComparison.Ordinal);
        Assert.Contains("-> prod", line, StringComparison.Ordinal);
        Assert.Empty(host.Questions);
    }

    [Fact]
    public async Task Without_a_workspace_the_words_say_where_new_dashboards_land()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);

        await lab.FineAsync("Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales -WhatIf");

        Assert.Contains("private workspace", Assert.Single(host.Lines, text => text.Contains("What if", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No")]
    [InlineData("No to All")]
    public async Task A_no_is_a_row_and_nothing_is_sent(string answer)
    {
        var host = TestHost.Answering(answer);
        await using var lab = await Lab.StartAsync(host);
        var before = Lab.StateOf(lab.Prod);

        var run = await lab.FineAsync(Import + " -Confirm");

        Assert.NotEmpty(run.Output);
        Assert.All(run.Values("Status"), status => Assert.Equal("Skipped", status));
        Assert.All(run.Values("Reason"), reason => Assert.Equal("Declined", reason));
        Assert.Empty(Lab.Changes(lab.Prod));
        Assert.Equal(before, Lab.StateOf(lab.Prod));
        Assert.Equal(0, (await lab.FineAsync("(Get-MigrationHistory | Measure-MigrationResult).ExitCode")).Output[0].BaseObject);
    }

    [Fact]
    public async Task Each_package_is_asked_about_once()
    {
        var host = TestHost.Answering("Yes");
        await using var lab = await Lab.StartAsync(host);

        await lab.FineAsync("Export-ArcadiaDashboard 2110, 2115 -Connection dev -Separate | Import-ArcadiaPackage -Connection prod -DataConnection sales -Confirm");

        Assert.Equal(2, host.Questions.Count);
        Assert.Equal(2, Lab.Changes(lab.Prod).Count);
    }

    [Fact]
    public async Task Nobody_is_asked_by_default()
    {
        // This host throws when it is asked, as -NonInteractive does.
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);

        await lab.FineAsync("""
            $null = Connect-Arcadia $prodUri $prodKey -Name third -NotDefault
            $null = Get-MigrationConnection; $null = Test-MigrationConnection; $null = Get-ArcadiaArtifact Dashboard -Connection dev
            $package = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json
            $null = Export-ArcadiaDashboard 2110 -Connection dev -Path kept.json -Force
            $null = Export-ArcadiaPackage -Dashboard 2110 -Connection dev
            $null = Get-MigrationPackage kept.json
            $package | Import-ArcadiaPackage -Connection prod -DataConnection sales | Measure-MigrationResult
            $package | Import-ArcadiaPackage -Connection prod -DataConnection sales -OnConflict Overwrite -Backup ./backup | Measure-MigrationResult
            $null = Get-MigrationHistory; $null = Get-MigrationJob
            Disconnect-MigrationConnection third
            """);

        Assert.Empty(host.Questions);
    }

    [Fact]
    public async Task A_missing_mandatory_value_is_an_error_and_no_prompt()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host, connect: false);

        foreach (var script in new[] { "Connect-Arcadia $devUri", "Export-ArcadiaDashboard", "Import-ArcadiaPackage", "Get-ArcadiaArtifact", "Get-MigrationPackage", "Disconnect-MigrationConnection" })
        {
            var run = await lab.RunAsync(script);

            Assert.NotNull(run.Thrown);
        }
    }

    [Fact]
    public async Task Asked_where_nobody_is_there_it_fails_and_sends_nothing()
    {
        var host = new TestHost();
        await using var lab = await Lab.StartAsync(host);

        var run = await lab.RunAsync(Import + " -Confirm");

        Assert.NotNull(run.Thrown);
        Assert.Equal("NobodyToAsk", run.Error.Id());
        Assert.Contains("-NonInteractive", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Lab.Changes(lab.Prod));
        // What was planned by then is not lost.
        Assert.NotEmpty((await lab.FineAsync("Get-MigrationHistory -Status Canceled")).Output);
    }
}
