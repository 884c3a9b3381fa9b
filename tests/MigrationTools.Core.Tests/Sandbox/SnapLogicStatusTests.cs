using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Time, status documents and synchronous runs.</summary>
public sealed class SnapLogicStatusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_takes_its_time_and_assets_arrive_one_by_one()
    {
        var time = new FakeTimeProvider();
        await using var lab = await SnapLogicLab.StartAsync(time);
        lab.Switches.JobDuration = TimeSpan.FromSeconds(11);
        lab.Switches.StartedLists = StartedLists.Partial;
        lab.Switches.StatusSteps = 1;
        var token = await BeginAsync(lab);
        Assert.Empty(lab.State.Assets(SnapLogicLab.ProdOrders));
        time.Advance(TimeSpan.FromSeconds(6));
        var half = await lab.StatusAsync(token);
        Assert.Equal(("Started", 5), ((string?)half["status"], half["successful"]!.AsArray().Count));
        Assert.Equal(5, lab.State.Assets(SnapLogicLab.ProdOrders).Count);
        time.Advance(TimeSpan.FromSeconds(6));
        var whole = await lab.StatusAsync(token);
        Assert.Equal(("Completed", 10), ((string?)whole["status"], whole["successful"]!.AsArray().Count));
        Assert.Equal(10, lab.State.Assets(SnapLogicLab.ProdOrders).Count);
    }

    [Fact]
    public async Task The_status_says_Started_as_often_as_it_shall_on_either_address()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.StatusSteps = 2;
        var token = await BeginAsync(lab);
        Assert.Equal("Started", (string?)(await lab.StatusAsync(token))["status"]);
        Assert.Empty((await lab.StatusAsync(token))["successful"]!.AsArray());
        var (_, first) = await lab.GetAsync("project/migrate/" + token);
        var (_, second) = await lab.GetAsync("migrate/" + token);
        Assert.Equal("Completed", (string?)first!["response_map"]!["status"]);
        Assert.True(JsonNode.DeepEquals(first, second));
    }

    [Fact]
    public async Task The_other_address_needs_an_admin_and_either_can_be_missing()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var token = await BeginAsync(lab);
        var developer = lab.Basic(lab.Server.DeveloperUser);
        Assert.Equal(200, (await lab.GetAsync("project/migrate/" + token, developer)).Status);
        Assert.Equal(403, (await lab.GetAsync("migrate/" + token, developer)).Status);
        lab.Switches.MigratePathNeedsAdmin = Toggle.Off;
        Assert.Equal(200, (await lab.GetAsync("migrate/" + token, developer)).Status);
        lab.Switches.StatusPath = StatusPath.ProjectMigrateOnly;
        Assert.Equal((200, 404), ((await lab.GetAsync("project/migrate/" + token)).Status, (await lab.GetAsync("migrate/" + token)).Status));
        lab.Switches.StatusPath = StatusPath.MigrateOnly;
        Assert.Equal((404, 200), ((await lab.GetAsync("project/migrate/" + token)).Status, (await lab.GetAsync("migrate/" + token)).Status));
    }

    [Fact]
    public async Task Every_generation_of_the_document_has_its_fields()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var token = await BeginAsync(lab);
        lab.Switches.StatusGeneration = StatusGeneration.A;
        var (_, older) = await lab.GetAsync("project/migrate/" + token);
        Assert.Equal((token, "acme/Sales/Order Sync", "acme-prod/Sales/Order Sync", "Completed"),
            ((string?)older!["_id"], (string?)older["src_path"], (string?)older["dest_path"], (string?)older["status"]));
        lab.Switches.StatusGeneration = StatusGeneration.C;
        var newest = await lab.StatusAsync(token);
        Assert.False(newest.AsObject().ContainsKey("status_token"));
        Assert.True(newest.AsObject().ContainsKey("asset_paths"));
        Assert.Equal("Account", (string?)newest["successful"]![0]!["asset_type"]);
        lab.Switches.StatusGeneration = StatusGeneration.B;
        lab.Switches.LeadingSlash = LeadingSlash.Mixed;
        lab.Switches.EmptyLists = EmptyLists.Null;
        lab.Switches.ExtraFields = Toggle.On;
        var mixed = await lab.StatusAsync(token);
        Assert.Equal(("acme/Sales/Order Sync", "/acme-prod/Sales/Order Sync"), ((string?)mixed["src_path"], (string?)mixed["dest_path"]));
        Assert.True(mixed.AsObject().ContainsKey("failed") && mixed["failed"] is null);
        Assert.NotNull(mixed["x_pod"]);
        lab.Switches.EmptyLists = EmptyLists.Absent;
        Assert.False((await lab.StatusAsync(token)).AsObject().ContainsKey("failed"));
        lab.Switches.LeadingSlash = LeadingSlash.No;
        Assert.Equal("acme-prod/Sales/Order Sync", (string?)(await lab.StatusAsync(token))["dest_path"]);
    }

    [Fact]
    public async Task What_becomes_of_a_migration_can_be_told()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.Outcome = RunOutcome.Failed;
        lab.Switches.StatusSteps = 1;
        var token = await BeginAsync(lab);
        Assert.Equal("Started", (string?)(await lab.StatusAsync(token))["status"]);
        foreach (var (key, read) in new (FailedKey, Func<JsonNode, JsonNode?>)[]
        {
            (FailedKey.ErrorList, document => document["error_list"]![0]!["message"]), (FailedKey.Message, document => document["message"]),
            (FailedKey.Reason, document => document["reason"]), (FailedKey.Error, document => document["error"]),
        })
        {
            lab.Switches.FailedKey = key;
            var failed = await lab.StatusAsync(token);
            Assert.Equal(("Failed", "User does not have write access to /acme-prod"), ((string?)failed["status"], (string?)read(failed)));
        }

        lab.Switches.FailedKey = FailedKey.None;
        Assert.DoesNotContain("write access", (await lab.StatusAsync(token)).ToJsonString(), StringComparison.Ordinal);
        Assert.Null(lab.State.Folder(SnapLogicLab.ProdOrders));
        lab.Switches.Outcome = RunOutcome.Queued;
        Assert.Equal("Queued", (string?)(await lab.MigrateAsync())["status"]);
        lab.Switches.StatusSteps = 0;
        lab.Switches.Outcome = RunOutcome.NeverEnds;
        Assert.Equal("Started", (string?)(await lab.MigrateAsync(body: new { dest_path = "/acme-prod/Sales/Never" }))["status"]);
        Assert.Null(lab.State.Folder("/acme-prod/Sales/Never"));
    }

    [Fact]
    public async Task A_partial_failure_completes_with_warnings_under_each_key()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Switches.Outcome = RunOutcome.Partial;
        var token = await BeginAsync(lab);
        var status = await lab.StatusAsync(token);
        Assert.Equal(("Completed", "nightly"), ((string?)status["status"], Assert.Single(SnapLogicLab.Names(status["failed"]))));
        Assert.Null(lab.State.Find(SnapLogicLab.ProdOrders + "/nightly"));
        Assert.Equal("orders_db", (string?)status["warnings"]![0]!["name"]);
        foreach (var (key, name) in new[] { (WarningKey.Message, "message"), (WarningKey.Warning, "warning"), (WarningKey.Reason, "reason") })
        {
            lab.Switches.WarningKey = key;
            Assert.Equal("The asset was changed during the migration", (string?)(await lab.StatusAsync(token))["warnings"]![0]![name]);
        }

        lab.Switches.WarningKey = WarningKey.PlainString;
        Assert.Equal("The asset was changed during the migration", (string?)(await lab.StatusAsync(token))["warnings"]![0]);
    }

    [Fact]
    public async Task A_token_is_forgotten_after_its_time_or_its_reads()
    {
        var time = new FakeTimeProvider();
        await using var lab = await SnapLogicLab.StartAsync(time);
        lab.Switches.Retention = Retention.Time;
        var token = await BeginAsync(lab);
        time.Advance(TimeSpan.FromSeconds(60));
        await lab.StatusAsync(token);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(404, (await lab.GetAsync("project/migrate/" + token)).Status);
        lab.Switches.Retention = Retention.Reads;
        lab.Switches.RetentionReads = 2;
        await lab.StatusAsync(token);
        Assert.Equal(404, (await lab.GetAsync("project/migrate/" + token)).Status);
        Assert.Equal(404, (await lab.GetAsync("migrate/" + token)).Status);
        Assert.Equal(404, (await lab.GetAsync("project/migrate/" + Guid.NewGuid())).Status);
    }

    [Fact]
    public async Task A_synchronous_run_answers_when_all_is_done_or_a_gateway_does_before()
    {
        var time = new FakeTimeProvider();
        await using var lab = await SnapLogicLab.StartAsync(time);
        lab.Switches.JobDuration = TimeSpan.FromMinutes(14);
        async Task<(int Status, JsonNode? Body)> SyncAsync(string target)
        {
            var sent = lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = target, @async = false });
            await lab.Server.Log.WaitForAsync(request => request is { Body: not null, Completed: false }, Patience);
            // A step at a time: a timer that is set only now still meets its moment.
            for (var step = 0; !sent.IsCompleted && step < 10_000; step++)
            {
                time.Advance(TimeSpan.FromSeconds(30));
                await Task.WhenAny(sent, Task.Delay(1, SnapLogicLab.Stop));
            }

            return await sent.WaitAsync(Patience);
        }

        var (status, body) = await SyncAsync("/acme-prod/Sales/One");
        Assert.Equal((200, 10), (status, body!["response_map"]!["successful"]!.AsArray().Count));
        lab.Switches.JobDuration = TimeSpan.FromDays(20);
        var (late, page) = await SyncAsync("/acme-prod/Sales/Two");
        Assert.Equal(504, late);
        Assert.Contains("Gateway Time-out", (string)page!, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromDays(20));
        Assert.Equal(10, lab.State.Assets("/acme-prod/Sales/Two").Count);
        lab.Switches.JobDuration = TimeSpan.Zero;
        lab.Switches.Outcome = RunOutcome.Failed;
        Assert.Equal(500, (await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = "/acme-prod/Sales/Three", @async = "false" })).Status);
    }

    [Fact]
    public async Task Work_that_breaks_off_leaves_what_was_done()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Server.Faults.Add(new Fault { Route = "migrate", Kind = FaultKind.FailMidway, AfterRecords = 3 });
        var status = await lab.MigrateAsync();
        Assert.Equal("Failed", (string?)status["status"]);
        Assert.Equal(3, lab.State.Assets(SnapLogicLab.ProdOrders).Count);
    }

    [Fact]
    public async Task A_reply_that_is_lost_does_not_stop_the_work()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.Server.Faults.Add(new Fault { Route = "migrate", Kind = FaultKind.ResetAfterActing });
        await Assert.ThrowsAsync<HttpRequestException>(() => lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = SnapLogicLab.ProdOrders }));
        Assert.Equal(10, lab.State.Assets(SnapLogicLab.ProdOrders).Count);
        Assert.NotNull(Assert.Single(lab.State.Runs).Ended);
    }

    private static async Task<string> BeginAsync(SnapLogicLab lab)
    {
        var (status, answer) = await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = SnapLogicLab.ProdOrders });
        Assert.Equal(200, status);
        return (string)answer!["response_map"]!["status_token"]!;
    }
}
