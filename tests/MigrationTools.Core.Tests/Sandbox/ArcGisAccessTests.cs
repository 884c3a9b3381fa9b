using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Addresses, tokens and their referers, who one is, what one sees.</summary>
public sealed class ArcGisAccessTests
{
    [Fact]
    public async Task A_token_is_bound_to_its_referer_and_expires()
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        using var client = new PortalClient(lab.Prod, null);
        var answer = await LoginAsync(client, lab.Prod, "importer1", ("expiration", "30"));
        Assert.Equal(clock.GetUtcNow().AddMinutes(30).ToUnixTimeMilliseconds(), (long)answer["expires"]!);
        Assert.True((bool?)answer["ssl"]);
        client.Token = (string)answer["token"]!;
        Assert.Equal("importer1", (string?)(await client.GetAsync("/portals/self"))["user"]!["username"]);

        using var other = await client.SendAsync(HttpMethod.Get, "/portals/self?f=json", headers: headers => headers.Remove("Referer"));
        Assert.Equal("""{"error":{"code":498,"message":"Invalid token.","details":[]}}""", (await PortalClient.JsonAsync(other)).ToJsonString());
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(498, PortalClient.Code(await client.GetAsync("/portals/self")));
        client.Token = lab.Prod.AccessTokenOf("importer1");
        Assert.Null(PortalClient.Code(await client.GetAsync("/portals/self")));
    }

    [Fact]
    public async Task Tokens_can_be_revoked()
    {
        await using var lab = await PortalLab.StartAsync();
        using var client = new PortalClient(lab.Prod, null);
        client.Token = (string)(await LoginAsync(client, lab.Prod, "admin"))["token"]!;
        Assert.NotNull((await client.GetAsync("/portals/self"))["user"]);
        lab.Prod.RevokeTokens();
        Assert.Equal(498, PortalClient.Code(await client.GetAsync("/portals/self")));
    }

    [Theory]
    [InlineData(PortalVersion.V1081, -1, 120)]
    [InlineData(PortalVersion.V113, -1, 20160)]
    [InlineData(PortalVersion.V114, 45, 45)]
    public async Task A_token_that_is_asked_to_live_too_long_is_cut(PortalVersion version, int cap, int minutes)
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.Version = version;
        lab.Prod.Switches.MaxTokenMinutes = cap;
        using var client = new PortalClient(lab.Prod, null);
        var answer = await LoginAsync(client, lab.Prod, "admin", ("expiration", "99999"));
        Assert.Equal(clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeMilliseconds(), (long)answer["expires"]!);
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_three_ways()
    {
        await using var lab = await PortalLab.StartAsync();
        using var client = new PortalClient(lab.Prod, null);
        (string, string)[] wrong = [("username", "admin"), ("password", "wrong"), ("client", "referer"), ("referer", PortalClient.Referer)];
        Assert.Equal("""{"error":{"code":400,"message":"Unable to generate token.","details":["Invalid username or password."]}}""",
            (await client.PostAsync("/generateToken", wrong)).ToJsonString());
        lab.Prod.Switches.LoginFailure = LoginFailure.WithGwm0003;
        Assert.Equal("GWM_0003", (string?)(await client.PostAsync("/generateToken", wrong))["error"]!["messageCode"]);
        lab.Prod.Switches.LoginFailure = LoginFailure.Http400;
        using var response = await client.SendAsync(HttpMethod.Post, "/generateToken", PortalClient.Form(wrong));
        Assert.Equal((400, 400), ((int)response.StatusCode, PortalClient.Code(await PortalClient.JsonAsync(response))));
        // The user name's case matters, the referer is due, and only POST will do.
        Assert.Equal(400, PortalClient.Code(await LoginAsync(client, lab.Prod, "admin", ("username", "Admin"))));
        Assert.Equal(400, PortalClient.Code(await LoginAsync(client, lab.Prod, "admin", ("referer", ""))));
        using var get = await client.SendAsync(HttpMethod.Get, "/generateToken?f=json&username=admin");
        Assert.Equal(405, (int)get.StatusCode);
    }

    [Fact]
    public async Task OAuth_gives_tokens_of_a_user_and_of_an_app()
    {
        await using var lab = await PortalLab.StartAsync();
        using var client = new PortalClient(lab.Prod, null);
        var user = await client.PostAsync("/oauth2/token", ("grant_type", "refresh_token"), ("client_id", lab.Prod.ClientId), ("refresh_token", lab.Prod.RefreshToken));
        Assert.Equal(("importer1", 1800), ((string?)user["username"], (int)user["expires_in"]!));
        client.Token = (string)user["access_token"]!;
        Assert.Equal("importer1", (string?)(await client.GetAsync("/portals/self"))["user"]!["username"]);
        var app = await client.PostAsync("/oauth2/token", ("grant_type", "client_credentials"), ("client_id", lab.Prod.ClientId), ("client_secret", lab.Prod.ClientSecret));
        client.Token = (string)app["access_token"]!;
        Assert.Null((await client.GetAsync("/portals/self"))["user"]);
        Assert.Equal(403, PortalClient.Code(await client.GetAsync("/search?q=a")));
        var bad = await client.PostAsync("/oauth2/token", ("grant_type", "refresh_token"), ("refresh_token", "no"));
        Assert.Equal("""{"error":{"code":400,"error":"invalid_request","error_description":"Invalid refresh_token","message":"Invalid refresh_token","details":[]}}""", bad.ToJsonString());
    }

    [Theory]
    [InlineData("X-Esri-Authorization")]
    [InlineData("Authorization")]
    [InlineData("form")]
    [InlineData("query")]
    public async Task A_token_stands_in_a_header_in_the_form_or_in_the_query(string place)
    {
        await using var lab = await PortalLab.StartAsync();
        var token = lab.Prod.AccessTokenOf("viewer1");
        async Task<JsonObject> AskAsync()
        {
            using var response = await lab.ProdClient.SendAsync(HttpMethod.Post, "/community/self" + (place == "query" ? "?token=" + token : ""),
                place == "form" ? PortalClient.Form(("token", token)) : PortalClient.Form(), token: null, headers: headers =>
                {
                    if (place.EndsWith("Authorization", StringComparison.Ordinal)) headers.TryAddWithoutValidation(place, "Bearer " + token);
                });
            return await PortalClient.JsonAsync(response);
        }

        Assert.Equal("viewer1", (string?)(await AskAsync())["username"]);
        Assert.DoesNotContain(lab.Prod.Log.Requests, request => request.Headers.Values.Concat(request.Form.Values).Any(value => value.Contains(token, StringComparison.Ordinal)));
        lab.Prod.Switches.TokenHeader = TokenHeader.Stripped;
        var stripped = await AskAsync();
        if (place is "form" or "query") Assert.Equal("viewer1", (string?)stripped["username"]);
        else Assert.Equal("""{"error":{"code":499,"messageCode":"GWM_0003","message":"Token Required","details":["Token Required"]}}""", stripped.ToJsonString());
    }

    [Theory]
    [InlineData(PortalVersion.V114, "2024.2", "11.4.0")]
    [InlineData(PortalVersion.V113, "2024.1", "11.3.0")]
    [InlineData(PortalVersion.V109, "8.4", null)]
    [InlineData(PortalVersion.V1081, "8.2", null)]
    public async Task A_portal_tells_its_version_and_who_one_is(PortalVersion version, string current, string? enterprise)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.Version = version;
        using var nobody = new PortalClient(lab.Prod, null);
        var root = await nobody.GetAsync("");
        Assert.Equal((current, enterprise), ((string?)root["currentVersion"], (string?)root["enterpriseVersion"]));
        var self = await nobody.GetAsync("/portals/self");
        Assert.Equal((current, enterprise, "0123456789ABCDEF", true), ((string?)self["currentVersion"], (string?)self["enterpriseVersion"], (string?)self["id"], (bool)self["isPortal"]!));
        Assert.Null(self["user"]);
        var user = (await lab.OwnerClient.GetAsync("/portals/0123456789ABCDEF"))["user"]!;
        Assert.Equal(("importer1", "org_publisher"), ((string?)user["username"], (string?)user["role"]));
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.GetAsync("/portals/another")));
    }

    [Fact]
    public async Task Without_f_an_answer_is_a_page_and_pjson_is_indented()
    {
        await using var lab = await PortalLab.StartAsync();
        using var page = await lab.ProdClient.SendAsync(HttpMethod.Get, "/portals/self");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        using var pretty = await lab.ProdClient.SendAsync(HttpMethod.Get, "/portals/self?f=pjson");
        Assert.StartsWith("{\n  \"id\"", await pretty.Content.ReadAsStringAsync(PortalClient.Stop), StringComparison.Ordinal);
        using var error = await lab.ProdClient.SendAsync(HttpMethod.Get, "/content/items/0");
        Assert.Contains("Item does not exist", await error.Content.ReadAsStringAsync(PortalClient.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/portal/sharing/rest", 200, "application/json")]
    [InlineData("/portal/sharing/rest/", 200, "application/json")]
    [InlineData("/portal/sharing/portals/self", 200, "text/html")]
    [InlineData("/portal/home/", 200, "text/html")]
    [InlineData("/portal/sharing/rest/nothing", 404, "text/html")]
    [InlineData("/arcgis/sharing/rest", 404, "text/html")]
    [InlineData("/sharing/rest", 404, "text/html")]
    public async Task Only_its_own_context_answers(string path, int status, string type)
    {
        await using var lab = await PortalLab.StartAsync();
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(lab.Dev.Uri, path + "?f=json"), PortalClient.Stop);
        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task The_context_is_what_one_likes()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.ContextPath = "/maps/webadaptor";
        Assert.EndsWith("/maps/webadaptor", lab.Prod.Uri.ToString(), StringComparison.Ordinal);
        Assert.NotNull((await lab.ProdClient.GetAsync("/portals/self"))["user"]);
        lab.Prod.ContextPath = "";
        Assert.NotNull((await lab.ProdClient.GetAsync("/portals/self"))["user"]);
    }

    [Fact]
    public async Task Groups_and_content_come_in_pages()
    {
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Scale = 30 });
        var seen = new List<string>();
        for (var start = 1; start > 0;)
        {
            var page = await lab.DevClient.GetAsync($"/content/groups/{ArcGisSamples.DevOperations}?start={start}&num=20");
            Assert.Equal((44, start), ((int)page["total"]!, (int)page["start"]!));
            Assert.Equal((int)page["num"]!, page["items"]!.AsArray().Count);
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            start = (int)page["nextStart"]!;
        }

        Assert.Equal(44, seen.Distinct().Count());
        Assert.Equal(10, (int)(await lab.DevClient.GetAsync($"/content/groups/{ArcGisSamples.DevOperations}"))["num"]!);
        var content = await lab.DevClient.GetAsync("/content/users/importer1?num=100");
        Assert.Equal("Operations", (string?)content["folders"]![0]!["title"]);
        Assert.All(content["items"]!.AsArray(), item => Assert.Null(item!["ownerFolder"]));
        var folder = await lab.DevClient.GetAsync($"/content/users/importer1/{content["folders"]![0]!["id"]}?num=100");
        Assert.Equal(5, folder["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_sees_what_one_may_see()
    {
        await using var lab = await PortalLab.StartAsync();
        using var viewer = new PortalClient(lab.Prod, "viewer1");
        using var curator = new PortalClient(lab.Prod, "curator1");
        using var nobody = new PortalClient(lab.Prod, null);
        var map = "/content/items/" + ArcGisSamples.Id("map");
        Assert.Equal("editor1", (string?)(await viewer.GetAsync(map))["owner"]);
        Assert.False((await viewer.GetAsync(map)).ContainsKey("ownerFolder"));
        Assert.Equal(lab.Prod.State.Item(ArcGisSamples.Id("map"))!.Folder, (string?)(await lab.ProdClient.GetAsync(map))["ownerFolder"]);
        Assert.Equal("CONT_0001", (string?)(await curator.GetAsync(map))["error"]!["messageCode"]);
        Assert.Equal(499, PortalClient.Code(await nobody.GetAsync(map)));
        Assert.Equal(403, PortalClient.Code(await viewer.GetAsync("/content/users/editor1")));
        Assert.Equal("member", (string?)(await viewer.GetAsync("/community/groups/" + ArcGisSamples.ProdOperations))["userMembership"]!["memberType"]);
        Assert.Equal("owner", (string?)(await lab.OwnerClient.GetAsync("/community/groups/" + ArcGisSamples.ProdOperations))["userMembership"]!["memberType"]);
        Assert.Equal(400, PortalClient.Code(await curator.GetAsync("/community/groups/" + ArcGisSamples.ProdOperations)));
        Assert.Equal(3, (await lab.OwnerClient.GetAsync("/community/users/importer1"))["groups"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("owner:importer1 AND type:\"Web Map\"", 2)]
    [InlineData("type:\"Web Map\" -title:today", 2)]
    [InlineData("(type:CSV OR type:PDF) NOT title:roster", 1)]
    [InlineData("hydrant*", 3)]
    [InlineData("tags:city type:\"Feature Service\" owner:editor1", 1)]
    [InlineData("id:4a0fe3a6f8c3432490822a7ccffc6602", 1)]
    [InlineData("group:3ca5299f4b3d423ebd66e9f72f9ef638", 3)]
    public async Task Items_are_searched_for(string query, int found)
    {
        await using var lab = await PortalLab.StartAsync();
        var page = await lab.DevClient.GetAsync("/search?num=100&sortField=title&sortOrder=desc&q=" + Uri.EscapeDataString(query));
        Assert.Equal(found, (int)page["total"]!);
        var titles = page["results"]!.AsArray().Select(item => (string)item!["title"]!).ToList();
        Assert.Equal(titles.OrderDescending(StringComparer.OrdinalIgnoreCase), titles);
    }

    [Fact]
    public async Task The_index_may_lag_and_groups_are_found_too()
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.SearchLag = TimeSpan.FromSeconds(10);
        await lab.ProdClient.AddAsync([1]);
        Assert.Equal(0, (int)(await lab.ProdClient.GetAsync("/search?q=type:%22Export%20Package%22"))["total"]!);
        Assert.Equal(2, (int)(await lab.ProdClient.GetAsync("/content/users/admin"))["total"]!);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (int)(await lab.ProdClient.GetAsync("/search?q=type:%22Export%20Package%22"))["total"]!);
        Assert.Equal(["City Operations", "myGroup"], (await lab.OwnerClient.GetAsync("/community/groups?q=owner:importer1"))["results"]!.AsArray().Select(group => (string?)group!["title"]));
    }

    [Fact]
    public async Task An_error_may_have_its_own_status()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.ErrorStatus = ErrorStatus.Matching;
        using var missing = await lab.ProdClient.SendAsync(HttpMethod.Get, "/content/items/0?f=json");
        using var nobody = await lab.ProdClient.SendAsync(HttpMethod.Get, "/content/items/0?f=json", token: null);
        Assert.Equal((400, 401), ((int)missing.StatusCode, (int)nobody.StatusCode));
        Assert.Equal(499, PortalClient.Code(await PortalClient.JsonAsync(nobody)));
    }

    [Fact]
    public async Task A_web_tier_in_front_answers_with_pages()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Faults.Add(new Fault { Route = "self", Kind = FaultKind.LoginRedirect });
        lab.Prod.Faults.Add(new Fault { Route = "self", Kind = FaultKind.Html200 });
        lab.Prod.Faults.Add(new Fault { Route = "self", Kind = FaultKind.ExpiredKey });
        using var redirect = await lab.ProdClient.SendAsync(HttpMethod.Get, "/portals/self?f=json");
        Assert.Equal((302, "/arcgis/home/signin.html"), ((int)redirect.StatusCode, redirect.Headers.Location!.ToString().Split('?')[0]));
        using var page = await lab.ProdClient.SendAsync(HttpMethod.Get, "/portals/self?f=json");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal(498, PortalClient.Code(await lab.ProdClient.GetAsync("/portals/self")));
        Assert.NotNull((await lab.ProdClient.GetAsync("/portals/self"))["user"]);
    }

    private static Task<JsonObject> LoginAsync(PortalClient client, ArcGisPortal portal, string user, params (string, string)[] more) =>
        client.PostAsync("/generateToken", [("username", user), ("password", portal.PasswordOf(user)), ("client", "referer"), ("referer", PortalClient.Referer), .. more]);
}
