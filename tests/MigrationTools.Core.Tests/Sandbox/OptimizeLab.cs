using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>What a server answered.</summary>
internal sealed record OptimizeAnswer(int Status, string? Type, string Text, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Code => (string?)Json["errorCode"];

    public string Detail => (string)Json["detailedMessage"]!;

    /// <summary>The ids of a list, sorted.</summary>
    public string[] Ids => [.. Json.AsArray().Select(item => (string)item!["id"]!).Order(StringComparer.Ordinal)];
}

/// <summary>A sandbox for all tests of a class, and HTTP without any help: no redirects, no cookies, no decompression.</summary>
public sealed class OptimizeLab : IAsyncLifetime
{
    public const string DevReturns = "c0ffee00-1111-4222-8333-000000000100";
    public const string ProdReturns = "c0ffee00-2222-4222-8333-000000000100";
    public const string Finance = "c0ffee00-2222-4222-8333-000000000200";
    public const string Empty = "c0ffee00-2222-4222-8333-000000000300";
    public const string North = "c0ffee00-2222-4222-8333-000000000400";

    private readonly SandboxOptions _options;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public OptimizeLab() => _options = new() { Time = Time };

    internal OptimizeLab(SandboxOptions options) => _options = options;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));

    public SandboxHost Host { get; private set; } = null!;

    public OptimizeServer Dev => Host.Optimize.Dev;

    public OptimizeServer Prod => Host.Optimize.Prod;

    public OptimizeIdentity Identity => Host.Optimize.Identity;

    public static string Id(int number) => $"7d1f5a10-2c4e-4b8a-9e01-{number:000000000000}";

    public async ValueTask InitializeAsync() => Host = await SandboxHost.StartAsync(_options);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }

    /// <summary>The lab as at the start.</summary>
    internal OptimizeLab Fresh()
    {
        Host.Reset();
        return this;
    }

    internal async Task<OptimizeAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, Stop);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(Stop), response.Headers);
    }

    internal static HttpRequestMessage Request(OptimizeServer server, HttpMethod method, string path, string? json = null, string? token = "")
    {
        var request = new HttpRequestMessage(method, server.Uri.ToString().TrimEnd('/') + path);
        if (token is not null) request.Headers.Authorization = new("Bearer", token.Length == 0 ? server.AccessToken : token);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    internal Task<OptimizeAnswer> GetAsync(OptimizeServer server, string path, string? token = "") => SendAsync(Request(server, HttpMethod.Get, "/api/public" + path, null, token));

    internal Task<OptimizeAnswer> PostAsync(OptimizeServer server, string path, string? json, string? token = "") =>
        SendAsync(Request(server, HttpMethod.Post, "/api/public" + path, json, token));

    internal Task<OptimizeAnswer> DeleteAsync(OptimizeServer server, string path) => SendAsync(Request(server, HttpMethod.Delete, "/api/public" + path));

    internal Task<OptimizeAnswer> DashboardsAsync(OptimizeServer server, params string[] ids) => PostAsync(server, "/export/dashboard/definition/json", List(ids));

    internal Task<OptimizeAnswer> ReportsAsync(OptimizeServer server, params string[] ids) => PostAsync(server, "/export/report/definition/json", List(ids));

    /// <summary>An import at prod.</summary>
    internal Task<OptimizeAnswer> ImportAsync(string package, string collectionId = ProdReturns) => PostAsync(Prod, "/import?collectionId=" + collectionId, package);

    /// <summary>A fixture, changed.</summary>
    internal static JsonArray Package(string name, Action<JsonArray>? change = null)
    {
        var package = JsonNode.Parse(OptimizeFixtures.Read(name))!.AsArray();
        change?.Invoke(package);
        return package;
    }

    internal Task<OptimizeAnswer> ImportAsync(string name, Action<JsonArray> change, string collectionId = ProdReturns) =>
        ImportAsync(Package(name, change).ToJsonString(), collectionId);

    /// <summary>A token of the identity provider, which prod takes in any generation.</summary>
    internal async Task<string> TokenAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Identity.TokenUri)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = Identity.ClientId, ["client_secret"] = Identity.ClientSecret,
            }),
        };
        return (string)(await SendAsync(request)).Json["access_token"]!;
    }

    private static string List(string[] ids) => new JsonArray([.. ids.Select(id => JsonValue.Create(id))]).ToJsonString();
}
