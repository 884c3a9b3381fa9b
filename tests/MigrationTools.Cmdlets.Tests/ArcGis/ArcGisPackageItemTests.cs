using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>Packages that are on a portal are found in whatever names them, and a job's key is in no view.</summary>
public sealed class ArcGisPackageItemTests
{
    [Theory]
    [InlineData("$added | Get-ArcGisPackage -GroupId $mine -Connection prod")]
    [InlineData("Get-ArcGisPackage $added $mine -Connection prod")]
    [InlineData("Get-ArcGisPackage $added.PackageItem $mine -Connection prod")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($added)) | Get-ArcGisPackage -GroupId $mine -Connection prod")]
    [InlineData("[pscustomobject]@{ PackageItemId = $added.PackageItem; GroupId = $mine; Connection = 'prod' } | Get-ArcGisPackage")]
    [InlineData("Get-ArcGisItem -Type 'Export Package' -Connection prod | Get-ArcGisPackage -GroupId $mine -Connection prod")]
    public async Task A_package_that_was_added_is_looked_into(string script)
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$null = Export-ArcGisPackage $test -Connection dev -Path test.epk; $added = Add-ArcGisPackage test.epk -Connection prod");

        var run = await lab.FineAsync(script);

        var package = Assert.Single(run.Output);
        Assert.Equal(3, ((System.Collections.IEnumerable)package.Value("Items")!).Cast<object>().Count());
    }

    [Fact]
    public async Task A_package_without_an_item_or_of_another_portal_is_not_looked_into()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var file = await lab.RunAsync("$package = Export-ArcGisPackage $test -Connection dev -RemoveFromPortal; $package | Get-ArcGisPackage -GroupId $mine -Connection prod");
        var other = await lab.RunAsync("$there = Export-ArcGisPackage $test -Connection dev; $there | Get-ArcGisPackage -GroupId $mine -Connection prod");

        Assert.Contains("on no portal", file.Errors.Single().ToString(), StringComparison.Ordinal);
        Assert.Contains("WrongConnection", other.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Prod.Log.Requests, request => request.Route is "preview" or "importPreview");
    }

    [Fact]
    public async Task A_job_is_taken_up_as_it_comes_back_and_does_not_say_its_key()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.FineAsync("""
            $job = Export-ArcGisPackage $test -Connection dev -NoWait
            $saved = [System.Management.Automation.PSSerializer]::Serialize($job)
            $job.Key
            $job.ToString()
            [System.Management.Automation.PSSerializer]::Deserialize($saved) | Wait-ArcGisJob -Connection dev -Path test.epk
            """);

        var key = run.Output[0].ToString();
        Assert.NotEmpty(key);
        Assert.DoesNotContain(key, run.Output[1].ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(lab.Folder, "test.epk")));
        Assert.Equal(3, run.Output.Count);
    }

    [Fact]
    public async Task A_job_and_its_key_go_to_its_own_portal_alone()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("""
            $job = Export-ArcGisPackage $test -Connection dev -NoWait
            $saved = [System.Management.Automation.PSSerializer]::Serialize($job)
            $back = [System.Management.Automation.PSSerializer]::Deserialize($saved)
            """);

        Assert.Equal("WrongConnection", (await lab.RunAsync("$back | Get-ArcGisJob -Connection prod")).Error.Id());
        Assert.Equal("WrongConnection", (await lab.RunAsync("$job | Wait-ArcGisJob -Connection prod")).Error.Id());
        await lab.FineAsync("Disconnect-MigrationConnection dev");
        Assert.Equal("UnknownConnection", (await lab.RunAsync("$back | Get-ArcGisJob")).Error.Id());
        Assert.Empty(lab.Prod.Log.Of("job"));

        await lab.FineAsync("$null = Connect-ArcGis $devUri $devOwner -Name other");
        Assert.Single((await lab.FineAsync("$back | Wait-ArcGisJob -Connection other")).Output);
    }
}
