using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>A portal's REST API without any help, as one user.</summary>
internal sealed class PortalClient : IDisposable
{
    public const string Referer = "https://tests.example/";

    private readonly ArcGisPortal _portal;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public PortalClient(ArcGisPortal portal, string? user = "admin")
    {
        _portal = portal;
        Token = user is null ? null : portal.AccessTokenOf(user);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sent as a header; null for none.</summary>
    public string? Token { get; set; }

    public string Address(string path) => _portal.Uri.ToString().TrimEnd('/') + "/sharing/rest" + path;

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? token = "", Action<HttpRequestHeaders>? headers = null)
    {
        var request = new HttpRequestMessage(method, Address(path)) { Content = content };
        var sent = token is { Length: 0 } ? Token : token;
        if (sent is not null) request.Headers.TryAddWithoutValidation("X-Esri-Authorization", "Bearer " + sent);
        request.Headers.TryAddWithoutValidation("Referer", Referer);
        headers?.Invoke(request.Headers);
        return _http.SendAsync(request, Stop);
    }

    /// <summary>Sends fields and <c>f=json</c> as a form and reads JSON, whatever it says.</summary>
    public async Task<JsonObject> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var response = await SendAsync(HttpMethod.Post, path, Form(fields));
        return await JsonAsync(response);
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "f=json");
        return await JsonAsync(response);
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        // A field that is given twice has its last value.
        new(fields.Append(("f", "json")).GroupBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Key, field.Last().Item2)));

    public static MultipartFormDataContent Multipart(byte[] file, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(file), "\"file\"", "\"package.epk\"" } };
        foreach (var (name, value) in fields.Append(("f", "json"))) form.Add(new StringContent(value), "\"" + name + "\"");
        return form;
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Stop);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        return JsonNode.Parse(text)!.AsObject();
    }

    public static int? Code(JsonObject answer) => (int?)answer["error"]?["code"];

    public static string? Message(JsonObject answer) => (string?)answer["error"]?["message"];

    /// <summary>Adds a package in one request and gives its id.</summary>
    public async Task<string> AddAsync(byte[] package, string user = "admin", string title = "Test Export Package", params (string, string)[] more)
    {
        using var form = Multipart(package, [("title", title), ("type", "Export Package"), ("typeKeywords", "Export Package,epk"), ("tags", "epk"), .. more]);
        using var response = await SendAsync(HttpMethod.Post, $"/content/users/{user}/addItem", form);
        var answer = await JsonAsync(response);
        Assert.True((bool?)answer["success"], answer.ToJsonString());
        return (string)answer["id"]!;
    }

    public async Task<string> StartPartsAsync(string user = "admin", params (string, string)[] more)
    {
        var answer = await PostAsync($"/content/users/{user}/addItem",
            [("multipart", "true"), ("filename", "Test.epk"), ("title", "Parts"), ("type", "Export Package"), ("tags", "epk"), .. more]);
        Assert.True((bool?)answer["success"], answer.ToJsonString());
        return (string)answer["id"]!;
    }

    public async Task<JsonObject> AddPartAsync(string id, int number, byte[] bytes, string user = "admin")
    {
        using var form = Multipart(bytes);
        using var response = await SendAsync(HttpMethod.Post, $"/content/users/{user}/items/{id}/addPart?partNum={number}&f=json", form);
        return await JsonAsync(response);
    }

    public Task<JsonObject> ImportAsync(string group, string item, params (string, string)[] more) =>
        PostAsync($"/community/groups/{group}/import", [("itemId", item), ("async", "true"), ("previewOnly", "false"), ("overwriteExistingItems", "false"), .. more]);

    public Task<JsonObject> PreviewAsync(string group, string item) =>
        PostAsync($"/community/groups/{group}/import", ("itemId", item), ("itemIdList", ""), ("previewOnly", "true"), ("folderId", ""), ("folderOwnerUsername", ""));

    public Task<JsonObject> JobAsync(JsonObject started) =>
        GetAsync($"/portals/self/jobs/{started["jobId"]}?key={Uri.EscapeDataString((string)started["key"]!)}");

    public async Task<byte[]> DataAsync(string id)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/content/items/{id}/data");
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync(Stop);
    }

    public static string[] Ids(JsonNode? elements) => [.. elements!.AsArray().Select(element => (string)element!["itemId"]!)];

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose() => _http.Dispose();
}

/// <summary>A pair of portals, whose jobs take no time unless a test gives a clock of its own.</summary>
internal sealed class PortalLab : IAsyncDisposable
{
    private PortalLab(SandboxHost host)
    {
        Host = host;
        DevClient = new PortalClient(host.ArcGis.Dev);
        ProdClient = new PortalClient(host.ArcGis.Prod);
        OwnerClient = new PortalClient(host.ArcGis.Prod, "importer1");
    }

    public SandboxHost Host { get; }

    public ArcGisPortal Dev => Host.ArcGis.Dev;

    public ArcGisPortal Prod => Host.ArcGis.Prod;

    /// <summary>Dev, as an administrator.</summary>
    public PortalClient DevClient { get; }

    /// <summary>Prod, as an administrator.</summary>
    public PortalClient ProdClient { get; }

    /// <summary>Prod, as the owner of its groups.</summary>
    public PortalClient OwnerClient { get; }

    public static async Task<PortalLab> StartAsync(SandboxOptions? options = null)
    {
        var lab = new PortalLab(await SandboxHost.StartAsync(options, PortalClient.Stop));
        if (options is null || options.Time == TimeProvider.System) lab.Hurry();
        return lab;
    }

    /// <summary>Nothing takes time.</summary>
    public void Hurry()
    {
        foreach (var portal in new[] { Dev, Prod })
        {
            portal.Switches.JobDuration = TimeSpan.Zero;
            portal.Switches.CommitDuration = TimeSpan.Zero;
        }
    }

    /// <summary>Everything as at the start, for the next case of the same test.</summary>
    public void Restart()
    {
        Dev.Reset();
        Prod.Reset();
        Hurry();
    }

    /// <summary>The package of a dev group, and the item that it was.</summary>
    public async Task<(byte[] Bytes, string Item)> ExportAsync(string group = ArcGisSamples.DevOperations)
    {
        var job = await DevClient.JobAsync(await DevClient.PostAsync($"/community/groups/{group}/export", ("itemIdList", ""), ("async", "true")));
        Assert.Equal("completed", (string?)job["status"]);
        var item = (string)job["result"]!["itemId"]!;
        return (await DevClient.DataAsync(item), item);
    }

    public async ValueTask DisposeAsync()
    {
        DevClient.Dispose();
        ProdClient.Dispose();
        OwnerClient.Dispose();
        await Host.DisposeAsync();
    }
}
