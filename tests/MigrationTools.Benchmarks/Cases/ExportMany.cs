using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>200 dashboards, a package each, from a server that takes 20 ms for every answer.</summary>
internal sealed class ExportMany : IBenchmark
{
    private const int Count = 200;

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation)
    {
        Bench.Say($"a: {Count} dashboards, -Separate -ThrottleLimit 8");
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--scale", $"{Count}", "--delay", "20");
        var ids = await sandbox.ScaledDashboardsAsync(cancellation);
        if (ids.Length != Count) throw new InvalidOperationException($"The sandbox has {ids.Length} dashboards instead of {Count}.");
        // Twice in one process: the first pass also pays for what a process does once.
        var job = sandbox.Job with { Ids = ids, Passes = 2 };
        if (bench.Python is null) bench.Notes.Add("a: no Python with requests here; the seed's way was not measured.");

        List<Measurement> ours = [], python = [], bare = [];
        // One round that does not count: the sandbox compiles and the files come into the cache.
        await bench.MeasureAsync(Bench.Self("bare-export"), job, cancellation);
        for (var run = 1; run <= bench.Runs(5); run++)
        {
            ours.Add(await bench.MeasureAsync(bench.Ours("export"), job, cancellation));
            bare.Add(await bench.MeasureAsync(Bench.Self("bare-export"), job, cancellation));
            if (bench.Python is { } interpreter)
            {
                python.Add(await bench.MeasureAsync([interpreter, Bench.Script("sequential_export.py")], job with { Passes = 1 }, cancellation));
            }
            Bench.Say(Figures.Text($"  run {run}: ours {ours[^1].Seconds[0]:0.00} s, then {ours[^1].Seconds[1]:0.00} s; bare {bare[^1].Seconds[0]:0.00} s, then {bare[^1].Seconds[1]:0.00} s; Python {(python.Count > 0 ? python[^1].Seconds[0] : 0):0.00} s"));
        }
        if (ours.Concat(bare).Concat(python).Any(run => run.Items != Count)) throw new InvalidOperationException("Not every run came to all dashboards.");
        bench.Notes.Add(Figures.Text($"a: start-up, not in the times: ours {Figures.Median(ours.Select(run => run.Startup)):0.0} s, bare loop {Figures.Median(bare.Select(run => run.Startup)):0.0} s{(python.Count > 0 ? Figures.Text($", Python {Figures.Median(python.Select(run => run.Startup)):0.0} s") : "")}. Peak of the bare loop: {Figures.Megabytes(Figures.Median(bare.Select(run => (double)run.Peak)))}."));

        var rows = new List<Row>();
        if (python.Count > 0) rows.Add(Faster(ours, python));
        rows.Add(Against("a2: 200 exports, bare loop, first call", ours, bare, pass: 0));
        rows.Add(Against("a3: 200 exports, bare loop, second call", ours, bare, pass: 1));
        return rows;
    }

    private static Row Faster(List<Measurement> ours, List<Measurement> python)
    {
        var ratios = Figures.Pairs(python.Select(run => run.Seconds[0]), ours.Select(run => run.Seconds[0]), (peer, own) => peer / own);
        return new Row("a1: 200 exports, the seed's Python", Figures.Seconds(ours.Select(run => run.Seconds[0])), Figures.Seconds(python.Select(run => run.Seconds[0])),
            "≥ 5 × as fast", Figures.Spread(ratios, " ×", "0.0"), Figures.Median(ratios) >= 5);
    }

    private static Row Against(string name, List<Measurement> ours, List<Measurement> bare, int pass)
    {
        var ratios = Figures.Pairs(ours.Select(run => run.Seconds[pass]), bare.Select(run => run.Seconds[pass]), (own, peer) => own / peer);
        return new Row(name, Figures.Seconds(ours.Select(run => run.Seconds[pass])), Figures.Seconds(bare.Select(run => run.Seconds[pass])),
            "≤ 1.25", Figures.Spread(ratios), Figures.Median(ratios) <= 1.25,
            Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.AboveIdle))));
    }
}
