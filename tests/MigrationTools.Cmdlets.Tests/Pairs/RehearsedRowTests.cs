using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Cmdlets.Tests.Metadata;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>A row that was only planned, or came to nothing, drives no next cmdlet: Export | Import -WhatIf | Set-Owner sets no owner.</summary>
public sealed class RehearsedRowTests(PairBench bench, ModuleFixture module) : IClassFixture<PairBench>, IClassFixture<ModuleFixture>
{
    private static readonly string[] _all = ["Planned", "Skipped", "Failed", "Canceled", "Unknown", "Done", "Unchanged"];

    [Fact]
    public async Task Only_rows_of_the_right_status_are_acted_on()
    {
        var tried = 0;
        foreach (var cmdlet in module.Cmdlets.Where(cmdlet => cmdlet.Parameters.GetValueOrDefault("InputObject")?.ParameterType.Name == "MigrationResult"))
        {
            // A retry acts on what failed, all others on what is there.
            string[] right = cmdlet.Name == "Copy-SnapLogicAsset" ? ["Failed"] : ["Done", "Unchanged"];
            var variable = cmdlet.Name switch
            {
                "Copy-SnapLogicAsset" => "snapFailed",
                "Publish-SnapLogicApiVersion" => "versionRow",
                _ when cmdlet.Noun.StartsWith("SnapLogic", StringComparison.Ordinal) => "snapRow",
                "Remove-OptimizeReport" => "optimizeReportRow",
                _ when cmdlet.Noun.StartsWith("Optimize", StringComparison.Ordinal) => "optimizeRow",
                _ => "gisRow",
            };
            var line = $"{cmdlet.Name} {PairLines.Arguments[cmdlet.Name].Replace("-WhatIf", "-Confirm:$false", StringComparison.Ordinal)}";
            // What is listed is listed on dev; rows are of what was imported into prod.
            line = line.Replace("optimize-dev", "optimize-prod", StringComparison.Ordinal);
            foreach (var status in _all.Except(right))
            {
                var before = bench.State();
                var (run, requests) = await bench.RunAsync($"$row = Get-Csv ${variable}; $row.Status = '{status}'; $row | {line} -ErrorAction SilentlyContinue");

                Assert.True(requests == 0, $"{cmdlet.Name} acts on a row that is {status}.");
                Assert.Null(run.Thrown);
                var left = Assert.Single(run.Output);
                Assert.Equal("NotActionable", left.Text("Reason"));
                Assert.Equal(status is "Failed" or "Unknown" ? "Failed" : "Skipped", left.Text("Status"));
                Assert.Equal(before, bench.State());
                tried++;
            }
            // It does act on the others: the lines above were left alone for their status and for nothing else.
            var (acted, _) = await bench.RunAsync($"$row = Get-Csv ${variable}; $row.Status = '{right[0]}'; $row | {line.Replace("-Confirm:$false", "-WhatIf", StringComparison.Ordinal)}");
            Assert.Equal("Planned", Assert.Single(acted.Fine().Values("Status")));
        }
        Assert.True(tried >= 30);
    }

    [Theory]
    [InlineData("Import-ArcadiaPackage", "")]
    [InlineData("Import-SnapLogicProject", "")]
    [InlineData("Import-OptimizePackage", "")]
    // Its items are there already: without this nothing would be left to do.
    [InlineData("Import-ArcGisPackage", "-OnConflict Overwrite")]
    public async Task A_package_that_is_only_planned_is_not_imported(string cmdlet, string more)
    {
        var before = bench.State();

        var (run, _) = await bench.RunAsync($"$gisPlannedPackage | {cmdlet} {PairLines.Arguments[cmdlet].Replace("-WhatIf", "-Confirm:$false", StringComparison.Ordinal)} {more}");

        Assert.NotEmpty(run.Errors);
        Assert.All(run.Output, row => Assert.Equal("Failed", row.Text("Status")));
        Assert.Equal(before, bench.State());
    }
}
