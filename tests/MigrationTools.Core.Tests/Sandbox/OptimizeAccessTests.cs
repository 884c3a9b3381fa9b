using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>The security chain, the prefixes and the identity provider.</summary>
public sealed class OptimizeAccessTests(OptimizeLab shared) : IClassFixture<OptimizeLab>
{
    private const string Probe = "/dashboard?collectionId=" + OptimizeLab.DevReturns;

    private readonly OptimizeLab _lab = shared.Fresh();

    [Fact]
    public async Task A_wrong_or_missing_token_is_a_401_without_a_body()
    {
        Assert.Equal(200, (await _lab.GetAsync(_lab.Dev, Probe)).Status);
        foreach (var token in new[] { null, "nonsense", _lab.Prod.AccessToken, "mysecret" })
        {
            var answer = await _lab.GetAsync(_lab.Dev, Probe, token);
            Assert.Equal((401, ""), (answer.Status, answer.Text));
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        }

        var cookie = OptimizeLab.Request(_lab.Dev, HttpMethod.Get, "/api/public" + Probe, token: null);
        cookie.Headers.Add("Cookie", "X-Optimize-Authorization_0=abc");
        Assert.Equal(401, (await _lab.SendAsync(cookie)).Status);
        Assert.Equal(401, (await _lab.GetAsync(_lab.Dev, Probe + "&access_token=mySecret", null)).Status);
    }

    [Fact]
    public async Task Readiness_needs_no_token_and_the_interface_of_the_browser_takes_none()
    {
        Assert.Equal(200, (await _lab.SendAsync(OptimizeLab.Request(_lab.Dev, HttpMethod.Get, "/api/readyz", token: null))).Status);
        Assert.Equal(401, (await _lab.SendAsync(OptimizeLab.Request(_lab.Dev, HttpMethod.Post, "/api/import?collectionId=" + OptimizeLab.DevReturns, "[]"))).Status);
    }

    [Fact]
    public async Task What_is_under_no_prefix_leads_to_the_home_page()
    {
        _lab.Dev.Switches.ContextPath = "/optimize";
        Assert.EndsWith("/optimize", _lab.Dev.Uri.ToString().TrimEnd('/'), StringComparison.Ordinal);
        Assert.Equal(200, (await _lab.GetAsync(_lab.Dev, Probe)).Status);
        var wrong = new HttpRequestMessage(HttpMethod.Get, new Uri(_lab.Dev.Uri, "/api/public" + Probe));
        var answer = await _lab.SendAsync(wrong);
        Assert.Equal((302, "/optimize/#"), (answer.Status, answer.Headers.Location!.ToString()));
        var home = await _lab.SendAsync(OptimizeLab.Request(_lab.Dev, HttpMethod.Get, "/", token: null));
        Assert.Equal((200, "text/html"), (home.Status, home.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_credentials_give_a_token_that_ends(bool json)
    {
        var token = await TokenAsync(_lab.Identity.TokenUri, json, ("audience", "optimize-api"));
        Assert.Equal((300, "Bearer"), ((int)token["expires_in"]!, (string?)token["token_type"]));
        var bearer = (string)token["access_token"]!;
        Assert.Equal(200, (await _lab.GetAsync(_lab.Prod, Probe, bearer)).Status);
        _lab.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(200, (await _lab.GetAsync(_lab.Prod, Probe, bearer)).Status);
        _lab.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await _lab.GetAsync(_lab.Prod, Probe, bearer)).Status);
    }

    [Fact]
    public async Task A_token_of_another_audience_cluster_or_signature_does_not_open()
    {
        Assert.Equal(401, await OpensAsync(_lab.Identity.TokenUri, "optimize"));
        var good = (string)(await TokenAsync(_lab.Identity.TokenUri, false))["access_token"]!;
        Assert.Equal(200, (await _lab.GetAsync(_lab.Prod, Probe, good)).Status);
        Assert.Equal(401, (await _lab.GetAsync(_lab.Prod, Probe, good[..^4] + "AAAA")).Status);
        Assert.Equal(401, (await _lab.GetAsync(_lab.Prod, Probe, "a.b.c")).Status);
        _lab.Prod.Switches.ClusterId = _lab.Identity.Switches.ClusterId;
        Assert.EndsWith(_lab.Identity.Switches.ClusterId, _lab.Prod.Uri.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, await OpensAsync(_lab.Identity.SaasTokenUri, "optimize.camunda.io"));
        Assert.Equal(401, await OpensAsync(_lab.Identity.TokenUri, "optimize.camunda.io"));
        _lab.Identity.Switches.ClusterId = "another";
        Assert.Equal(401, await OpensAsync(_lab.Identity.SaasTokenUri, "optimize.camunda.io"));
    }

    [Fact]
    public async Task Revoked_tokens_end_at_once()
    {
        var token = (string)(await TokenAsync(_lab.Identity.TokenUri, false))["access_token"]!;
        _lab.Identity.RevokeAll();
        Assert.Equal(401, (await _lab.GetAsync(_lab.Prod, Probe, token)).Status);
        Assert.Equal(1, _lab.Identity.Issued);
    }

    [Fact]
    public async Task A_visitor_is_stopped_by_the_permission_of_8_10()
    {
        var token = (string)(await TokenAsync(_lab.Identity.TokenUri, false, ("client_id", _lab.Identity.DeniedClientId), ("client_secret", _lab.Identity.DeniedClientSecret)))["access_token"]!;
        Assert.Equal(200, (await _lab.GetAsync(_lab.Prod, Probe, token)).Status);
        _lab.Prod.Switches.Generation = Generation.V810;
        Assert.Equal(401, (await _lab.GetAsync(_lab.Prod, Probe, token)).Status);
    }

    [Fact]
    public async Task The_identity_provider_says_what_is_wrong()
    {
        var wrong = await AskAsync(_lab.Identity.TokenUri, false, ("client_secret", "nonsense"));
        Assert.Equal((401, "invalid_client"), (wrong.Status, (string?)wrong.Json["error"]));
        var grant = await AskAsync(_lab.Identity.TokenUri, false, ("grant_type", "password"));
        Assert.Equal((400, "unsupported_grant_type"), (grant.Status, (string?)grant.Json["error"]));
        _lab.Identity.Switches.TokenRequest = TokenRequest.FormOnly;
        Assert.Equal(415, (await AskAsync(_lab.Identity.TokenUri, true)).Status);
        Assert.Equal(404, (await AskAsync(new Uri(_lab.Identity.TokenUri, "/auth"), false)).Status);
        Assert.Equal(405, (await _lab.SendAsync(new HttpRequestMessage(HttpMethod.Get, _lab.Identity.TokenUri))).Status);
    }

    [Fact]
    public async Task No_secret_is_in_the_log()
    {
        await TokenAsync(_lab.Identity.TokenUri, false);
        await TokenAsync(_lab.Identity.TokenUri, true);
        await _lab.GetAsync(_lab.Dev, Probe);
        foreach (var request in _lab.Identity.Log.Requests.Concat(_lab.Dev.Log.Requests))
        {
            var text = string.Join('\n', request.Form.Values.Concat(request.Headers.Values).Append(request.Body));
            Assert.DoesNotContain(_lab.Identity.ClientSecret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(_lab.Dev.AccessToken, text, StringComparison.Ordinal);
        }

        Assert.Equal(("token", "***"), (_lab.Identity.Log.Requests[0].Route, _lab.Identity.Log.Requests[0].Form["client_secret"]));
        Assert.Contains("\"client_secret\":\"***\"", _lab.Identity.Log.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_strike_by_the_names_of_routes()
    {
        _lab.Identity.Faults.Add(new Fault { Route = "token", Kind = FaultKind.Status, Status = 503 });
        Assert.Equal(503, (await AskAsync(_lab.Identity.TokenUri, false)).Status);
        _lab.Dev.Faults.Add(new Fault { Route = "dashboards", Kind = FaultKind.ExpiredKey });
        Assert.Equal(401, (await _lab.GetAsync(_lab.Dev, Probe)).Status);
        _lab.Dev.Faults.Add(new Fault { Route = "dashboards", Kind = FaultKind.LoginRedirect });
        Assert.Equal(302, (await _lab.GetAsync(_lab.Dev, Probe)).Status);
        _lab.Dev.Switches.BodyLimitBytes = 10;
        Assert.Equal(413, (await _lab.DashboardsAsync(_lab.Dev, "123", "456", "789")).Status);
    }

    private async Task<int> OpensAsync(Uri uri, string audience)
    {
        var token = (string)(await TokenAsync(uri, false, ("audience", audience)))["access_token"]!;
        return (await _lab.GetAsync(_lab.Prod, Probe, token)).Status;
    }

    private async Task<JsonNode> TokenAsync(Uri uri, bool json, params (string Name, string Value)[] fields)
    {
        var answer = await AskAsync(uri, json, fields);
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    private Task<OptimizeAnswer> AskAsync(Uri uri, bool json, params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = _lab.Identity.ClientId, ["client_secret"] = _lab.Identity.ClientSecret,
        };
        foreach (var (name, value) in fields) all[name] = value;
        HttpContent content = json
            ? new StringContent(new JsonObject(all.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value))).ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"))
            : new FormUrlEncodedContent(all);
        return _lab.SendAsync(new HttpRequestMessage(HttpMethod.Post, uri) { Content = content });
    }
}
