using System.Globalization;
using System.Security.Cryptography;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

/// <summary>Parts of files: sent as slices, and fetched from where a download broke off.</summary>
public sealed class SliceAndRangeTests : HttpTest
{
    private readonly byte[] _content = Noise(3_000_000);

    private Task<DownloadReply> DownloadAsync(Stream target, bool resumable = true) =>
        Client().DownloadAsync(Get(json: false) with { Resumable = resumable }, target, Observer, default).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1_000_000, 700_001)]
    [InlineData(2_999_999, 1)]
    public async Task A_slice_is_sent_with_its_length_and_nothing_around_it(int offset, int length)
    {
        Server.Json("{}");
        var part = new FilePart("file", TempFile(_content), "part.bin", "application/octet-stream") { Offset = offset, Length = length };
        await SendAsync(Post(body: new MultipartBody([new("f", "json")], [part])) with { Safety = RequestSafety.Safe });
        var body = Server.Requests[0].Body.AsSpan();
        var slice = _content.AsSpan(offset, length);
        Assert.True(body.IndexOf(slice) > 0);
        // What else is in the body are the boundaries and the field.
        Assert.InRange(body.Length - length, 1, 1000);
    }

    [Fact]
    public async Task A_part_that_failed_is_sent_again_from_its_own_beginning()
    {
        Server.Reply(503).Json("{}");
        var part = new FilePart("file", TempFile(_content), "part.bin", "application/octet-stream") { Offset = 500_000, Length = 100_000 };
        var sending = SendAsync(Post(body: new MultipartBody([], [part])) with { Safety = RequestSafety.Safe });
        await Clock.PassAsync(0.5);
        await sending;
        Assert.All(Server.Requests, request => Assert.True(request.Body.AsSpan().IndexOf(_content.AsSpan(500_000, 100_000)) > 0));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_slice_that_is_another_by_now_does_not_arrive_whole()
    {
        Server.Json("{}");
        var part = new FilePart("file", TempFile(_content), "part.bin", "application/octet-stream") { Offset = 5, Length = 100_000, Sha256 = new string('0', 64) };
        await FailsAsync(ErrorKinds.PackageChanged, SendAsync(Post(body: new MultipartBody([], [part]))));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_file_that_was_emptied_is_not_sent()
    {
        Server.Json("{}");
        var part = new FilePart("file", TempFile([]), "part.bin", "application/octet-stream") { Sha256 = new string('0', 64) };
        await FailsAsync(ErrorKinds.PackageChanged, SendAsync(Post(body: new MultipartBody([], [part]))));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_file_that_ends_before_its_slice_does_is_told()
    {
        var part = new FilePart("file", TempFile(_content), "part.bin", "application/octet-stream") { Offset = 2_900_000, Length = 200_000 };
        await FailsAsync(ErrorKinds.PackageTruncated, SendAsync(Post(body: new MultipartBody([], [part]))));
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_broke_off()
    {
        BreakAfter(1_200_000);
        Server.Then(x => RestAsync(x, _content));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        var reply = await downloading;
        Assert.Equal(_content, target.ToArray());
        Assert.Equal(Convert.ToHexString(SHA256.HashData(_content)).ToLowerInvariant(), reply.Sha256);
        Assert.Equal(_content.Length, reply.Length);
        Assert.StartsWith("bytes=", Server.Requests[1].Header("Range"), StringComparison.Ordinal);
        Assert.Equal("\"v1\"", Server.Requests[1].Header("If-Range"));
    }

    [Fact]
    public async Task A_server_without_ranges_sends_the_whole_again()
    {
        BreakAfter(1_200_000);
        Server.Then(x => x.ReplyAsync(200, _content));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        await downloading;
        Assert.Equal(_content, target.ToArray());
    }

    [Fact]
    public async Task What_is_not_resumable_never_asks_for_a_rest()
    {
        BreakAfter(1_200_000);
        Server.Then(x => x.ReplyAsync(200, _content));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target, resumable: false);
        await Clock.PassAsync(0.5);
        await downloading;
        Assert.Null(Server.Requests[1].Header("Range"));
    }

    [Theory]
    [InlineData("bytes 0-2999999/3000000")]
    [InlineData("bytes 1-2999999/3000000")]
    [InlineData(null)]
    public async Task A_rest_that_does_not_fit_is_refused(string? range)
    {
        BreakAfter(1_200_000);
        (string, string)[] headers = range is null ? [] : [("Content-Range", range)];
        Server.Then(x => x.ReplyAsync(206, _content, headers));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        await FailsAsync(ErrorKinds.UnexpectedAnswer, downloading);
    }

    [Fact]
    public async Task A_rest_of_another_content_is_refused()
    {
        BreakAfter(1_200_000);
        Server.Then(x => RestAsync(x, Noise(2_500_000)));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        await FailsAsync(ErrorKinds.UnexpectedAnswer, downloading);
    }

    [Fact]
    public async Task A_server_that_does_not_grant_the_range_is_asked_for_the_whole()
    {
        BreakAfter(1_200_000);
        Server.Reply(416).Then(x => x.ReplyAsync(200, _content));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        await downloading;
        Assert.Equal(_content, target.ToArray());
        Assert.Null(Server.Requests[2].Header("Range"));
    }

    [Fact]
    public async Task A_download_that_gets_on_is_not_given_up()
    {
        // Each time a bit more than a megabyte comes, more often than a request is tried.
        var content = Noise(12_000_000);
        Server.Otherwise(async x =>
        {
            var from = x.Request.Header("Range") is { } range ? long.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
            var head = from == 0 ? "HTTP/1.1 200 OK\r\n" : $"HTTP/1.1 206 S\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n";
            await x.RawAsync($"{head}Content-Length: {content.Length - from}\r\n\r\n");
            await x.RawAsync(content.AsSpan((int)from, (int)Math.Min(1_300_000, content.Length - from)).ToArray());
            x.Close();
        });
        var client = Client(options => options with { Time = TimeProvider.System, Jitter = () => 0.0 });
        using var target = new MemoryStream();
        await client.DownloadAsync(Get(json: false) with { Resumable = true, MostRetries = 0 }, target, Observer, default).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        Assert.Equal(content, target.ToArray());
    }

    private void BreakAfter(int length) => Server.Then(async x =>
    {
        await x.RawAsync($"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: {_content.Length}\r\n\r\n");
        await x.RawAsync(_content[..length]);
        x.Close();
    });

    private static async Task RestAsync(Exchange x, byte[] content)
    {
        var from = int.Parse(x.Request.Header("Range")!["bytes=".Length..^1], CultureInfo.InvariantCulture);
        await x.ReplyAsync(206, content[from..], ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}"));
    }
}
