using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MigrationTools.Sandbox.Common;

/// <summary>One endpoint on loopback: reads, records, applies gates and faults, and lets a service do the work.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly string _name;
    private readonly ISandboxService _service;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private WebApplication? _application;

    /// <summary>A server not yet started.</summary>
    public SandboxServer(string name, ISandboxService service, TimeProvider time)
    {
        _name = name;
        _service = service;
        _time = time;
    }

    /// <summary>The origin, once started.</summary>
    public Uri Origin { get; private set; } = new("http://127.0.0.1");

    /// <summary>Every request so far.</summary>
    public RequestLog Log { get; } = new();

    /// <summary>Faults and gates.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Listens on a port of 127.0.0.1; 0 takes a free one.</summary>
    public async Task StartAsync(int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
            // Zips write their directory so.
            kestrel.AllowSynchronousIO = true;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestLineSize = 1024 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 2 * 1024 * 1024;
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _application = builder.Build();
        _application.Run(ProcessAsync);
        await _application.StartAsync(cancellation);
        var addresses = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        Origin = new Uri(addresses.Addresses.Single());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task ProcessAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var record = RequestReader.Head(context, _name, Log.NextSequence(), _time.GetUtcNow(), target);
        record.Route = _service.RouteOf(record.Method, record.Path);
        Log.Add(record);
        try
        {
            await AnswerAsync(context, record);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            record.ClientGone = true;
            context.Abort();
        }
        finally
        {
            record.Completed = true;
            Log.Changed(record);
        }
    }

    private async Task AnswerAsync(HttpContext context, RecordedRequest record)
    {
        if (_service.Refuse(record.Method, record.Target, context.Request.ContentLength) is { } refusal)
        {
            await SendAsync(context, record, refusal);
            return;
        }

        if (Faults.Take(record.Route, record.Method, upload: true) is { } early)
        {
            record.Fault = early.Kind;
            Log.Changed(record);
            await SpoilUploadAsync(context, early);
            return;
        }

        SandboxRequest request;
        try
        {
            request = await RequestReader.ReadAsync(context, record, _service.BodyLimit, context.RequestAborted);
        }
        catch (BodyTooLargeException)
        {
            await SendAsync(context, record, _service.Refuse(record.Method, record.Target, long.MaxValue)!);
            return;
        }
        catch (InvalidDataException exception)
        {
            await SendAsync(context, record, Reply.Text(400, "text/plain", exception.Message));
            return;
        }

        using (request)
        {
            record.Route = _service.RouteOf(request);
            var fault = Faults.Take(record.Route, record.Method, upload: false);
            record.Fault = fault?.Kind;
            Log.Changed(record);
            await WithGatewayAsync(context, record, request, fault);
        }
    }

    /// <summary>What stands in front gives up and answers in the service's place; the service works on and its reply is lost.</summary>
    private async Task WithGatewayAsync(HttpContext context, RecordedRequest record, SandboxRequest request, Fault? fault)
    {
        var work = WorkAsync(record, request, fault);
        if (_service.GatewayTimeout is { } patience)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            if (await Task.WhenAny(work, Task.Delay(patience, _time, waiting.Token)) != work)
            {
                await SendAsync(context, record, Reply.Html(504, "504 Gateway Time-out", "<hr><center>nginx</center>"));
                await context.Response.CompleteAsync();
                await work;
                return;
            }

            await waiting.CancelAsync();
        }

        var reply = await work;
        if (fault is null) await SendAsync(context, record, reply!);
        else await new FaultyReply(fault, _service, _time, _stopping.Token).SendAsync(context, record, reply);
        if (context.RequestAborted.IsCancellationRequested && record.Status is null) record.ClientGone = true;
    }

    private async Task<Reply?> WorkAsync(RecordedRequest record, SandboxRequest request, Fault? fault)
    {
        if (Faults.GateAt(record.Route, GateMoment.BeforeActing) is { } before) await before.PassAsync(record, _stopping.Token);
        var delay = Delay + (fault?.Delay ?? TimeSpan.Zero);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, _time, _stopping.Token);
        if (fault is { LetsHandlerAct: false }) return null;
        request.FailAfter = fault?.Kind == FaultKind.FailMidway ? fault.AfterRecords : null;
        record.Acted = true;
        var reply = await _service.HandleAsync(request, _stopping.Token);
        record.HandlerStatus = reply.Status;
        Log.Changed(record);
        if (Faults.GateAt(record.Route, GateMoment.AfterActing) is { } after) await after.PassAsync(record, _stopping.Token);
        return reply;
    }

    private async Task SpoilUploadAsync(HttpContext context, Fault fault)
    {
        if (fault.Kind == FaultKind.StallUpload)
        {
            using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, until.Token);
        }

        // Some of the body first, so that the client is in the middle of sending it.
        var buffer = new byte[16 * 1024];
        var left = fault.Bytes ?? 1;
        int count;
        while (left > 0 && (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0) left -= count;
        context.Abort();
    }

    internal static async Task SendAsync(HttpContext context, RecordedRequest record, Reply reply)
    {
        Begin(context, record, reply);
        if (HttpMethods.IsHead(record.Method)) return;
        if (reply.Length is { } length) context.Response.ContentLength = length;
        if (reply.Length is not 0) await reply.WriteAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Status and headers. The log knows them before the client can.</summary>
    internal static void Begin(HttpContext context, RecordedRequest record, Reply reply)
    {
        record.Status = reply.Status;
        context.Response.StatusCode = reply.Status;
        if (reply.ContentType is not null) context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) context.Response.Headers.Append(name, value);
    }

    /// <summary>Signals belong to the process that hosts the sandbox.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
