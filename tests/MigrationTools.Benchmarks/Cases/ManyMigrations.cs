using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>100 migrations of SnapLogic's that the server does on its own time, and one that takes a minute.</summary>
internal sealed class ManyMigrations : IBenchmark
{
    private const int Count = 100;
    private const int Assets = 50;
    private const int Throttle = 8;
    private const int MostLooks = 8;
    private const double MostOverIdeal = 1.5;
    private const double MostOfAge = 0.1;

    // One after another with a look each five seconds, a hundred would take eight minutes: a few tell as much.
    private const int Few = 3;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static double Ideal => Count / (double)Throttle * Short.TotalSeconds;

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation)
    {
        Bench.Say($"e: {Count} projects of {Assets} assets, jobs of {Short.TotalMilliseconds:0} ms, -ThrottleLimit {Throttle}");
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--scale", $"{Assets}");
        return [.. await ManyAsync(bench, sandbox, cancellation), await OneAsync(bench, sandbox, cancellation)];
    }

    private static async Task<IReadOnlyList<Row>> ManyAsync(Bench bench, SandboxProcess sandbox, CancellationToken cancellation)
    {
        var job = sandbox.SnapLogicJob with { Ids = Projects(Count), Throttle = Throttle };
        List<Measurement> ours = [], script = [];
        List<double> looks = [];
        for (var run = 0; run <= bench.Runs(3); run++)
        {
            var own = await MeasureAsync(bench, sandbox, bench.Ours("migrate"), job, Short, cancellation);
            if (own.Items != Count * Assets) throw new InvalidOperationException($"{own.Items} assets came over instead of {Count * Assets}.");
            // The sandbox compiles.
            if (run == 0) continue;
            ours.Add(own);
            looks.Add((await sandbox.SnapLogicLooksAsync(cancellation)) / (double)Count);
            script.Add(await MeasureAsync(bench, sandbox, Bench.Self("bare-migrate"), job with { Ids = Projects(Few) }, Short, cancellation));
            Bench.Say(Figures.Text($"  run {run}: ours {ours[^1].Seconds[0]:0.00} s with {looks[^1]:0.0} looks a job; the script {script[^1].Seconds[0] / Few:0.00} s a project; ideal {Ideal:0.00} s"));
        }
        bench.Notes.Add(Figures.Text($"e1: the script did {Few} projects and is scaled to {Count}. e2: looks a job, the test of the connection included: {Figures.Median(looks):0.0}; start-up of ours, not in the times: {Figures.Median(ours.Select(run => run.Startup)):0.0} s."));
        var scaled = script.Select(run => run.Seconds[0] / Few * Count).ToList();
        var faster = Figures.Pairs(scaled, ours.Select(run => run.Seconds[0]), (peer, own) => peer / own);
        var over = ours.Select(run => run.Seconds[0] / Ideal).ToList();
        return
        [
            new Row("e1: 100 migrations, a script's loop", Figures.Seconds(ours.Select(run => run.Seconds[0])), Figures.Seconds(scaled), "", Figures.Spread(faster, " ×", "0.0"), null),
            new Row("e2: the same, the server's own time", Figures.Seconds(ours.Select(run => run.Seconds[0])), Figures.Text($"{Ideal:0.00} s"),
                Figures.Text($"≤ {MostOverIdeal:0.0}; ≤ {MostLooks} looks a job"), Figures.Spread(over), Figures.Median(over) <= MostOverIdeal && looks.Max() <= MostLooks,
                Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.AboveIdle)))),
        ];
    }

    /// <summary>A minute is a minute here: a clock that runs faster would also make the machine's own delays look longer.</summary>
    private static async Task<Row> OneAsync(Bench bench, SandboxProcess sandbox, CancellationToken cancellation)
    {
        Bench.Say(Figures.Text($"e3: a job of {Long.TotalSeconds:0} s"));
        var own = await MeasureAsync(bench, sandbox, bench.Ours("migrate"), sandbox.SnapLogicJob with { Ids = Projects(1), Throttle = 1 }, Long, cancellation);
        var looks = await sandbox.SnapLogicLooksAsync(cancellation);
        var late = (own.Seconds[0] - Long.TotalSeconds) / Long.TotalSeconds;
        Bench.Say(Figures.Text($"  {own.Seconds[0]:0.00} s, {looks} looks"));
        return new Row("e3: a migration of 60 s, from its end to the row", Figures.Text($"{own.Seconds[0] - Long.TotalSeconds:0.00} s"), Figures.Text($"{Long.TotalSeconds:0} s"),
            "≤ 0.10 of its age", Figures.Text($"{late:0.000}"), late <= MostOfAge);
    }

    private static async Task<Measurement> MeasureAsync(Bench bench, SandboxProcess sandbox, string[] command, Job job, TimeSpan duration, CancellationToken cancellation)
    {
        await sandbox.ResetAsync(cancellation);
        await sandbox.SetSnapLogicJobsAsync(duration, cancellation);
        return await bench.MeasureAsync(command, job, cancellation);
    }

    private static string[] Projects(int count) => [.. Enumerable.Range(1, count).Select(number => Figures.Text($"/acme-prod/Sales/Bench {number:000}"))];
}
