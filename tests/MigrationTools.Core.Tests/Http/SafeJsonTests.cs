using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class SafeJsonTests : HttpTest
{
    [Theory]
    [InlineData("""["plain \u0041 \n \"x\""]""", "plain A \n \"x\"")]
    [InlineData("""["\ud800"]""", "\uFFFD")]
    [InlineData("""["a\\\udc00\t\/\b\f\r\n\"b"]""", "a\\\uFFFD\t/\b\f\r\n\"b")]
    [InlineData("""["\ud83d\ude00\ud83d"]""", "\U0001F600\uFFFD")]
    [InlineData("""[12]""", null)]
    [InlineData("""[null]""", null)]
    [InlineData("""[{"a":"b"}]""", null)]
    public void A_string_is_read_whatever_it_holds(string json, string? expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, SafeJson.TextOf(document.RootElement[0]));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_one_sign()
    {
        using var document = JsonDocument.Parse("\"a"u8.ToArray().Append((byte)0xFF).Append((byte)'"').ToArray());
        Assert.Equal("\uFFFD", SafeJson.TextOf(document.RootElement));
    }

    [Fact]
    public void A_name_is_read_whatever_it_holds()
    {
        using var document = JsonDocument.Parse("""{"pl\u0061in":1,"x\ud800\"y":2}""");
        Assert.Equal(["plain", "x\uFFFD\"y"], document.RootElement.EnumerateObject().Select(SafeJson.NameOf));
    }

    [Theory]
    [InlineData("a  b", 10, "a  b")]
    [InlineData("a\r\n\tb\u2028\u2029c\u0085", 10, "a b c")]
    [InlineData("a\u0000\u001b[31m\u202Eb\u2066\u200B\uFEFFc", 20, "a[31mbc")]
    [InlineData("tag\U000E0041ged", 10, "tagged")]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("ab\U0001F600", 4, "ab\U0001F600")]
    [InlineData("ab\U0001F600c", 4, "ab…")]
    [InlineData("\U0001F600", 1, "…")]
    [InlineData("abc", 0, "")]
    public void A_text_is_made_one_line(string text, int limit, string expected) => Assert.Equal(expected, SafeJson.Clean(text, limit));

    [Fact]
    public void Half_a_surrogate_is_replaced() => Assert.Equal("a\uFFFDb", SafeJson.Clean("a" + (char)0xD800 + "b", 10));

    [Fact]
    public async Task An_error_with_half_a_surrogate_keeps_its_status_and_its_words()
    {
        Server.Reply(422, """{"errors":{"\udfff":["no such \ud800 thing"]}}""", ("Content-Type", "application/json"));
        var error = await FailsAsync(ErrorKinds.RequestRejected, SendAsync(Post()));
        Assert.Contains("no such \uFFFD thing", error.Message, StringComparison.Ordinal);
    }
}
