using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>A package reaches its import by what names it: all ways lead to the same package, with its source, and the import is really done.</summary>
public sealed class NamedPackageTests(PairBench bench) : IClassFixture<PairBench>
{
    private static readonly string[] _ways =
    [
        "{0}",
        "Get-Clixml {0}",
        "Get-Csv {0}",
        "[pscustomobject]@{{ System = {0}.System; Kind = {0}.Kind; Path = {0}.Path }}",
        "[pscustomobject]@{{ Path = {0}.Path }}",
        "[pscustomobject]@{{ LiteralPath = {0}.Path }}",
        "[IO.FileInfo]::new({0}.Path)",
        "{0}.Path",
        "{0} | Get-MigrationPackage",
    ];

    [Theory]
    [InlineData("$arcadiaPackage", "Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales")]
    [InlineData("$snapPackage", "Import-SnapLogicProject -Connection plane -DestinationProject /acme-prod/Sales/Named -OnConflict Duplicate")]
    [InlineData("$optimizePackage", "Import-OptimizePackage -Connection optimize-prod -CollectionId $returns -OnConflict Duplicate")]
    [InlineData("$gisPackage", "Import-ArcGisPackage -Connection gis-prod -GroupId $mine -OnConflict Overwrite")]
    public async Task Every_way_leads_to_the_same_import(string package, string import)
    {
        var (live, _) = await bench.RunAsync($"{package} | {import}");
        var rows = live.Fine().Output.Count;
        var source = Assert.Single(live.Values("Source").Distinct());
        Assert.NotNull(source);
        foreach (var way in _ways.Select(way => string.Format(System.Globalization.CultureInfo.InvariantCulture, way, package)))
        {
            var before = Imports();
            var (run, _) = await bench.RunAsync($"$WarningPreference = 'Ignore'; {way} | {import}");

            Assert.Equal(rows, run.Fine().Output.Count);
            Assert.All(run.Values("Status"), status => Assert.Contains(status, new[] { "Done", "Unchanged" }));
            Assert.True(run.Values("Source").All(value => value == source), $"By {way} the source is {run.Values("Source")[0]}.");
            Assert.Equal(before + 1, Imports());
            Assert.All(run.Values("DestinationId").OfType<string>(), id => Assert.Contains(id, bench.State(), StringComparison.Ordinal));
        }
    }

    private int Imports() => bench.Logs.Sum(log => log.Requests.Count(request => request.Route == "import" && !Lab.IsDryRun(request)));
}
