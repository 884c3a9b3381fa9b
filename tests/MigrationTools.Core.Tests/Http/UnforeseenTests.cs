using System.Globalization;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Tests.Http;

public sealed class UnforeseenTests : HttpTest
{
    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("-5")]
    [InlineData("1e3")]
    [InlineData("")]
    public async Task A_wish_that_is_no_number_leaves_the_failure_as_it_is(string wish)
    {
        Server.Reply(500, "", ("Retry-After", wish)).Json("{}");
        var error = await FailsAsync(ErrorKinds.ServerError, SendAsync(Post()));
        Assert.True(error.IsAmbiguous);
        Assert.Equal(500, error.HttpStatus);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task A_wish_with_a_fraction_is_read()
    {
        Server.Reply(429, "", ("Retry-After", "2.5")).Json("{}");
        var sending = SendAsync(Post());
        await Clock.PassAsync(2.5);
        await sending;
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "wait for a year or longer before")]
    [InlineData("99999999999999999999999999", "wait for a year or longer before")]
    [InlineData("864000", "wait 10 days before")]
    public async Task A_wish_for_ages_is_told_so_that_it_can_be_grasped(string wish, string told)
    {
        Server.Reply(429, "", ("Retry-After", wish));
        Assert.Contains(told, (await FailsAsync(ErrorKinds.TooManyRequests, SendAsync(Get()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_fails_hides_no_status()
    {
        Server.Reply(401, "no");
        var error = await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(Client(o => o with { Errors = new FailingReader() }), Post()));
        Assert.Equal(401, error.HttpStatus);
    }

    [Fact]
    public async Task A_reader_that_fails_at_a_success_leaves_the_outcome_unknown()
    {
        Server.Json("{}");
        var error = await FailsAsync(ErrorKinds.OutcomeUnknown, SendAsync(Client(o => o with { Errors = new FailingReader() }), Post()));
        Assert.True(error.IsAmbiguous);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_observer_that_fails_leaves_the_outcome_unknown(int status)
    {
        Server.Json("{}", status);
        var error = await FailsAsync(ErrorKinds.OutcomeUnknown, Client().SendAsync(Post(), new FailingObserver(), CancellationToken.None));
        Assert.True(error.IsAmbiguous);
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("x-unheard-of")]
    [InlineData("\"utf-7\"")]
    public async Task A_charset_that_is_not_taken_is_read_as_utf8(string charset)
    {
        Server.Reply(401, "nö", ("Content-Type", string.Create(CultureInfo.InvariantCulture, $"text/plain; charset={charset}")));
        var error = await FailsAsync(ErrorKinds.NotAuthenticated, SendAsync(Post()));
        Assert.Equal(401, error.HttpStatus);
        Assert.Contains("nö", error.ServerText, StringComparison.Ordinal);
    }

    private sealed class FailingReader : IApiErrorReader
    {
        public MigrationException? Read(ApiFailure failure) => throw new InvalidOperationException("a slip");
    }

    private sealed class FailingObserver : IMigrationObserver
    {
        public void Progress(ProgressUpdate update) { }

        public void Verbose(string message) => throw new InvalidOperationException("a slip");

        public void Debug(string message) { }

        public void Warning(string message) { }
    }
}
