using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Control from outside: the HTTP routes, and the process.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task Switches_are_set_by_name_and_wrong_names_change_nothing()
    {
        await using var lab = await Lab.StartAsync();
        using var http = new HttpClient { BaseAddress = lab.Host.AdminUri };
        using var set = await http.PutAsJsonAsync("sandbox/arcadia/prod/switches",
            new { release = "V41", ImportBody = "FlatRows", bodyLimitBytes = 5, gatewayTimeoutAfter = "00:00:02", adminTypes = new[] { "users" } }, RawClient.Stop);
        Assert.Equal(200, (int)set.StatusCode);
        var switches = lab.Prod.Switches;
        Assert.Equal((Release.V41, ImportBody.FlatRows, 5, TimeSpan.FromSeconds(2)), (switches.Release, switches.ImportBody, switches.BodyLimitBytes, switches.GatewayTimeoutAfter));
        Assert.Equal(["users"], switches.AdminTypes);
        foreach (var wrong in new object[] { new { release = "V43", nonsense = 1 }, new { release = "V99" } })
        {
            using var refused = await http.PutAsJsonAsync("sandbox/arcadia/prod/switches", wrong, RawClient.Stop);
            Assert.Equal(400, (int)refused.StatusCode);
            Assert.Equal(Release.V41, switches.Release);
        }

        var told = await http.GetFromJsonAsync<JsonObject>("sandbox/arcadia/prod/switches", RawClient.Stop);
        Assert.Equal("V41", (string?)told!["release"]);
    }

    [Fact]
    public async Task Faults_requests_and_state_are_at_hand()
    {
        await using var lab = await Lab.StartAsync();
        using var http = new HttpClient { BaseAddress = lab.Host.AdminUri };
        using var posted = await http.PostAsJsonAsync("sandbox/arcadia/dev/faults", new { route = "export", kind = "Status", status = 503, delay = "00:00:00", body = "Html" }, RawClient.Stop);
        Assert.Equal(204, (int)posted.StatusCode);
        Assert.Single((await http.GetFromJsonAsync<JsonArray>("sandbox/arcadia/dev/faults", RawClient.Stop))!);
        using var struck = await lab.DevClient.ExportAsync("dashboards=[2115]");
        Assert.Equal(503, (int)struck.StatusCode);
        var requests = (await http.GetFromJsonAsync<JsonArray>("sandbox/arcadia/dev/requests", RawClient.Stop))!;
        Assert.Equal(("export", "Status", 503, "apikey ***"), ((string?)requests[0]!["route"], (string?)requests[0]!["fault"], (int)requests[0]!["status"]!, (string?)requests[0]!["headers"]!["Authorization"]));
        using var cleared = await http.DeleteAsync("sandbox/arcadia/dev/requests", RawClient.Stop);
        Assert.Empty(lab.Dev.Log.Requests);
        using var wrong = await http.PostAsJsonAsync("sandbox/arcadia/dev/faults", new { kind = "Nonsense" }, RawClient.Stop);
        Assert.Equal(400, (int)wrong.StatusCode);
        lab.Dev.Faults.Add(new Fault());
        using var gone = await http.DeleteAsync("sandbox/arcadia/dev/faults", RawClient.Stop);
        Assert.Empty(lab.Dev.Faults.Pending);
        var state = await http.GetFromJsonAsync<JsonObject>("sandbox/arcadia/dev/state", RawClient.Stop);
        Assert.Contains(state!["dashboards"]!.AsArray(), item => (string?)item!["name"] == "Store sales overview");
        var plain = await http.GetFromJsonAsync<JsonObject>("sandbox/arcadia/dev/state?noise=false", RawClient.Stop);
        Assert.Null(plain!["dashboards"]![0]!["fields"]!["uuid"]);
        var endpoints = await http.GetFromJsonAsync<JsonObject>("sandbox", RawClient.Stop);
        Assert.Equal(lab.Dev.ApiKey, (string?)endpoints!["arcadia"]!["dev"]!["apiKey"]);
        using var nowhere = await http.GetAsync("sandbox/arcadia/test/state", RawClient.Stop);
        Assert.Equal(404, (int)nowhere.StatusCode);
    }

    [Fact]
    public async Task Gates_are_held_and_released_from_outside()
    {
        await using var lab = await Lab.StartAsync();
        using var http = new HttpClient { BaseAddress = lab.Host.AdminUri };
        using var held = await http.PostAsync("sandbox/arcadia/dev/gates/export/hold", null, RawClient.Stop);
        Assert.Equal(204, (int)held.StatusCode);
        Assert.False((bool)(await http.GetFromJsonAsync<JsonObject>("sandbox/arcadia/dev/gates/export", RawClient.Stop))!["arrived"]!);
        var sent = lab.DevClient.ExportAsync("dashboards=[]");
        Assert.True((bool)(await http.GetFromJsonAsync<JsonObject>("sandbox/arcadia/dev/gates/export?wait=30", RawClient.Stop))!["arrived"]!);
        Assert.False(sent.IsCompleted);
        using var released = await http.PostAsync("sandbox/arcadia/dev/gates/export/release", null, RawClient.Stop);
        Assert.Equal(200, (int)(await sent).StatusCode);
    }

    [Fact]
    public async Task Reset_makes_all_as_at_the_start()
    {
        await using var lab = await Lab.StartAsync();
        var start = lab.Prod.State.Describe().ToJsonString();
        await lab.ProdClient.ImportedAsync(ArcadiaFixtures.Read("sample"));
        lab.Prod.State.AddUser("extra", ArcadiaRights.All);
        lab.Prod.Switches.Seed = 3;
        lab.Prod.Faults.Add(new Fault());
        using var http = new HttpClient { BaseAddress = lab.Host.AdminUri };
        using var reset = await http.PostAsync("sandbox/reset", null, RawClient.Stop);
        Assert.Equal(204, (int)reset.StatusCode);
        Assert.Equal(start, lab.Prod.State.Describe().ToJsonString());
        Assert.Equal(4, lab.Prod.State.Users.Count);
        Assert.Equal(20, lab.Prod.Switches.Seed);
        Assert.Empty(lab.Prod.Faults.Pending);
        Assert.Empty(lab.Prod.Log.Requests);
    }

    [Fact]
    public async Task The_process_tells_where_it_is_and_ends_with_its_input()
    {
        using var process = Start("--exit-with-stdin", "--scale", "3");
        var line = JsonNode.Parse((await process.StandardOutput.ReadLineAsync(RawClient.Stop))!)!;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("AUTHORIZATION", "apikey " + line["arcadia"]!["dev"]!["apiKey"]);
        var bundle = await http.GetFromJsonAsync<JsonObject>(line["arcadia"]!["dev"]!["uri"] + "/arc/migration/api/export/", RawClient.Stop);
        Assert.Equal(5, bundle!["dashboards"]!.AsArray().Count);
        process.StandardInput.Close();
        Assert.Contains("Connect-Arcadia -Name dev", await process.StandardOutput.ReadToEndAsync(RawClient.Stop), StringComparison.Ordinal);
        await process.WaitForExitAsync(RawClient.Stop);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task The_process_prints_one_line_with_json()
    {
        using var process = Start("--exit-with-stdin", "--json");
        process.StandardInput.Close();
        var text = await process.StandardOutput.ReadToEndAsync(RawClient.Stop);
        await process.WaitForExitAsync(RawClient.Stop);
        Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(typeof(SandboxHost).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
