using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>A bundle with large pictures: out of one server, and into another with a dry run before.</summary>
internal sealed class LargeBundle : IBenchmark
{
    // The sandbox's dashboard that shows the large pictures.
    private const string Dashboard = "2901";
    private const int Assets = 8;
    private const int MostAboveIdle = 64;

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation) =>
    [
        .. await RunAsync(bench, "b1: 512 MB out and in", 64L * 1024 * 1024, isTimed: true, cancellation),
        .. await RunAsync(bench, "b2: 5 MB out and in", 640L * 1024, isTimed: false, cancellation),
    ];

    private static async Task<IReadOnlyList<Row>> RunAsync(Bench bench, string name, long assetBytes, bool isTimed, CancellationToken cancellation)
    {
        Bench.Say(name);
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--large-assets", $"{Assets}", "--large-asset-bytes", $"{assetBytes}");
        var job = sandbox.Job with { Ids = [Dashboard] };
        List<Measurement> ours = [], bare = [];
        await bench.MeasureAsync(Bench.Self("bare-bundle"), job, cancellation);
        for (var run = 1; run <= bench.Runs(3); run++)
        {
            await sandbox.ResetAsync(cancellation);
            ours.Add(await bench.MeasureAsync(bench.Ours("bundle"), job, cancellation));
            await sandbox.ResetAsync(cancellation);
            bare.Add(await bench.MeasureAsync(Bench.Self("bare-bundle"), job, cancellation));
            Bench.Say(Figures.Text($"  run {run}: ours {ours[^1].Seconds.Sum():0.00} s (out {ours[^1].Seconds[0]:0.00}, in {ours[^1].Seconds[1]:0.00}), bare {bare[^1].Seconds.Sum():0.00} s (out {bare[^1].Seconds[0]:0.00}, in {bare[^1].Seconds[1]:0.00}); above idle {ours[^1].AboveIdle / 1024 / 1024} MB"));
        }
        var ratios = Figures.Pairs(ours.Select(run => run.Seconds.Sum()), bare.Select(run => run.Seconds.Sum()), (own, peer) => own / peer);
        var above = Figures.Median(ours.Select(run => (double)run.AboveIdle));
        bench.Notes.Add(Figures.Text($"{name}: out {Figures.Median(ours.Select(run => run.Seconds[0])):0.00} s (bare {Figures.Median(bare.Select(run => run.Seconds[0])):0.00} s), dry run and import {Figures.Median(ours.Select(run => run.Seconds[1])):0.00} s (bare {Figures.Median(bare.Select(run => run.Seconds[1])):0.00} s); the bare client has {Figures.Megabytes(Figures.Median(bare.Select(run => (double)run.AboveIdle)))} above idle."));
        return
        [
            new Row(name, Figures.Seconds(ours.Select(run => run.Seconds.Sum())), Figures.Seconds(bare.Select(run => run.Seconds.Sum())),
                isTimed ? $"≤ 1.25; ≤ {MostAboveIdle} MB above idle" : $"≤ {MostAboveIdle} MB above idle", Figures.Spread(ratios),
                (!isTimed || Figures.Median(ratios) <= 1.25) && above <= MostAboveIdle * 1024 * 1024,
                Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(above)),
        ];
    }
}
