using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MigrationTools.Cmdlets.Tests.Hosting;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Cmdlets.Tests.Optimize;

/// <summary>Both ways to say who is asking; no secret shows; completers offer ids by name.</summary>
public sealed class OptimizeConnectTests
{
    [Fact]
    public async Task Client_credentials_connect_and_no_secret_shows_anywhere()
    {
        await using var lab = await OptimizeLab.StartAsync(connect: false);
        lab.Prod.Switches.Tokens = Tokens.Jwt;
        lab.Shell["client"] = lab.Identity.ClientId;
        lab.Shell["secret"] = lab.Identity.ClientSecret;
        lab.Shell["tokens"] = lab.Identity.TokenUri.ToString();

        var run = await lab.FineAsync("""
            $DebugPreference = 'Continue'
            $c1 = Connect-Optimize $prodUri -ClientId $client -ClientSecret $secret -TokenUri $tokens -Audience optimize-api -Name prod -Verbose
            $c1
            Get-OptimizeCollection -Verbose
            """);

        Assert.Equal(lab.Identity.ClientId, run.Output[0].Text("User"));
        Assert.DoesNotContain(lab.Identity.ClientSecret, run.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", run.AllText, StringComparison.Ordinal);
        // The secret went to the identity provider, and nowhere else.
        Assert.DoesNotContain(lab.Prod.Log.Requests, request => $"{request.Target} {string.Join(' ', request.Headers.Values)}".Contains(lab.Identity.ClientSecret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Connect-Optimize $prodUri -AccessToken wrong", "NotAuthenticated")]
    [InlineData("Connect-Optimize $prodUri -AccessToken ' '", "SecretMissing")]
    [InlineData("Connect-Optimize $prodUri -ClientId a -ClientSecret b -TokenUri $tokens", "NotAuthenticated")]
    [InlineData("Connect-Optimize $prodUri -ClientId a -ClientSecret b", "InvalidUri")]
    [InlineData("Connect-Optimize ${prodUri}wrong/context -AccessToken $prodToken", "RedirectRefused")]
    [InlineData("Connect-Optimize nonsense -AccessToken x", "InvalidUri")]
    public async Task What_is_wrong_with_a_connection_is_said(string script, string id)
    {
        await using var lab = await OptimizeLab.StartAsync(connect: false);
        lab.Prod.Switches.ContextPath = "/optimize";
        lab.Shell["prodUri"] = script.Contains("wrong/context", StringComparison.Ordinal) ? lab.Prod.Uri.GetLeftPart(UriPartial.Authority) + "/" : lab.Prod.Uri.ToString();
        lab.Shell["tokens"] = lab.Identity.TokenUri.ToString();

        var run = await lab.RunAsync(script);

        Assert.Equal(id, run.Error.Kind() ?? run.Error.Id());
        Assert.Empty((await lab.FineAsync("Get-MigrationConnection")).Output);
    }

    [Fact]
    public async Task Ids_are_offered_by_name()
    {
        await using var lab = await OptimizeLab.StartAsync();

        Assert.Contains((lab.Returns, "Returns"), await OfferedAsync(lab, "Import-OptimizePackage x.json -Connection prod -CollectionId Ret"));
        Assert.Equal([(OptimizeLab.Desk, "Returns desk (Returns)")], await OfferedAsync(lab, "Export-OptimizeDashboard -Connection dev -Id Returns"));
    }

    [Fact]
    public async Task Without_a_connection_what_reads_is_offered_the_defaults_ids_and_what_changes_nothing()
    {
        await using var lab = await OptimizeLab.StartAsync();
        await lab.FineAsync("$null = Connect-Optimize $devUri $devToken -Name dev");

        Assert.Equal([(OptimizeLab.Desk, "Returns desk (Returns)")], await OfferedAsync(lab, "Export-OptimizeDashboard -Id Returns"));
        Assert.Contains((OptimizeLab.CollectionOf(lab.Dev, "Returns"), "Returns"), await OfferedAsync(lab, "Get-OptimizeReport Ret"));
        Assert.Empty(await CompleteAsync(lab, "Import-OptimizePackage x.json -CollectionId "));
        Assert.Empty(await CompleteAsync(lab, "Remove-OptimizeDashboard -Id "));
    }

    private static Task<IReadOnlyList<(string Value, string Shown)>> OfferedAsync(OptimizeLab lab, string line) => Lab.OfferedAsync<(string, string)>(async () => await CompleteAsync(lab, line));

    private static async Task<List<(string Value, string Shown)>> CompleteAsync(OptimizeLab lab, string line)
    {
        // The engine completes in the runspace of the calling thread.
        return await Lab.Within(Task.Factory.StartNew(() =>
        {
            var before = Runspace.DefaultRunspace;
            try
            {
                Runspace.DefaultRunspace = lab.Shell.Runspace;
                using var shell = PowerShell.Create(lab.Shell.Runspace);
                return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches
                    .Where(match => match.ResultType == CompletionResultType.ParameterValue).Select(match => (match.CompletionText, match.ListItemText)).ToList();
            }
            finally
            {
                Runspace.DefaultRunspace = before;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }
}
