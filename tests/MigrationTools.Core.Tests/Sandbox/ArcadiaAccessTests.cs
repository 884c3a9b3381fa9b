using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Sandbox;

public sealed class ArcadiaAccessTests
{
    private const string Probe = "/arc/migration/api/export/?dashboards=[]";

    [Fact]
    public async Task Only_a_living_secret_key_opens()
    {
        await using var lab = await Lab.StartAsync();
        foreach (var (key, status) in new[]
        {
            (lab.Dev.ApiKey, 200), (lab.Dev.ReadOnlyKey, 200), (lab.Dev.PublicKey, 401), (lab.Dev.ExpiredKey, 401), (lab.Dev.InactiveKey, 401),
            (lab.Prod.ApiKey, 401), ("nonsense", 401),
        })
        {
            using var response = await lab.DevClient.GetAsync(Probe, key);
            Assert.Equal(status, (int)response.StatusCode);
        }

        using var none = await lab.DevClient.GetAsync(Probe, null);
        Assert.Equal(401, (int)none.StatusCode);
    }

    [Fact]
    public async Task The_scheme_has_any_case_and_bearer_passes_behind_a_proxy_only()
    {
        await using var lab = await Lab.StartAsync();
        async Task<int> Status(string scheme, string token)
        {
            var request = lab.DevClient.Request(HttpMethod.Get, Probe, null);
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
            using var response = await lab.DevClient.SendAsync(request);
            return (int)response.StatusCode;
        }

        Assert.Equal(200, await Status("ApiKey", lab.Dev.ApiKey));
        Assert.Equal(401, await Status("Bearer", lab.Dev.ApiKey));
        Assert.Equal(401, await Status("Bearer", "cai-token"));
        lab.Dev.AcceptBearer = "cai-token";
        Assert.Equal(200, await Status("Bearer", "cai-token"));
    }

    [Fact]
    public async Task A_key_ends_when_its_time_has_come()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(-1));
        await using var lab = await Lab.StartAsync(new SandboxOptions { Time = time });
        using var early = await lab.DevClient.GetAsync(Probe, lab.Dev.ExpiredKey);
        Assert.Equal(200, (int)early.StatusCode);
        time.Advance(TimeSpan.FromDays(2));
        using var late = await lab.DevClient.GetAsync(Probe, lab.Dev.ExpiredKey);
        Assert.Equal(401, (int)late.StatusCode);
    }

    [Fact]
    public async Task A_login_makes_a_key_for_one_run_and_takes_it_away()
    {
        await using var lab = await Lab.StartAsync();
        var client = lab.DevClient;
        using var wrong = await LoginForm.SubmitAsync(client, "admin", "wrong");
        Assert.Equal(200, (int)wrong.StatusCode);
        using var login = await LoginForm.SubmitAsync(client, "admin", "admin-password");
        Assert.Equal(302, (int)login.StatusCode);
        var create = LoginForm.Request(client, login, HttpMethod.Post, "/arc/apps/apikey_api");
        create.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["username"] = "reader", ["apikey"] = "New key will be generated on save", ["active"] = "true", ["expires"] = "Invalid date",
        });
        using var created = await client.SendAsync(create);
        var key = JsonNode.Parse(await RawClient.TextAsync(created))!;
        using var works = await client.GetAsync(Probe, (string)key["secret_apikey"]!);
        Assert.Equal(200, (int)works.StatusCode);
        var delete = LoginForm.Request(client, login, HttpMethod.Delete, "/arc/apps/apikey_api");
        delete.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["apikeys_list"] = $"[\"{key["apikey"]}\"]" });
        using var deleted = await client.SendAsync(delete);
        Assert.Equal(200, (int)deleted.StatusCode);
        using var gone = await client.GetAsync(Probe, (string)key["secret_apikey"]!);
        Assert.Equal(401, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Changes_within_a_login_need_the_token()
    {
        await using var lab = await Lab.StartAsync();
        using var login = await LoginForm.SubmitAsync(lab.ProdClient, "admin", "admin-password");
        using var read = await lab.ProdClient.SendAsync(LoginForm.Request(lab.ProdClient, login, HttpMethod.Get, Probe, csrf: false));
        Assert.Equal(200, (int)read.StatusCode);
        var import = LoginForm.Request(lab.ProdClient, login, HttpMethod.Post, RawClient.ImportPath, csrf: false);
        import.Content = RawClient.Form(new StringContent(ArcadiaFixtures.Read("minimal")), RawClient.Fields());
        using var refused = await lab.ProdClient.SendAsync(import);
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("CSRF", await RawClient.TextAsync(refused), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_screens_own_endpoint_previews_and_then_executes()
    {
        await using var lab = await Lab.StartAsync();
        var client = lab.ProdClient;
        using var login = await LoginForm.SubmitAsync(client, "admin", "admin-password");
        var fields = new[] { ("dataconnection_name", "sales"), ("workspace_id", "4"), ("thumbnails_action", "3") };
        var preview = LoginForm.Request(client, login, HttpMethod.Post, "/arc/migration/migrate");
        preview.Content = RawClient.Form(new StringContent(ArcadiaFixtures.Read("sample")), fields);
        using var previewed = await client.SendAsync(preview);
        Assert.Equal(200, (int)previewed.StatusCode);
        Assert.Null(lab.Prod.State.Find("dashboards", "Store sales overview"));
        var execute = LoginForm.Request(client, login, HttpMethod.Put, "/arc/migration/migrate?dry_run=false");
        execute.Content = RawClient.Form(null, fields);
        using var executed = await client.SendAsync(execute);
        Assert.Equal(200, (int)executed.StatusCode);
        Assert.Equal("Retail", lab.Prod.State.Find("dashboards", "Store sales overview")!.Workspace);
        Assert.Empty(lab.Prod.State.Of("reportimage"));
        using var byKey = await client.SendAsync(client.Request(HttpMethod.Put, "/arc/migration/migrate"));
        Assert.Equal(401, (int)byKey.StatusCode);
    }

    [Fact]
    public async Task The_admin_API_lists_and_moves()
    {
        await using var lab = await Lab.StartAsync();
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync(), workspace: null);
        var id = lab.Prod.State.Find("dashboards", "Store sales overview")!.Id;
        var listed = await JsonAsync(lab.ProdClient, HttpMethod.Get, "/arc/adminapi/v1/visuals?name=" + Uri.EscapeDataString("Store sales overview"));
        Assert.Equal((id, "dashboard"), ((long)listed[0]!["id"]!, (string?)listed[0]!["type"]));
        Assert.Equal(2, (await JsonAsync(lab.ProdClient, HttpMethod.Get, "/arc/adminapi/v1/visuals?workspace_id=4")).AsArray().Count);
        var connections = await JsonAsync(lab.ProdClient, HttpMethod.Get, "/arc/adminapi/v1/connections");
        Assert.Equal(["sales", "warehouse"], connections.AsArray().Select(item => (string?)item!["name"]));
        var workspaces = await JsonAsync(lab.ProdClient, HttpMethod.Get, "/arc/adminapi/v1/workspaces/1");
        Assert.Equal("Public", (string?)Assert.Single(workspaces.AsArray())!["name"]);
        var moved = await JsonAsync(lab.ProdClient, HttpMethod.Post, $"/arc/adminapi/v1/visuals/{id}", $"[{{\"id\": {id}, \"workspace_id\": 4}}]");
        Assert.Equal(4, (int)moved[0]!["workspace_id"]!);
        Assert.Equal("Retail", lab.Prod.State.Find("dashboards", id)!.Workspace);
        var detail = await JsonAsync(lab.ProdClient, HttpMethod.Get, $"/arc/adminapi/v1/visuals/{id}?detail=1");
        Assert.NotNull(detail[0]!["data"]!["dashboard_sheets"]);
        using var two = await lab.ProdClient.SendAsync(Post(lab.ProdClient, $"/arc/adminapi/v1/visuals/{id}", "[{}, {}]"));
        Assert.Equal(400, (int)two.StatusCode);
    }

    [Fact]
    public async Task The_admin_API_deletes_in_cascade_and_copies_by_mistake()
    {
        await using var lab = await Lab.StartAsync();
        using var deleted = await lab.DevClient.SendAsync(lab.DevClient.Request(HttpMethod.Delete, "/arc/adminapi/v1/visuals/2115"));
        Assert.Equal(200, (int)deleted.StatusCode);
        Assert.Null(lab.Dev.State.Find("visuals", 2101));
        Assert.NotNull(lab.Dev.State.Find("visuals", 2106));
        Assert.Empty(lab.Dev.State.Of("reportimage"));
        var copy = await JsonAsync(lab.DevClient, HttpMethod.Post, "/arc/adminapi/v1/visuals", "[{\"id\": 2110, \"title\": \"Returns\", \"type\": \"dashboard\"}]");
        Assert.NotEqual(2110, (long)copy[0]!["id"]!);
        Assert.Equal(2, lab.Dev.State.Dashboards.Count(dashboard => dashboard.Name == "Returns"));
        using var reader = await lab.DevClient.SendAsync(lab.DevClient.Request(HttpMethod.Delete, "/arc/adminapi/v1/visuals/2110", lab.Dev.ReadOnlyKey));
        Assert.Equal(403, (int)reader.StatusCode);
    }

    [Fact]
    public async Task Data_answers_for_a_dataset_that_exists()
    {
        await using var lab = await Lab.StartAsync();
        async Task<HttpResponseMessage> Ask(int dataset)
        {
            var request = lab.DevClient.Request(HttpMethod.Post, "/arc/api/data");
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["version"] = "1",
                ["dsreq"] = $"{{\"version\":1,\"type\":\"SQL\",\"limit\":10,\"dimensions\":[{{\"type\":\"SIMPLE\",\"expr\":\"[day] as 'd'\"}}],\"dataset_id\":{dataset}}}",
            });
            return await lab.DevClient.SendAsync(request);
        }

        using var rows = await Ask(42);
        Assert.Equal(2, JsonNode.Parse((string)JsonNode.Parse(await RawClient.TextAsync(rows))!["rows"]!)!.AsArray().Count);
        using var none = await Ask(4711);
        Assert.Equal(404, (int)none.StatusCode);
    }

    private static HttpRequestMessage Post(RawClient client, string path, string data)
    {
        var request = client.Request(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["data"] = data });
        return request;
    }

    private static async Task<JsonNode> JsonAsync(RawClient client, HttpMethod method, string path, string? data = null)
    {
        using var response = await client.SendAsync(data is null ? client.Request(method, path) : Post(client, path, data));
        var text = await RawClient.TextAsync(response);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
