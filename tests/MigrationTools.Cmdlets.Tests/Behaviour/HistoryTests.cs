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
}
