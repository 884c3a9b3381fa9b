using System.Management.Automation;
using System.Security;
using MigrationTools.Cmdlets.Tests.Hosting;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Times are seconds, and secrets are what was meant by them.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("30")]
    [InlineData("'30'")]
    [InlineData("'00:00:30'")]
    [InlineData("([timespan]::FromSeconds(30))")]
    [InlineData("29.5")]
    public async Task A_time_is_in_seconds_however_it_is_written(string time)
    {
        await using var lab = await Lab.StartAsync(connect: false);

        (await lab.RunAsync($"Connect-Arcadia $devUri $devKey -Name dev -TimeoutSec {time}")).Fine();
        await lab.FineAsync("Get-MigrationConnection dev");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("soon")]
    [InlineData("([timespan]::FromDays(2))")]
    [InlineData("nan")]
    public async Task A_time_that_is_none_is_refused(string time)
    {
        await using var lab = await Lab.StartAsync(connect: false);

        var run = await lab.RunAsync($"Connect-Arcadia $devUri $devKey -Name dev -TimeoutSec {time}");

        Assert.Equal("InvalidValue", run.Error.Kind());
        Assert.Contains("seconds", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("$undefined")]
    [InlineData("' '")]
    public async Task A_time_that_is_not_given_is_the_default(string time)
    {
        await using var lab = await Lab.StartAsync(connect: false);

        // Were it zero, no answer could come in time.
        await lab.FineAsync($"Connect-Arcadia $devUri $devKey -Name dev -TimeoutSec {time}");
    }

    [Fact]
    public async Task A_time_is_kept_to()
    {
        await using var lab = await Lab.StartAsync();
        using var gate = lab.Dev.Faults.Hold("admin");
        await lab.FineAsync("$short = Connect-Arcadia $devUri $devKey -Name short -TimeoutSec 1 -NotDefault");

        var job = lab.Shell.Start("Get-ArcadiaArtifact Dashboard -Connection short");
        // A list is a read: what was not answered in time is asked again.
        await Lab.UntilAsync(() => lab.Dev.Log.Of("admin").Count > 1);
        await job.StopAsync();
        await Lab.Within(job.Completion);
    }

    [Theory]
    [InlineData("\"$devKey`n\"")]
    [InlineData("\"  $devKey`r`n\"")]
    [InlineData("$secure")]
    [InlineData("$credential")]
    public async Task A_secret_is_taken_as_it_was_meant(string secret)
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Shell["secure"] = Secure(lab.Dev.ApiKey);
        lab.Shell["credential"] = new PSCredential("any", Secure(lab.Dev.ApiKey));

        var run = await lab.FineAsync($"Connect-Arcadia $devUri {secret} -Name dev");

        Assert.Single(run.Output);
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    [InlineData("\"`n\"")]
    [InlineData("([securestring]::new())")]
    [InlineData("$emptyCredential")]
    [InlineData("42")]
    [InlineData("@{ Key = 'abc' }")]
    public async Task A_secret_that_is_missing_is_refused_before_anything_is_sent(string secret)
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Shell["emptyCredential"] = new PSCredential("any", new SecureString());

        foreach (var parameter in new[] { "ApiKey", "AccessToken" })
        {
            var run = await lab.RunAsync($"Connect-Arcadia $devUri -{parameter} {secret} -Name dev");

            Assert.Equal("SecretMissing", run.Error.Kind());
        }
        Assert.Empty(lab.Dev.Log.Requests);
    }

    [Fact]
    public async Task A_bearer_token_is_sent_as_one()
    {
        await using var lab = await Lab.StartAsync(connect: false);
        lab.Dev.AcceptBearer = "token-of-a-proxy";

        await lab.FineAsync("Connect-Arcadia $devUri -AccessToken token-of-a-proxy -Name dev");

        Assert.StartsWith("Bearer", lab.Dev.Log.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var letter in text) secure.AppendChar(letter);
        return secure;
    }
}
