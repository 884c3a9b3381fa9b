using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MigrationTools.Core.Tests.Http;

/// <summary>A request as it came over the wire.</summary>
internal sealed record Received(
    int Connection, string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>What a step of the script can do with one request.</summary>
internal sealed class Exchange(Socket socket, Stream stream, Received request)
{
    public Received Request => request;

    /// <summary>False ends the connection after this exchange.</summary>
    public bool KeepOpen { get; private set; } = true;

    public Task RawAsync(string text) => RawAsync(Encoding.Latin1.GetBytes(text));

    public async Task RawAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    public async Task ReplyAsync(int status, byte[] body, params (string Name, string Value)[] headers)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} S\r\n");
        if (!headers.Any(h => h.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }
        foreach (var (name, value) in headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await RawAsync([.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. request.Method == "HEAD" ? [] : body]);
    }

    /// <summary>A clean end of the connection.</summary>
    public void Close() => KeepOpen = false;

    /// <summary>A reset: what a crashed server or a firewall sends.</summary>
    public void Reset()
    {
        KeepOpen = false;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}

/// <summary>A server on loopback that plays one step a request and remembers what it received.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Func<Exchange, Task>> _steps = new();
    private readonly List<Received> _requests = [];
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly X509Certificate2? _certificate;
    private Func<Exchange, Task> _otherwise = x => x.ReplyAsync(599, "not in the script"u8.ToArray());
    private int _connections;

    public ScriptedServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        Uri = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Uri { get; }

    public int Connections => _connections;

    public string? ClientSubject { get; private set; }

    public IReadOnlyList<Received> Requests
    {
        get { lock (_requests) return [.. _requests]; }
    }

    public ScriptedServer Then(Func<Exchange, Task> step)
    {
        _steps.Enqueue(step);
        return this;
    }

    public ScriptedServer Reply(int status, string body = "", params (string, string)[] headers) =>
        Then(x => x.ReplyAsync(status, Encoding.UTF8.GetBytes(body), headers));

    public ScriptedServer Json(string body, int status = 200) => Reply(status, body, ("Content-Type", "application/json"));

    public ScriptedServer Otherwise(Func<Exchange, Task> step)
    {
        _otherwise = step;
        return this;
    }

    /// <summary>Waits until one more request has arrived.</summary>
    public async Task ArrivalAsync() => Assert.True(await _arrivals.WaitAsync(TimeSpan.FromSeconds(30)), "No request came.");

    public ValueTask DisposeAsync()
    {
        _end.Cancel();
        _listener.Stop();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                _ = ServeAsync(socket, Interlocked.Increment(ref _connections));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        using var _ = socket;
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream, false, (_, certificate, _, _) =>
                {
                    ClientSubject = certificate?.Subject;
                    return certificate is null || certificate.Issuer.Length > 0;
                });
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                }, _end.Token);
                stream = tls;
            }
            var reader = new RequestReader(stream, connection);
            while (await reader.NextAsync(_end.Token) is { } request)
            {
                lock (_requests) _requests.Add(request);
                var exchange = new Exchange(socket, stream, request);
                var step = _steps.TryDequeue(out var next) ? next : _otherwise;
                _arrivals.Release();
                await step(exchange);
                if (!exchange.KeepOpen) break;
            }
            await stream.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
        }
    }

    private sealed class RequestReader(Stream stream, int connection)
    {
        private readonly List<byte> _rest = [];

        public async Task<Received?> NextAsync(CancellationToken end)
        {
            int head;
            while ((head = IndexOfHeadEnd()) < 0)
            {
                if (!await FillAsync(end)) return null;
            }
            var lines = Encoding.Latin1.GetString([.. _rest.Take(head)]).Split("\r\n");
            _rest.RemoveRange(0, head + 4);
            var headers = lines.Skip(1).Select(line => line.Split(':', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair[1].Trim())).ToList();
            var length = headers.FirstOrDefault(h => h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value;
            var body = new List<byte>();
            if (length is not null)
            {
                var left = int.Parse(length, CultureInfo.InvariantCulture);
                while (_rest.Count < left)
                {
                    if (!await FillAsync(end)) return null;
                }
                body.AddRange(_rest.Take(left));
                _rest.RemoveRange(0, left);
            }
            else if (headers.Any(h => h.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)))
            {
                throw new IOException("Every body is due with its length.");
            }
            var words = lines[0].Split(' ');
            return new Received(connection, words[0], words[1], headers, [.. body]);
        }

        private async Task<bool> FillAsync(CancellationToken end)
        {
            var buffer = new byte[64 * 1024];
            var read = await stream.ReadAsync(buffer, end);
            _rest.AddRange(buffer.AsSpan(0, read));
            return read > 0;
        }

        private int IndexOfHeadEnd()
        {
            for (var i = 0; i + 3 < _rest.Count; i++)
            {
                if (_rest[i] == '\r' && _rest[i + 1] == '\n' && _rest[i + 2] == '\r' && _rest[i + 3] == '\n') return i;
            }
            return -1;
        }
    }
}
