using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>The engine drops an optional value of a CSV row that does not convert, in silence. Here the row fails, and only it.</summary>
public sealed class TextBindingTests
{
    public static TheoryData<string, string> TyposOfAnImport => new()
    {
        { "OnConflict", "'Doen'" },
        { "OnConflict", "'17'" },
        { "NoTableCheck", "'maybe'" },
        { "SingleConnection", "'ja'" },
        { "AllowSameServer", "'2'" },
        { "DataConnection", "[AppDomain]::CurrentDomain" },
        { "Workspace", "[AppDomain]::CurrentDomain" },
        { "Connection", "[AppDomain]::CurrentDomain" },
    };

    [Theory]
    [MemberData(nameof(TyposOfAnImport))]
    public async Task A_typo_in_a_row_fails_the_row_and_only_it(string parameter, string value)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "bad.json");
        lab.Fixture("minimal", "good.json");

        var run = await lab.RunAsync($$"""
            $bad = [pscustomobject]@{ Path = 'bad.json'; DataConnection = 'sales'; Connection = 'prod' }
            $bad.psobject.Properties.Remove('{{parameter}}')
            $bad.psobject.Properties.Add([psnoteproperty]::new('{{parameter}}', ({{value}})))
            $good = [pscustomobject]@{ Path = 'good.json'; DataConnection = 'sales'; Connection = 'prod' }
            $bad, $good | Import-ArcadiaPackage
            """);

        Assert.Null(run.Thrown);
        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.All(run.Values("Status"), status => Assert.Equal("Done", status));
        Assert.All(run.Values("InputKey"), key => Assert.EndsWith("good.json", key, StringComparison.Ordinal));
        var sent = Assert.Single(Lab.Changes(lab.Prod));
        Assert.Equal("good.json", sent.Files[0].FileName);
    }

    [Theory]
    [InlineData("Import-ArcadiaPackage", "OnConflict")]
    [InlineData("Import-ArcadiaPackage", "NoTableCheck")]
    [InlineData("Get-ArcadiaArtifact", "Type")]
    [InlineData("Export-ArcadiaDashboard", "Id")]
    public async Task A_cell_of_any_length_and_with_anything_in_it_drives_no_terminal(string cmdlet, string column)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync($$"""[pscustomobject]@{ {{(cmdlet[0] == 'I' ? "Path = 'a.json'; " : "")}}Connection = 'prod'; {{column}} = ("`e[2J`r`n" + 'x' * 1000000) } | {{cmdlet}}""");
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");

        foreach (var text in history.Values("Message").Append(run.Error.ToString()))
        {
            Assert.Contains("xxxx", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(text!, letter => letter is '\u001b' or '\r' or '\n');
            Assert.InRange(text!.Length, 1, 2000);
        }
        Assert.NotEmpty(history.Output);
    }

    [Fact]
    public async Task A_typo_in_a_row_of_types_to_list_fails_the_row_and_only_it()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync("'Dashbord', 'Dashboard' | ForEach-Object { [pscustomobject]@{ Type = $_; Connection = 'dev' } } | Get-ArcadiaArtifact");

        Assert.Null(run.Thrown);
        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.Contains("Dashboard, Visual, Dataset", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, run.Output.Count);
    }

    [Fact]
    public async Task A_wrong_address_in_a_row_of_servers_fails_the_row_and_only_it()
    {
        await using var lab = await Lab.StartAsync(connect: false);

        var run = await lab.RunAsync("""
            [pscustomobject]@{ Uri = 'nonsense'; Name = 'a' }, [pscustomobject]@{ Uri = $devUri; Name = 'b' } | Connect-Arcadia -ApiKey $devKey
            """);

        Assert.Null(run.Thrown);
        Assert.Equal("InvalidUri", run.Error.Id());
        Assert.Equal("b", Assert.Single(run.Values("Name")));
    }

    [Theory]
    [InlineData("Path")]
    [InlineData("LiteralPath")]
    public async Task A_blank_cell_means_not_given(string column)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        var run = await lab.FineAsync($$"""
            [pscustomobject]@{
                {{column}} = 'minimal.json'; DataConnection = ' sales '; Connection = 'prod'
                Workspace = ''; OnConflict = ' '; NoTableCheck = ''; SingleConnection = ''; AllowSameServer = ''
            } | Import-ArcadiaPackage
            """);

        Assert.Equal(3, run.Output.Count);
        var sent = Assert.Single(Lab.Changes(lab.Prod));
        Assert.Equal("sales", sent.Form["dataconnection_name"]);
        Assert.False(sent.Form.ContainsKey("workspace"));
        Assert.False(sent.Form.ContainsKey("sanity_check"));
    }

    [Fact]
    public async Task Values_of_a_row_do_not_stick_to_the_next()
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal", "a.json");
        lab.Fixture("minimal", "b.json");

        (await lab.FineAsync("""
            [pscustomobject]@{ Path = 'a.json'; Connection = 'prod'; DataConnection = 'sales'; Workspace = 'Retail'; NoTableCheck = 'yes' },
            [pscustomobject]@{ Path = 'b.json'; Connection = 'prod'; DataConnection = 'sales'; Workspace = ''; NoTableCheck = '' } | Import-ArcadiaPackage -ThrottleLimit 1
            """)).Fine();

        var dryRuns = lab.Prod.Log.Requests.Where(Lab.IsDryRun).ToList();
        Assert.Contains(dryRuns, request => request.Files[0].FileName == "a.json" && request.Form.GetValueOrDefault("workspace") == "Retail" && request.Form.ContainsKey("sanity_check"));
        Assert.All(dryRuns.Where(request => request.Files[0].FileName == "b.json"), request =>
        {
            Assert.False(request.Form.ContainsKey("workspace"));
            Assert.False(request.Form.ContainsKey("sanity_check"));
        });
    }

    [Theory]
    [InlineData("'Returns, Store sales overview'")]
    [InlineData("'Returns;Store sales overview'")]
    [InlineData("'Returns', 'Store sales overview'")]
    public async Task Lists_are_split_at_comma_and_semicolon(string names)
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.FineAsync($"[pscustomobject]@{{ Type = 'Dashboard'; Connection = 'dev'; Name = {names} }} | Get-ArcadiaArtifact");

        Assert.Equal(["Returns", "Store sales overview"], run.Values("Name").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("'true'", true)]
    [InlineData("'Yes'", true)]
    [InlineData("1", true)]
    [InlineData("$true", true)]
    [InlineData("'no'", false)]
    [InlineData("'0'", false)]
    [InlineData("$false", false)]
    public async Task A_cell_can_say_yes_or_no_to_a_switch(string cell, bool yes)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");

        await lab.FineAsync($"[pscustomobject]@{{ Path = 'minimal.json'; Connection = 'prod'; DataConnection = 'sales'; NoTableCheck = {cell} }} | Import-ArcadiaPackage");

        Assert.Equal(yes, Assert.Single(Lab.Changes(lab.Prod)).Form.ContainsKey("sanity_check"));
    }
}
