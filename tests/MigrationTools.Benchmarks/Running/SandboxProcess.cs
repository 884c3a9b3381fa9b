using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MigrationTools.Benchmarks.Running;

/// <summary>The sandbox, in a process of its own: its memory and its collections are not the client's.</summary>
internal sealed partial class SandboxProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _admin;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private SandboxProcess(Process process, JsonElement about)
    {
        _process = process;
        _admin = about.GetProperty("admin").GetString()!;
        Job = JobOf(about.GetProperty("arcadia"), "apiKey");
        OptimizeJob = JobOf(about.GetProperty("optimize"), "accessToken");
        ArcGisJob = JobOf(about.GetProperty("arcgis"), "groupOwnerAccessToken");
        var plane = about.GetProperty("snaplogic").GetProperty("elastic");
        SnapLogicJob = new Job
        {
            DevUri = plane.GetProperty("uri").GetString()!, User = plane.GetProperty("user").GetString()!, DevKey = plane.GetProperty("password").GetString()!,
            // What --scale made.
            Source = "/acme/Scale/Many",
        };
    }

    /// <summary>A job with addresses and keys of Arcadia filled in.</summary>
    public Job Job { get; }

    /// <summary>A job with addresses and tokens of Optimize filled in.</summary>
    public Job OptimizeJob { get; }

    /// <summary>A job with addresses and tokens of ArcGIS filled in.</summary>
    public Job ArcGisJob { get; }

    /// <summary>The same for SnapLogic's control plane: a user and a password.</summary>
    public Job SnapLogicJob { get; }

    public static async Task<SandboxProcess> StartAsync(Bench bench, CancellationToken cancellation, params string[] options)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MigrationTools.Sandbox.dll");
        var start = Child.Info(["dotnet", program, "--json", "--exit-with-stdin", .. options]);
        start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = bench.NewFolder();
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException("The sandbox did not tell where it is.");
        return new SandboxProcess(process, JsonDocument.Parse(line).RootElement);
    }

    /// <summary>Everything as at the start, so that every import finds the same.</summary>
    public async Task ResetAsync(CancellationToken cancellation)
    {
        using var answer = await _http.PostAsync(new Uri($"{_admin}/sandbox/reset"), null, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How long each migration of SnapLogic's takes at the server; then its status says so at once.</summary>
    public async Task SetSnapLogicJobsAsync(TimeSpan duration, CancellationToken cancellation)
    {
        using var answer = await _http.PutAsJsonAsync(new Uri($"{_admin}/sandbox/snaplogic/elastic/switches"), new { StatusSteps = 0, JobDuration = duration }, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How often a status was asked for since the last reset.</summary>
    public async Task<int> SnapLogicLooksAsync(CancellationToken cancellation)
    {
        var requests = await _http.GetFromJsonAsync<JsonElement>(new Uri($"{_admin}/sandbox/snaplogic/elastic/requests"), cancellation);
        return requests.EnumerateArray().Count(request => request.GetProperty("route").GetString() == "status");
    }

    /// <summary>The dashboards that --scale made.</summary>
    public async Task<string[]> ScaledDashboardsAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Job.DevUri}/arc/adminapi/v1/visuals");
        request.Headers.Authorization = new AuthenticationHeaderValue("apikey", Job.DevKey);
        using var answer = await _http.SendAsync(request, cancellation);
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellation));
        return [.. list.RootElement.EnumerateArray()
            .Where(entry => ScaledTitle().IsMatch(entry.GetProperty("title").GetString()!))
            .Select(entry => entry.GetProperty("id").GetRawText())];
    }

    /// <summary>The ids of a collection of Optimize's dev.</summary>
    /// <param name="what">dashboard or report.</param>
    /// <param name="collection">The collection's id.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<string[]> OptimizeIdsAsync(string what, string collection, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{OptimizeJob.DevUri}/api/public/{what}?collectionId={collection}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", OptimizeJob.DevKey);
        using var answer = await _http.SendAsync(request, cancellation);
        using var list = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellation));
        return [.. list.RootElement.EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!)];
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static Job JobOf(JsonElement system, string key)
    {
        string Of(string server, string name) => system.GetProperty(server).GetProperty(name).GetString()!;
        return new Job { DevUri = Of("dev", "uri"), DevKey = Of("dev", key), ProdUri = Of("prod", "uri"), ProdKey = Of("prod", key) };
    }

    [GeneratedRegex(@"^Store \d{5}$")]
    private static partial Regex ScaledTitle();
}
