using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>Optimize: 100 dashboards and 900 reports, a package each, from a server that takes 20 ms for every answer; and large models.</summary>
internal sealed class OptimizeExports : IBenchmark
{
    private const int Dashboards = 100;
    private const int Reports = 900;
    private const int Models = 15;
    private const int MostAboveIdle = 64;

    // The sandbox's collection of many dashboards, and its dashboard of large models.
    private const string Hubs = "c0ffee00-1111-4222-8333-000000000900";
    private const string Atlas = "7d1f5a10-2c4e-4b8a-9e06-000000000001";

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation) =>
    [
        .. await ManyAsync(bench, cancellation),
        .. await LargeAsync(bench, "f4: Optimize, 300 MB out", 20_000_000, isTimed: true, cancellation),
        .. await LargeAsync(bench, "f5: Optimize, 3 MB out", 200_000, isTimed: false, cancellation),
    ];

    private static async Task<IReadOnlyList<Row>> ManyAsync(Bench bench, CancellationToken cancellation)
    {
        Bench.Say($"f: {Dashboards} dashboards and {Reports} reports of Optimize, -Separate -ThrottleLimit 8");
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--scale", $"{Dashboards}", "--delay", "20");
        var job = sandbox.OptimizeJob with
        {
            Ids = await sandbox.OptimizeIdsAsync("dashboard", Hubs, cancellation), Reports = await sandbox.OptimizeIdsAsync("report", Hubs, cancellation), Passes = 2,
        };
        if (job.Ids.Length != Dashboards || job.Reports.Length != Reports) throw new InvalidOperationException($"The sandbox has {job.Ids.Length} dashboards and {job.Reports.Length} reports.");
        if (!bench.HasPwsh) bench.Notes.Add("f: the sequential script needs a pwsh and was not measured.");

        List<Measurement> ours = [], script = [], bare = [];
        // One round that does not count: the sandbox compiles and the files come into the cache.
        await bench.MeasureAsync(Bench.Self("bare-optimize"), job, cancellation);
        for (var run = 1; run <= bench.Runs(3); run++)
        {
            ours.Add(await bench.MeasureAsync(bench.Ours("optimize"), job, cancellation));
            bare.Add(await bench.MeasureAsync(Bench.Self("bare-optimize"), job, cancellation));
            if (bench.HasPwsh) script.Add(await bench.MeasureAsync(Bench.PowerShell("optimize-sequential.ps1"), job with { Passes = 1 }, cancellation));
            Bench.Say(Figures.Text($"  run {run}: ours {ours[^1].Seconds[0]:0.00} s, then {ours[^1].Seconds[1]:0.00} s; bare {bare[^1].Seconds[0]:0.00} s, then {bare[^1].Seconds[1]:0.00} s; script {(script.Count > 0 ? script[^1].Seconds[0] : 0):0.00} s"));
        }
        if (ours.Concat(bare).Concat(script).Any(run => run.Items != Dashboards + Reports)) throw new InvalidOperationException("Not every run came to all dashboards and reports.");
        var rows = new List<Row>();
        if (script.Count > 0)
        {
            var ratios = Figures.Pairs(script.Select(run => run.Seconds[0]), ours.Select(run => run.Seconds[0]), (peer, own) => peer / own);
            rows.Add(new Row("f1: 1,000 exports of Optimize, one by one", Figures.Seconds(ours.Select(run => run.Seconds[0])), Figures.Seconds(script.Select(run => run.Seconds[0])),
                "≥ 5 × as fast", Figures.Spread(ratios, " ×", "0.0"), Figures.Median(ratios) >= 5));
        }
        foreach (var (pass, name) in new[] { (0, "f2: 1,000 exports of Optimize, bare loop, first call"), (1, "f3: 1,000 exports of Optimize, bare loop, second call") })
        {
            var ratios = Figures.Pairs(ours.Select(run => run.Seconds[pass]), bare.Select(run => run.Seconds[pass]), (own, peer) => own / peer);
            rows.Add(new Row(name, Figures.Seconds(ours.Select(run => run.Seconds[pass])), Figures.Seconds(bare.Select(run => run.Seconds[pass])), "≤ 1.25", Figures.Spread(ratios), Figures.Median(ratios) <= 1.25,
                Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.AboveIdle)))));
        }
        return rows;
    }

    private static async Task<IReadOnlyList<Row>> LargeAsync(Bench bench, string name, long modelBytes, bool isTimed, CancellationToken cancellation)
    {
        Bench.Say(name);
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--optimize-xmls", $"{Models}", "--optimize-xml-bytes", $"{modelBytes}");
        var job = sandbox.OptimizeJob with { Ids = [Atlas] };
        List<Measurement> ours = [], bare = [];
        await bench.MeasureAsync(Bench.Self("bare-optimize"), job, cancellation);
        for (var run = 1; run <= bench.Runs(3); run++)
        {
            ours.Add(await bench.MeasureAsync(bench.Ours("optimize"), job, cancellation));
            bare.Add(await bench.MeasureAsync(Bench.Self("bare-optimize"), job, cancellation));
            Bench.Say(Figures.Text($"  run {run}: ours {ours[^1].Seconds[0]:0.00} s, bare {bare[^1].Seconds[0]:0.00} s; above idle {ours[^1].AboveIdle / 1024 / 1024} MB"));
        }
        if (ours.Concat(bare).Any(run => run.Items != 1)) throw new InvalidOperationException("Not every run came to the dashboard.");
        var ratios = Figures.Pairs(ours.Select(run => run.Seconds[0]), bare.Select(run => run.Seconds[0]), (own, peer) => own / peer);
        var above = Figures.Median(ours.Select(run => (double)run.AboveIdle));
        return
        [
            new Row(name, Figures.Seconds(ours.Select(run => run.Seconds[0])), Figures.Seconds(bare.Select(run => run.Seconds[0])),
                $"≤ {MostAboveIdle} MB above idle", isTimed ? Figures.Spread(ratios) : "", above <= MostAboveIdle * 1024 * 1024,
                Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(above)),
        ];
    }
}
