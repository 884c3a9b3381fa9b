using System.Text;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.Common;

/// <summary>Sends what a fault makes of a reply.</summary>
internal sealed class FaultyReply(Fault fault, ISandboxService service, TimeProvider time, CancellationToken stopping)
{
    private const long DefaultEndless = 1L << 30;
    private const long DefaultHuge = 64L << 20;

    public async Task SendAsync(HttpContext context, RecordedRequest record, Reply? reply)
    {
        switch (fault.Kind)
        {
            case FaultKind.ResetBeforeActing or FaultKind.ResetAfterActing:
                context.Abort();
                break;
            case FaultKind.TruncatedBody:
                await HalfAsync(context, record, reply!);
                context.Abort();
                break;
            case FaultKind.StallMidBody:
                await HalfAsync(context, record, reply!);
                await UntilGoneAsync(context);
                break;
            case FaultKind.SlowDrip:
                await DripAsync(context, record, reply!);
                break;
            case FaultKind.TruncatedJson:
                var whole = await reply!.ToBytesAsync(stopping);
                var cut = Reply.Bytes(reply.Status, reply.ContentType ?? "application/json", whole.Length < 2 ? "{"u8.ToArray() : whole[..(whole.Length / 2)]);
                cut.Headers.AddRange(reply.Headers);
                await SandboxServer.SendAsync(context, record, cut);
                break;
            default:
                await SandboxServer.SendAsync(context, record, Replacement(record, reply));
                break;
        }
    }

    private Reply Replacement(RecordedRequest record, Reply? reply) => fault.Kind switch
    {
        FaultKind.Status => WithRetryAfter(StatusReply(fault.Status ?? 503)),
        FaultKind.MalformedBody => Reply.Text(200, "application/json", fault.Text ?? "{\"dashboards\": [}, 'oops'"),
        FaultKind.Html200 => Reply.Html(200, "Arcadia", fault.Text ?? "<p>Welcome.</p>"),
        FaultKind.LoginRedirect => Reply.Redirect(302, service.LoginPath + "?next=" + Uri.EscapeDataString(record.Path)),
        FaultKind.ForeignRedirect => Reply.Redirect(fault.Status ?? 302, Foreign(record)),
        FaultKind.ExpiredKey => service.Unauthorized(record.Path),
        FaultKind.EndlessBody => Endless(),
        FaultKind.HugeErrorBody => WithRetryAfter(Huge()),
        FaultKind.DeepJson => Reply.Text(200, "application/json", new string('[', fault.Depth) + new string(']', fault.Depth)),
        FaultKind.WrongContentDisposition => Renamed(reply!),
        _ => reply!,
    };

    private Reply StatusReply(int status) => fault.Body switch
    {
        FaultBody.Html => Reply.Html(status, status + " Error", fault.Text ?? "<p>The server could not answer.</p>"),
        FaultBody.Text => Reply.Text(status, "text/plain; charset=utf-8", fault.Text ?? "The server could not answer."),
        FaultBody.Empty => Reply.Empty(status),
        _ => Reply.Json(status, new JsonObject { ["error"] = fault.Text ?? "The server could not answer." }),
    };

    private Reply WithRetryAfter(Reply reply) => fault.RetryAfter is null ? reply : reply.With("Retry-After", fault.RetryAfter);

    private string Foreign(RecordedRequest record)
    {
        var location = fault.Location ?? "http://127.0.0.1:9";
        return Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" ? location.TrimEnd('/') + record.Target : location;
    }

    private Reply Renamed(Reply reply)
    {
        reply.Headers.RemoveAll(header => header.Key.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase));
        return reply.With("Content-Disposition", $"attachment; filename=\"{fault.FileName}\"");
    }

    private Reply Endless() => Reply.Stream(200, "application/json", (body, cancellation) =>
        RepeatAsync(body, "{\"dashboards\": ["u8.ToArray(), "{}, "u8.ToArray(), fault.Bytes ?? DefaultEndless, cancellation));

    private Reply Huge() => Reply.Stream(fault.Status ?? 500, "text/html; charset=utf-8", (body, cancellation) =>
        RepeatAsync(body, "<html><body><pre>"u8.ToArray(), "Traceback (most recent call last)\n"u8.ToArray(), fault.Bytes ?? DefaultHuge, cancellation));

    private static async Task RepeatAsync(Stream body, byte[] start, byte[] piece, long bytes, CancellationToken cancellation)
    {
        await body.WriteAsync(start, cancellation);
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Encoding.ASCII.GetString(piece), 4096)));
        for (var left = bytes - start.Length; left > 0; left -= block.Length)
        {
            await body.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)), cancellation);
        }
    }

    private async Task HalfAsync(HttpContext context, RecordedRequest record, Reply reply)
    {
        SandboxServer.Begin(context, record, reply);
        if (reply.Length is { } length) context.Response.ContentLength = Math.Max(length, 2);
        // Half of a body without a length is unknown: a little, of a body that never ends properly.
        var first = new FirstBytes(context.Response.Body, fault.Bytes ?? reply.Length / 2 ?? 64 * 1024);
        try
        {
            await reply.WriteAsync(first, context.RequestAborted);
        }
        catch (EndOfStreamException)
        {
            // It has enough.
        }

        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task DripAsync(HttpContext context, RecordedRequest record, Reply reply)
    {
        SandboxServer.Begin(context, record, reply);
        var bytes = await reply.ToBytesAsync(stopping);
        if (fault.Bytes is not null) context.Response.ContentLength = bytes.Length;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var dripped = fault.Bytes ?? long.MaxValue;
        var blank = " "u8.ToArray();
        for (long position = 0; position < dripped && (fault.Bytes is null || position < bytes.Length); position++)
        {
            await context.Response.Body.WriteAsync(position < bytes.Length ? bytes.AsMemory((int)position, 1) : blank, until.Token);
            await context.Response.Body.FlushAsync(until.Token);
            await Task.Delay(fault.Interval, time, until.Token);
        }

        if (dripped < bytes.Length) await context.Response.Body.WriteAsync(bytes.AsMemory((int)dripped), until.Token);
    }

    private async Task UntilGoneAsync(HttpContext context)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, until.Token);
    }

    /// <summary>Passes the first bytes of a body on and then stops its writer.</summary>
    private sealed class FirstBytes(Stream target, long count) : Stream
    {
        private long _left = count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var taken = (int)Math.Min(_left, buffer.Length);
            await target.WriteAsync(buffer[..taken], cancellationToken);
            _left -= taken;
            if (_left == 0) throw new EndOfStreamException();
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        // Kestrel writes asynchronously only; what is written here is small.
        public override void Write(byte[] buffer, int offset, int count) =>
            WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
