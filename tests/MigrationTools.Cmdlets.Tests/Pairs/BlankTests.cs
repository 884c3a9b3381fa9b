using System.Management.Automation;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>A cell of a list that has to be filled and is not: one error in words, one failed entry in the history, and the next row is done.</summary>
public sealed class BlankTests(PairBench bench) : IClassFixture<PairBench>
{
    /// <summary>What a good row has, for each parameter that must be given and takes what is piped; null where the row would need a file or a job of its own.</summary>
    private static readonly Dictionary<string, string?> _good = new(StringComparer.Ordinal)
    {
        ["Add-ArcGisPackage -LiteralPath"] = "$gisPackage.Path",
        ["Add-ArcGisPackage -Path"] = "$gisPackage.Path",
        ["Connect-Arcadia -Uri"] = "$arcadiaDev",
        ["Connect-ArcGis -Uri"] = "$gisDev",
        ["Connect-Optimize -Uri"] = "$optimizeDev",
        ["Connect-SnapLogic -ControlPlane"] = null,
        ["Connect-SnapLogic -Uri"] = "$plane",
        ["Copy-SnapLogicAsset -AssetPath"] = null,
        ["Copy-SnapLogicAsset -DestinationProject"] = null,
        ["Disable-SnapLogicTask -ProjectPath"] = "'/acme/Sales/Order Sync'",
        ["Disable-SnapLogicTask -TaskPath"] = null,
        ["Enable-SnapLogicTask -ProjectPath"] = "'/acme/Sales/Order Sync'",
        ["Enable-SnapLogicTask -TaskPath"] = null,
        ["Export-ArcadiaDashboard -Id"] = "2110",
        ["Export-ArcGisPackage -GroupId"] = "$test",
        ["Export-OptimizeDashboard -Id"] = "123",
        ["Export-OptimizeReport -Id"] = "$report.Id",
        ["Export-SnapLogicProject -ProjectPath"] = "'/acme/Sales/Order Sync'",
        ["Get-ArcadiaArtifact -Type"] = "'Dashboard'",
        ["Get-ArcGisGroup -Id"] = "$test",
        ["Get-ArcGisItem -GroupId"] = "$test",
        ["Get-ArcGisItem -Id"] = null,
        ["Get-ArcGisJob -Id"] = null,
        ["Get-ArcGisPackage -GroupId"] = null,
        ["Get-ArcGisPackage -PackageItemId"] = null,
        ["Get-MigrationPackage -LiteralPath"] = "$arcadiaPackage.Path",
        ["Get-MigrationPackage -Path"] = "$arcadiaPackage.Path",
        ["Get-SnapLogicMigration -Id"] = "$snapJob.Id",
        ["Get-SnapLogicSnaplex -Org"] = "'acme-prod'",
        ["Import-ArcadiaPackage -LiteralPath"] = "$arcadiaPackage.Path",
        ["Import-ArcadiaPackage -Path"] = "$arcadiaPackage.Path",
        ["Import-ArcGisPackage -LiteralPath"] = "$gisPackage.Path",
        ["Import-ArcGisPackage -PackageItemId"] = null,
        ["Import-ArcGisPackage -Path"] = "$gisPackage.Path",
        ["Import-OptimizePackage -LiteralPath"] = "$optimizePackage.Path",
        ["Import-OptimizePackage -Path"] = "$optimizePackage.Path",
        ["Import-SnapLogicProject -LiteralPath"] = "$snapPackage.Path",
        ["Import-SnapLogicProject -Path"] = "$snapPackage.Path",
        ["Invoke-SnapLogicApiVersionMigration -VersionPath"] = "'/acme/apim/BookStore/1.0'",
        ["Invoke-SnapLogicProjectMigration -ProjectPath"] = "'/acme/Sales/Order Sync'",
        ["Publish-SnapLogicApiVersion -VersionPath"] = "'/acme-prod/apim/BookStore/1.0'",
        ["Remove-OptimizeDashboard -Id"] = "$optimizeDashboard.Id",
        ["Remove-OptimizeReport -Id"] = "$report.Id",
        ["Set-ArcGisItemOwner -ItemId"] = "$gisItem.Id",
        ["Set-ArcGisItemOwner -NewOwner"] = null,
        ["Set-SnapLogicTask -ProjectPath"] = "'/acme-prod/Sales/Orders'",
        ["Set-SnapLogicTask -Snaplex"] = null,
        ["Set-SnapLogicTask -TaskPath"] = null,
        ["Wait-ArcGisJob -Id"] = null,
        ["Wait-SnapLogicMigration -Id"] = "$snapJob.Id",
    };

    // What a row beside the one cell needs, where the cmdlet's other arguments would bind it otherwise.
    private static readonly Dictionary<string, (string Arguments, string Cells)> _beside = new(StringComparer.Ordinal)
    {
        ["Connect-SnapLogic -ControlPlane"] = ("-Credential $planeLogin", ""),
        ["Copy-SnapLogicAsset -AssetPath"] = ("-WhatIf", "; DestinationProject = '/acme-prod/Sales/Orders'"),
        ["Copy-SnapLogicAsset -DestinationProject"] = ("-WhatIf", "; AssetPath = '/acme/Sales/Order Sync/x'"),
        ["Get-ArcGisPackage -GroupId"] = ("-Connection gis-prod", "; PackageItemId = '0123456789abcdef0123456789abcdef'"),
        ["Set-ArcGisItemOwner -NewOwner"] = ("-Connection gis-prod -WhatIf", "; ItemId = '0123456789abcdef0123456789abcdef'"),
        ["Set-SnapLogicTask -Snaplex"] = ("-WhatIf", "; ProjectPath = '/acme/Sales/Order Sync'"),
    };

    public static TheoryData<string> Cells => [.. _good.Keys];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_blank_cell_fails_its_row_and_only_it(string what)
    {
        var (command, name) = (what.Split(" -")[0], what.Split(" -")[1]);
        var (arguments, cells) = _beside.TryGetValue(what, out var beside) ? beside : (PairLines.Arguments[command], "");
        var good = _good[what];
        // The bench is shared: what is opened here is closed again, and takes no default over.
        if (command.StartsWith("Connect-", StringComparison.Ordinal)) arguments += " -NotDefault";
        await bench.RunAsync("$open = (Get-MigrationConnection).Name");

        foreach (var blank in new[] { "''", "'  '", "$null" })
        {
            var list = $"[pscustomobject]@{{ Number = 7; {name} = {blank}{cells} }}" + (good is null ? "" : $", [pscustomobject]@{{ Number = 8; {name} = {good}{cells} }}");
            var (run, _) = await bench.RunAsync($"$WarningPreference = 'Ignore'; $before = @(Get-MigrationHistory).Count; {list} | {command} {arguments}");

            Assert.Null(run.Thrown);
            Assert.Equal("InvalidValue", run.Error.Kind());
            Assert.Contains($"-{name} is empty.", run.Error.ToString(), StringComparison.Ordinal);
            Assert.Equal(good is not null, run.Output.Count > 0);
            var (history, _) = await bench.RunAsync("$all = @(Get-MigrationHistory); $all[$before..($all.Count)]");
            var failed = Assert.Single(history.Fine().Output, entry => entry.Text("Status") == "Failed");
            Assert.Equal(("InvalidValue", "Number 7"), (failed.Text("ErrorId"), failed.Text("Name")));
            var code = history.Output.Count > 1 ? 2 : 3;
            var (measured, _) = await bench.RunAsync("($all[$before..($all.Count)] | Measure-MigrationResult).ExitCode");
            Assert.Equal(code, measured.Fine().Output[0].BaseObject);
        }
        (await bench.RunAsync("Get-MigrationConnection | Where-Object Name -notin $open | Disconnect-MigrationConnection")).Run.Fine();
    }

    [Fact]
    public async Task Every_parameter_that_must_be_given_and_takes_what_is_piped_stands_in_the_table()
    {
        var (run, _) = await bench.RunAsync("Get-Command -Module MigrationTools");

        // Packages, rows and jobs are no cells; a connection and a collection that are not given are told by their cmdlets.
        string[] others = ["InputObject", "Connection", "CollectionId"];
        var due = from cmdlet in run.Output.Select(value => value.BaseObject).OfType<CmdletInfo>()
                  from parameter in cmdlet.Parameters.Values
                  where !others.Contains(parameter.Name)
                      && parameter.ParameterSets.Values.Any(set => set.IsMandatory && (set.ValueFromPipeline || set.ValueFromPipelineByPropertyName))
                  select (Name: $"{cmdlet.Name} -{parameter.Name}", parameter);
        Assert.Equal(due.Select(entry => entry.Name).Order(StringComparer.Ordinal), _good.Keys.Order(StringComparer.Ordinal));
        Assert.All(due, entry => Assert.Equal(entry.parameter.Name, PSObject.AsPSObject(Assert.Single(entry.parameter.Attributes, attribute => attribute.GetType().Name == "NotBlankAttribute")).Text("Name")));
    }

    [Theory]
    [InlineData("Export-ArcadiaDashboard -Id '' -Connection arcadia-dev", "Id")]
    [InlineData("Export-ArcadiaDashboard -Id $null -Connection arcadia-dev", "Id")]
    [InlineData("Export-ArcadiaDashboard -Id @() -Connection arcadia-dev", "Id")]
    [InlineData("Export-ArcadiaDashboard 2110 -Path '' -Connection arcadia-dev", "Path")]
    [InlineData("Import-ArcadiaPackage -Path '' -Connection arcadia-prod", "Path")]
    [InlineData("Import-ArcadiaPackage -LiteralPath $null -Connection arcadia-prod", "LiteralPath")]
    [InlineData("Invoke-SnapLogicProjectMigration '' /acme-prod/Sales/New", "ProjectPath")]
    [InlineData("Remove-OptimizeDashboard '' -Connection optimize-dev", "Id")]
    public async Task A_blank_at_the_prompt_is_told_in_the_same_words(string line, string name)
    {
        var (run, requests) = await bench.RunAsync(line);

        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.Contains($"-{name} is empty.", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, requests);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ 'Id;Workspace' = '2110;Retail' } | Export-ArcadiaDashboard -Connection arcadia-dev", "Import-Csv -Delimiter ';'", "Id;Workspace 2110;Retail")]
    [InlineData("[pscustomobject]@{ \"Path`tWorkspace\" = 'a.json' } | Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales", "Import-Csv -Delimiter \"`t\"", "Path Workspace a.json")]
    [InlineData("[pscustomobject]@{ 'ProjectPath;DestinationProject' = '/a/b/c;/d/e/f' } | Invoke-SnapLogicProjectMigration", "Import-Csv -Delimiter ';'", "ProjectPath;DestinationProject /a/b/c;/d/e/f")]
    public async Task A_list_that_was_split_at_the_wrong_place_says_so(string line, string hint, string name)
    {
        var (run, _) = await bench.RunAsync(line);

        Assert.Contains(hint, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(name, (await bench.RunAsync("(Get-MigrationHistory)[-1].Name")).Run.Fine().Output[0].ToString());
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Path = 'a.json'; OnConflict = 'Doen' } | Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales", "Path a.json")]
    [InlineData("[pscustomobject]@{ ApiKey = 'hush'; ProjectPath = '/a/b/c'; OnConflict = 'Doen' } | Invoke-SnapLogicProjectMigration", "ProjectPath /a/b/c")]
    [InlineData("'two thousand' | Export-ArcadiaDashboard -Connection arcadia-dev", "two thousand")]
    public async Task A_cell_that_cannot_be_read_is_found_by_its_row(string line, string name)
    {
        await bench.RunAsync(line);

        Assert.Equal(name, (await bench.RunAsync("(Get-MigrationHistory)[-1].Name")).Run.Fine().Output[0].ToString());
        // What comes next at the prompt has nothing to do with that row.
        await bench.RunAsync("Import-ArcadiaPackage a.json -OnConflict Doen -Connection arcadia-prod -DataConnection sales");
        Assert.Equal("InvalidValue ", (await bench.RunAsync("(Get-MigrationHistory)[-1] | ForEach-Object { \"$($_.ErrorId) $($_.Name)\" }")).Run.Fine().Output[0].ToString());
    }
}
