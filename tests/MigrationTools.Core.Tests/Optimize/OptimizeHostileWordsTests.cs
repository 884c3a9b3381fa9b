using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>Names, words and tokens of a server that means harm: none decides where a file lies, steers a terminal, or becomes a header.</summary>
public class OptimizeHostileWordsTests
{
    [Theory]
    [InlineData("../../../../tmp/evil")]
    [InlineData("..")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j")]
    [InlineData("\u001b]0;owned\u0007\u001b[31mred")]
    [InlineData("NUL")]
    [InlineData("\u202Egnp.exe")]
    public async Task A_name_on_the_server_is_a_plain_name_in_the_folder(string name)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.DevServer.State.Change(OptimizeJourney.Stuck, entity => entity with { Name = name });
        var folder = Path.Combine(journey.Folder, "out");
        Directory.CreateDirectory(folder);

        var outcome = await journey.Dev.ExportAsync(OptimizeSelection.Reports([OptimizeJourney.Stuck]), new PackageDestination(folder + Path.DirectorySeparatorChar), default);
        var (rows, error) = await journey.ImportAsync(outcome.Package!);

        Assert.Null(error);
        Assert.Equal(folder, Path.GetDirectoryName(outcome.Package!.Path));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
        Assert.Equal([folder], Directory.GetFileSystemEntries(journey.Folder));
        // On the target it is called what it was called, byte for byte.
        Assert.Equal(name, Assert.Single(journey.Landed).Name);
        Assert.DoesNotContain(Assert.Single(rows).Name!, letter => char.IsControl(letter) || letter == '\u202e');
    }

    [Theory]
    [InlineData("""{"errorCode":"e","errorMessage":"m","detailedMessage":"x\u001b[31mred\u0007\u202e\r\n<b>y</b>"}""")]
    [InlineData("""{"errorCode":"importDefinitionDoesNotExist","detailedMessage":"d","definitions":[{"type":"\u001b[1m","key":"\u001b]0;owned\u0007","versions":["\r\n"],"tenantIds":["\u202e"]}]}""")]
    [InlineData("""{"errorCode":"importIndexVersionMismatch","detailedMessage":"\u001b[31m","mismatchingIndices":[{"indexName":"dashboard\u001b[31m","sourceIndexVersion":"\u001b","targetIndexVersion":null}]}""")]
    [InlineData("""{"errorCode":"importScope","detailedMessage":"\u001b[31m","conflictedItems":[{"id":"\u001b","type":1,"name":"\u202e"}]}""")]
    [InlineData("""{"errorCode":["importDefinition"],"definitions":{"a":[[[]]]},"mismatchingIndices":7,"conflictedItems":null}""")]
    public async Task The_words_of_a_refusal_steer_no_terminal(string words)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var package = await journey.PackageAsync();
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.Status, Status = 400, Body = FaultBody.Text, Text = words });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.DoesNotContain(Assert.IsType<MigrationException>(error).Message, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.All(rows, row =>
        {
            Assert.Equal(MigrationStatus.Failed, row.Status);
            Assert.DoesNotContain(row.Message!, letter => char.IsControl(letter) || letter == '\u202e');
        });
        Assert.Empty(journey.Landed);
        Assert.Single(journey.ImportsSent);
    }

    [Theory]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1"}""")]
    [InlineData("""{"access_token":"\u00fc\ud83d\ude42"}""")]
    [InlineData("""{"access_token":{"a":1}}""")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":"x","expires_in":-1e400}""")]
    [InlineData("""["eyJ"]""")]
    public async Task What_is_no_token_becomes_no_header(string answer)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.Identity.Faults.Add(new() { Route = "token", Kind = FaultKind.Status, Status = 200, Body = FaultBody.Text, Text = answer, Count = null });
        journey.DevServer.Log.Clear();

        var error = await Assert.ThrowsAsync<MigrationException>(() => ConnectAsync(journey));

        Assert.DoesNotContain("InternalError", error.ErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(journey.DevServer.Log.Requests, request => request.Headers.ContainsKey("X-Evil"));
        Assert.All(journey.DevServer.Log.Of("dashboards"), request => Assert.Equal(401, request.Status));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_token_address_that_leads_elsewhere_sends_no_secret_there(int status)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.Identity.Faults.Add(new() { Route = "token", Kind = FaultKind.ForeignRedirect, Status = status, Location = ReliabilityRun.Elsewhere.Uri.ToString(), Count = null });

        var error = await Assert.ThrowsAsync<MigrationException>(() => ConnectAsync(journey));

        Assert.Equal("RedirectRefused", error.ErrorId);
        Assert.Equal(0, ReliabilityRun.Elsewhere.Connections);
        Assert.DoesNotContain(journey.Identity.ClientSecret, error.ToString(), StringComparison.Ordinal);
    }

    private static Task<OptimizeConnection> ConnectAsync(OptimizeJourney journey) => OptimizeConnection.OpenWithClientCredentialsAsync(
        new ConnectionSettings { Uri = journey.DevServer.Uri, Time = AcceleratedTime.Instance }, journey.Client(), journey.Told, default);
}
