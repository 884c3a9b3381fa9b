using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using MigrationTools.Benchmarks.Running;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Packages;

namespace MigrationTools.Benchmarks.Children;

/// <summary>Exports of Optimize, a package each: by the engine without PowerShell, and by the least that moves the same bytes.</summary>
internal static class OptimizeClients
{
    private const int Chunk = 128 * 1024;

    private static ParallelOptions Threads(Job job) => new() { MaxDegreeOfParallelism = job.Throttle };

    public static async Task<Measurement> EngineAsync(Job job)
    {
        using var dev = await OptimizeConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Uri = new Uri(job.DevUri) }, job.DevKey, new SilentObserver(), CancellationToken.None);
        return await ChildWork.MeasureAsync([.. Enumerable.Range(1, job.Passes).Select(pass => (Func<Task<long>>)(() => PassAsync(pass)))]);

        async Task<long> PassAsync(int pass)
        {
            var count = 0L;
            foreach (var (type, selections) in new[] { ("Dashboard", job.Ids.Select(id => OptimizeSelection.Dashboards([id]))), ("Report", job.Reports.Select(id => OptimizeSelection.Reports([id]))) })
            {
                var destination = new PackageDestination(Path.Combine(job.Folder, $"{pass}", type) + Path.DirectorySeparatorChar);
                await Parallel.ForEachAsync(selections, Threads(job), async (selection, stop) =>
                {
                    var outcome = await new OptimizeMigrator(dev, new SilentObserver()).ExportAsync(selection, destination, stop);
                    if (outcome.Package is not null) Interlocked.Increment(ref count);
                });
            }
            return count;
        }
    }

    public static async Task<Measurement> BareAsync(Job job)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", job.DevKey);
        (await http.GetAsync(new Uri($"{job.DevUri}/api/readyz"))).Dispose();
        return await ChildWork.MeasureAsync([.. Enumerable.Range(1, job.Passes).Select(pass => (Func<Task<long>>)(() => PassAsync(pass)))]);

        async Task<long> PassAsync(int pass)
        {
            var folder = Directory.CreateDirectory(Path.Combine(job.Folder, $"{pass}")).FullName;
            foreach (var (type, ids) in new[] { ("dashboard", job.Ids), ("report", job.Reports) })
            {
                await Parallel.ForEachAsync(ids, Threads(job), async (id, _) =>
                    await DownloadAsync(http, new Uri($"{job.DevUri}/api/public/export/{type}/definition/json"), id, Path.Combine(folder, $"{id}.json")));
            }
            return Directory.GetFiles(folder).Length;
        }
    }

    private static async Task DownloadAsync(HttpClient http, Uri uri, string id, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = JsonContent.Create(new[] { id }) };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        while (await body.ReadAsync(buffer) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read));
        }
        ArrayPool<byte>.Shared.Return(buffer);
        _ = hash.GetHashAndReset();
    }
}
