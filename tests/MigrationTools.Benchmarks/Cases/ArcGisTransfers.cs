using System.Security.Cryptography;
using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>ArcGIS: a large package out of one portal, and another into the other, in parts.</summary>
internal sealed class ArcGisTransfers : IBenchmark
{
    // The sandbox's group of the large item.
    private const string Imagery = "5d1c0b9a8f7e6d5c4b3a2918f0e1d2c3";
    private const long Gigabyte = 1L << 30;
    private const int MostAboveIdle = 64;

    // The item, its package and the download; the file to upload, its parts, and what the portal makes of them.
    private const int Copies = 7;

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation)
    {
        var large = bench.Gigabytes * Gigabyte;
        var rows = new List<Row>();
        if (bench.Room < large * Copies) bench.Notes.Add(Figures.Text($"g: the disk has no room for {Copies} copies of {bench.Gigabytes} GB; only 40 MB were measured."));
        else rows.AddRange(await LargeAsync(bench, large, cancellation));
        const string small = "g4: ArcGIS, 40 MB out and in";
        var (ours, bare, _) = await RunAsync(bench, small, 40_000_000, withPython: false, cancellation);
        return [.. rows, Memory(small, ours, bare)];
    }

    private static async Task<IReadOnlyList<Row>> LargeAsync(Bench bench, long bytes, CancellationToken cancellation)
    {
        var size = $"{bench.Gigabytes} GB";
        var (ours, bare, python) = await RunAsync(bench, $"g: ArcGIS, {size} out and in", bytes, withPython: true, cancellation);
        var rows = new List<Row> { Speed($"g1: ArcGIS, {size} out", ours, bare, 0), Speed($"g2: ArcGIS, {size} in, in parts", ours, bare, 1) };
        if (python.Count > 0)
        {
            rows.Add(new Row($"g3: ArcGIS, {size} in, as the vendor's client", Figures.Seconds(ours.Select(run => run.Seconds[1])), Figures.Seconds(python.Select(run => run.Seconds[0])), "",
                Figures.Spread(Figures.Pairs(python.Select(run => run.Seconds[0]), ours.Select(run => run.Seconds[1]), (peer, own) => peer / own), " ×", "0.0"), null));
            bench.Notes.Add(Figures.Text($"g3: the vendor's way has {Figures.Megabytes(Figures.Median(python.Select(run => (double)run.AboveIdle)))} above idle."));
        }
        return rows;
    }

    private static async Task<(List<Measurement> Ours, List<Measurement> Bare, List<Measurement> Python)> RunAsync(Bench bench, string name, long bytes, bool withPython, CancellationToken cancellation)
    {
        Bench.Say(name);
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--large-item-bytes", $"{bytes}");
        var folder = bench.NewFolder();
        var job = sandbox.ArcGisJob with { Ids = [Imagery], Source = await NoiseAsync(Path.Combine(folder, "source.epk"), bytes, cancellation) };
        List<Measurement> ours = [], bare = [], python = [];
        // One round that does not count: the sandbox compiles and the files come into the cache.
        await bench.MeasureAsync(Bench.Self("bare-arcgis"), job, cancellation);
        for (var run = 1; run <= bench.Runs(3); run++)
        {
            await sandbox.ResetAsync(cancellation);
            ours.Add(await bench.MeasureAsync(bench.Ours("arcgis"), job, cancellation));
            await sandbox.ResetAsync(cancellation);
            bare.Add(await bench.MeasureAsync(Bench.Self("bare-arcgis"), job, cancellation));
            if (withPython && bench.Python is { } interpreter)
            {
                await sandbox.ResetAsync(cancellation);
                python.Add(await bench.MeasureAsync([interpreter, Bench.Script("arcgis_parts.py")], job, cancellation));
            }
            Bench.Say(Figures.Text($"  run {run}: ours out {ours[^1].Seconds[0]:0.00} s, in {ours[^1].Seconds[1]:0.00} s; bare out {bare[^1].Seconds[0]:0.00} s, in {bare[^1].Seconds[1]:0.00} s; Python in {(python.Count > 0 ? python[^1].Seconds[0] : 0):0.00} s; above idle {ours[^1].AboveIdle / 1024 / 1024} MB"));
        }
        Directory.Delete(folder, recursive: true);
        if (ours.Concat(bare).Concat(python).Any(run => run.Items != bytes)) throw new InvalidOperationException("Not every run uploaded the whole file.");
        return (ours, bare, python);
    }

    private static Row Speed(string name, List<Measurement> ours, List<Measurement> bare, int pass)
    {
        var ratios = Figures.Pairs(ours.Select(run => run.Seconds[pass]), bare.Select(run => run.Seconds[pass]), (own, peer) => peer / own);
        var above = Above(ours);
        return new Row(name, Figures.Seconds(ours.Select(run => run.Seconds[pass])), Figures.Seconds(bare.Select(run => run.Seconds[pass])), $"≥ 0.8 × as fast; ≤ {MostAboveIdle} MB above idle",
            Figures.Spread(ratios, " ×"), Figures.Median(ratios) >= 0.8 && above <= MostAboveIdle * 1024 * 1024, Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(above));
    }

    private static Row Memory(string name, List<Measurement> ours, List<Measurement> bare) => new(
        name, Figures.Seconds(ours.Select(run => run.Seconds.Sum())), Figures.Seconds(bare.Select(run => run.Seconds.Sum())), $"≤ {MostAboveIdle} MB above idle", "",
        Above(ours) <= MostAboveIdle * 1024 * 1024, Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(Above(ours)));

    private static double Above(List<Measurement> runs) => Figures.Median(runs.Select(run => (double)run.AboveIdle));

    private static async Task<string> NoiseAsync(string path, long bytes, CancellationToken cancellation)
    {
        var chunk = RandomNumberGenerator.GetBytes(1 << 20);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var left = bytes; left > 0; left -= chunk.Length) await file.WriteAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), cancellation);
        return path;
    }
}
