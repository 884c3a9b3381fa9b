using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>ArcGIS's cmdlets in a pipe: what one emits the next takes, on the portal that has it, and a rehearsal sends nothing.</summary>
public sealed class ArcGisPipeTests
{
    [Fact]
    public async Task A_group_goes_from_dev_to_prod_and_its_rows_to_another_owner()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.FineAsync("Export-ArcGisPackage $test -Connection dev -RemoveFromPortal | Import-ArcGisPackage -GroupId $group -Connection prod | Set-ArcGisItemOwner -NewOwner editor1 -Connection prod");

        Assert.Equal(3, run.Output.Count);
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.Equal(run.Values("DestinationId").Order(), lab.Landed.Order());
        Assert.All(lab.Landed, id => Assert.Equal("editor1", lab.Prod.State.Item(id)!.Owner));
        Assert.Empty(lab.Dev.State.Packages);
        Assert.Empty(lab.Prod.State.Packages);
    }

    [Theory]
    [InlineData("$added | Get-ArcGisPackage -GroupId $group -Connection prod")]
    [InlineData("Get-ArcGisPackage $added $group -Connection prod")]
    [InlineData("Get-ArcGisPackage $added.PackageItem $group -Connection prod")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($added)) | Get-ArcGisPackage -GroupId $group -Connection prod")]
    [InlineData("[pscustomobject]@{ PackageItemId = $added.PackageItem; GroupId = $group; Connection = 'prod' } | Get-ArcGisPackage")]
    [InlineData("Get-ArcGisItem -Type 'Export Package' -Connection prod | Get-ArcGisPackage -GroupId $group -Connection prod")]
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

        var file = await lab.RunAsync("$package = Export-ArcGisPackage $test -Connection dev -RemoveFromPortal; $package | Get-ArcGisPackage -GroupId $group -Connection prod");
        var other = await lab.RunAsync("$there = Export-ArcGisPackage $test -Connection dev; $there | Get-ArcGisPackage -GroupId $group -Connection prod");

        Assert.Contains("on no portal", file.Errors.Single().ToString(), StringComparison.Ordinal);
        Assert.Contains("WrongConnection", other.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(lab.Prod.Log.Requests, request => request.Route is "preview" or "importPreview");
    }

    [Fact]
    public async Task A_rehearsal_sends_nothing_and_nobody_is_given_anything()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.FineAsync("Export-ArcGisPackage $test -Connection dev -WhatIf | Import-ArcGisPackage -GroupId $group -Connection prod -WhatIf | Set-ArcGisItemOwner -NewOwner editor1 -Connection prod");

        Assert.Equal(["Skipped"], run.Values("Status").Distinct());
        Assert.Empty(ArcGisLab.Changes(lab.Dev));
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task A_job_is_taken_up_as_it_comes_back_and_shows_its_key_in_no_view()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.FineAsync("""
            $job = Export-ArcGisPackage $test -Connection dev -NoWait
            $saved = [System.Management.Automation.PSSerializer]::Serialize($job)
            $job.Key
            ($job | Out-String) + ($job | Format-List | Out-String) + ($job | ForEach-Object ToString)
            [System.Management.Automation.PSSerializer]::Deserialize($saved) | Wait-ArcGisJob -Connection dev -Path test.epk
            """);

        var key = run.Output[0].ToString();
        Assert.NotEmpty(key);
        Assert.DoesNotContain(key, run.Output[1].ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(lab.Folder, "test.epk")));
        Assert.Equal(3, run.Output.Count);
    }
}
