using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Who may ask, for what; rights, projects.</summary>
public sealed class SnapLogicAccessTests
{
    private const string Probe = "project/export/acme/Sales/Order%20Sync";

    [Fact]
    public async Task Passwords_tokens_and_sessions_open_while_they_live()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var lab = await SnapLogicLab.StartAsync(time);
        var server = lab.Server;
        AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);
        var session = (string)(await lab.GetAsync("/api/1/rest/asset/session")).Body!["response_map"]!["token"]!;
        foreach (var (who, expected) in new[]
        {
            (lab.Basic(server.User), 200), (SnapLogicLab.Basic(server.User, "wrong"), 401), (SnapLogicLab.Basic("nobody@example.com", "x"), 401),
            (lab.Basic(server.LockedUser), 401), (new("Basic", "no base64!"), 401), (new("Negotiate", "x"), 401),
            (Bearer(server.AccessToken), 200), (Bearer("Token " + server.AccessToken), 401), (Bearer(server.AccessToken + "x"), 401), (Bearer("a.b.c"), 401),
            (Bearer(server.IssueToken(server.User, "acme", issuer: "https://elsewhere.example.com")), 401),
            (Bearer(server.IssueToken(server.User, "acme", audience: "https://elastic.snaplogic.com/api/1/rest/public")), 401),
            (Bearer(server.IssueToken("unmapped@example.com", "acme")), 401), (Bearer(server.ProdAccessToken), 401), (new("SLToken", session), 200),
        })
        {
            Assert.Equal((expected, who.Scheme), ((await lab.GetAsync(Probe, who)).Status, who.Scheme));
        }

        using var http = new HttpClient();
        using var bare = await http.GetAsync(server.Uri + "api/1/rest/public/" + Probe, SnapLogicLab.Stop);
        Assert.Equal(401, (int)bare.StatusCode);
        var token = server.IssueToken(server.User, "acme");
        time.Advance(TimeSpan.FromSeconds(3301));
        Assert.Equal((401, 200), ((await lab.GetAsync(Probe, new("SLToken", session))).Status, (await lab.GetAsync(Probe, Bearer(token))).Status));
        time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(401, (await lab.GetAsync(Probe, Bearer(token))).Status);
    }

    [Fact]
    public async Task A_token_is_its_orgs_own_though_a_migration_may_lead_out_of_it()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var token = new AuthenticationHeaderValue("Bearer", lab.Server.AccessToken);
        Assert.Equal(200, (await lab.PostAsync("project/migrate/" + SnapLogicLab.Orders, new { dest_path = SnapLogicLab.ProdOrders }, token)).Status);
        Assert.Equal(401, (await lab.GetAsync("snaplex/acme-prod", token)).Status);
        lab.Switches.TokenOrg = TokenOrg.Ignored;
        Assert.Equal(200, (await lab.GetAsync("snaplex/acme-prod", token)).Status);
    }

    [Fact]
    public async Task An_org_without_basic_authentication_answers_403_and_takes_tokens()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        Assert.Equal(403, (await lab.GetAsync("snaplex/acme-sso")).Status);
        Assert.Equal(200, (await lab.GetAsync("snaplex/acme-sso", new("Bearer", lab.Server.IssueToken(lab.Server.User, "acme-sso")))).Status);
    }

    [Theory]
    [InlineData("developer@example.com", "project/migrate/acme/Sales/Order%20Sync", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 200)]
    [InlineData("reader@example.com", "project/migrate/acme/Sales/Order%20Sync", "{\"dest_path\":\"/acme-prod/Sales/X\"}", 401)]
    [InlineData("reader@example.com", "project/migrate/acme-prod/Sales/Price%20List", "{\"dest_path\":\"/acme/Sales/X\"}", 401)]
    [InlineData("developer@example.com", "project/copy_assets", "{\"dest_path\":\"/acme-prod/Sales/X\",\"asset_path_list\":[\"/acme/Sales/Order Sync/nightly\"]}", 200)]
    [InlineData("reader@example.com", "project/copy_assets", "{\"dest_path\":\"/acme-prod/Sales/X\",\"asset_path_list\":[\"/acme/Sales/Order Sync/nightly\"]}", 401)]
    [InlineData("developer@example.com", "project/list_assets", "{\"dest_path\":\"/acme/Sales/Order Sync\"}", 403)]
    [InlineData("developer@example.com", "task/disable", "{\"project_path\":\"/acme-prod/Sales/Price List\"}", 200)]
    [InlineData("developer@example.com", "assetapi/update/owner", "{\"asset_type\":\"Job\",\"new_owner\":\"reader@example.com\",\"project_path\":\"/acme-prod/Sales/Price List\"}", 403)]
    [InlineData("developer@example.com", "apim/publish_versions", "{\"org_name\":\"acme\",\"versions_info\":[]}", 403)]
    [InlineData("developer@example.com", "apim/migrate_version/acme/apim/BookStore/1.0", "{\"dest_version_path\":\"/acme-prod/apim/BookStore/1.0\",\"dest_plex_path\":\"/acme-prod/shared/my-snaplex\"}", 200)]
    [InlineData("reader@example.com", "apim/migrate_version/acme/apim/BookStore/1.0", "{\"dest_version_path\":\"/acme-prod/apim/BookStore/1.0\"}", 401)]
    [InlineData("reader@example.com", "assetapi/project/acme/Sales/X", "{}", 401)]
    public async Task Rights_decide(string user, string path, string body, int expected)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        Assert.Equal(expected, (await lab.PostAsync(path, body, lab.Basic(user))).Status);
    }

    [Theory]
    [InlineData("project/export/acme/Sales/Order%20Sync")]
    [InlineData("snaplex/acme")]
    [InlineData("assetapi/acl/acme/Sales")]
    public async Task Some_reads_are_for_admins(string path)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        Assert.Equal((403, 200), ((await lab.GetAsync(path, lab.Basic(lab.Server.DeveloperUser))).Status, (await lab.GetAsync(path)).Status));
    }

    [Fact]
    public async Task Rights_are_written_to_the_space_whatever_project_is_named()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        using var granted = await lab.SendAsync(HttpMethod.Post, "assetapi/acl/acme-prod/Sales/Price%20List",
            new { grant_type = "USER", grantee = "reader@example.com", permission_list = new[] { "R", "X" }, inherit = true });
        Assert.Equal((200, ""), ((int)granted.StatusCode, await granted.Content.ReadAsStringAsync(SnapLogicLab.Stop)));
        Assert.Equal(["/acme-prod/Sales", "/acme-prod/Sales/shared"], lab.State.Grants.Where(grant => grant.Subject == "reader@example.com" && grant.Perms == "RX").Select(grant => grant.Path));
        var (_, acl) = await lab.GetAsync("assetapi/acl/acme-prod/Sales");
        var right = acl!["success"]!["acl"]!.AsArray().Single(item => (string?)item!["subject"] == "reader@example.com")!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"subject_type":"USER","subject":"reader@example.com","perms":["R","X"],"inherit":false}"""), right));
        Assert.Equal(200, (await lab.CallAsync(HttpMethod.Delete, "assetapi/acl/acme-prod/Sales?grant_type=USER&grantee=reader@example.com")).Status);
        Assert.Equal(404, (await lab.CallAsync(HttpMethod.Delete, "assetapi/acl/acme-prod/Sales?grant_type=USER&grantee=reader@example.com")).Status);
        Assert.Equal(400, (await lab.PostAsync("assetapi/acl/acme-prod/Sales", new { grant_type = "USER", grantee = "x", permission_list = new[] { "read" } })).Status);
        Assert.Equal(404, (await lab.GetAsync("assetapi/acl/acme-prod/sales")).Status);
    }

    [Fact]
    public async Task Projects_are_made_renamed_and_deleted()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var (_, made) = await lab.PostAsync("assetapi/project/acme-prod/Sales/Fresh", "{}");
        Assert.Equal(("Fresh", lab.Server.User), ((string?)made!["name"], (string?)made["owner"]));
        Assert.Equal(409, (await lab.PostAsync("assetapi/project/acme-prod/Sales/Fresh", "{}")).Status);
        Assert.Equal(404, (await lab.PostAsync("assetapi/project/acme-prod/Nowhere/Fresh", "{}")).Status);
        Assert.Equal(200, (await lab.PostAsync("assetapi/project/acme-prod/Nowhere", "{}")).Status);
        Assert.Contains("/acme-prod/Nowhere", lab.State.Spaces);
        var assets = lab.AssetsOf("/acme-prod/Sales/Price List");
        Assert.Equal(200, (await lab.CallAsync(HttpMethod.Put, "assetapi/project/acme-prod/Sales/Price%20List", new { name = "Prices" })).Status);
        Assert.Equal(assets, lab.AssetsOf("/acme-prod/Sales/Prices"));
        Assert.Equal(200, (await lab.CallAsync(HttpMethod.Delete, "assetapi/project/acme-prod/Sales/Prices")).Status);
        Assert.Null(lab.State.Folder("/acme-prod/Sales/Prices"));
        Assert.Empty(lab.State.Assets("/acme-prod/Sales/Prices"));
    }
}
