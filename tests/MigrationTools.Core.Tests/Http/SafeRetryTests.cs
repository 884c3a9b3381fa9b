using System.Net;
using System.Net.Sockets;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class SafeRetryTests : HttpTest
{
    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_transient_status_is_tried_again(int status)
    {
        Server.Reply(status).Json("{}");
        var sending = SendAsync(Get());
        await Clock.PassAsync(0.5);
        Assert.Equal(200, (await sending).Status);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    [InlineData(505)]
    public async Task A_definite_status_is_not(int status)
    {
        Server.Reply(status).Json("{}");
        await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Get()));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Delays_double_and_end_after_five_retries()
    {
        Server.Otherwise(x => x.ReplyAsync(503, "busy"u8.ToArray()));
        var sending = SendAsync(Get());
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8 }) await Clock.PassAsync(seconds);
        var error = await FailsAsync(ErrorKinds.ServerError, sending);
        Assert.Equal(6, Server.Requests.Count);
        Assert.Contains("6 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("busy", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsAmbiguous);
        Assert.Contains(Observer.VerboseLines, line => line.Contains("status 503", StringComparison.Ordinal) && line.Contains("5 tries left", StringComparison.Ordinal));
        Assert.Contains(Observer.Warnings, line => line.Contains("in 8 s", StringComparison.Ordinal) && line.Contains("1 try left", StringComparison.Ordinal));
        Assert.Single(Observer.Warnings);
    }

    [Fact]
    public async Task Jitter_spreads_the_delay_over_its_upper_half()
    {
        Server.Reply(503).Json("{}");
        var sending = SendAsync(Client(o => o with { Jitter = () => 0.0 }), Get());
        await Clock.PassAsync(0.25);
        await sending;
    }

    [Fact]
    public async Task A_reset_connection_is_tried_again()
    {
        Server.Then(x => { x.Reset(); return Task.CompletedTask; }).Json("{}");
        // The handler itself may already have repeated it on a new connection, which does no harm here.
        var sending = SendAsync(Get());
        while (!sending.IsCompleted && Clock.Count(0.5) == 0) await Task.Yield();
        Clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(200, (await sending).Status);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_then_unreachable()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var sending = SendAsync(Client(o => o with { BaseAddress = new Uri($"http://127.0.0.1:{port}/") }), Get());
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8 }) await Clock.PassAsync(seconds);
        var error = await FailsAsync(ErrorKinds.ServerUnreachable, sending);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Null(error.HttpStatus);
    }

    public static TheoryData<string> BrokenBodies =>
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{\"a\":[1,2",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":[1,2",
    ];

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task A_broken_body_is_tried_again(string raw)
    {
        Server.Then(async x => { await x.RawAsync(raw); x.Close(); }).Json("""{"a":2}""");
        var sending = SendAsync(Get());
        await Clock.PassAsync(0.5);
        Assert.Equal("""{"a":2}""", (await sending).Text);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_stays_broken_is_truncated()
    {
        Server.Otherwise(async x => { await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1"); x.Close(); });
        var sending = SendAsync(Get());
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8 }) await Clock.PassAsync(seconds);
        Assert.Equal(200, (await FailsAsync(ErrorKinds.AnswerTruncated, sending)).HttpStatus);
    }

    [Fact]
    public async Task No_retry_starts_later_than_two_minutes_after_the_first_failure()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        var sending = SendAsync(Get());
        await Server.ArrivalAsync();
        await Clock.PassAsync(100); // the first attempt is too slow
        await Clock.PassAsync(0.5);
        await Server.ArrivalAsync();
        await Clock.PassAsync(100); // the second one: 100.5 s after the first failure
        await Clock.PassAsync(1);
        await Server.ArrivalAsync();
        await Clock.PassAsync(100); // the third: there is no time left
        var error = await FailsAsync(ErrorKinds.RequestTimeout, sending);
        Assert.Equal(3, Server.Requests.Count);
        Assert.Contains("100 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_after_in_seconds_is_honoured_and_said_aloud()
    {
        Server.Reply(503, "", ("Retry-After", "120")).Reply(429, "", ("Retry-After", "3")).Json("{}");
        var sending = SendAsync(Get());
        await Clock.PassAsync(120);
        await Clock.PassAsync(3);
        Assert.Equal(200, (await sending).Status);
        var warning = Assert.Single(Observer.Warnings);
        Assert.Contains("status 503", warning, StringComparison.Ordinal);
        Assert.Contains("120 s, as the server asks (5 tries left)", warning, StringComparison.Ordinal);
        Assert.Contains(Observer.VerboseLines, line => line.Contains("in 3 s, as the server asks (4 tries left)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_read_by_the_servers_clock()
    {
        Server.Reply(503, "", ("Date", "Sun, 01 Mar 2026 09:00:00 GMT"), ("Retry-After", "Sun, 01 Mar 2026 09:00:42 GMT")).Json("{}");
        var sending = SendAsync(Get());
        await Clock.PassAsync(42);
        await sending;
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_read_by_the_own_clock_where_there_is_no_other()
    {
        Server.Reply(503, "", ("Retry-After", "Sun, 01 Mar 2026 12:01:10 GMT")).Json("{}");
        var sending = SendAsync(Get());
        await Clock.PassAsync(70);
        await sending;
    }

    [Theory]
    [InlineData(429, "301")]
    [InlineData(503, "86400")]
    public async Task A_longer_wish_is_an_error_that_tells_it(int status, string wish)
    {
        Server.Reply(status, "", ("Retry-After", wish)).Json("{}");
        var error = await FailsAsync(ErrorKinds.TooManyRequests, SendAsync(Get()));
        Assert.Single(Server.Requests);
        Assert.Contains(status == 429 ? "301 seconds" : "24 hours", error.Message, StringComparison.Ordinal);
        Assert.Equal(status, error.HttpStatus);
    }

    [Fact]
    public async Task An_unreadable_wish_is_none()
    {
        Server.Reply(503, "", ("Retry-After", "soon")).Json("{}");
        var sending = SendAsync(Get());
        await Clock.PassAsync(0.5);
        await sending;
    }

    [Fact]
    public async Task A_stop_interrupts_the_back_off_at_once()
    {
        using var stop = new CancellationTokenSource();
        Server.Reply(503, "", ("Retry-After", "200")).Json("{}");
        var sending = SendAsync(Get(), stop.Token);
        await Clock.SetAsync(TimeSpan.FromSeconds(200));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_stop_aborts_a_request_under_way_at_once()
    {
        using var stop = new CancellationTokenSource();
        Server.Otherwise(_ => Task.Delay(-1));
        var sending = SendAsync(Get(), stop.Token);
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_stop_aborts_the_reading_of_a_body_at_once()
    {
        using var stop = new CancellationTokenSource();
        Server.Otherwise(async x => { await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"); await Task.Delay(-1); });
        var sending = SendAsync(Get(), stop.Token);
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task An_own_limit_of_the_request_replaces_the_connections()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        using var stop = new CancellationTokenSource();
        var sending = SendAsync(Get() with { Timeout = TimeSpan.FromMinutes(16) }, stop.Token);
        await Server.ArrivalAsync();
        await Clock.SetAsync(TimeSpan.FromMinutes(16));
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.False(sending.IsCompleted);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Clock.PassAsync(0.5); // it did time out: the back-off begins
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task An_answer_limit_covers_the_body_of_a_small_answer()
    {
        Server.Then(async x => { await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"); await Task.Delay(-1); }).Json("{}");
        var sending = SendAsync(Get());
        await Server.ArrivalAsync();
        await Clock.PassAsync(100);
        await Clock.PassAsync(0.5);
        Assert.Equal(200, (await sending).Status);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_given_up_and_tried_again()
    {
        // Accepts, and never answers the TLS handshake.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var client = Client(o => o with { BaseAddress = new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/") });
        using var stop = new CancellationTokenSource();
        var sending = SendAsync(client, Post(), stop.Token);
        await Clock.PassAsync(15);
        await Clock.PassAsync(0.5);
        Assert.Contains(Observer.VerboseLines, line => line.Contains("within 15 s", StringComparison.Ordinal));
        await Clock.SetAsync(TimeSpan.FromSeconds(15));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }
}
