using System.Text.Json.Nodes;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>What is not known of the beginning of a migration, and of errors.</summary>
public sealed class SnapLogicSwitchTests
{
    [Theory]
    [InlineData(AsyncKey.Either, "async", true)]
    [InlineData(AsyncKey.Either, "async_mode", true)]
    [InlineData(AsyncKey.AsyncOnly, "async", true)]
    [InlineData(AsyncKey.AsyncOnly, "async_mode", false)]
    [InlineData(AsyncKey.AsyncModeOnly, "async", false)]
    [InlineData(AsyncKey.AsyncModeOnly, "async_mode", true)]
    public async Task One_key_or_either_asks_for_a_synchronous_run(AsyncKey value, string key, bool works)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.AsyncKey = value;
        var (_, body) = await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new JsonObject { ["dest_path"] = SnapLogicLab.ProdOrders, [key] = false }.ToJsonString());
        Assert.Equal(works, body!["response_map"]!["successful"] is not null);
    }

    [Fact]
    public async Task An_accepted_run_is_answered_in_one_of_four_ways_and_done_in_all()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var value in Enum.GetValues<MigrateReply>())
        {
            lab.Switches.MigrateReply = value;
            var target = "/acme-prod/Sales/" + value;
            var (status, body) = await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = target, @async = true });
            Assert.Equal(200, status);
            Assert.Equal(value switch
            {
                MigrateReply.Token => "status_token,status_url",
                MigrateReply.TokenWithoutUrl => "status_token",
                MigrateReply.Sync => "successful,failed,warnings",
                _ => "",
            }, string.Join(',', body?["response_map"]!.AsObject().Select(field => field.Key) ?? []));
            Assert.Equal(10, lab.State.Assets(target).Count);
        }
    }

    [Fact]
    public async Task No_asset_types_are_all_none_or_an_error()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var (value, status, count) in new[] { (AssetTypesDefault.All, 200, 10), (AssetTypesDefault.None, 200, 0), (AssetTypesDefault.BadRequest, 400, 0) })
        {
            lab.Switches.AssetTypesDefault = value;
            var target = "/acme-prod/Sales/" + value;
            Assert.Equal(status, (await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = target, asset_types = Array.Empty<string>() })).Status);
            Assert.Equal(count, lab.State.Assets(target).Count);
        }
    }

    [Fact]
    public async Task A_conflict_is_told_at_once_or_by_the_token()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        async Task<(int Status, JsonNode? Body)> Again(bool asynchronous = true) =>
            await lab.PostAsync("project/migrate/acme/Sales/Price%20List", new { dest_path = "/acme-prod/Sales/Price List", @async = asynchronous });
        lab.Switches.Conflict = ConflictReply.Body409;
        var (status, body) = await Again();
        Assert.Equal((200, 409), (status, (int)body!["http_status_code"]!));
        Assert.Contains("same name", SnapLogicLab.Message(body), StringComparison.Ordinal);
        lab.Switches.Conflict = ConflictReply.TokenThenFailed;
        Assert.Equal(409, (await Again(asynchronous: false)).Status);
        var (_, begun) = await Again();
        var failed = await lab.StatusAsync((string)begun!["response_map"]!["status_token"]!);
        Assert.Equal("Failed", (string?)failed["status"]);
        Assert.Contains("same name", (string?)failed["error_list"]![0]!["message"], StringComparison.Ordinal);
        Assert.DoesNotContain(lab.State.Assets("/acme-prod/Sales/Price List"), asset => asset.Name == "Draft prices");
    }

    [Fact]
    public async Task Overwriting_merges_or_replaces_what_is_of_the_types_sent()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.Overwrite = OverwriteEffect.Replace;
        lab.State.Add("/acme-prod/Sales/Price List", "File", "notes.txt", "kept");
        await lab.MigrateAsync("acme/Sales/Price%20List", new { dest_path = "/acme-prod/Sales/Price List", duplicate_check = false, asset_types = new[] { "Pipeline" } });
        Assert.Equal(["Account prices_db", "File notes.txt", "Job publish daily", "Pipeline Draft prices", "Pipeline Publish prices"], lab.AssetsOf("/acme-prod/Sales/Price List"));
    }

    [Fact]
    public async Task Tasks_are_enabled_by_the_rule_as_they_were_or_never()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var (value, nightly, hourly) in new[] { (TaskState.ByRule, true, false), (TaskState.Keep, true, true), (TaskState.Disabled, false, false) })
        {
            lab.Switches.TaskState = value;
            var target = "/acme-prod/Sales/" + value;
            await lab.MigrateAsync(body: new { dest_path = target });
            Assert.Equal((nightly, hourly), (lab.State.Find(target + "/nightly")!.Enabled, lab.State.Find(target + "/hourly")!.Enabled));
        }
    }

    [Fact]
    public async Task A_project_space_is_missed_or_created()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.MissingSpace = MissingSpace.Created;
        await lab.MigrateAsync(body: new { dest_path = "/acme-prod/New/Order Sync" });
        Assert.Contains("/acme-prod/New", lab.State.Spaces);
    }

    [Fact]
    public async Task The_status_url_names_the_host_that_it_shall()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var value in Enum.GetValues<StatusUrlHost>())
        {
            lab.Switches.StatusUrlHost = value;
            var (_, body) = await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = "/acme-prod/Sales/" + value });
            var url = (string)body!["response_map"]!["status_url"]!;
            var token = (string)body["response_map"]!["status_token"]!;
            Assert.Equal(value switch
            {
                StatusUrlHost.Alias => lab.Server.AliasUri.ToString(),
                StatusUrlHost.Foreign => lab.Switches.ForeignOrigin + "/",
                StatusUrlHost.Relative => "/",
                StatusUrlHost.OtherScheme => lab.Server.Uri.ToString().Replace("http:", "https:", StringComparison.Ordinal),
                _ => lab.Server.Uri.ToString(),
            } + "api/1/rest/public/project/migrate/" + token, url);
            if (value != StatusUrlHost.Alias) continue;
            Assert.Equal(200, (await lab.GetAsync(url)).Status);
            Assert.Single(lab.Server.AliasLog.Of("status"));
            Assert.Empty(lab.Server.Log.Of("status"));
        }
    }

    [Fact]
    public async Task Errors_have_five_forms_and_their_code_three_places()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        async Task<(int Status, string Body, string? Header)> FailAsync()
        {
            using var response = await lab.SendAsync(HttpMethod.Get, "project/export/acme/Sales/Nowhere");
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(SnapLogicLab.Stop),
                response.Headers.TryGetValues("X-SL-StatusCode", out var values) ? values.Single() : null);
        }

        const string Text = "The requested resource at the supplied path does not exist: /acme/Sales/Nowhere";
        static void Is(string expected, string body) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(body)), body);
        Is($$"""{"response_map":{"error_list":[{"message":"{{Text}}"}]},"http_status_code":404}""", (await FailAsync()).Body);
        lab.Switches.StatusPlace = StatusPlace.BodyOnly;
        Assert.Equal(200, (await FailAsync()).Status);
        lab.Switches.ErrorForm = ErrorForm.Message;
        Is($$"""{"message":"{{Text}}","http_status_code":404}""", (await FailAsync()).Body);
        lab.Switches.StatusPlace = StatusPlace.HttpOnly;
        lab.Switches.StatusHeader = Toggle.On;
        var (status, body, header) = await FailAsync();
        Assert.Equal((404, "404"), (status, header));
        Is($$"""{"message":"{{Text}}"}""", body);
        lab.Switches.ErrorForm = ErrorForm.ErrorList;
        Is($$"""{"response_map":{"error_list":[{"message":"{{Text}}"}] } }""", (await FailAsync()).Body);
        lab.Switches.ErrorForm = ErrorForm.PlainText;
        Assert.Equal((404, Text, "404"), await FailAsync());
        lab.Switches.ErrorForm = ErrorForm.Html502;
        Assert.Equal((502, "<html><body>Bad Gateway</body></html>", "404"), await FailAsync());
        lab.Switches.ErrorForm = ErrorForm.Empty;
        Assert.Equal((404, "", "404"), await FailAsync());
    }

    [Fact]
    public void All_switches_go_back_to_their_defaults()
    {
        var switches = new SnapLogicSwitches { StatusSteps = 9, Outcome = RunOutcome.Failed, MigratePathNeedsAdmin = Toggle.Off, ForeignOrigin = "x" };
        switches.Reset();
        Assert.Equal((2, RunOutcome.Natural, Toggle.On, TimeSpan.FromMinutes(15)), (switches.StatusSteps, switches.Outcome, switches.MigratePathNeedsAdmin, switches.RequestLimit));
    }
}
