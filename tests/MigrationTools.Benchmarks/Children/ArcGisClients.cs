using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using MigrationTools.Benchmarks.Running;
using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Benchmarks.Children;

/// <summary>A package out of a portal, and one into another: by the engine without PowerShell, and by the least that moves the same bytes.</summary>
internal static class ArcGisClients
{
    private const int Chunk = 128 * 1024;
    private const long PartSize = 8 * 1024 * 1024;
    private const int SideBySide = 4;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static async Task<Measurement> EngineAsync(Job job)
    {
        var observer = new SilentObserver();
        using var dev = await ArcGisConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Uri = new Uri(job.DevUri) }, job.DevKey, observer, CancellationToken.None);
        using var prod = await ArcGisConnection.OpenWithAccessTokenAsync(new ConnectionSettings { Uri = new Uri(job.ProdUri) }, job.ProdKey, observer, CancellationToken.None);
        var source = new ArcGisMigrator(dev, observer);
        var destination = new PackageDestination(Path.Combine(job.Folder, "out.epk"));
        var export = source.BeginExport(new ArcGisExportOptions { GroupId = job.Ids[0], NoWait = true }, destination);
        await export.PlanAsync(CancellationToken.None);
        await export.ApplyAsync(CancellationToken.None);
        while ((await source.LookAtJobAsync(export.Job!, CancellationToken.None)).State != JobState.Completed) await Task.Delay(Poll);
        return await ChildWork.MeasureAsync(
            async () =>
            {
                await source.BeginWait(export.Job!, destination, TimeSpan.Zero).RunAsync(CancellationToken.None);
                return 1;
            },
            async () =>
            {
                var add = new ArcGisMigrator(prod, observer).BeginAdd(job.Source, TimeSpan.Zero);
                await add.PlanAsync(CancellationToken.None);
                await add.ApplyAsync(CancellationToken.None);
                return add.Package!.Length;
            });
    }

    public static async Task<Measurement> BareAsync(Job job)
    {
        using var dev = Client(job.DevKey);
        using var prod = Client(job.ProdKey);
        var item = await ExportAsync(dev, job);
        return await ChildWork.MeasureAsync(
            async () =>
            {
                await DownloadAsync(dev, new Uri($"{job.DevUri}/sharing/rest/content/items/{item}/data"), Path.Combine(job.Folder, "out.epk"));
                return 1;
            },
            () => UploadAsync(prod, $"{job.ProdUri}/sharing/rest/content", job.Source));
    }

    private static HttpClient Client(string token)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("X-Esri-Authorization", $"Bearer {token}");
        return http;
    }

    private static async Task<string> ExportAsync(HttpClient http, Job job)
    {
        var started = await PostAsync(http, $"{job.DevUri}/sharing/rest/community/groups/{job.Ids[0]}/export", new() { ["async"] = "true" });
        while (true)
        {
            var seen = await PostAsync(http, $"{job.DevUri}/sharing/rest/portals/self/jobs/{started.GetProperty("jobId").GetString()}", new() { ["key"] = started.GetProperty("key").GetString()! });
            if (seen.GetProperty("status").GetString() == "completed") return seen.GetProperty("result").GetProperty("itemId").GetString()!;
            await Task.Delay(Poll);
        }
    }

    private static async Task DownloadAsync(HttpClient http, Uri uri, string path)
    {
        using var answer = await http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        await HashAsync(body, file);
    }

    private static async Task<long> UploadAsync(HttpClient http, string content, string path)
    {
        await using (var whole = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)) await HashAsync(whole, Stream.Null);
        var length = new FileInfo(path).Length;
        var user = $"{content}/users/importer1";
        var item = (await PostAsync(http, $"{user}/addItem", new() { ["title"] = "bare", ["type"] = "Export Package", ["tags"] = "epk", ["multipart"] = "true", ["filename"] = "bare.epk" })).GetProperty("id").GetString();
        await Parallel.ForEachAsync(Enumerable.Range(0, (int)((length + PartSize - 1) / PartSize)), new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (part, stop) =>
        {
            await using var slice = new Slice(path, part * PartSize, Math.Min(PartSize, length - (part * PartSize)));
            var file = new StreamContent(slice, Chunk);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var form = new MultipartFormDataContent { { file, "file", "bare.epk" } };
            using var answer = await http.PostAsync(new Uri($"{user}/items/{item}/addPart?partNum={part + 1}&f=json"), form, stop);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(stop);
        });
        await PostAsync(http, $"{user}/items/{item}/commit", new() { ["type"] = "Export Package" });
        while ((await PostAsync(http, $"{user}/items/{item}/status", [])).GetProperty("status").GetString() != "completed") await Task.Delay(Poll);
        return (await PostAsync(http, $"{content}/items/{item}", [])).GetProperty("size").GetInt64();
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string address, Dictionary<string, string> form)
    {
        form["f"] = "json";
        using var body = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(address), body);
        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{address}: {error}") : document.RootElement.Clone();
    }

    private static async Task HashAsync(Stream source, Stream target)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        while (await source.ReadAsync(buffer) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read));
        }
        ArrayPool<byte>.Shared.Return(buffer);
        _ = hash.GetHashAndReset();
    }

    /// <summary>Some bytes of a file.</summary>
    private sealed class Slice : FileStream
    {
        private readonly long _end;

        public Slice(string path, long offset, long length) : base(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous)
        {
            Position = offset;
            _end = offset + length;
        }

        // What is left from the position on is what is announced.
        public override long Length => _end;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _end - Position)], cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, (int)Math.Min(count, _end - Position), cancellationToken);
    }
}
