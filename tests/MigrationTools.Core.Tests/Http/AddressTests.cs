using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

public sealed class AddressTests : HttpTest
{
    private ApiClient Here(string address = "https://bi.example.com:8443/prefix/arc") => Client(o => o with { BaseAddress = new Uri(address) });

    [Theory]
    [InlineData("https://bi.example.com:8443/prefix/arc/jobs/7?f=json", "/prefix/arc/jobs/7?f=json")]
    [InlineData("http://internal.host:1234/arc/jobs/7?token=x#frag", "/arc/jobs/7?token=x")]
    [InlineData("https://user:pass@evil.example/jobs/7", "/jobs/7")]
    [InlineData("//evil.example/jobs/7", "/jobs/7")]
    [InlineData("/jobs/7?a=b", "/jobs/7?a=b")]
    [InlineData("jobs/7", "/prefix/arc/jobs/7")]
    [InlineData("jobs/7?at=12:30", "/prefix/arc/jobs/7?at=12:30")]
    [InlineData("?page=2", "/prefix/arc/?page=2")]
    [InlineData("https://evil.example", "/")]
    [InlineData("https://evil.example//other.example/x", "/other.example/x")]
    [InlineData("/a/../../b", "/b")]
    [InlineData("/p%2Fq/%C3%BC", "/p%2Fq/%C3%BC")]
    public void A_status_address_is_carried_over_to_the_own_origin(string address, string expected) =>
        Assert.Equal($"https://bi.example.com:8443{expected}", Here().Rebase(address).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://host/x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/plain,x")]
    [InlineData("C:\\x")]
    [InlineData("\\\\host\\share")]
    [InlineData("/a\r\nX: y")]
    [InlineData("https://")]
    [InlineData("mailto:a@b.c")]
    public void What_is_no_http_path_is_refused(string address) =>
        Assert.Equal(ErrorKinds.UnexpectedAnswer, Assert.Throws<MigrationException>(() => Here().Rebase(address)).Kind);

    [Fact]
    public async Task A_rebased_address_can_be_asked()
    {
        Server.Json("{}");
        var client = Client();
        await SendAsync(client, Get(client.Rebase("https://elsewhere.example/status/1?x=%20y").AbsoluteUri) with { Query = [KeyValuePair.Create("f", "json")] });
        Assert.Equal("/status/1?x=%20y&f=json", Server.Requests[0].Target);
    }

    [Theory]
    [InlineData("http://evil.example/x")]
    [InlineData("https://127.0.0.1/x")]
    public async Task An_address_of_another_origin_is_refused(string address)
    {
        await FailsAsync(ErrorKinds.InvalidUri, SendAsync(Get(address)));
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/%2e%2E/x")]
    [InlineData("//evil.example/x")]
    [InlineData("a?b=c")]
    [InlineData("a#b")]
    [InlineData("a\\b")]
    public async Task A_path_cannot_leave_the_base(string path) => await FailsAsync(ErrorKinds.InvalidValue, SendAsync(Get(path)));

    [Theory]
    [InlineData("/things/", "/arc/things/")]
    [InlineData("things/a%2Fb%20c", "/arc/things/a%2Fb%20c")]
    [InlineData("things/{id}", "/arc/things/%7Bid%7D")]
    [InlineData("", "/arc/")]
    public async Task A_path_is_sent_below_the_base(string path, string target)
    {
        Server.Json("{}");
        await SendAsync(Get(path));
        Assert.Equal(target, Server.Requests[0].Target);
    }

    [Fact]
    public async Task A_query_is_encoded_and_keeps_order_and_equal_pairs()
    {
        Server.Json("{}");
        await SendAsync(Get() with { Query = [KeyValuePair.Create("b", "ü +&=?/[]"), KeyValuePair.Create("a", ""), KeyValuePair.Create("b", "x"), KeyValuePair.Create("b", "x")] });
        Assert.Equal("/arc/things?b=%C3%BC%20%2B%26%3D%3F%2F%5B%5D&a=&b=x&b=x", Server.Requests[0].Target);
    }

    [Theory]
    [InlineData("ftp://host/")]
    [InlineData("file:///x")]
    [InlineData("https://ann:pw@host/")]
    public void A_base_that_is_no_plain_http_address_is_refused(string address) =>
        Assert.Equal(ErrorKinds.InvalidUri, Assert.Throws<MigrationException>(() => Here(address)).Kind);

    [Theory]
    [InlineData("a b.zip", "a b.zip")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\x.json", "x.json")]
    [InlineData("\"quoted.json\"", "quoted.json")]
    [InlineData("..", null)]
    [InlineData("/", null)]
    [InlineData("  ", null)]
    [InlineData("a\0\r\nb.json", "ab.json")]
    [InlineData("a<b>:c?.json", "a_b__c_.json")]
    [InlineData("nul.json", "_nul.json")]
    [InlineData("name. . .", "name")]
    [InlineData(".hidden", "hidden")]
    public void A_proposed_name_is_reduced_to_a_plain_one(string proposed, string? plain) => Assert.Equal(plain, PlainFileName.From(proposed));

    [Fact]
    public void A_proposed_name_is_not_endless() => Assert.Equal(120, PlainFileName.From(new string('x', 5000) + ".json")!.Length);
}
