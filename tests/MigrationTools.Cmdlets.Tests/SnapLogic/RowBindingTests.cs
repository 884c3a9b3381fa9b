using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.SnapLogic;

/// <summary>The engine drops an optional value of a row that does not convert, in silence. Here the row fails, and only it.</summary>
public sealed class RowBindingTests
{
    private const string Migration = "ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/{0}'";
    private const string Version = "VersionPath = '/acme/apim/BookStore/1.0'; DestinationVersion = '/acme-prod/apim/BookStore/{0}'; SnaplexPath = '/acme-prod/shared/my-snaplex'";
    private const string Task = "TaskPath = '/acme-prod/Sales/Price List/publish daily'; Snaplex = 'my-snaplex'; Ignored = '{0}'";
    private const string Publication = "VersionPath = '/acme/apim/BookStore/1.0'; Ignored = '{0}'";

    [Theory]
    [InlineData("Invoke-SnapLogicProjectMigration", Migration, "AssetType", "'Pipeline, Tusk'")]
    [InlineData("Invoke-SnapLogicProjectMigration", Migration, "AssetType", "7")]
    [InlineData("Invoke-SnapLogicProjectMigration", Migration, "OnConflict", "'17'")]
    [InlineData("Invoke-SnapLogicProjectMigration", Migration, "DestinationProject", "[AppDomain]::CurrentDomain")]
    [InlineData("Invoke-SnapLogicProjectMigration", Migration, "Connection", "[AppDomain]::CurrentDomain")]
    [InlineData("Invoke-SnapLogicApiVersionMigration", Version, "OnConflict", "'Doen'")]
    [InlineData("Invoke-SnapLogicApiVersionMigration", Version, "SnaplexPath", "[AppDomain]::CurrentDomain")]
    [InlineData("Set-SnapLogicTask", Task, "Snaplex", "[AppDomain]::CurrentDomain")]
    [InlineData("Publish-SnapLogicApiVersion", Publication, "AllowSubscription", "'maybe'")]
    [InlineData("Publish-SnapLogicApiVersion", Publication, "AutoApprove", "'2'")]
    [InlineData("Publish-SnapLogicApiVersion", Publication, "ContactEmail", "[AppDomain]::CurrentDomain")]
    [InlineData("Import-SnapLogicProject", "Path = 'kept.zip'; DestinationProject = '/acme-prod/Sales/{0}'", "OnConflict", "'Doen'")]
    [InlineData("Import-SnapLogicProject", "Path = 'kept.zip'; DestinationProject = '/acme-prod/Sales/{0}'", "AssetType", "'Pipline'")]
    [InlineData("Export-SnapLogicProject", "ProjectPath = '/acme/Sales/Order Sync'; Ignored = '{0}'", "AssetType", "'Pipline'")]
    public async Task A_typo_in_a_row_fails_the_row_and_only_it(string command, string row, string parameter, string value)
    {
        await using var bench = await SnapLogicBench.StartAsync();
        await bench.FineAsync("$null = Export-SnapLogicProject '/acme/Sales/Order Sync' -Path kept.zip");
        bench.Server.Log.Clear();

        var run = await bench.RunAsync($$"""
            $bad = [pscustomobject]@{ {{row.Replace("{0}", "bad", StringComparison.Ordinal)}} }
            $bad.psobject.Properties.Remove('{{parameter}}')
            $bad.psobject.Properties.Add([psnoteproperty]::new('{{parameter}}', ({{value}})))
            $good = [pscustomobject]@{ {{row.Replace("{0}", "good", StringComparison.Ordinal)}} }
            $bad, $good | {{command}}
            """);

        Assert.Null(run.Thrown);
        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.NotEmpty(run.Output);
        Assert.DoesNotContain(run.Output, value => value.Text("Status") == "Failed");
        Assert.DoesNotContain(bench.Server.Log.Requests, request => request.Target.Contains("bad", StringComparison.Ordinal) || request.Body?.Contains("bad", StringComparison.Ordinal) == true);
        Assert.Single(bench.Server.Log.Requests, request => request.Method != "GET" || command.StartsWith("Export", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_of_a_row_do_not_stick_to_the_next()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        await bench.FineAsync("""
            [pscustomobject]@{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/A'; AssetType = 'File' },
            [pscustomobject]@{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/B'; AssetType = '' } | Invoke-SnapLogicProjectMigration
            """);

        Assert.Equal(2, bench.Held("/acme-prod/Sales/A").Count);
        Assert.Equal(10, bench.Held("/acme-prod/Sales/B").Count);
    }

    [Fact]
    public async Task A_row_of_another_system_is_refused_and_a_job_of_another_is_too()
    {
        await using var bench = await SnapLogicBench.StartAsync();

        Assert.Equal("InvalidValue", (await bench.RunAsync("[pscustomobject]@{ System = 'Arcadia'; Type = 'Dashboard'; Name = 'x'; Status = 'Failed' } | Copy-SnapLogicAsset")).Error.Kind());
        Assert.Equal("InvalidValue", (await bench.RunAsync("[pscustomobject]@{ System = 'ArcGis'; Kind = 'export'; Id = '7' } | Wait-SnapLogicMigration")).Error.Kind());
        Assert.Empty(bench.Server.Log.Requests);
    }

    [Theory]
    [InlineData("Invoke-SnapLogicApiVersionMigration", "VersionPath = '/acme/apim/BookStore/1.0'; DestinationVersion = ''")]
    [InlineData("Invoke-SnapLogicApiVersionMigration", "VersionPath = '/acme/apim/BookStore/1.0'")]
    [InlineData("Import-SnapLogicProject", "Path = 'kept.zip'; DestinationProject = ''")]
    [InlineData("Import-SnapLogicProject", "Path = 'kept.zip'")]
    public async Task Wherever_a_destination_is_due_a_row_without_one_fails_in_documented_words(string command, string row)
    {
        await using var bench = await SnapLogicBench.StartAsync();
        await bench.FineAsync("$null = Export-SnapLogicProject '/acme/Sales/Order Sync' -Path kept.zip");

        var run = await bench.RunAsync($"[pscustomobject]@{{ {row} }} | {command}");

        Assert.Null(run.Thrown);
        Assert.Equal("Failed", Assert.Single(run.Values("Status")));
        Assert.NotEqual("InternalError", run.Error.Kind());
        Assert.NotNull(run.Error.Kind());
        Assert.DoesNotContain(bench.Server.Log.Requests, request => request.Route is "import" or "migrateVersion");
    }

    [Theory]
    [InlineData("ProjectPath = '/acme/Sales/Price List'; DestinationProject = ''")]
    [InlineData("ProjectPath = '/acme/Sales/Price List'; DestinationProjct = '/acme-prod/Sales/X'")]
    public async Task A_row_without_its_destination_fails_and_is_remembered(string bad)
    {
        await using var bench = await SnapLogicBench.StartAsync();

        var run = await bench.RunAsync($"[pscustomobject]@{{ {bad} }}, [pscustomobject]@{{ ProjectPath = '/acme/Sales/Order Sync'; DestinationProject = '/acme-prod/Sales/Good' }} | Invoke-SnapLogicProjectMigration");

        Assert.Null(run.Thrown);
        Assert.Single(run.Output, row => row.Text("Status") == "Failed");
        Assert.Single(bench.Server.Log.Of("migrate"));
        Assert.Equal("2", Assert.Single((await bench.FineAsync("Get-MigrationHistory | Measure-MigrationResult")).Values("ExitCode")));
    }
}
