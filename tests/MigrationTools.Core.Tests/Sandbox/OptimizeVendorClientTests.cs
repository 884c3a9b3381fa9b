using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>The vendor's own client for Node, which nobody here wrote, talks to the sandbox: what it does right must work.</summary>
public sealed class OptimizeVendorClientTests
{
    /// <summary>
    /// What <c>@camunda8/sdk</c> 8.8.13 does wrong, and what comes of it: two paths lack <c>public/</c> and so meet the
    /// API of the browser (401), and the import is sent as a GET, which its HTTP library refuses before it is sent.
    /// </summary>
    private static readonly Dictionary<string, string> KnownWrong = new()
    {
        ["getReportIds"] = "401",
        ["exportReportResultData"] = "401",
        ["importEntities"] = "RequestError",
    };

    [Fact]
    public async Task Its_right_calls_succeed_and_its_wrong_ones_are_known()
    {
        var client = new NodeClient("optimize");
        await client.InstallAsync();
        await using var host = await SandboxHost.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var (dev, prod, identity) = (host.Optimize.Dev, host.Optimize.Prod, host.Optimize.Identity);
        dev.Switches.Generation = Generation.V87;
        prod.Switches.Generation = Generation.V810;
        var report = prod.State.Reports.Single(entity => entity.Name == "Open invoices").Id;
        var dashboard = prod.State.Dashboards.Single().Id;
        var targets = new object[]
        {
            new
            {
                name = "dev", uri = Text(dev.Uri), token = dev.AccessToken, collectionId = OptimizeLab.DevReturns,
                dashboardIds = new[] { "123", "456" }, reportId = OptimizeLab.Id(2), process = "parcel-return",
            },
            new
            {
                name = "prod", uri = Text(prod.Uri), tokenUri = identity.TokenUri.ToString(), audience = "optimize-api", clientId = identity.ClientId,
                clientSecret = identity.ClientSecret, collectionId = OptimizeLab.Finance, dashboardIds = new[] { dashboard }, reportId = report, process = "invoice",
            },
        };
        var outcomes = JsonNode.Parse(await client.RunAsync("check.mjs", JsonSerializer.Serialize(targets)))!.AsArray();
        foreach (var outcome in outcomes)
        {
            var call = (string)outcome!["call"]!;
            Assert.Equal($"{outcome["target"]} {call} {KnownWrong.GetValueOrDefault(call)}", $"{outcome["target"]} {call} {outcome["error"]}");
        }

        Assert.Equal(24, outcomes.Count);
        Assert.Equal([OptimizeLab.Id(5)], Value(outcomes, "dev", "getDashboardIds"));
        Assert.Equal(["123", "456"], Value(outcomes, "dev", "exportDashboardDefinitions").TakeLast(2).Order(StringComparer.Ordinal));
        Assert.Equal([OptimizeLab.Id(2), OptimizeLab.Id(3), OptimizeLab.Id(4)], Value(outcomes, "dev", "exportReportDefinitions"));
        Assert.Equal([dashboard], Value(outcomes, "prod", "getDashboardIds"));
        foreach (var (server, gone) in new[] { (dev, OptimizeLab.Id(2)), (prod, report) })
        {
            Assert.Null(server.State.Find(gone));
            Assert.Equal("Carrier", Assert.Single(server.State.Labels).Label);
            Assert.Equal((1, true), (server.State.IngestedVariables, server.State.SharingEnabled));
            Assert.DoesNotContain(server.Log.Requests, request => request.Path.EndsWith("/import", StringComparison.Ordinal));
            var status = server == dev ? 204 : 200;
            Assert.Equal([status, status], server.Log.Of("share").Select(request => request.Status ?? 0));
        }

        Assert.Equal(1, identity.Issued);
    }

    private static IEnumerable<string> Value(JsonArray outcomes, string target, string call) =>
        outcomes.Single(outcome => (string?)outcome!["target"] == target && (string?)outcome["call"] == call)!["value"]!.AsArray().Select(item => (string)item!);

    private static string Text(Uri uri) => uri.ToString().TrimEnd('/');
}
