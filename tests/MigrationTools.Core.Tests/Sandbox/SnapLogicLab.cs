using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>A control plane of its own, and HTTP without any help.</summary>
internal sealed class SnapLogicLab : IAsyncDisposable
{
    public const string Public = "/api/1/rest/public/";
    public const string Orders = "acme/Sales/Order%20Sync";
    public const string ProdOrders = "/acme-prod/Sales/Order Sync";

    private readonly SandboxHost _host;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    private SnapLogicLab(SandboxHost host) => _host = host;

    public SnapLogicServer Server => _host.SnapLogic.Elastic;

    public SnapLogicState State => Server.State;

    public SnapLogicSwitches Switches => Server.Switches;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SnapLogicLab> StartAsync(TimeProvider? time = null)
    {
        var lab = new SnapLogicLab(await SandboxHost.StartAsync(new SandboxOptions { Time = time ?? TimeProvider.System }, Stop));
        lab.Switches.StatusSteps = 0;
        return lab;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    public AuthenticationHeaderValue Basic(string user) => Basic(user, Server.PasswordOf(user));

    public static AuthenticationHeaderValue Basic(string user, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password)));

    /// <summary>Sends; <paramref name="path"/> is below the public prefix, or absolute.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, AuthenticationHeaderValue? who = null)
    {
        var uri = path.StartsWith("http", StringComparison.Ordinal) ? path : Server.Uri.ToString().TrimEnd('/') + (path.StartsWith('/') ? path : Public + path);
        var request = new HttpRequestMessage(method, uri);
        request.Headers.Authorization = who ?? Basic(Server.User);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        return _http.SendAsync(request, Stop);
    }

    public async Task<(int Status, JsonNode? Body)> CallAsync(HttpMethod method, string path, object? body = null, AuthenticationHeaderValue? who = null)
    {
        using var response = await SendAsync(method, path, body, who);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return ((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : text.Length == 0 ? null : JsonValue.Create(text));
    }

    public Task<(int Status, JsonNode? Body)> PostAsync(string path, object? body, AuthenticationHeaderValue? who = null) => CallAsync(HttpMethod.Post, path, body, who);

    public Task<(int Status, JsonNode? Body)> GetAsync(string path, AuthenticationHeaderValue? who = null) => CallAsync(HttpMethod.Get, path, null, who);

    /// <summary>What an error body of the usual form says.</summary>
    public static string? Message(JsonNode? body) => (string?)body?["response_map"]?["error_list"]?[0]?["message"];

    /// <summary>A migration that must begin, its status as the sandbox then tells it.</summary>
    public async Task<JsonNode> MigrateAsync(string source = Orders, object? body = null)
    {
        var (status, answer) = await PostAsync("project/migrate/" + source, body ?? new { dest_path = ProdOrders });
        Assert.True(status == 200, answer?.ToJsonString());
        return await StatusAsync((string)answer!["response_map"]!["status_token"]!);
    }

    public async Task<JsonNode> StatusAsync(string token)
    {
        var (status, document) = await GetAsync("project/migrate/" + token);
        Assert.True(status == 200, document?.ToJsonString());
        return document!["response_map"] ?? document;
    }

    public static string[] Names(JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!["name"]!)];

    public string[] AssetsOf(string folder) => [.. State.Assets(folder).Select(asset => asset.Type + " " + asset.Name)];
}
