using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class StatusErrorTests : HttpTest
{
    [Theory]
    [InlineData(400, "RequestRejected")]
    [InlineData(401, "NotAuthenticated")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "EndpointNotFound")]
    [InlineData(405, "RequestRejected")]
    [InlineData(407, "NotAuthenticated")]
    [InlineData(408, "RequestTimeout")]
    [InlineData(409, "RequestRejected")]
    [InlineData(413, "RequestTooLarge")]
    [InlineData(414, "RequestTooLarge")]
    [InlineData(422, "RequestRejected")]
    [InlineData(498, "NotAuthenticated")]
    [InlineData(499, "NotAuthenticated")]
    [InlineData(500, "ServerError")]
    [InlineData(501, "ServerError")]
    [InlineData(504, "RequestTimeout")]
    [InlineData(599, "ServerError")]
    public async Task A_status_has_its_kind(int status, string kind)
    {
        Server.Json("""{"message":"Because."}""", status);
        var error = await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Post("imports/") with { Target = 2115, Query = [KeyValuePair.Create("q", "hidden")] }));
        Assert.Equal(kind, error.ErrorId);
        Assert.Equal(status, error.HttpStatus);
        Assert.Equal("POST /arc/imports/", error.Endpoint);
        Assert.Equal(2115, error.TargetObject);
        Assert.Contains("Because.", error.ServerText, StringComparison.Ordinal);
        Assert.Contains("make a thing", error.Message, StringComparison.Ordinal);
        Assert.Contains("Because.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{"error":"No connection 'x'."}""", "No connection 'x'.")]
    [InlineData("application/json", """{"detail":"Not found."}""", "Not found.")]
    [InlineData("application/json", """{"errors":[{"message":"one"},{"message":"two"}]}""", "one; two")]
    [InlineData("application/json", """{"error":{"code":498,"message":"Invalid token.","details":["Say it","Say it"]}}""", "Invalid token.; Say it")]
    [InlineData("application/json", """{"response_map":{"error_list":[{"message":"Same name."}]},"http_status_code":409}""", "Same name.")]
    [InlineData("application/json", """{"errorCode":"x","errorMessage":"Could not.","detailedMessage":"Of 7."}""", "Could not.; Of 7.")]
    [InlineData("application/json", """{"errors":{"name":["too long"]}}""", "too long")]
    [InlineData("application/json", """{"code":7}""", """{"code":7}""")]
    [InlineData("application/json", "\"just words\"", "just words")]
    [InlineData("application/json", "{broken", "{broken")]
    [InlineData("text/plain", "  Plain\r\n\twords\u0000 ", "Plain words")]
    [InlineData("text/plain", "Traceback (most recent call last):\n  File x\nValueError: no workspace", "ValueError: no workspace")]
    [InlineData("text/html", "<html><head><title>ValueError at /arc/x</title></head><body><h1>h</h1><pre class=\"exception_value\">no &#x27;ws&#x27;</pre></body></html>", "ValueError at /arc/x: no 'ws'")]
    [InlineData("text/html", "<html><body><script>var a;</script><h1>502 <b>Bad</b> Gateway</h1></body></html>", "502  Bad  Gateway")]
    [InlineData("text/html", "<p>Only <i>text</i></p>", "Only text")]
    [InlineData(null, "", "")]
    public void The_servers_own_words_are_found(string? type, string body, string words) =>
        Assert.Equal(words.Replace("  ", " ", StringComparison.Ordinal), ServerWords.From(body, type));

    [Fact]
    public void The_servers_own_words_are_few() => Assert.Equal(500, ServerWords.From(new string('w', 9000), "text/plain").Length);

    [Fact]
    public async Task An_error_whose_words_break_off_keeps_its_status()
    {
        Server.Otherwise(async x => { await x.RawAsync("HTTP/1.1 409 Conflict\r\nContent-Length: 900\r\n\r\n{\"err"); x.Close(); });
        Assert.Equal(409, (await FailsAsync(ErrorKinds.RequestRejected, SendAsync(Post()))).HttpStatus);
    }

    [Fact]
    public async Task A_closed_client_says_so()
    {
        var client = Client();
        client.Dispose();
        client.Dispose();
        Assert.False((await FailsAsync(ErrorKinds.ConnectionClosed, SendAsync(client, Post()))).IsAmbiguous);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_client_that_is_closed_meanwhile_says_so()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        var client = Client();
        var sending = SendAsync(client, Get());
        await Server.ArrivalAsync();
        client.Dispose();
        await FailsAsync(ErrorKinds.ConnectionClosed, sending);
    }

    [Theory]
    [InlineData("X-Bad", "a\r\nInjected: b")]
    [InlineData("X-Bad", "schlüssel-77")]
    [InlineData("X Bad", "value-77")]
    [InlineData("", "value-77")]
    [InlineData("Host", "elsewhere-77")]
    [InlineData("Content-Length", "77")]
    [InlineData("Accept-Encoding", "gzip-77")]
    public void A_header_that_cannot_be_sent_is_refused_without_its_value(string name, string value)
    {
        var error = Assert.Throws<MigrationException>(() => Client(o => o with { Headers = [KeyValuePair.Create(name, value)] }));
        Assert.Equal(ErrorKinds.InvalidHeader, error.Kind);
        Assert.DoesNotContain("77", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Injected", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_cannot_be_sent_is_refused_without_its_value()
    {
        var client = Client(o => o with { Credential = new StaticCredential("Authorization", "apikey abc-77\nX: y") });
        Assert.DoesNotContain("77", (await FailsAsync(ErrorKinds.InvalidHeader, SendAsync(client, Get()))).ToString(), StringComparison.Ordinal);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_header_beside_the_credentials_own_is_refused()
    {
        var client = Client(o => o with { Headers = [KeyValuePair.Create("authorization", "other-77")] });
        await FailsAsync(ErrorKinds.InvalidHeader, SendAsync(client, Get()));
    }

    [Fact]
    public void Cookies_on_several_lines_are_refused() =>
        Assert.Equal(ErrorKinds.InvalidHeader, Assert.Throws<MigrationException>(() => Client(o => o with { Cookies = "a=b\r\nX: y" })).Kind);

    [Fact]
    public async Task Headers_cookies_and_the_own_name_are_sent_and_no_cookie_is_kept()
    {
        Server.Reply(200, "{}", ("Set-Cookie", "planted=1; Path=/"), ("Set-Cookie", "bro ken;;;=")).Json("{}");
        var client = Client(o => o with { Headers = [KeyValuePair.Create("X-Extra", "e")], Cookies = "a=b; c=d" });
        await SendAsync(client, Get());
        await SendAsync(client, Get() with { ExpectJson = false });
        Assert.All(Server.Requests, request =>
        {
            Assert.Equal("a=b; c=d", request.Header("Cookie"));
            Assert.Equal("e", request.Header("X-Extra"));
            Assert.StartsWith("MigrationTools/", request.Header("User-Agent"), StringComparison.Ordinal);
            Assert.Null(request.Header("traceparent"));
            Assert.Null(request.Header("Expect"));
        });
        Assert.Equal(["application/json", "*/*"], Server.Requests.Select(r => r.Header("Accept")));
    }

    [Fact]
    public async Task Headers_of_an_answer_are_found_in_any_case()
    {
        Server.Reply(200, "{}", ("X-Page", "2"), ("Content-Type", "application/json; charset=utf-8"));
        var reply = await SendAsync(Get());
        Assert.Equal(("2", "application/json; charset=utf-8", null), (reply.Header("x-page"), reply.Header("content-type"), reply.Header("nothing")));
    }

    [Fact]
    public async Task Text_is_read_in_the_charset_that_is_named()
    {
        Server.Then(x => x.ReplyAsync(200, [0xFC], ("Content-Type", "text/plain; charset=iso-8859-1")));
        Assert.Equal("ü", (await SendAsync(Get(json: false))).Text);
    }

    [Fact]
    public void Neither_client_nor_options_nor_tokens_tell_a_secret()
    {
        var options = new ApiClientOptions
        {
            BaseAddress = new Uri("https://h/arc"),
            Credential = new StaticCredential("Authorization", "apikey geheim"),
            Headers = [KeyValuePair.Create("X-Key", "geheim")],
        };
        Assert.DoesNotContain("geheim", $"{options}{options.Credential}{new FetchedToken("geheim", TimeSpan.Zero)}{new CredentialHeaders([KeyValuePair.Create("a", "geheim")], 1)}", StringComparison.Ordinal);
    }

    [Fact]
    public void No_public_member_shows_the_libraries_below()
    {
        var shown = typeof(ApiClient).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == "MigrationTools.Core.Http")
            .SelectMany(type => type.GetMembers(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Static)
                .Where(member => member is System.Reflection.MethodBase { IsPublic: true } or System.Reflection.MethodBase { IsFamily: true })
                .Cast<System.Reflection.MethodBase>())
            .SelectMany(method => method.GetParameters().Select(p => p.ParameterType)
                .Concat(method is System.Reflection.MethodInfo info ? [info.ReturnType] : []));
        Assert.DoesNotContain(shown, type => type.Assembly.GetName().Name is "RestSharp" or "Polly.Core");
    }
}
