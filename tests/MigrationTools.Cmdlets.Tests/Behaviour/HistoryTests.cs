using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>What a script counts at its end: inputs that no cmdlet ever saw, names that nothing has, and exports that went well.</summary>
public class HistoryTests
{
    [Fact]
    public async Task A_row_that_cannot_be_bound_counts_as_failed_once()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "a.json");

        await lab.RunAsync("[pscustomobject]@{ Path = 'a.json'; OnConflict = 'Doen' } | Import-ArcadiaPackage -Connection prod -DataConnection sales");

        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.Equal("InvalidValue", Assert.Single(history.Output).Text("ErrorId"));
        Assert.Equal("3", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Output).Text("ExitCode"));
    }

    [Fact]
    public async Task A_name_that_nothing_has_and_an_export_that_went_well_both_count()
    {
        await using var lab = await Lab.StartAsync();

        await lab.RunAsync("Export-ArcadiaDashboard -Name 'Nope*', 'Returns' -Connection dev");

        var history = await lab.FineAsync("Get-MigrationHistory");
        Assert.Equal(["Done", "Failed"], history.Values("Status").Order(StringComparer.Ordinal));
        Assert.Equal("2", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Output).Text("ExitCode"));
    }

    [Fact]
    public async Task An_object_of_another_server_is_not_exported_by_its_number()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync("Get-ArcadiaArtifact Dashboard -Connection prod | Export-ArcadiaDashboard -Connection dev");

        Assert.Equal("WrongConnection", run.Error.Id());
        Assert.Empty(run.Output);
        Assert.Empty(lab.Dev.Log.Of("export"));
    }

    [Theory]
    [InlineData("Import-ArcadiaPackage -Connection prd -DataConnection sales", "UnknownConnection")]
    [InlineData("Import-ArcadiaPackage -DataConnection sales", "AmbiguousConnection")]
    [InlineData("Import-ArcadiaPackage -Connection prod -DataConnection sales -OnConflict Duplicate", "ConflictNotSupported")]
    [InlineData("Import-ArcadiaPackage -Connection prod -DataConnection sales -Confirm", "NobodyToAsk")]
    public async Task A_promotion_that_reached_nothing_is_failed_although_its_exports_are_done(string import, string id)
    {
        await using var lab = await Lab.StartAsync(new TestHost());
        await lab.FineAsync("$packages = Export-ArcadiaDashboard 2115, 2110 -Connection dev -Separate");

        var run = await lab.RunAsync($"$packages | {import}");

        Assert.Equal(id, run.Error.Id());
        Assert.Empty(Lab.Changes(lab.Prod));
        var call = Assert.Single((await lab.FineAsync("Get-MigrationHistory -Status Failed")).Output);
        Assert.Equal(("Arcadia", "Input", "Import-ArcadiaPackage", id), (call.Text("System"), call.Text("Type"), call.Text("Name"), call.Text("ErrorId")));
        Assert.Contains(run.Error.ToString(), call.Text("Message"), StringComparison.Ordinal);
        var summary = Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Output);
        Assert.Equal((3, 2, 2), (summary.Value("ExitCode"), summary.Value("Done"), summary.Value("Exported")));
        await lab.FineAsync("Get-MigrationHistory | Export-MigrationResult -Path page.html");
        Assert.Contains("(before that, 2 exported).", await File.ReadAllTextAsync(Path.Combine(lab.Folder, "page.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_ends_is_failed_for_exports_and_not_for_what_only_looks()
    {
        await using var lab = await Lab.StartAsync();

        await lab.RunAsync("Get-ArcadiaArtifact Dashboard -Connection nope");
        Assert.Equal("4", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Output).Text("ExitCode"));

        await lab.RunAsync("Export-ArcadiaDashboard 2110 -Connection nope");
        Assert.Equal("UnknownConnection", Assert.Single((await lab.FineAsync("Get-MigrationHistory")).Output).Text("ErrorId"));

        await lab.FineAsync("$null = Export-ArcadiaDashboard 2110 -Connection dev");
        Assert.Equal("2", Assert.Single((await lab.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Output).Text("ExitCode"));
    }

    [Fact]
    public async Task What_comes_back_from_a_file_is_measured_alike()
    {
        await using var lab = await Lab.StartAsync();
        await lab.RunAsync("Export-ArcadiaDashboard 2115, 2110 -Connection dev -Separate | Import-ArcadiaPackage -Connection prd -DataConnection sales");

        var run = await lab.FineAsync("""
            $back = Get-MigrationHistory | ForEach-Object { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_)) }
            Get-MigrationHistory | Measure-MigrationResult
            $back | Measure-MigrationResult
            """);

        Assert.Equal([3, 3], run.Output.Select(summary => summary.Value("ExitCode")));
    }
}
