using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Tests.Http;

// One of them measures the memory of the whole process.
[Collection(Reliability.Alone.Name)]
public sealed class TransferTests : HttpTest
{
    private Task<DownloadReply> DownloadAsync(Stream target, ApiRequest? request = null, CancellationToken stop = default) =>
        Client().DownloadAsync(request ?? Get(json: false), target, Observer, stop).WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(3_000_000)]
    public async Task A_download_arrives_whole_with_its_hash(int length)
    {
        var content = Noise(length);
        Server.Then(x => x.ReplyAsync(200, content, ("Content-Type", "application/zip"), ("Content-Disposition", "attachment; filename=\"../../x/pack.zip\"")));
        using var target = new MemoryStream();
        target.Write("what was there before"u8);
        var reply = await DownloadAsync(target);
        Assert.Equal(content, target.ToArray());
        Assert.Equal(Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant(), reply.Sha256);
        Assert.Equal((200, (long)length, "application/zip", "pack.zip"), (reply.Status, reply.Length, reply.ContentType, reply.FileName));
        Assert.Equal("identity", Server.Requests[0].Header("Accept-Encoding"));
    }

    [Fact]
    public async Task A_broken_download_starts_again_at_the_beginning()
    {
        var content = Noise(200_000);
        Server.Then(async x =>
        {
            await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n");
            await x.RawAsync(Noise(500_000));
            x.Close();
        }).Then(x => x.ReplyAsync(200, content));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target);
        await Clock.PassAsync(0.5);
        Assert.Equal(200_000, (await downloading).Length);
        Assert.Equal(content, target.ToArray());
    }

    [Fact]
    public async Task Json_that_is_cut_with_the_right_length_is_noticed()
    {
        Server.Reply(200, """{"dashboards":[{"pk":1},""").Reply(200, "{\"dashboards\":[]}\n");
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target, Get());
        await Clock.PassAsync(0.5);
        Assert.Equal(18, (await downloading).Length);
    }

    [Theory]
    [InlineData("{\"a\":1}", null)]
    [InlineData("{\"a\":1", "AnswerTruncated")]
    [InlineData("<html>oh</html>", "UnexpectedAnswer")]
    [InlineData("", "UnexpectedAnswer")]
    public async Task An_answer_may_begin_with_many_blanks(string json, string? kind)
    {
        var content = new string(' ', 70_000) + json;
        Server.Reply(200, content, ("Content-Type", "application/json"));
        using var target = new MemoryStream();
        var downloading = DownloadAsync(target, Get() with { MostRetries = 0 });
        if (kind is null) Assert.Equal(content.Length, (await downloading).Length);
        else Assert.Equal(kind, (await Assert.ThrowsAsync<MigrationException>(() => downloading)).ErrorId);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(409, false)]
    [InlineData(409, true)]
    public async Task What_is_read_into_memory_ends_in_time_however_it_drips(int status, bool intoFile)
    {
        var more = new SemaphoreSlim(0);
        Server.Then(async x =>
        {
            await more.WaitAsync();
            await x.RawAsync($"HTTP/1.1 {status} S\r\nContent-Length: 1000000\r\n\r\n[");
            while (true)
            {
                await more.WaitAsync();
                await x.RawAsync(" ");
            }
        });
        // It never stands still for as long as this.
        var stall = TimeSpan.FromHours(10);
        var client = Client(o => o with { StallTimeout = stall });
        using var target = new MemoryStream();
        Task sending = intoFile
            ? client.DownloadAsync(Post(), target, Observer, CancellationToken.None)
            : client.SendAsync(Post() with { IsTransfer = true }, Observer, CancellationToken.None);
        await Server.ArrivalAsync();
        await Clock.SetAsync(TimeSpan.FromSeconds(100)); // from the start
        if (!intoFile) await Clock.SetAsync(TimeSpan.FromSeconds(100)); // from the last byte sent
        more.Release();
        await Clock.SetAsync(TimeSpan.FromSeconds(100)); // from the first byte of the answer
        for (var i = 0; i < 3; i++)
        {
            var moved = Clock.Count(stall.TotalSeconds);
            more.Release();
            await UntilAsync(() => Clock.Count(stall.TotalSeconds) > moved);
            Assert.False(sending.IsCompleted);
            Clock.Advance(TimeSpan.FromSeconds(34));
        }
        var error = await FailsAsync(status == 200 ? ErrorKinds.OutcomeUnknown : ErrorKinds.RequestRejected, sending.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(status, error.HttpStatus);
        Assert.Equal(status == 200, error.IsAmbiguous);
    }

    [Fact]
    public async Task A_download_may_take_long_and_may_not_stand_still()
    {
        var more = new SemaphoreSlim(0);
        Server.Otherwise(async x =>
        {
            await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true)
            {
                await x.RawAsync(Noise(70_000));
                await more.WaitAsync();
            }
        });
        using var target = new MemoryStream();
        using var stop = new CancellationTokenSource();
        var downloading = DownloadAsync(target, stop: stop.Token);
        // What has arrived may not have been noted yet when the clock goes on: two rounds together stay below the limit.
        for (var i = 1; i <= 10; i++)
        {
            await UntilAsync(() => target.Length >= i * 70_000);
            Clock.Advance(TimeSpan.FromSeconds(29)); // nearly five minutes in all
            more.Release();
        }
        await UntilAsync(() => target.Length >= 11 * 70_000);
        Clock.Advance(TimeSpan.FromSeconds(61));
        await Clock.SetAsync(TimeSpan.FromSeconds(0.5)); // a Safe one is tried again
        Assert.Contains(Observer.VerboseLines, line => line.Contains("moved no byte for 60 s", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloading);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "What was waited for did not come.");
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_target_that_fails_is_an_error_of_the_file()
    {
        Server.Otherwise(x => x.ReplyAsync(200, Noise(1000)));
        using var target = new FailingStream(new IOException("quota"));
        await FailsAsync(ErrorKinds.FileNotWritten, DownloadAsync(target));
        using var full = new FailingStream(new IOException("No space left on device", 28));
        await FailsAsync(ErrorKinds.DiskFull, DownloadAsync(full));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Progress_is_told_at_most_five_times_a_second_and_at_the_end()
    {
        var content = Noise(4_000_000);
        Server.Then(x => x.ReplyAsync(200, content));
        using var target = new MemoryStream();
        await DownloadAsync(target); // the clock stands: all of it is one moment
        Assert.Equal(2, Observer.Updates.Count);
        var last = Observer.Updates.Last();
        Assert.Equal((4_000_000L, 4_000_000L, true, true), (last.Done, last.Total!.Value, last.IsBytes, last.Completed));
        Assert.Equal(("List things", "received"), (last.Activity, last.Status));
        Assert.Single(Observer.Updates.Select(u => u.Key).Distinct());
    }

    [Fact]
    public async Task A_multipart_upload_is_written_as_the_strictest_server_wants_it()
    {
        var content = Noise(300_000);
        var file = TempFile(content);
        Server.Json("{}");
        var body = new MultipartBody(
            [KeyValuePair.Create("dry_run", "False"), KeyValuePair.Create("dataconnection_name", "Größe \"x\""), KeyValuePair.Create("tag", "a"), KeyValuePair.Create("tag", "a")],
            [new FilePart("import_file", file, "bündle\".json", "application/json")]);
        await SendAsync(Post(body: body));
        var request = Server.Requests[0];
        Assert.Equal(request.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request.Header("Content-Length"));
        var boundary = request.Header("Content-Type")!["multipart/form-data; boundary=".Length..];
        Assert.DoesNotContain("\"", boundary, StringComparison.Ordinal);
        var text = Encoding.Latin1.GetString(request.Body);
        Assert.StartsWith($"--{boundary}\r\nContent-Disposition: form-data; name=\"dry_run\"\r\n\r\nFalse\r\n", text, StringComparison.Ordinal);
        Assert.Contains("name=\"dataconnection_name\"\r\n\r\n" + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Größe \"x\"")) + "\r\n", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("name=\"tag\"").Length);
        Assert.Contains("form-data; name=\"import_file\"; filename=\"b_ndle_.json\"\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("filename*", text, StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(content), text, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n--{boundary}--\r\n", text, StringComparison.Ordinal);
        Assert.Equal(300_000, Observer.Updates.Last().Done, 1000.0);
        Assert.True(Observer.Updates.Last().Completed);
    }

    [Fact]
    public async Task A_file_as_body_is_sent_byte_for_byte_and_anew_for_each_try()
    {
        var content = Noise(100_000);
        Server.Reply(429, "", ("Retry-After", "1")).Json("{}");
        var sending = SendAsync(Post(body: new FileBody(TempFile(content), "application/json")));
        await Clock.PassAsync(1);
        await sending;
        Assert.Equal(2, Server.Requests.Count);
        Assert.All(Server.Requests, request =>
        {
            Assert.Equal(content, request.Body);
            Assert.Equal("application/json", request.Header("Content-Type"));
            Assert.Null(request.Header("Content-Disposition"));
        });
    }

    [Fact]
    public async Task A_form_is_encoded_and_keeps_equal_pairs()
    {
        Server.Json("{}");
        await SendAsync(Post(body: new FormBody([KeyValuePair.Create("a b", "ü&="), KeyValuePair.Create("x", "1"), KeyValuePair.Create("x", "1")])));
        Assert.Equal("a%20b=%C3%BC%26%3D&x=1&x=1", Server.Requests[0].Text);
        Assert.Equal("application/x-www-form-urlencoded", Server.Requests[0].Header("Content-Type"));
    }

    [Fact]
    public async Task A_missing_upload_is_an_error_of_the_package()
    {
        var error = await FailsAsync(ErrorKinds.PackageNotFound, SendAsync(Post(body: new FileBody("/nowhere/at-all.json", "application/json"))));
        Assert.False(error.IsAmbiguous);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task A_locked_upload_is_an_error_of_the_package()
    {
        var file = TempFile("x");
        await using var other = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var body = new MultipartBody([], [new FilePart("f", file, "f", "text/plain")]);
        var error = await FailsAsync(ErrorKinds.PackageLocked, SendAsync(Get() with { Method = HttpMethod.Post, Body = body }));
        Assert.Empty(Server.Requests);
        Assert.False(error.IsAmbiguous);
    }

    [Fact]
    public async Task An_upload_that_stands_still_is_ambiguous()
    {
        // Takes the connection and never reads: the socket's buffers fill up, and that is that.
        using var deaf = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        deaf.Server.ReceiveBufferSize = 8192;
        deaf.Start();
        var client = Client(o => o with { BaseAddress = new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)deaf.LocalEndpoint).Port}/") });
        var sending = SendAsync(client, Post(body: new FileBody(TempFile(new byte[64_000_000]), "application/octet-stream")));
        using var taken = await deaf.AcceptSocketAsync();
        // More than the head of the request has come: its body is under way, and from here on the clock may go.
        await UntilAsync(() => taken.Available > 1000);
        // As long as the buffers are not full, a byte may move after the clock did: then it stands still from there on.
        while (!sending.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(10);
        }
        var error = await FailsAsync(ErrorKinds.TransferStalled, sending);
        Assert.True(error.IsAmbiguous);
    }

    [Fact]
    public async Task After_an_upload_the_answer_has_its_own_limit()
    {
        Server.Otherwise(_ => Task.Delay(-1));
        var sending = SendAsync(Post(body: new FileBody(TempFile(Noise(100_000)), "application/octet-stream")));
        await Server.ArrivalAsync();
        await Clock.SetAsync(TimeSpan.FromSeconds(100)); // from the start
        await Clock.SetAsync(TimeSpan.FromSeconds(100)); // from the last byte
        Clock.Advance(TimeSpan.FromSeconds(99)); // longer than a transfer may stand still
        Assert.False(sending.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await FailsAsync(ErrorKinds.OutcomeUnknown, sending)).IsAmbiguous);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_over_the_limit_is_not_read(bool announced)
    {
        var sent = 0L;
        Server.Otherwise(async x =>
        {
            await x.RawAsync(announced ? "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n[" : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[");
            for (; sent < 100_000_000; sent += 100_000) await x.RawAsync(new byte[100_000]);
        });
        await FailsAsync(ErrorKinds.AnswerTooLarge, SendAsync(Get() with { MaxReplyBytes = 1_000_000 }));
        Assert.True(sent < 50_000_000);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_answer_of_just_the_limit_is_read()
    {
        Server.Json("[1,2]");
        Assert.Equal(5, (await SendAsync(Get() with { MaxReplyBytes = 5 })).Body.Length);
    }

    [Fact]
    public async Task An_endless_error_is_read_to_its_limit()
    {
        Server.Otherwise(async x =>
        {
            await x.RawAsync("HTTP/1.1 400 Bad\r\nConnection: close\r\n\r\n");
            while (true) await x.RawAsync(Encoding.ASCII.GetBytes(new string('e', 10_000)));
        });
        var error = await FailsAsync(ErrorKinds.RequestRejected, SendAsync(Post()));
        Assert.True(error.ServerText!.Length <= 64 * 1024);
        Assert.True(error.Message.Length < 1000);
    }

    [Fact]
    public async Task A_packed_answer_is_never_unpacked()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(new byte[50_000_000]);
        Server.Otherwise(x => x.ReplyAsync(200, packed.ToArray(), ("Content-Encoding", "gzip"), ("Content-Type", "application/json")));
        await FailsAsync(ErrorKinds.UnexpectedAnswer, SendAsync(Get()));
        using var target = new MemoryStream();
        await FailsAsync(ErrorKinds.UnexpectedAnswer, DownloadAsync(target));
        Assert.Equal(0, target.Length);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_a_transfer()
    {
        Server.Then(async x =>
        {
            await x.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 300000000\r\n\r\n");
            var chunk = new byte[1_000_000];
            for (var i = 0; i < 300; i++) await x.RawAsync(chunk);
        });
        using var target = new FileStream(Path.GetTempFileName(), new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        });
        var before = GC.GetTotalAllocatedBytes();
        await DownloadAsync(target);
        Assert.Equal(300_000_000, target.Length);
        // The other tests of the process allocate meanwhile; a body kept whole would take several times its length.
        Assert.True(GC.GetTotalAllocatedBytes() - before < 300_000_000, $"{GC.GetTotalAllocatedBytes() - before:N0} bytes allocated.");
    }

    private sealed class FailingStream(Exception error) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw error;
    }
}
