using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class CredentialTests : HttpTest
{
    private int _fetched;

    private RenewingCredential Tokens(TimeSpan? lifetime = null, Func<Task>? before = null) => new(
        async _ =>
        {
            if (before is not null) await before();
            return new FetchedToken($"token-{Interlocked.Increment(ref _fetched)}-value", lifetime ?? TimeSpan.FromHours(1));
        },
        token => [KeyValuePair.Create("X-Auth", token)],
        Clock);

    [Theory]
    [InlineData(401, true)]
    [InlineData(498, true)]
    [InlineData(499, true)]
    [InlineData(401, false)]
    [InlineData(498, false)]
    public async Task A_refused_token_is_renewed_once_and_the_request_repeated(int status, bool safe)
    {
        Server.Reply(status).Json("{}");
        var client = Client(o => o with { Credential = Tokens() });
        await SendAsync(client, safe ? Get() : Post());
        Assert.Equal(["token-1-value", "token-2-value"], Server.Requests.Select(r => r.Header("X-Auth")));
    }

    [Fact]
    public async Task A_second_refusal_is_final()
    {
        Server.Reply(401).Reply(401).Json("{}");
        var client = Client(o => o with { Credential = Tokens() });
        Assert.Equal(401, (await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(client, Post()))).HttpStatus);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_fixed_credential_is_not_tried_twice()
    {
        Server.Reply(401).Json("{}");
        await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(Get()));
        Assert.Equal("apikey S3cretValue", Assert.Single(Server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var client = Client(o => o with { Credential = Tokens(TimeSpan.FromHours(1)) });
        await SendAsync(client, Get());
        Clock.Advance(TimeSpan.FromMinutes(54));
        await SendAsync(client, Get());
        Clock.Advance(TimeSpan.FromMinutes(2));
        await SendAsync(client, Get());
        Assert.Equal(["token-1-value", "token-1-value", "token-2-value"], Server.Requests.Select(r => r.Header("X-Auth")));
    }

    [Fact]
    public async Task A_token_of_a_short_life_is_used_for_most_of_it()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var client = Client(o => o with { Credential = Tokens(TimeSpan.FromMinutes(1)) });
        await SendAsync(client, Get());
        Clock.Advance(TimeSpan.FromSeconds(45));
        await SendAsync(client, Get());
        Assert.Equal(1, _fetched);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await SendAsync(client, Get());
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task Many_requests_fetch_one_token()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var gate = new TaskCompletionSource();
        var client = Client(o => o with { Credential = Tokens(before: () => gate.Task) });
        var sending = Enumerable.Range(0, 16).Select(_ => SendAsync(client, Get())).ToArray();
        gate.SetResult();
        await Task.WhenAll(sending);
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task Many_refusals_of_one_token_fetch_one_new_token()
    {
        Server.Otherwise(x => x.ReplyAsync(x.Request.Header("X-Auth") == "token-1-value" ? 401 : 200, "{}"u8.ToArray()));
        var client = Client(o => o with { Credential = Tokens() });
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(client, Post())));
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_others()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var gate = new TaskCompletionSource();
        var client = Client(o => o with { Credential = Tokens(before: () => gate.Task) });
        using var stop = new CancellationTokenSource();
        var first = SendAsync(client, Get(), stop.Token);
        var second = SendAsync(client, Get());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        await second;
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_failed_fetch_is_tried_again_by_the_next_request_and_is_never_ambiguous()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var fails = true;
        var client = Client(o => o with
        {
            Credential = Tokens(before: () => fails
                ? throw new MigrationException(ErrorKinds.ServerError, "The server failed.") { IsAmbiguous = true }
                : Task.CompletedTask),
        });
        Assert.False((await FailsAsync(ErrorKinds.ServerError, SendAsync(client, Post()))).IsAmbiguous);
        Assert.Empty(Server.Requests);
        fails = false;
        await SendAsync(client, Post());
    }

    [Fact]
    public async Task A_refused_fetch_is_not_repeated_lest_the_account_be_locked()
    {
        var tries = 0;
        var client = Client(o => o with
        {
            Credential = Tokens(before: () => ++tries > 0 ? throw new MigrationException(ErrorKinds.NotAuthenticated, "Wrong password.") : Task.CompletedTask),
        });
        for (var i = 0; i < 3; i++) await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(client, Get()));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_token_can_be_fetched_through_the_client_that_needs_it()
    {
        Server.Json("""{"token":"fetched-1"}""").Json("{}");
        ApiClient client = null!;
        var credential = new RenewingCredential(async ct =>
        {
            using var json = (await client.SendAsync(Get("token") with { Anonymous = true }, Observer, ct)).ParseJson();
            return new FetchedToken(json.RootElement.GetProperty("token").GetString()!, TimeSpan.FromHours(1));
        }, token => [KeyValuePair.Create("Authorization", $"Bearer {token}")], Clock);
        client = Client(o => o with { Credential = credential });
        await SendAsync(client, Get());
        Assert.Equal([null, "Bearer fetched-1"], Server.Requests.Select(r => r.Header("Authorization")));
    }

    [Fact]
    public async Task An_error_inside_a_success_renews_as_well()
    {
        Server.Json("""{"error":{"code":498,"message":"Invalid token."}}""").Json("""{"ok":true}""");
        var client = Client(o => o with { Credential = Tokens(), Errors = new CodeReader() });
        Assert.Equal("""{"ok":true}""", (await SendAsync(client, Post())).Text);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task An_error_inside_a_success_counts_as_its_own_status()
    {
        Server.Json("""{"error":{"code":500,"message":"Tired."}}""").Json("{}").Json("""{"error":{"code":500,"message":"Tired."}}""");
        var client = Client(o => o with { Errors = new CodeReader() });
        var sending = SendAsync(client, Get());
        await Clock.PassAsync(0.5);
        await sending;
        Assert.Equal(2, Server.Requests.Count);
        var error = await FailsAsync(ErrorKinds.ServerError, SendAsync(client, Post()));
        Assert.True(error.IsAmbiguous);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_systems_own_reading_of_a_status_comes_first()
    {
        Server.Json("""{"error":{"code":404,"message":"No such dashboard."}}""", 500);
        var error = await FailsAsync(ErrorKinds.EndpointNotFound, SendAsync(Client(o => o with { Errors = new CodeReader() }), Get()));
        Assert.Equal("GET /arc/things", error.Endpoint);
        Assert.Single(Server.Requests); // by its own kind, no outage: not tried again
    }

    private sealed class CodeReader : IApiErrorReader
    {
        public MigrationException? Read(ApiFailure failure)
        {
            using var json = failure.TryParseJson();
            if (json is null || !json.RootElement.TryGetProperty("error", out var error)) return null;
            var code = error.GetProperty("code").GetInt32();
            return failure.ToException(code switch { 498 => ErrorKinds.NotAuthenticated, 404 => ErrorKinds.EndpointNotFound, _ => ErrorKinds.ServerError },
                $"The server says: {failure.Words}.", status: code);
        }
    }
}
