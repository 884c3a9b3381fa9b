using System.Net;
using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

/// <summary>A server, a clock, an observer, and clients made for them.</summary>
public abstract class HttpTest : IAsyncLifetime
{
    private readonly List<ApiClient> _clients = [];
    private readonly List<string> _files = [];

    private protected ScriptedServer Server { get; } = new();

    private protected TestClock Clock { get; } = new();

    private protected RecordingObserver Observer { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Server.DisposeAsync();
        foreach (var file in _files) File.Delete(file);
        GC.SuppressFinalize(this);
    }

    private protected ApiClient Client(Func<ApiClientOptions, ApiClientOptions>? change = null)
    {
        var options = new ApiClientOptions
        {
            BaseAddress = new Uri(Server.Uri, "arc/"),
            Credential = new StaticCredential("Authorization", "apikey S3cretValue"),
            Proxy = new WebProxy(),
            Time = Clock,
            Jitter = () => 1.0,
        };
        var client = new ApiClient(change is null ? options : change(options));
        _clients.Add(client);
        return client;
    }

    private protected static ApiRequest Get(string path = "things", bool json = true) => new()
    {
        Method = HttpMethod.Get,
        Path = path,
        Safety = RequestSafety.Safe,
        Operation = "list things",
        ExpectJson = json,
    };

    private protected static ApiRequest Post(string path = "things", ApiBody? body = null) => new()
    {
        Method = HttpMethod.Post,
        Path = path,
        Safety = RequestSafety.Unsafe,
        Operation = "make a thing",
        Body = body ?? new JsonBody("""{"name":"x"}"""u8.ToArray()),
    };

    private protected Task<ApiReply> SendAsync(ApiRequest request, CancellationToken stop = default) => SendAsync(Client(), request, stop);

    private protected Task<ApiReply> SendAsync(ApiClient client, ApiRequest request, CancellationToken stop = default) =>
        client.SendAsync(request, Observer, stop).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    private protected static async Task<MigrationException> FailsAsync(ErrorKind kind, Task task)
    {
        var error = await Assert.ThrowsAsync<MigrationException>(() => task);
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private protected string TempFile(byte[] content)
    {
        var path = Path.Combine(Path.GetTempPath(), $"http-{Guid.NewGuid():N}.bin");
        File.WriteAllBytes(path, content);
        _files.Add(path);
        return path;
    }

    private protected string TempFile(string content) => TempFile(Encoding.UTF8.GetBytes(content));

    private protected static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
