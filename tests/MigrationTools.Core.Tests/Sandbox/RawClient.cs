using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>HTTP without any help: no redirects, no cookies, so that a test sees what the emulator sends.</summary>
internal sealed class RawClient : IDisposable
{
    public const string ImportPath = "/arc/migration/api/import/";

    private readonly ArcadiaServer _server;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public RawClient(ArcadiaServer server) => _server = server;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpRequestMessage Request(HttpMethod method, string path, string? key = "")
    {
        var request = new HttpRequestMessage(method, _server.Uri.ToString().TrimEnd('/') + path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("apikey", key.Length == 0 ? _server.ApiKey : key);
        return request;
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        _http.SendAsync(request, completion, Stop);

    public Task<HttpResponseMessage> GetAsync(string path, string? key = "") => SendAsync(Request(HttpMethod.Get, path, key));

    public static string ExportPath(string query) => "/arc/migration/api/export/?" + query;

    public Task<HttpResponseMessage> ExportAsync(string query, string? key = "") => GetAsync(ExportPath(query), key);

    public async Task<JsonObject> BundleAsync(string query)
    {
        using var response = await ExportAsync(query);
        Assert.Equal(200, (int)response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(Stop))!.AsObject();
    }

    public Task<HttpResponseMessage> ImportAsync(string bundle, string? key = "", string path = ImportPath, params (string Name, string Value)[] fields) =>
        ImportAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(bundle)), key, path, fields);

    public Task<HttpResponseMessage> ImportAsync(HttpContent file, string? key, string path, (string Name, string Value)[] fields)
    {
        var request = Request(HttpMethod.Post, path, key);
        request.Content = Form(file, fields);
        return SendAsync(request);
    }

    /// <summary>An import that must succeed.</summary>
    public async Task<JsonNode> ImportedAsync(string bundle, bool dryRun = false, string connection = "sales", string? workspace = "Retail", bool check = true)
    {
        var fields = new List<(string, string)> { ("dry_run", dryRun ? "True" : "False"), ("dataconnection_name", connection) };
        if (workspace is not null) fields.Add(("workspace", workspace));
        if (!check) fields.Add(("sanity_check", "false"));
        using var response = await ImportAsync(bundle, fields: [.. fields]);
        var body = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    public static MultipartFormDataContent Form(HttpContent? file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), "\"" + name + "\"");
        if (file is not null) form.Add(file, "\"import_file\"", "\"bundle.json\"");
        return form;
    }

    public static (string, string)[] Fields(params (string, string)[] more) => [("dry_run", "False"), ("dataconnection_name", "sales"), .. more];

    public static async Task<string> TextAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync(Stop);

    public static long[] Pks(JsonNode bundle, string key) => [.. bundle[key]!.AsArray().Select(record => (long)record!["pk"]!).Order()];

    public void Dispose() => _http.Dispose();
}

/// <summary>A sandbox of its own for each test, with a client for either end.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private Lab(SandboxHost host)
    {
        Host = host;
        DevClient = new RawClient(host.Arcadia.Dev);
        ProdClient = new RawClient(host.Arcadia.Prod);
    }

    public SandboxHost Host { get; }

    public ArcadiaServer Dev => Host.Arcadia.Dev;

    public ArcadiaServer Prod => Host.Arcadia.Prod;

    public RawClient DevClient { get; }

    public RawClient ProdClient { get; }

    public static async Task<Lab> StartAsync(SandboxOptions? options = null) => new(await SandboxHost.StartAsync(options, RawClient.Stop));

    /// <summary>Dev's export as text.</summary>
    public async Task<string> ExportAsync(string query = "dashboards=[2115]")
    {
        using var response = await DevClient.ExportAsync(query);
        return await RawClient.TextAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        DevClient.Dispose();
        ProdClient.Dispose();
        await Host.DisposeAsync();
    }
}
