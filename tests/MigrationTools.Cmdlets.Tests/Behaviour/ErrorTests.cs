using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>An error has a stable id, names the item, and says what to do; and nothing ever shows a secret.</summary>
public sealed class ErrorTests
{
    // Script, id, the item, a word of the remedy.
    public static TheoryData<string, string, string, string> Misuses => new()
    {
        { "Connect-Arcadia not-an-address $devKey", "InvalidUri", "not-an-address", "https://" },
        { "Connect-Arcadia ftp://host/ $devKey", "InvalidUri", "ftp://host/", "https://" },
        { "Connect-Arcadia http://user:pass@host/ $devKey", "InvalidUri", "user name", "own parameter" },
        { "Connect-Arcadia $devUri wrong-key-of-somebody", "NotAuthenticated", "credential", "key" },
        { "Connect-Arcadia http://127.0.0.1:9/ $devKey", "ServerUnreachable", "127.0.0.1", "address" },
        { "Connect-Arcadia $devUri $devKey -Header @{ 'X-Empty' = $null }", "InvalidHeader", "X-Empty", "header" },
        { "Get-MigrationConnection nope", "UnknownConnection", "nope", "Get-MigrationConnection" },
        { "Get-ArcadiaArtifact Dashboard -Connection nope", "UnknownConnection", "nope", "Get-MigrationConnection" },
        { "Get-ArcadiaArtifact Dashboard 'No such' -Connection dev", "NameNotFound", "No such", "wildcards" },
        { "Export-ArcadiaDashboard -Name 'No such' -Connection dev", "NameNotFound", "No such", "wildcards" },
        { "Export-ArcadiaDashboard 424242 -Connection dev", "ArtifactNotFound", "424242", "id" },
        { "Export-ArcadiaPackage -Connection dev", "NothingSelected", "No id", "-Dashboard" },
        { "Export-ArcadiaDashboard 2110 -Connection dev -Path nowhere/x.json", "InvalidPath", "nowhere", "folder" },
        { "Import-ArcadiaPackage minimal.json -Connection prod", "DataConnectionMissing", "prod", "-DataConnection" },
        { "Import-ArcadiaPackage minimal.json -Connection prod -DataConnection nope", "UnknownDataConnection", "nope", "Get-ArcadiaArtifact -Type Connection" },
        { "Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales -Workspace nope", "UnknownWorkspace", "nope", "Get-ArcadiaArtifact -Type Workspace" },
        { "Import-ArcadiaPackage minimal.json -Connection prod -DataConnection warehouse", "MissingTable", "sales_dev.orders", "-NoTableCheck" },
        { "Import-ArcadiaPackage twoconnections.json -Connection prod -DataConnection sales", "MultipleSourceConnections", "12", "-SingleConnection" },
        { "Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection dev -DataConnection sales_dev", "SameServer", "127.0.0.1", "-AllowSameServer" },
        { "Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales -OnConflict Duplicate", "ConflictNotSupported", "duplicates", "Overwrite, Skip or Fail" },
        { "Import-ArcadiaPackage empty.json -Connection prod -DataConnection sales", "PackageEmpty", "empty.json", "Export it again" },
        { "Import-ArcadiaPackage text.json -Connection prod -DataConnection sales", "PackageNotRecognized", "text.json", "export" },
        { "Get-MigrationPackage text.json", "PackageNotRecognized", "text.json", "export" },
    };

    [Theory]
    [MemberData(nameof(Misuses))]
    public async Task A_misuse_has_an_id_names_the_item_and_says_what_to_do(string script, string id, string item, string remedy)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        lab.Fixture("twoconnections");
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "empty.json"), "");
        await File.WriteAllTextAsync(Path.Combine(lab.Folder, "text.json"), "just text");

        var run = await lab.RunAsync(script);

        Assert.StartsWith(id, run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(id, run.Error.Kind());
        Assert.Contains(item, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(remedy, run.Error.ToString(), StringComparison.Ordinal);
        Assert.NotNull(run.Error.ErrorDetails.RecommendedAction);
        Assert.EndsWith(run.Error.ErrorDetails.RecommendedAction, run.Error.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(System.Management.Automation.ErrorCategory.NotSpecified, run.Error.CategoryInfo.Category);
        Assert.Empty(Lab.Changes(lab.Prod));
        Assert.Empty(Lab.Changes(lab.Dev));
    }

    [Theory]
    [InlineData("Fail", "ConflictFound", "Failed")]
    [InlineData("Skip", null, "Skipped")]
    [InlineData("Overwrite", null, "Unchanged")]
    public async Task What_is_there_is_dealt_with_as_asked(string policy, string? id, string status)
    {
        await using var lab = await Lab.StartAsync();
        lab.Fixture("minimal");
        await lab.FineAsync("Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales");

        var run = await lab.RunAsync($"Import-ArcadiaPackage minimal.json -Connection prod -DataConnection sales -OnConflict {policy}");

        Assert.Equal(id, run.AllErrors.Count == 0 ? null : run.Error.Id());
        Assert.All(run.Values("Status"), actual => Assert.Equal(status, actual));
    }

    [Fact]
    public async Task No_text_anywhere_shows_the_key()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        var canary = lab.Dev.State.AddUser("canary0815", ArcadiaRights.All);
        Assert.Equal(canary, lab.Prod.State.AddUser("canary0815", ArcadiaRights.All));
        lab.Shell["canary"] = canary;
        lab.Fixture("minimal");
        // A server that repeats what it was sent, as some error pages do.
        lab.Prod.Faults.Add(new Fault { Route = "admin", Kind = FaultKind.Status, Status = 500, Body = FaultBody.Text, Text = $"Authorization: apikey {canary} was refused", Count = null });

        var run = await Lab.Within(lab.Shell.RunOnAsync("""
            $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $InformationPreference = 'Continue'
            $dev = Connect-Arcadia $devUri $canary -Name dev
            $prod = Connect-Arcadia $prodUri $canary -Name prod -Header @{ 'X-Token' = $canary }
            $dev; $prod; "$dev"; Test-MigrationConnection
            Export-ArcadiaDashboard 2110, 424242 -Connection dev -Path kept.json
            Export-ArcadiaDashboard 2110 -Connection dev | Import-ArcadiaPackage -Connection prod -DataConnection sales
            Import-ArcadiaPackage minimal.json -Connection prod -DataConnection nope
            Get-ArcadiaArtifact Dashboard -Connection prod
            Get-MigrationHistory; Get-MigrationHistory | ForEach-Object Result
            Connect-Arcadia "http://$($canary):x@127.0.0.1/" $canary
            Disconnect-MigrationConnection prod
            Get-ArcadiaArtifact Dashboard -Connection $prod
            """));

        Assert.NotEmpty(run.Debug);
        Assert.NotEmpty(run.Verbose);
        Assert.True(run.AllErrors.Count >= 4, string.Join('\n', run.AllErrors));
        Assert.DoesNotContain(canary, run.AllText, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(lab.Folder))
        {
            Assert.DoesNotContain(canary, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://jane:Canary0815@127.0.0.1/")]
    [InlineData("ftp://jane:Canary0815@127.0.0.1/")]
    [InlineData("jane:Canary0815@127.0.0.1")]
    [InlineData("http://jane:Canary0815@no host/")]
    public async Task A_password_in_an_address_is_shown_nowhere(string address)
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Shell["address"] = address;

        foreach (var script in new[]
        {
            "Connect-Arcadia $address $devKey", "$address | Connect-Arcadia -ApiKey $devKey", "Connect-Arcadia $devUri $devKey -Proxy $address",
            "Connect-Optimize $devUri -ClientId a -ClientSecret b -TokenUri $address", "$address | Connect-ArcGis -AccessToken token-0815", "$address | Connect-SnapLogic -AccessToken token-0815",
        })
        {
            var run = await lab.RunAsync(script);

            Assert.Equal("InvalidUri", run.Error.Id());
            Assert.DoesNotContain("Canary0815", $"{run.AllText} {run.Error.TargetObject} {run.Error.CategoryInfo} {run.Error.Exception.Data}", StringComparison.Ordinal);
        }
        var history = await lab.FineAsync("Get-MigrationHistory | ForEach-Object Result");
        Assert.DoesNotContain("Canary0815", history.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_an_error_drives_no_terminal()
    {
        await using var lab = await Lab.StartAsync();

        var run = await lab.RunAsync("Import-ArcadiaPackage -LiteralPath \"a`e[2J`rb.json\" -Connection prod -DataConnection sales");

        Assert.Equal("PackageNotFound", run.Error.Id());
        Assert.Contains("a\u241b[2J b.json", run.Error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error.ErrorDetails.Message + run.Error.CategoryInfo, letter => letter is '\u001b' or '\r');
    }

    [Theory]
    [InlineData("Connect-Arcadia $devUri $long")]
    [InlineData("Connect-ArcGis $devUri -AccessToken $long")]
    [InlineData("Connect-SnapLogic $devUri -AccessToken $long")]
    [InlineData("Connect-Optimize $devUri -AccessToken $long")]
    [InlineData("Connect-Arcadia $devUri $devKey -Header @{ 'X-Api-Key' = $long }")]
    [InlineData("Connect-SnapLogic $devUri -Credential ([pscredential]::new('jane', [Net.NetworkCredential]::new('', $long).SecurePassword))")]
    public async Task What_is_too_long_for_a_secret_is_refused(string script)
    {
        await using var lab = await Lab.StartAsync(connect: false);
        // A SecureString takes no more than 65,536.
        foreach (var length in script.Contains("SecurePassword", StringComparison.Ordinal) ? new[] { 20_000 } : [20_000, 1_000_000])
        {
            lab.Shell["long"] = new string('x', length);

            var run = await lab.RunAsync(script);

            Assert.Equal("InvalidValue", run.Error.Kind());
            Assert.DoesNotContain("xxxx", run.AllText, StringComparison.Ordinal);
        }
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task Only_the_pipeline_thread_writes()
    {
        await using var lab = await Lab.StartAsync();
        // Everything that workers tell comes out of the streams in one piece: none was written from a worker, which throws.
        var run = await lab.FineAsync("$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; 2115, 2110, 2115, 2110 | Export-ArcadiaDashboard -Connection dev -Separate | Import-ArcadiaPackage -Connection prod -DataConnection sales");

        Assert.Equal(4, run.Values("InputKey").Distinct().Count());
        Assert.Contains(run.Verbose, line => line.Contains("/arc/migration/api/import/", StringComparison.Ordinal));
    }
}
