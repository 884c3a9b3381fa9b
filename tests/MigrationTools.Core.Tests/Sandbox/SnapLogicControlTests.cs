using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>The control plane, controlled from outside.</summary>
public sealed class SnapLogicControlTests
{
    [Fact]
    public async Task Switches_state_and_requests_are_at_hand_and_a_reset_takes_all_back()
    {
        await using var host = await SandboxHost.StartAsync(cancellation: SnapLogicLab.Stop);
        var server = host.SnapLogic.Elastic;
        var start = server.State.Describe().ToJsonString();
        using var http = new HttpClient { BaseAddress = host.AdminUri };
        using var set = await http.PutAsJsonAsync("sandbox/snaplogic/elastic/switches", new { statusGeneration = "C", jobDuration = "00:00:10", statusSteps = 0 }, SnapLogicLab.Stop);
        Assert.Equal(200, (int)set.StatusCode);
        Assert.Equal((StatusGeneration.C, TimeSpan.FromSeconds(10), 0), (server.Switches.StatusGeneration, server.Switches.JobDuration, server.Switches.StatusSteps));
        var told = (await http.GetFromJsonAsync<JsonObject>("sandbox", SnapLogicLab.Stop))!["snaplogic"]!["elastic"]!;
        Assert.Equal((server.User, "acme", "acme-prod"), ((string?)told["user"], (string?)told["dev"], (string?)told["prod"]));
        using var client = new HttpClient { BaseAddress = new Uri((string)told["uri"]! + SnapLogicLab.Public) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)told["accessToken"]!);
        using var begun = await client.PostAsJsonAsync("project/migrate/acme/Sales/Order%20Sync", new { dest_path = SnapLogicLab.ProdOrders }, SnapLogicLab.Stop);
        Assert.Equal(200, (int)begun.StatusCode);
        var requests = (await http.GetFromJsonAsync<JsonArray>("sandbox/snaplogic/elastic/requests", SnapLogicLab.Stop))!;
        Assert.Equal(("migrate", "Bearer ***"), ((string?)requests[0]!["route"], (string?)requests[0]!["headers"]!["Authorization"]));
        Assert.Contains("dest_path", (string?)requests[0]!["body"], StringComparison.Ordinal);
        var state = await http.GetFromJsonAsync<JsonObject>("sandbox/snaplogic/elastic/state", SnapLogicLab.Stop);
        Assert.False((bool)state!["migrations"]![0]!["ended"]!);
        Assert.NotNull(state["acme-prod"]!["projects"]!["/Sales/Order Sync"]);
        using var reset = await http.PostAsync("sandbox/reset", null, SnapLogicLab.Stop);
        Assert.Equal(start, server.State.Describe().ToJsonString());
        Assert.Equal((StatusGeneration.B, 2), (server.Switches.StatusGeneration, server.Switches.StatusSteps));
        Assert.Empty(server.Log.Requests);
    }
}
