using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class RedirectAndPageTests : HttpTest
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_a_login_is_a_refused_credential(int status)
    {
        Server.Reply(status, "", ("Location", "/arc/apps/login?next=/x"));
        var error = await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(Post()));
        Assert.Equal(status, error.HttpStatus);
        Assert.False(error.IsAmbiguous);
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Any_other_redirect_is_refused_and_the_credential_stays_home(int status)
    {
        await using var elsewhere = new ScriptedServer();
        Server.Reply(status, "", ("Location", $"{elsewhere.Uri}new/place?ticket=geheim"));
        var error = await FailsAsync(ErrorKinds.RedirectRefused, SendAsync(Get()));
        Assert.Contains($"{elsewhere.Uri}new/place", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("?", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Connections);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_redirect_within_the_own_origin_is_not_followed_either()
    {
        Server.Reply(302, "", ("Location", "/arc/things/")).Json("{}");
        await FailsAsync(ErrorKinds.RedirectRefused, SendAsync(Get()));
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_refused()
    {
        Server.Reply(302);
        await FailsAsync(ErrorKinds.RedirectRefused, SendAsync(Get()));
    }

    [Theory]
    [InlineData("text/html", "<html><body><form><input type=\"password\"></form></body></html>")]
    [InlineData("text/html; charset=utf-8", "<!DOCTYPE html>\n<html><head><title>Sign in to CDV</title></head></html>")]
    [InlineData("application/json", "  <html><form action='/arc/apps/login'></form></html>")]
    public async Task A_login_page_is_a_refused_credential(string type, string page)
    {
        Server.Reply(200, page, ("Content-Type", type));
        var error = await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(Post()));
        Assert.False(error.IsAmbiguous);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Any_other_page_is_unexpected_and_named_by_its_title()
    {
        Server.Reply(200, "<html><head><title>Proxy\u0007 of\nthe house</title></head><body>Welcome</body></html>", ("Content-Type", "text/html"));
        var error = await FailsAsync(ErrorKinds.UnexpectedAnswer, SendAsync(Get()));
        Assert.Contains("\"Proxy of the house\"", error.Message, StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Text_where_json_is_due_is_unexpected_and_hinted_at()
    {
        Server.Reply(200, "Service ready.\u001b[31m " + new string('x', 400), ("Content-Type", "text/plain"));
        var error = await FailsAsync(ErrorKinds.UnexpectedAnswer, SendAsync(Get()));
        Assert.Contains("Service ready.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 200), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "{\"a\":1}")]
    [InlineData("text/html", " [1]")]
    [InlineData("application/json", "\uFEFF{\"a\":1}")]
    [InlineData("application/json", "17")]
    public async Task Json_is_taken_whatever_it_is_called(string type, string body)
    {
        Server.Reply(200, body, ("Content-Type", type));
        using var json = (await SendAsync(Get())).ParseJson();
    }

    [Fact]
    public async Task An_empty_answer_is_taken_and_is_no_json()
    {
        Server.Reply(204);
        var reply = await SendAsync(Get());
        Assert.Equal(0, reply.Body.Length);
        Assert.Equal(ErrorKinds.UnexpectedAnswer, Assert.Throws<MigrationException>(() => reply.ParseJson()).Kind);
    }

    [Fact]
    public async Task Where_no_json_is_due_text_and_pages_are_taken()
    {
        Server.Reply(200, "<html>done</html>", ("Content-Type", "text/html"));
        Assert.Equal("<html>done</html>", (await SendAsync(Get(json: false))).Text);
    }

    [Fact]
    public async Task Malformed_json_is_unexpected_and_not_tried_again()
    {
        Server.Json("{\"a\":1,,}");
        await FailsAsync(ErrorKinds.UnexpectedAnswer, SendAsync(Get()));
        Assert.Single(Server.Requests);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public async Task Json_is_read_to_a_depth_of_128(int depth, bool fits)
    {
        Server.Json(new string('[', depth) + new string(']', depth));
        if (fits) (await SendAsync(Get())).ParseJson().Dispose();
        else await FailsAsync(ErrorKinds.UnexpectedAnswer, SendAsync(Get()));
    }

    [Fact]
    public async Task Where_json_was_not_due_parsing_tells_cut_from_malformed()
    {
        Server.Reply(200, "{\"a\":[1").Reply(200, "{]");
        var cut = await SendAsync(Get(json: false));
        Assert.Equal(ErrorKinds.AnswerTruncated, Assert.Throws<MigrationException>(() => cut.ParseJson()).Kind);
        var malformed = await SendAsync(Get(json: false));
        Assert.Equal(ErrorKinds.UnexpectedAnswer, Assert.Throws<MigrationException>(() => malformed.ParseJson()).Kind);
    }

    [Theory]
    [InlineData("text/html", "<html><title>Sign in</title><input type=password></html>", "NotAuthenticated")]
    [InlineData("text/html", "<html><title>Oops</title></html>", "UnexpectedAnswer")]
    [InlineData("text/plain", "<!doctype html><title>Oops</title>", "UnexpectedAnswer")]
    public async Task A_page_is_no_download(string type, string page, string kind)
    {
        Server.Reply(200, page, ("Content-Type", type));
        using var target = new MemoryStream();
        var error = await Assert.ThrowsAsync<MigrationException>(() => Client().DownloadAsync(Get(json: false), target, Observer, default));
        Assert.Equal(kind, error.ErrorId);
        Assert.Equal(0, target.Length);
    }

    [Fact]
    public async Task An_error_inside_a_success_is_no_download()
    {
        Server.Json("""{"error":{"code":400}}""");
        using var target = new MemoryStream();
        var client = Client(o => o with { Errors = new ErrorField() });
        var error = await Assert.ThrowsAsync<MigrationException>(() => client.DownloadAsync(Get(json: false), target, Observer, default));
        Assert.Equal(ErrorKinds.RequestRejected, error.Kind);
        Assert.Equal(0, target.Length);
    }

    private sealed class ErrorField : IApiErrorReader
    {
        public MigrationException? Read(ApiFailure failure) => failure.Text.Contains("\"error\"", StringComparison.Ordinal)
            ? failure.ToException(ErrorKinds.RequestRejected, "No.")
            : null;
    }
}
