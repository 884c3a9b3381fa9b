using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.ArcGis;

/// <summary>What is said to somebody who took the wrong way: what is there, and which cmdlet leads on.</summary>
public sealed class ArcGisWordsTests
{
    [Theory]
    [InlineData("Import-ArcGisPackage $package -GroupId $mine -Connection prod -Type WebMap", "NotInPackage", "nothing that fits type WebMap. Its types: Shapefile, Web Map, Feature Service.")]
    [InlineData("Get-ArcGisPackage 12 -GroupId $mine -Connection prod", "InvalidId", "Get-ArcGisItem -Type 'Export Package' lists")]
    [InlineData("Set-ArcGisItemOwner 12 -NewOwner editor1 -Connection prod", "InvalidId", "Get-ArcGisItem lists")]
    [InlineData("Get-MigrationConnection prd", "UnknownConnection", "Open are: dev, prod.")]
    public async Task An_error_names_what_is_there(string script, string id, string words)
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$package = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path");

        var run = await lab.RunAsync(script);

        Assert.Equal(id, run.Error.Id());
        Assert.Contains(words, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task A_file_where_a_package_on_the_portal_is_due_is_told_how_it_gets_there()
    {
        await using var lab = await ArcGisLab.StartAsync();

        var run = await lab.RunAsync("Get-ArcGisPackage ./city.epk -GroupId $mine -Connection prod");

        Assert.Contains("'./city.epk' is a file, and a package on the portal is due. Add-ArcGisPackage uploads it", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task A_folder_that_the_new_owner_lacks_is_named_with_its_parameter()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$null = Connect-ArcGis $prodUri $prodAdmin -Name admin -NotDefault");

        var run = await lab.RunAsync("Set-ArcGisItemOwner $item -NewOwner editor1 -NewFolder Nope -Connection admin".Replace("$item", ArcGisSamples.Id("parcels"), StringComparison.Ordinal));

        Assert.Equal("RequestRejected", run.Error.Id());
        Assert.Contains("-NewFolder takes the title of one that editor1 has already, and 'Nope' was given.", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Failed", Assert.Single(run.Values("Status")));
        Assert.Single(lab.Prod.Log.Of("reassign"));
    }

    [Fact]
    public async Task A_plan_without_a_manifest_says_how_more_can_be_known()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$path = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path");
        File.Delete(Path.Combine(lab.Folder, "package.epk.manifest.json"));

        var run = await lab.FineAsync("Import-ArcGisPackage $path -GroupId $mine -Connection prod -WhatIf");

        Assert.Contains("Add-ArcGisPackage uploads it, and Get-ArcGisPackage shows it", Assert.Single(run.Values("Message")), StringComparison.Ordinal);
        Assert.Empty(ArcGisLab.Changes(lab.Prod));
    }

    [Fact]
    public async Task What_is_left_alone_and_not_in_the_group_is_told_so()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$package = (Export-ArcGisPackage $operations -ItemId $items -Path package.epk -Connection dev).Path".Replace("$items", $"'{ArcGisSamples.Id("parcels")}', '{ArcGisSamples.Id("hydrants")}'", StringComparison.Ordinal));

        // The first is on prod in another group, the second comes new, and is then there and in the group.
        foreach (var script in new[] { "-WhatIf", string.Empty, string.Empty, "-WhatIf" })
        {
            var run = await lab.FineAsync($"Import-ArcGisPackage $package -GroupId $mine -Connection prod {script}");
            Assert.Equal($"prod already has it ({ArcGisSamples.Id("parcels")}). It is not in the group.", run.Output[0].Text("Message"));
            Assert.DoesNotContain("not in the group", run.Output[1].Text("Message"), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(lab.Prod.State.Group(ArcGisSamples.ProdMyGroup)!.Items, id => id == ArcGisSamples.Id("parcels"));
    }

    [Fact]
    public async Task A_token_that_expires_during_the_wait_names_the_job_that_goes_on()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$package = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path; $null = Connect-ArcGis $prodUri -AccessToken $prodToken -Name token -NotDefault");
        lab.Prod.Faults.Add(new() { Route = "job", Count = null, Kind = FaultKind.ExpiredKey });

        var run = await lab.RunAsync("Import-ArcGisPackage $package -GroupId $mine -Connection token");

        var job = Assert.Single((await lab.FineAsync("Get-MigrationJob | Where-Object Kind -eq Import")).Values("Id"));
        Assert.Equal("NotAuthenticated", run.Error.Id());
        Assert.EndsWith($"Connect again under the same name; job {job} goes on meanwhile, and Wait-ArcGisJob takes it up.", run.Error.ToString(), StringComparison.Ordinal);
        Assert.All(run.Values("Status"), status => Assert.Equal("Unknown", status));
        Assert.All((await lab.FineAsync("Get-MigrationHistory | Where-Object Command -eq Import-ArcGisPackage")).Values("Reason"), reason => Assert.Equal("StillRunning", reason));

        lab.Prod.Faults.Clear();
        var rows = await lab.FineAsync("$null = Connect-ArcGis $prodUri -AccessToken $prodToken -Name token -NotDefault; Get-MigrationJob | Where-Object Kind -eq Import | Wait-ArcGisJob");
        Assert.Equal(["Done", "Done", "Done"], rows.Values("Status"));
    }

    [Fact]
    public async Task An_upload_that_goes_on_says_so()
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$package = (Export-ArcGisPackage $test -Path package.epk -Connection dev).Path");
        File.Delete(Path.Combine(lab.Folder, "package.epk.manifest.json"));
        await using (var file = File.Open(Path.Combine(lab.Folder, "package.epk"), FileMode.Append)) await file.WriteAsync(new byte[17_000_000], TestContext.Current.CancellationToken);
        using (var gate = lab.Prod.Faults.Hold("addPart"))
        {
            var job = lab.Shell.Start("Add-ArcGisPackage $package -Connection prod");
            await Lab.Within(gate.Arrived);
            await Lab.Within(job.StopAsync());
            Assert.True((await Lab.Within(job.Completion)).WasStopped);
        }

        var run = await lab.FineAsync("Add-ArcGisPackage $package -Connection prod");

        Assert.Contains(run.Information, line => line.StartsWith("The upload of package.epk is resumed: ", StringComparison.Ordinal));
        Assert.Single(lab.Prod.Log.Of("addItem"));
        Assert.Single(run.Output);
    }

    [Theory]
    [InlineData("Import-ArcGisPackage package.epk -Connection prod -Type ", "'Feature Service'", "Shapefile", "'Web Map'")]
    [InlineData("Import-ArcGisPackage ./package.epk -Connection prod -Type web", "'Web Map'")]
    [InlineData("Import-ArcGisPackage -LiteralPath package.epk -Title 'example w", "'example web map'")]
    [InlineData("Import-ArcGisPackage -InputObject $held -ItemId 'example w", "6a05e1064c2848918059a849a300d509")]
    [InlineData("Import-ArcGisPackage bare.epk -Type ")]
    [InlineData("Import-ArcGisPackage none.epk -Type ")]
    [InlineData("Import-ArcGisPackage other.json -Type ")]
    [InlineData("Import-ArcGisPackage broken.epk -Type ")]
    public async Task The_package_on_the_line_offers_what_it_holds(string line, params string[] expected)
    {
        await using var lab = await ArcGisLab.StartAsync();
        await lab.FineAsync("$held = Export-ArcGisPackage $test -Path package.epk -Connection dev");
        var manifest = await File.ReadAllTextAsync(Path.Combine(lab.Folder, "package.epk.manifest.json"), TestContext.Current.CancellationToken);
        foreach (var (name, beside) in new[] { ("bare.epk", null), ("broken.epk", "{"), ("other.json", manifest.Replace("\"ArcGis\"", "\"Arcadia\"", StringComparison.Ordinal)) })
        {
            File.Copy(Path.Combine(lab.Folder, "package.epk"), Path.Combine(lab.Folder, name));
            if (beside is not null) await File.WriteAllTextAsync(Path.Combine(lab.Folder, name + ".manifest.json"), beside, TestContext.Current.CancellationToken);
        }
        lab.Prod.Log.Clear();

        Assert.Equal(expected, (await TabKey.PressAsync(lab.Shell, line)).Select(match => match.CompletionText));
        Assert.Empty(lab.Prod.Log.Requests);
    }
}
