using System.Net;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class SecretTests : HttpTest
{
    private const string Canary = "Canary/+7f3a9b=x";

    private ApiClient Guarded() => Client(o => o with
    {
        Credential = new StaticCredential("Authorization", $"apikey {Canary}"),
        Cookies = "arcsessionid=Session8Cookie; theme=dark",
        Headers = [KeyValuePair.Create("X-Api-Key", "HeaderKey44")],
    });

    private static IEnumerable<string> Spellings =>
        [Canary, Uri.EscapeDataString(Canary), "Session8Cookie", "HeaderKey44", "Canary", "7f3a9b"];

    private void AssertSilent(Exception error)
    {
        var text = error + Observer.Everything + (error as MigrationException)?.ServerText + (error as MigrationException)?.Endpoint;
        Assert.All(Spellings, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Contains(Canary, Server.Requests[0].Header("Authorization"), StringComparison.Ordinal); // it was there to be leaked
    }

    [Theory]
    [InlineData("application/json", """{"error":"bad key Canary/+7f3a9b=x, cookie Session8Cookie, HeaderKey44"}""")]
    [InlineData("application/json", """{"error":"bad key Canary\/+7f3a9b=x Canary/\u002B7f3a9b=x"}""")]
    [InlineData("text/html", "<html><title>Key Canary/+7f3a9b=x refused</title><pre class=\"exception_value\">Canary/+7f3a9b=x</pre></html>")]
    [InlineData("text/plain", "Authorization: apikey Canary/+7f3a9b=x\r\nCookie: arcsessionid=Session8Cookie")]
    [InlineData("text/html", "<html><h1>Canary&#x2f;&#43;7f3a9b&#x3D;x</h1></html>")]
    [InlineData("text/plain", "next=%2Fx%3Fkey%3DCanary%252F%252b7f3a9b%253dx")]
    [InlineData("application/json", """{"inner":"{\"a\":\"Canary\\/+7f3a9b=x\"}"}""")]
    [InlineData("text/plain", "at https://host/path?key=Canary%2F%2B7f3a9b%3Dx&x=1")]
    public async Task A_secret_that_is_echoed_in_an_error_goes_no_further(string type, string body)
    {
        Server.Reply(400, body, ("Content-Type", type));
        AssertSilent(await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Guarded(), Post())));
    }

    [Fact]
    public async Task What_is_too_long_for_a_secret_is_refused_and_not_shown()
    {
        var page = new string('x', ApiClient.LongestSecret + 1);
        Server.Json("{}");
        var errors = new[]
        {
            Assert.Throws<MigrationException>(() => Client().RegisterSecret(page)),
            Assert.Throws<MigrationException>(() => Client(o => o with { Headers = [KeyValuePair.Create("X-Api-Key", page)] })),
            await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Client(o => o with { Credential = new StaticCredential("Authorization", $"Bearer {page}") }), Get())),
        };
        Assert.All(errors, error => Assert.Equal(ErrorKinds.InvalidValue, error.Kind));
        Assert.All(errors, error => Assert.DoesNotContain("xxxx", error.ToString(), StringComparison.Ordinal));
        Assert.Empty(Server.Requests);
        Client().RegisterSecret(page[1..]);
    }

    [Fact]
    public async Task A_secret_in_the_address_of_a_redirect_goes_no_further()
    {
        Server.Reply(302, "", ("Location", $"https://elsewhere.example/{Canary}/x?k={Uri.EscapeDataString(Canary)}"));
        AssertSilent(await FailsAsync(ErrorKinds.RedirectRefused, SendAsync(Guarded(), Get())));
    }

    [Fact]
    public async Task A_secret_in_a_header_of_the_answer_goes_no_further()
    {
        Server.Reply(503, "", ("X-Echo", Canary), ("Retry-After", "400"), ("WWW-Authenticate", $"Basic realm=\"{Canary}\""), ("Set-Cookie", $"a={Canary}"));
        AssertSilent(await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Guarded(), Get())));
    }

    [Fact]
    public async Task A_secret_in_a_path_goes_no_further()
    {
        Server.Reply(404);
        var error = await FailsAsync(ErrorKinds.EndpointNotFound, SendAsync(Guarded(), Get($"things/{Uri.EscapeDataString(Canary)}") with { Operation = $"look for {Canary}" }));
        AssertSilent(error);
    }

    [Fact]
    public async Task A_secret_in_a_successful_answer_goes_into_no_message()
    {
        Server.Json($$"""{"echo":"{{Canary}}","token":"OtherToken99","password":"hunter22"}""");
        var reply = await SendAsync(Guarded(), Get());
        Assert.Contains(Canary, reply.Text, StringComparison.Ordinal); // the content itself is untouched
        Assert.DoesNotContain("OtherToken99", Observer.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", Observer.Everything, StringComparison.Ordinal);
        AssertSilent(new InvalidOperationException());
    }

    [Fact]
    public async Task A_secret_across_the_edge_of_what_is_read_leaves_no_half()
    {
        Server.Otherwise(x => x.ReplyAsync(400, System.Text.Encoding.ASCII.GetBytes(new string('e', 64 * 1024 - 9) + Canary + new string('e', 1000))));
        var reader = new Keeper();
        var error = await Assert.ThrowsAsync<MigrationException>(() => SendAsync(Client(o => o with
        {
            Credential = new StaticCredential("Authorization", $"apikey {Canary}"),
            Errors = reader,
        }), Post()));
        Assert.DoesNotContain("Cana", reader.Text + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_is_shown_without_secrets_and_files_by_name_and_length()
    {
        Server.Otherwise(x => x.ReplyAsync(200, "{}"u8.ToArray()));
        var client = Guarded();
        await SendAsync(client, Post(body: new FormBody([KeyValuePair.Create("username", "ann"), KeyValuePair.Create("password", "open sesame"), KeyValuePair.Create("key", "k-1-2-3")])));
        await SendAsync(client, Post(body: new MultipartBody([KeyValuePair.Create("token", "tok-99"), KeyValuePair.Create("dry_run", "True")],
            [new FilePart("import_file", TempFile("file content"), "pack.json", "application/json")])));
        await SendAsync(client, Post(body: new JsonBody("""{"clientSecret":"cs-123","name":"x"}"""u8.ToArray())));
        var debug = string.Join('\n', Observer.DebugLines);
        foreach (var secret in new[] { "sesame", "k-1-2-3", "tok-99", "cs-123", "file content" }) Assert.DoesNotContain(secret, debug, StringComparison.Ordinal);
        foreach (var shown in new[] { "username=ann", "dry_run=True", "import_file=pack.json (12 B)", "\"name\":\"x\"" }) Assert.Contains(shown, debug, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_are_not_told_where_nobody_debugs_and_all_else_is_as_before()
    {
        Server.Otherwise(x => x.ReplyAsync(200, """{"answer":1}"""u8.ToArray(), ("Content-Type", "application/json")));
        var quiet = new RecordingObserver { WantsDebug = false };
        foreach (var observer in new[] { Observer, quiet })
        {
            var reply = await Client().SendAsync(Post(body: new JsonBody("""{"question":2}"""u8.ToArray())), observer, default);
            Assert.Equal("""{"answer":1}""", reply.Text);
            await Client().SendAsync(Post(body: new FormBody([KeyValuePair.Create("dry_run", "True")])), observer, default);
        }

        Assert.Equal(4, Observer.DebugLines.Count);
        Assert.Empty(quiet.DebugLines);
        Assert.Equal(Observer.VerboseLines.Select(WithoutTime), quiet.VerboseLines.Select(WithoutTime));
        Assert.Equal(2, quiet.VerboseLines.Count);
        Assert.Equal(Server.Requests.Take(2).Select(request => request.Text), Server.Requests.Skip(2).Select(request => request.Text));
    }

    private static string WithoutTime(string line) => System.Text.RegularExpressions.Regex.Replace(line, " in [0-9]+ ms", "");

    [Fact]
    public async Task A_secret_told_later_is_kept_as_well()
    {
        Server.Reply(400, "key JobKey-5 is wrong");
        var client = Guarded();
        client.RegisterSecret("JobKey-5");
        Assert.DoesNotContain("JobKey", (await FailsAsync(ErrorKinds.RequestRejected, SendAsync(client, Post()))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_request_has_its_line_without_its_query()
    {
        Server.Json("[1,2,3]");
        await SendAsync(Get("migration/api/export/") with { Query = [KeyValuePair.Create("dashboards", "[2115]")] });
        Assert.Equal("GET /arc/migration/api/export/ -> 200 in 0 ms, 7 B", Assert.Single(Observer.VerboseLines));
        Assert.Equal("/arc/migration/api/export/?dashboards=%5B2115%5D", Server.Requests[0].Target);
        Assert.DoesNotContain("2115", Observer.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"password": "a\"b", "n":1}""", """{"password":"***", "n":1}""")]
    [InlineData("""{"expires_token":12345,"x":true}""", """{"expires_token":"***","x":true}""")]
    [InlineData("""{"token":null}""", """{"token":null}""")]
    [InlineData("""{"inner":"{\"apiKey\":\"abc\",\"a\":1}"}""", """{"inner":"{\"apiKey\":\"***\",\"a\":1}"}""")]
    [InlineData("""{"token":"cut off here""", """{"token":"***" """)]
    [InlineData("{'secret': 'abc', 'x': 'y'}", "{'secret': '***', 'x': 'y'}")]
    [InlineData("a=1&token=abc&b=2", "a=1&token=***&b=2")]
    [InlineData("https://u:p@host/x?sig=abc#f", "https://***@host/x?sig=***")]
    [InlineData("Authorization: Basic abcd1234\nHost: h", "Authorization: ***\nHost: h")]
    [InlineData("Set-Cookie: a=b; Path=/", "Set-Cookie: ***")]
    [InlineData("<input type=hidden name=\"csrfmiddlewaretoken\" value=\"abc\">", "<input type=hidden name=\"csrfmiddlewaretoken\" value=***>")]
    [InlineData("<input value='abc' name='password'>", "<input value=*** name='password'>")]
    [InlineData("sent Bearer abc123def456 there", "sent Bearer *** there")]
    [InlineData("Basic authentication is off", "Basic authentication is off")]
    [InlineData("the key of the matter: monkey=banana", "the key of the matter: monkey=banana")]
    [InlineData("eyJhbGciOiJI.eyJzdWIiOiIx.sig", "***")]
    [InlineData("Ada said open sesame", "Ada said ***")]
    public void Text_is_redacted_and_the_rest_stays(string text, string expected) =>
        Assert.Equal(expected.TrimEnd(), Redactor.Redact(text, "open sesame").Replace("#f", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("")]
    [InlineData("apikey ")]
    [InlineData("Bearer ")]
    [InlineData("APIKEY ")]
    [InlineData("ann:")]
    public void A_secret_in_base64_is_masked(string before)
    {
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(before + Canary));
        foreach (var text in new[] { encoded, encoded.TrimEnd('='), encoded.Replace('+', '-').Replace('/', '_'), Uri.EscapeDataString(encoded) })
        {
            var shown = Redactor.Redact($"got <{text}> from you", Canary);
            Assert.EndsWith("***> from you", shown, StringComparison.Ordinal);
            // No more than the part before it may be left.
            Assert.True(shown.Length <= "got <***> from you".Length + (before.Length * 4 / 3) + 1, shown);
        }
    }

    /// <summary>Any secret, each sign spelled by a throw of the dice: nothing of it stays, and nothing beside it goes.</summary>
    [Fact]
    public void A_secret_is_masked_however_its_signs_are_spelled()
    {
        const string signs = "ab1/+&<>\"' =%\\.-_üé€;#xu25";
        var random = new Random(11);
        for (var i = 0; i < 3_000; i++)
        {
            var secret = "s" + string.Concat(Enumerable.Range(0, random.Next(3, i % 10 == 0 ? 200 : 30)).Select(_ => signs[random.Next(signs.Length)])) + ".";
            var text = $"k <{string.Concat(secret.Select(sign => Spelled(sign, random)))}> z";
            Assert.True(Redactor.Redact(text, secret) == "k <***> z", $"[{secret}] in [{text}] became [{Redactor.Redact(text, secret)}]");
        }
    }

    private static string Spelled(char sign, Random random)
    {
        if (char.IsAsciiLetterOrDigit(sign)) return sign.ToString();
        var percent = string.Concat(System.Text.Encoding.UTF8.GetBytes([sign]).Select(b => $"%{b:X2}"));
        return random.Next(10) switch
        {
            0 => "\\" + sign,
            1 => "\\\\\\" + sign,
            2 => $"\\u{(int)sign:x4}",
            3 => $"\\\\u{(int)sign:X4}",
            4 => $"&#{(int)sign};",
            5 => $"&#x000{(int)sign:x};",
            6 => percent.ToLowerInvariant(),
            7 => percent.Replace("%", "%25", StringComparison.Ordinal),
            8 => sign switch { '&' => "&amp;", '<' => "&LT;", '>' => "&gt;", '"' => "&quot;", ' ' => "+", _ => sign.ToString() },
            _ => sign.ToString(),
        };
    }

    [Fact]
    public void A_long_secret_is_masked_as_far_as_it_goes()
    {
        var secret = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i} & ")) + "end";
        Assert.Equal("k <***> z", Redactor.Redact($"k <{secret}> z", secret));
        Assert.Equal("k <***> z", Redactor.Redact($"k <{WebUtility.HtmlEncode(secret)}> z", secret));
        Assert.Equal("k <***> z", Redactor.Redact($"k <{secret[..100]}> z", secret));
        var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret));
        Assert.Equal("k <***> z", Redactor.Redact($"k <{base64}> z", secret));
        Assert.Equal($"k <{secret[..30]}> z", Redactor.Redact($"k <{secret[..30]}> z", secret));
    }

    [Fact]
    public void A_secret_with_every_sign_percent_encoded_is_masked()
    {
        var upper = string.Concat(Canary.Select(c => $"%{(int)c:X2}"));
        var lower = string.Concat(Canary.Select(c => $"%{(int)c:x2}"));
        foreach (var text in new[] { upper, lower, upper.Replace("%", "%25", StringComparison.Ordinal) })
        {
            Assert.Equal("k <***>", Redactor.Redact($"k <{text}>", Canary));
        }
    }

    [Fact]
    public void Redaction_takes_no_longer_for_hostile_text()
    {
        string[] hostile = [new('a', 64_000), new('"', 64_000), new('<', 64_000), string.Concat(Enumerable.Repeat("<input ", 9_000)),
            string.Concat(Enumerable.Repeat("\\\"key\\\":\\\"", 6_000)), string.Concat(Enumerable.Repeat("token=", 10_000)), "://" + new string('x', 64_000), new string('\\', 64_000)];
        var start = System.Diagnostics.Stopwatch.StartNew();
        foreach (var text in hostile) Redactor.Redact(text);
        // A hundred times what it takes: it tells a square from a line, and not a slow machine from a fast one.
        Assert.True(start.Elapsed < TimeSpan.FromSeconds(60), $"{start.Elapsed}");
    }

    private sealed class Keeper : IApiErrorReader
    {
        public string Text { get; private set; } = "";

        public MigrationException? Read(ApiFailure failure)
        {
            Text = failure.Text;
            return null;
        }
    }
}
