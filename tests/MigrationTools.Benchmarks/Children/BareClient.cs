using System.Buffers;
using System.Security.Cryptography;
using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Children;

/// <summary>
/// The least that moves the same bytes: HttpClient, a file, a hash. It checks nothing, describes nothing, does not wait for
/// the disk, and a failure is a crash.
/// </summary>
internal static class BareClient
{
    private const int Chunk = 128 * 1024;

    public static async Task<Measurement> ExportAsync(Job job)
    {
        using var http = Client(job.DevKey);
        await http.GetByteArrayAsync(ExportOf(job, ""));
        return await ChildWork.MeasureAsync([.. Enumerable.Range(1, job.Passes).Select(pass => (Func<Task<long>>)(() => PassAsync(pass)))]);

        async Task<long> PassAsync(int pass)
        {
            var folder = Directory.CreateDirectory(Path.Combine(job.Folder, $"{pass}")).FullName;
            await Parallel.ForEachAsync(job.Ids, new ParallelOptions { MaxDegreeOfParallelism = job.Throttle }, async (id, _) =>
                await DownloadAsync(http, ExportOf(job, id), Path.Combine(folder, $"{id}.json")));
            return Directory.GetFiles(folder).Length;
        }
    }

    public static async Task<Measurement> BundleAsync(Job job)
    {
        using var dev = Client(job.DevKey);
        using var prod = Client(job.ProdKey);
        await dev.GetByteArrayAsync(ExportOf(job, ""));
        var path = Path.Combine(job.Folder, "bundle.json");
        return await ChildWork.MeasureAsync(
            async () =>
            {
                await DownloadAsync(dev, ExportOf(job, job.Ids[0]), path);
                return 1;
            },
            async () =>
            {
                await UploadAsync(prod, job, path, dryRun: true);
                await UploadAsync(prod, job, path, dryRun: false);
                return 1;
            });
    }

    private static HttpClient Client(string key)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("AUTHORIZATION", $"apikey {key}");
        return http;
    }

    private static Uri ExportOf(Job job, string id) => new($"{job.DevUri}/arc/migration/api/export/?dashboards=[{id}]&filename=bench&dry_run=False");

    private static async Task DownloadAsync(HttpClient http, Uri uri, string path)
    {
        using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead);
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

    private static async Task UploadAsync(HttpClient http, Job job, string path, bool dryRun)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(dryRun ? "True" : "False"), "dry_run" },
            { new StringContent("sales"), "dataconnection_name" },
            { new StreamContent(file, Chunk), "import_file", "bundle.json" },
        };
        using var answer = await http.PostAsync(new Uri($"{job.ProdUri}/arc/migration/api/import/"), form);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }
}
