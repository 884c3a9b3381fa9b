using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace MigrationTools.Core.Http;

/// <summary>The sockets below: no redirects, no cookies, no default credentials, nothing unpacked.</summary>
internal static class Handlers
{
    /// <summary>Keeps its connections, for five minutes, so that a change in the name service is noticed.</summary>
    internal static SocketsHttpHandler ForSafe(ApiClientOptions options) => Create(options, TimeSpan.FromMinutes(5));

    /// <summary>
    /// A new connection for each request. A kept one may have been closed by the server meanwhile: what is sent into it is
    /// lost, and nobody knows whether it was read; or the handler sends it again, unasked.
    /// </summary>
    internal static SocketsHttpHandler ForUnsafe(ApiClientOptions options) => Create(options, TimeSpan.Zero);

    [SuppressMessage("Security", "CA5359:Do Not Disable Certificate Validation", Justification = "Only where the user asked for it, and was warned.")]
    private static SocketsHttpHandler Create(ApiClientOptions options, TimeSpan lifetime)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PreAuthenticate = false,
            // Also counted by the attempt itself; here it ends what an aborted attempt leaves behind.
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = lifetime,
            MaxConnectionsPerServer = 256,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) =>
            {
                if (GateOf(context.InitialRequestMessage)?.ConnectMade() == false) throw new IOException("The connection came too late.");
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        if (options.Proxy is { } proxy) handler.Proxy = proxy;
        if (options.SkipCertificateCheck) handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        // By callback: a list would be searched for issuers that the server names, and many name none.
        if (options.ClientCertificate is { } certificate) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        GateOf(context.InitialRequestMessage)?.ConnectStarted(socket.Dispose);
        try
        {
            // A server may think for a quarter of an hour; firewalls forget silent connections sooner.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static AttemptGate? GateOf(HttpRequestMessage message) =>
        message.Options.TryGetValue(AttemptGate.Key, out var gate) ? gate : null;
}
