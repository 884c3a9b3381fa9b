using MigrationTools.Benchmarks.Running;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>A folder of ten thousand packages is read at the pace of one of a thousand, and keeps no more in memory.</summary>
internal sealed class ManyPackages : IBenchmark
{
    private const int Many = 10_000;
    private const int Few = 1_000;

    // What a collector that is in no hurry makes of the same work; ten thousand packages kept would be more.
    private const int FlatMegabytes = 32;

    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation)
    {
        Bench.Say($"d: {Many} packages against {Few}");
        var source = bench.NewFolder();
        var path = await ExportOneAsync(bench, source, cancellation);
        var many = Copies(bench, path, Many);
        var few = Copies(bench, path, Few);
        return
        [
            await CompareAsync(bench, "d1: Get-MigrationPackage *.json, 10,000 against 1,000", many, few, isPiped: false, cancellation),
            await CompareAsync(bench, "d2: the same, paths piped one by one", many, few, isPiped: true, cancellation),
        ];
    }

    private static async Task<Row> CompareAsync(Bench bench, string name, string many, string few, bool isPiped, CancellationToken cancellation)
    {
        Job Of(string folder) => new() { Module = bench.Module, Folder = folder, IsPiped = isPiped };
        List<Measurement> large = [], small = [];
        for (var run = 1; run <= bench.Runs(3); run++)
        {
            large.Add(await Child.RunAsync(bench.Ours("read"), Of(many), cancellation));
            small.Add(await Child.RunAsync(bench.Ours("read"), Of(few), cancellation));
            Bench.Say(Figures.Text($"  run {run}: {large[^1].Seconds[0] / Many * 1000:0.000} ms and {small[^1].Seconds[0] / Few * 1000:0.000} ms each; above idle {large[^1].AboveIdle / 1024 / 1024} and {small[^1].AboveIdle / 1024 / 1024} MB"));
        }
        if (large.Any(run => run.Items != Many) || small.Any(run => run.Items != Few)) throw new InvalidOperationException("Not every package was read.");
        var ratios = Figures.Pairs(large.Select(run => run.Seconds[0] / Many), small.Select(run => run.Seconds[0] / Few), (own, peer) => own / peer);
        var more = Figures.Median(large.Select(run => (double)run.AboveIdle)) - Figures.Median(small.Select(run => (double)run.AboveIdle));
        return new Row(name, Each(large, Many), Each(small, Few), $"≤ 1.10; ≤ {FlatMegabytes} MB more", Figures.Spread(ratios),
            Figures.Median(ratios) <= 1.1 && more <= FlatMegabytes * 1024 * 1024,
            $"{Peak(large)} (1,000: {Peak(small)})", $"{Above(large)} (1,000: {Above(small)})");
    }

    private static async Task<string> ExportOneAsync(Bench bench, string folder, CancellationToken cancellation)
    {
        using var sandbox = await SandboxProcess.StartAsync(bench, cancellation, "--scale", "1");
        var id = (await sandbox.ScaledDashboardsAsync(cancellation)).Single();
        using var connection = await ArcadiaConnection.OpenWithApiKeyAsync(
            new ConnectionSettings { Name = "dev", Uri = new Uri(sandbox.Job.DevUri) }, sandbox.Job.DevKey, new SilentObserver(), cancellation);
        var outcome = await new ArcadiaMigrator(connection, new SilentObserver()).ExportAsync(
            ArcadiaSelection.Of([("Dashboard", id)]), new PackageDestination(folder + Path.DirectorySeparatorChar), cancellation);
        return outcome.Packages[0].Path!;
    }

    // A package may bear any name, and so may its manifest with it.
    private static string Copies(Bench bench, string path, int count)
    {
        var folder = bench.NewFolder();
        for (var index = 0; index < count; index++)
        {
            var copy = Path.Combine(folder, $"package {index:00000}.json");
            File.Copy(path, copy);
            File.Copy($"{path}.manifest.json", $"{copy}.manifest.json");
        }
        return folder;
    }

    private static string Each(List<Measurement> runs, int count) => Figures.Text($"{Figures.Median(runs.Select(run => run.Seconds[0])) / count * 1000:0.00} ms each");

    private static string Peak(List<Measurement> runs) => Figures.Megabytes(Figures.Median(runs.Select(run => (double)run.Peak)));

    private static string Above(List<Measurement> runs) => Figures.Megabytes(Figures.Median(runs.Select(run => (double)run.AboveIdle)));
}
