using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Pairs;

/// <summary>An error bears its documented id before the comma, and the cmdlet's class behind it, whichever way it comes. A failed binding bears the engine's, and the documented one inside.</summary>
public sealed class ErrorIdTests(PairBench bench) : IClassFixture<PairBench>
{
    [Theory]
    // It ends the call.
    [InlineData("Export-ArcadiaDashboard 2110 -Connection nowhere", "UnknownConnection,MigrationTools.Arcadia.ExportArcadiaDashboard", true)]
    [InlineData("Export-SnapLogicProject /acme/Sales/x -Connection nowhere", "UnknownConnection,MigrationTools.SnapLogic.ExportSnapLogicProject", true)]
    [InlineData("Export-OptimizeDashboard 123 -Connection nowhere", "UnknownConnection,MigrationTools.Optimize.ExportOptimizeDashboard", true)]
    [InlineData("Export-ArcGisPackage $test -Connection nowhere", "UnknownConnection,MigrationTools.ArcGis.ExportArcGisPackage", true)]
    // It is of one item.
    [InlineData("'none.json' | Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales", "PackageNotFound,MigrationTools.Arcadia.ImportArcadiaPackage", false)]
    [InlineData("'none.zip' | Import-SnapLogicProject -DestinationProject /acme-prod/Sales/x", "PackageNotFound,MigrationTools.SnapLogic.ImportSnapLogicProject", false)]
    [InlineData("'none.json' | Import-OptimizePackage -Connection optimize-prod -CollectionId $returns", "PackageNotFound,MigrationTools.Optimize.ImportOptimizePackage", false)]
    [InlineData("'none.epk' | Import-ArcGisPackage -Connection gis-prod -GroupId $mine", "PackageNotFound,MigrationTools.ArcGis.ImportArcGisPackage", false)]
    // It is found out on a worker.
    [InlineData("99999 | Export-ArcadiaDashboard -Connection arcadia-dev", "ArtifactNotFound,MigrationTools.Arcadia.ExportArcadiaDashboard", false)]
    [InlineData("'/acme/Sales/none' | Export-SnapLogicProject", "PathNotFound,MigrationTools.SnapLogic.ExportSnapLogicProject", false)]
    [InlineData("'none' | Export-OptimizeDashboard -Connection optimize-dev", "ArtifactNotFound,MigrationTools.Optimize.ExportOptimizeDashboard", false)]
    [InlineData("'00000000000000000000000000000000' | Export-ArcGisPackage -Connection gis-dev", "ArtifactNotFound,MigrationTools.ArcGis.ExportArcGisPackage", false)]
    // It is of a cmdlet that all systems share.
    [InlineData("Get-MigrationPackage none.json", "PackageNotFound,MigrationTools.Common.Commands.GetMigrationPackage", false)]
    [InlineData("Get-MigrationConnection nowhere", "UnknownConnection,MigrationTools.Common.Commands.GetMigrationConnection", false)]
    [InlineData("'nowhere' | Test-MigrationConnection", "UnknownConnection,MigrationTools.Common.Commands.TestMigrationConnection", false)]
    [InlineData("'x.json' | Export-MigrationResult none/x.html", "InvalidPath,MigrationTools.Common.Commands.ExportMigrationResult", true)]
    public async Task The_id_stands_before_the_comma_and_the_class_behind(string script, string id, bool ends)
    {
        var (run, _) = await bench.RunAsync(script);

        Assert.Equal(id, run.Error.FullyQualifiedErrorId);
        Assert.Equal(ends, run.Thrown is not null);
    }

    [Theory]
    [InlineData("$snaplex | Import-ArcadiaPackage -Connection arcadia-prod -DataConnection sales", "InvalidValue", "Arcadia.ImportArcadiaPackage")]
    [InlineData("$group | Set-SnapLogicTask -Snaplex my-snaplex", "InvalidValue", "SnapLogic.SetSnapLogicTask")]
    [InlineData("$group | Export-OptimizeReport -Connection optimize-dev", "InvalidId", "Optimize.ExportOptimizeReport")]
    [InlineData("$snaplex | Export-ArcGisPackage -Connection gis-dev", "InvalidId", "ArcGis.ExportArcGisPackage")]
    [InlineData("$snaplex | Get-MigrationPackage", "InvalidValue", "Common.Commands.GetMigrationPackage")]
    public async Task A_failed_binding_has_the_engines_id_and_ours_inside(string script, string kind, string type)
    {
        var (run, _) = await bench.RunAsync(script);

        Assert.Equal($"ParameterArgumentTransformationError,MigrationTools.{type}", run.Error.FullyQualifiedErrorId);
        Assert.Equal(kind, run.Error.Kind());
        Assert.Null(run.Thrown);
    }
}
