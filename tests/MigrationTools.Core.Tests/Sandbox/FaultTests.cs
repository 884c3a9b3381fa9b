using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Arcadia;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Each kind of fault must show, and must say in the log whether the work was done.</summary>
public sealed class FaultTests
{
    private const string Name = "Store sales overview";

    private static readonly Dictionary<FaultKind, (Fault Fault, bool Acts, Func<Lab, Task> Probe)> Kinds = new()
    {
        [FaultKind.Delay] = (new() { Delay = TimeSpan.FromMilliseconds(1) }, true, async lab => Assert.Equal(200, await StatusAsync(lab))),
        [FaultKind.Status] = (new() { Status = 429, RetryAfter = "7" }, false, async lab =>
        {
            using var response = await ImportAsync(lab);
            Assert.Equal((429, "7"), ((int)response.StatusCode, response.Headers.RetryAfter!.ToString()));
        }),
        [FaultKind.ResetBeforeActing] = (new(), false, LostAsync),
        [FaultKind.ResetAfterActing] = (new(), true, LostAsync),
        [FaultKind.TruncatedBody] = (new(), true, LostAsync),
        [FaultKind.TruncatedJson] = (new(), true, NoJsonAsync),
        [FaultKind.MalformedBody] = (new(), false, NoJsonAsync),
        [FaultKind.Html200] = (new(), false, async lab =>
        {
            using var response = await ImportAsync(lab);
            Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        }),
        [FaultKind.LoginRedirect] = (new(), false, lab => RedirectAsync(lab, 302, "/arc/apps/login?next=")),
        [FaultKind.ForeignRedirect] = (new() { Status = 307, Location = "http://elsewhere.example" }, false,
            lab => RedirectAsync(lab, 307, "http://elsewhere.example/arc/migration/api/import/")),
        [FaultKind.ExpiredKey] = (new(), false, async lab => Assert.Equal(401, await StatusAsync(lab))),
        [FaultKind.SlowDrip] = (new() { Interval = TimeSpan.FromMilliseconds(1), Bytes = 5 }, true, async lab => Assert.Equal(200, await StatusAsync(lab))),
        [FaultKind.EndlessBody] = (new() { Bytes = 3_000_000 }, false, async lab =>
        {
            using var response = await ImportAsync(lab);
            Assert.Equal(3_000_000, (await response.Content.ReadAsByteArrayAsync(RawClient.Stop)).Length);
        }),
        [FaultKind.HugeErrorBody] = (new() { Bytes = 2_000_000 }, false, async lab =>
        {
            using var response = await ImportAsync(lab);
            Assert.Equal((500, 2_000_000), ((int)response.StatusCode, (await response.Content.ReadAsByteArrayAsync(RawClient.Stop)).Length));
        }),
        [FaultKind.DeepJson] = (new() { Depth = 5000 }, false, NoJsonAsync),
        [FaultKind.WrongContentDisposition] = (new(), true, async lab =>
        {
            using var response = await ImportAsync(lab);
            Assert.Contains("../../", response.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        }),
        [FaultKind.StallMidBody] = (new(), true, async lab =>
        {
            using var patience = new CancellationTokenSource();
            var request = Request(lab);
            using var response = await lab.ProdClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            Assert.True(await body.ReadAsync(new byte[100], patience.Token) > 0);
        }),
        [FaultKind.StallUpload] = (new(), false, async lab =>
        {
            using var patience = new CancellationTokenSource();
            using var http = new HttpClient();
            var request = Request(lab);
            request.Content = RawClient.Form(new StreamContent(new MemoryStream(new byte[64 * 1024 * 1024])), RawClient.Fields());
            var sent = http.SendAsync(request, patience.Token);
            await lab.Prod.Log.WaitForAsync(item => item.Fault == FaultKind.StallUpload, TimeSpan.FromSeconds(30));
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        }),
        [FaultKind.ResetMidUpload] = (new(), false, async lab =>
        {
            var request = Request(lab);
            request.Content = RawClient.Form(new StreamContent(new MemoryStream(new byte[64 * 1024 * 1024])), RawClient.Fields());
            await Assert.ThrowsAsync<HttpRequestException>(() => lab.ProdClient.SendAsync(request));
        }),
        [FaultKind.FailMidway] = (new() { AfterRecords = 2 }, false, async lab => Assert.Equal(500, await StatusAsync(lab))),
    };

    public static TheoryData<FaultKind> AllKinds => [.. Enum.GetValues<FaultKind>()];

    [Theory]
    [MemberData(nameof(AllKinds))]
    public async Task Each_kind_shows_once_and_then_all_is_well(FaultKind kind)
    {
        await using var lab = await Lab.StartAsync();
        var (fault, acts, probe) = Kinds[kind];
        fault.Kind = kind;
        fault.Route = "import";
        lab.Prod.Faults.Add(fault);
        await probe(lab);
        // With its buffers full, a server does not see that the client has gone: that request ends with the sandbox.
        var request = await lab.Prod.Log.WaitForAsync(
            item => item.Fault == kind && (item.Completed || kind == FaultKind.StallUpload), TimeSpan.FromSeconds(30));
        Assert.Equal(acts || kind == FaultKind.FailMidway, request.Acted);
        Assert.Equal(acts, lab.Prod.State.Find("dashboards", Name) is not null);
        Assert.Empty(lab.Prod.Faults.Pending);
        Assert.Equal(200, await StatusAsync(lab));
    }

    [Theory]
    [InlineData("/arc/migration/api/export/?dashboards=[2115]", "export")]
    [InlineData("/arc/adminapi/v1/visuals", "admin")]
    [InlineData("/arc/reports/staticasset/raw/3.png", "asset")]
    [InlineData("/arc/apps/login", "login")]
    [InlineData("/arc/apps/nothing", "*")]
    public async Task They_strike_any_route(string path, string route)
    {
        foreach (var kind in new[] { FaultKind.TruncatedBody, FaultKind.ResetAfterActing, FaultKind.Status, FaultKind.ExpiredKey })
        {
            await using var lab = await Lab.StartAsync();
            lab.Dev.Faults.Add(new Fault { Route = route, Method = "GET", Kind = kind, Status = 503 });
            if (kind is FaultKind.Status or FaultKind.ExpiredKey)
            {
                using var response = await lab.DevClient.GetAsync(path);
                Assert.Equal(kind == FaultKind.Status ? 503 : 401, (int)response.StatusCode);
            }
            else
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => lab.DevClient.GetAsync(path));
            }

            Assert.Empty(lab.Dev.Faults.Pending);
        }
    }

    [Theory]
    [InlineData(FaultBody.Json, "application/json")]
    [InlineData(FaultBody.Html, "text/html")]
    [InlineData(FaultBody.Text, "text/plain")]
    [InlineData(FaultBody.Empty, null)]
    public async Task A_status_has_any_body_and_may_come_after_the_work(FaultBody body, string? type)
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.Faults.Add(new Fault { Route = "import", Kind = FaultKind.Status, Status = 502, Body = body, Acts = true });
        using var response = await ImportAsync(lab);
        Assert.Equal((502, type), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Null(response.Headers.RetryAfter);
        Assert.NotNull(lab.Prod.State.Find("dashboards", Name));
    }

    [Fact]
    public async Task They_wait_their_turn_and_end_after_their_count()
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.Faults.Add(new Fault { Route = "export", Kind = FaultKind.Status, Skip = 1, Count = 2 });
        lab.Prod.Faults.Add(new Fault { Route = "export", Method = "POST", Kind = FaultKind.Status });
        var statuses = new List<int>();
        for (var index = 0; index < 4; index++)
        {
            using var response = await lab.ProdClient.ExportAsync("dashboards=[]");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503, 503, 200], statuses);
        lab.Prod.Faults.Add(new Fault { Kind = FaultKind.ExpiredKey, Count = null });
        for (var index = 0; index < 3; index++)
        {
            using var response = await lab.ProdClient.ExportAsync("dashboards=[]");
            Assert.Equal(401, (int)response.StatusCode);
        }

        lab.Prod.Faults.Clear();
        using var well = await lab.ProdClient.ExportAsync("dashboards=[]");
        Assert.Equal(200, (int)well.StatusCode);
    }

    [Fact]
    public async Task A_delay_passes_by_the_clock_it_was_given()
    {
        var time = new FakeTimeProvider();
        await using var lab = await Lab.StartAsync(new SandboxOptions { Time = time });
        lab.Prod.Faults.Add(new Fault { Kind = FaultKind.Delay, Delay = TimeSpan.FromSeconds(60) });
        var sent = lab.ProdClient.ExportAsync("dashboards=[]");
        await lab.Prod.Log.WaitForAsync(request => request.Fault == FaultKind.Delay, TimeSpan.FromSeconds(30));
        Assert.False(sent.IsCompleted);
        while (!sent.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.OK, (await sent).StatusCode);
    }

    [Fact]
    public async Task A_drip_without_end_lasts_until_the_client_goes()
    {
        await using var lab = await Lab.StartAsync();
        lab.Prod.Faults.Add(new Fault { Kind = FaultKind.SlowDrip, Interval = TimeSpan.FromMilliseconds(1) });
        using (var response = await lab.ProdClient.SendAsync(lab.ProdClient.Request(HttpMethod.Get, "/arc/apps/app/7002"), HttpCompletionOption.ResponseHeadersRead))
        {
            await using var body = await response.Content.ReadAsStreamAsync(RawClient.Stop);
            var read = new byte[400];
            await body.ReadExactlyAsync(read, RawClient.Stop);
            Assert.Equal((byte)' ', read[^1]);
        }

        Assert.True((await lab.Prod.Log.WaitForAsync(request => request.Completed, TimeSpan.FromSeconds(30))).ClientGone);
    }

    [Fact]
    public async Task A_gate_holds_a_request_and_the_work_goes_on_when_the_client_has_gone()
    {
        await using var lab = await Lab.StartAsync();
        var gate = lab.Prod.Faults.Hold("import");
        using var pressed = new CancellationTokenSource();
        using var http = new HttpClient();
        var sent = http.SendAsync(Request(lab), pressed.Token);
        Assert.Equal("import", (await gate.Arrived.WaitAsync(RawClient.Stop)).Route);
        Assert.Null(lab.Prod.State.Find("dashboards", Name));
        await pressed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        gate.Release();
        await lab.Prod.Log.WaitForAsync(request => request is { Completed: true, Acted: true }, TimeSpan.FromSeconds(30));
        Assert.NotNull(lab.Prod.State.Find("dashboards", Name));
    }

    [Fact]
    public async Task A_gate_after_the_work_holds_the_reply_alone()
    {
        await using var lab = await Lab.StartAsync();
        using var gate = lab.Prod.Faults.Hold("*", GateMoment.AfterActing);
        var sent = ImportAsync(lab);
        await gate.Arrived.WaitAsync(RawClient.Stop);
        Assert.NotNull(lab.Prod.State.Find("dashboards", Name));
        Assert.False(sent.IsCompleted);
        Assert.Equal(1, lab.Prod.Faults.Release("*"));
        Assert.Equal(HttpStatusCode.OK, (await sent).StatusCode);
    }

    [Fact]
    public async Task A_held_request_does_not_keep_the_sandbox_from_ending()
    {
        var lab = await Lab.StartAsync();
        var gate = lab.Prod.Faults.Hold("import");
        var sent = ImportAsync(lab);
        await gate.Arrived.WaitAsync(RawClient.Stop);
        await lab.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => sent);
    }

    private static HttpRequestMessage Request(Lab lab)
    {
        var request = lab.ProdClient.Request(HttpMethod.Post, RawClient.ImportPath);
        request.Content = RawClient.Form(new StringContent(ArcadiaFixtures.Read("sample")), RawClient.Fields());
        return request;
    }

    private static Task<HttpResponseMessage> ImportAsync(Lab lab) => lab.ProdClient.SendAsync(Request(lab));

    private static async Task<int> StatusAsync(Lab lab)
    {
        using var response = await ImportAsync(lab);
        return (int)response.StatusCode;
    }

    private static async Task LostAsync(Lab lab) => await Assert.ThrowsAsync<HttpRequestException>(() => ImportAsync(lab));

    private static async Task NoJsonAsync(Lab lab)
    {
        using var response = await ImportAsync(lab);
        Assert.Equal(("application/json", 200), (response.Content.Headers.ContentType!.MediaType, (int)response.StatusCode));
        var text = await RawClient.TextAsync(response);
        Assert.ThrowsAny<JsonException>(() => JsonNode.Parse(text));
    }

    private static async Task RedirectAsync(Lab lab, int status, string location)
    {
        using var response = await ImportAsync(lab);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(location, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
