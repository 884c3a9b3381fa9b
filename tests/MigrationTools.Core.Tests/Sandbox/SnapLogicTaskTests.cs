using System.Text.Json.Nodes;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Tasks and Snaplexes.</summary>
public sealed class SnapLogicTaskTests
{
    private const string Task = "/acme/Sales/Order Sync/nightly";

    [Fact]
    public async Task Tasks_are_switched_one_by_one_or_all_of_a_project()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        bool Enabled(string name) => lab.State.Find("/acme/Sales/Order Sync/" + name, "Job")!.Enabled;
        var (_, one) = await lab.PostAsync("task/disable", new { task_path = Task, project_path = "/acme/Sales/Order Sync" });
        Assert.Equal($$"""{"success":["{{Task}}"],"failed":[]}""", one!.ToJsonString());
        Assert.Equal((false, true), (Enabled("nightly"), Enabled("hourly")));
        var (_, all) = await lab.PostAsync("task/enable", new { project_path = "acme/Sales/Order Sync" });
        Assert.Equal(3, all!["success"]!.AsArray().Count);
        Assert.True(Enabled("nightly") && Enabled("Order Sync"));
        var (_, reader) = await lab.PostAsync("task/disable", new { task_path = Task }, lab.Basic(lab.Server.ReaderUser));
        Assert.Equal($$"""{"success":[],"failed":["{{Task}}"]}""", reader!.ToJsonString());
        Assert.True(Enabled("nightly"));
        Assert.Equal(404, (await lab.PostAsync("task/enable", new { task_path = Task + "ly" })).Status);
        Assert.Equal(404, (await lab.PostAsync("task/enable", new { task_path = "/acme/Sales/Order Sync/Read orders" })).Status);
        Assert.Equal(404, (await lab.PostAsync("task/enable", new { project_path = "/acme/Sales/Nothing" })).Status);
        Assert.Equal(400, (await lab.PostAsync("task/enable", "{}")).Status);
    }

    [Theory]
    [InlineData("runtime_path_id", "acme/rt/cloud/dev", 200)]
    [InlineData("rt_path_id", "/acme/rt/cloud/dev", 200)]
    [InlineData("runtime_path_id", "acme/rt/cloud/nowhere", 404)]
    [InlineData("other", "acme/rt/cloud/dev", 400)]
    public async Task Tasks_get_another_Snaplex(string key, string runtime, int expected)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var body = new JsonObject { ["task_path"] = Task, [key] = runtime }.ToJsonString();
        Assert.Equal(expected, (await lab.CallAsync(HttpMethod.Patch, "task/plex", body)).Status);
        Assert.Equal(expected == 200 ? "acme/rt/cloud/dev" : "acme/rt/ground/main", lab.State.Find(Task)!.RuntimePathId);
        Assert.Equal(403, (await lab.CallAsync(HttpMethod.Patch, "task/plex", body, lab.Basic(lab.Server.DeveloperUser))).Status);
    }

    [Fact]
    public async Task A_Snaplex_of_another_org_is_refused_task_by_task()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var (_, body) = await lab.CallAsync(HttpMethod.Patch, "task/plex", new { task_path = Task, runtime_path_id = "acme-prod/rt/ground/main" });
        Assert.Equal(Task, (string?)body!["failed"]![0]);
    }

    [Fact]
    public async Task All_tasks_of_a_project_get_the_new_owner()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var (status, body) = await lab.PostAsync("assetapi/update/owner", new { asset_path = Task, asset_type = "Job", project_path = "/acme/Sales/Order Sync", new_owner = "developer@example.com" });
        Assert.Equal((200, 3), (status, body!["success"]!.AsArray().Count));
        Assert.Equal("developer@example.com", lab.State.Find("/acme/Sales/Order Sync/hourly")!.Owner);
        Assert.Equal(400, (await lab.PostAsync("assetapi/update/owner", new { asset_path = Task, asset_type = "job", new_owner = "developer@example.com" })).Status);
    }

    [Fact]
    public async Task Snaplexes_are_found_by_path_and_by_node()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        static string[] Keys(JsonNode? body) => [.. body!["response_map"]!.AsObject().Select(item => item.Key)];
        var (_, all) = await lab.GetAsync("snaplex/acme-prod");
        Assert.Equal(["/acme-prod/Sales/shared/sales-plex", "/acme-prod/shared/balanced", "/acme-prod/shared/cloud", "/acme-prod/shared/my-snaplex"], Keys(all));
        var info = all!["response_map"]!["/acme-prod/shared/balanced"]!["plex_info"]!;
        Assert.Equal(("acme-prod/rt/cloud/balanced", "https://apis.acme-prod.example.com", "/acme-prod", "balanced"),
            ((string?)info["runtime_path_id"], (string?)info["jcc_load_balancer"], (string?)info["org"], (string?)info["label"]));
        Assert.Equal(["/acme-prod/shared/cloud"], Keys((await lab.GetAsync("snaplex/acme-prod?plex_path=%2Facme-prod%2Fshared%2Fcloud")).Body));
        Assert.Equal(["/acme-prod/shared/my-snaplex"], Keys((await lab.GetAsync("snaplex/acme-prod?hostname=x,jcc-1.acme-prod.example.com")).Body));
        Assert.Equal((404, 404), ((await lab.GetAsync("snaplex/acme-prod?plex_path=/acme-prod/Shared/cloud")).Status, (await lab.GetAsync("snaplex/nobody")).Status));
    }
}
