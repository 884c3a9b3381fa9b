using System.Net;
using System.Net.Sockets;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class UnsafeRequestTests : HttpTest
{
    private static readonly ApiRequest Delete = new()
    {
        Method = HttpMethod.Delete,
        Path = "things/7",
        Safety = RequestSafety.Unsafe,
        Operation = "delete a thing",
    };

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_status_that_leaves_the_outcome_open_is_ambiguous_and_never_repeated(int status)
    {
        Server.Reply(status, """{"error":"half done"}""", ("Retry-After", "1")).Json("{}");
        var error = await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Post()));
        Assert.True(error.IsAmbiguous);
        Assert.Equal(status, error.HttpStatus);
        Assert.Equal(status is 408 or 504 ? ErrorKinds.RequestTimeout : ErrorKinds.ServerError, error.Kind);
        Assert.Contains("half done", error.ServerText, StringComparison.Ordinal);
        Assert.DoesNotContain("Try again", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(501)]
    public async Task A_refusal_is_not_ambiguous(int status)
    {
        Server.Reply(status).Json("{}");
        var error = await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Post()));
        Assert.False(error.IsAmbiguous);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_explicit_429_is_repeated()
    {
        Server.Reply(429, "", ("Retry-After", "7")).Json("{}", 201);
        var sending = SendAsync(Post());
        await Clock.PassAsync(7);
        Assert.Equal(201, (await sending).Status);
        Assert.Equal(2, Server.Requests.Count);
        Assert.All(Server.Requests, request => Assert.Equal("""{"name":"x"}""", request.Text));
    }

    [Fact]
    public async Task A_connection_that_was_refused_is_tried_again()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var sending = SendAsync(Client(o => o with { BaseAddress = new Uri($"http://127.0.0.1:{port}/") }), Post());
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8 }) await Clock.PassAsync(seconds);
        Assert.False((await FailsAsync(ErrorKinds.ServerUnreachable, sending)).IsAmbiguous);
    }

    [Fact]
    public async Task An_unknown_name_is_tried_again()
    {
        var sending = SendAsync(Client(o => o with { BaseAddress = new Uri("http://nowhere.invalid/") }), Post());
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8 }) await Clock.PassAsync(seconds);
        Assert.Contains("nowhere.invalid", (await FailsAsync(ErrorKinds.ServerUnreachable, sending)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("POST", false)]
    [InlineData("DELETE", true)]
    [InlineData("DELETE", false)]
    public async Task A_lost_connection_is_ambiguous_and_never_repeated(string method, bool reset)
    {
        Server.Otherwise(x =>
        {
            if (reset) x.Reset();
            else x.Close();
            return Task.CompletedTask;
        });
        var request = method == "POST" ? Post() : Delete;
        var error = await FailsAsync(ErrorKinds.OutcomeUnknown, SendAsync(request));
        Assert.True(error.IsAmbiguous);
        Assert.Equal($"{method} /arc/{request.Path}", error.Endpoint);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_server_that_drops_kept_connections_sees_each_request_once()
    {
        // Answers as if the connection stayed open, and closes it: the moment every pooled connection dies in.
        Server.Otherwise(async x => { await x.ReplyAsync(200, "{}"u8.ToArray()); x.Close(); });
        var client = Client();
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(client, Post($"things/{i}"));
            await SendAsync(client, Delete with { Path = $"things/{i}" });
        }
        Assert.Equal(40, Server.Requests.Count);
        Assert.Equal(40, Server.Requests.Select(r => r.Method + r.Target).Distinct().Count());
    }

    [Fact]
    public async Task Each_changing_request_has_a_connection_of_its_own()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var client = Client();
        for (var i = 0; i < 3; i++) await SendAsync(client, Post());
        Assert.Equal(3, Server.Connections);
        for (var i = 0; i < 3; i++) await SendAsync(client, Get());
        Assert.Equal(4, Server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n{\"a\":1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<html>oh</html>")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task An_answer_that_cannot_be_read_is_ambiguous(string raw)
    {
        Server.Otherwise(async x => { await x.RawAsync(raw); x.Close(); });
        var error = await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Post()));
        Assert.True(error.IsAmbiguous, error.Message);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_ambiguous()
    {
        Server.Json("[1,2,3,4,5,6,7,8,9]");
        var error = await FailsAsync(ErrorKinds.AnswerTooLarge, SendAsync(Post() with { MaxReplyBytes = 10 }));
        Assert.True(error.IsAmbiguous);
    }

    [Fact]
    public async Task No_answer_in_time_is_ambiguous()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        var sending = SendAsync(Post());
        await Server.ArrivalAsync();
        await Clock.PassAsync(100);
        Assert.True((await FailsAsync(ErrorKinds.OutcomeUnknown, sending)).IsAmbiguous);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_stop_before_the_call_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(Post(), new CancellationToken(true)));
        Assert.Empty(Server.Requests);
        Assert.Equal(0, Server.Connections);
    }

    [Fact]
    public async Task A_stop_while_connecting_sends_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        var client = Client(o => o with { BaseAddress = new Uri($"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/") });
        var sending = SendAsync(client, Post(), stop.Token);
        await Clock.SetAsync(TimeSpan.FromSeconds(15));
        await stop.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(stop.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_stop_while_the_credential_is_fetched_sends_nothing()
    {
        using var stop = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        var credential = new RenewingCredential(async ct => { asked.SetResult(); await Task.Delay(-1, ct); return null!; }, _ => [], Clock);
        var sending = SendAsync(Client(o => o with { Credential = credential }), Post(), stop.Token);
        await asked.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_stop_after_sending_waits_for_the_answer_and_returns_it()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        Server.Then(async x => { await answer.Task; await x.ReplyAsync(200, """{"id":5}"""u8.ToArray()); });
        var sending = SendAsync(Post(), stop.Token);
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        await Clock.SetAsync(TimeSpan.FromSeconds(30));
        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        answer.SetResult();
        Assert.Equal("""{"id":5}""", (await sending).Text);
    }

    [Fact]
    public async Task A_stop_after_sending_throws_what_the_server_answers()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        Server.Then(async x => { await answer.Task; await x.ReplyAsync(409, "taken"u8.ToArray()); });
        var sending = SendAsync(Post(), stop.Token);
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        answer.SetResult();
        Assert.Equal(409, (await FailsAsync(ErrorKinds.RequestRejected, sending)).HttpStatus);
    }

    [Fact]
    public async Task A_stop_after_sending_ends_in_an_unknown_outcome_after_its_grace()
    {
        using var stop = new CancellationTokenSource();
        Server.Otherwise(_ => Task.Delay(-1));
        var sending = SendAsync(Post(), stop.Token);
        await Server.ArrivalAsync();
        await stop.CancelAsync();
        await Clock.PassAsync(30);
        var error = await FailsAsync(ErrorKinds.OutcomeUnknown, sending);
        Assert.True(error.IsAmbiguous);
        Assert.Contains("30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_interrupts_the_wait_for_a_second_try()
    {
        using var stop = new CancellationTokenSource();
        Server.Reply(429, "", ("Retry-After", "60")).Json("{}");
        var sending = SendAsync(Post(), stop.Token);
        await Clock.SetAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_client_that_is_closed_meanwhile_leaves_the_outcome_unknown()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        var client = Client();
        var sending = SendAsync(client, Post());
        await Server.ArrivalAsync();
        client.Dispose();
        Assert.True((await FailsAsync(ErrorKinds.OutcomeUnknown, sending)).IsAmbiguous);
    }

    [Fact]
    public async Task A_request_without_body_says_so()
    {
        Server.Json("{}");
        await SendAsync(Delete);
        Assert.Equal("0", Server.Requests[0].Header("Content-Length"));
        Assert.Null(Server.Requests[0].Header("Content-Type"));
    }
}
