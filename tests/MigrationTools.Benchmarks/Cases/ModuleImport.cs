using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>Import-Module of ours and of a module that can do nothing, each in a fresh PowerShell.</summary>
internal sealed class ModuleImport : IBenchmark
{
    public async Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation)
    {
        Bench.Say("c: Import-Module");
        if (!bench.HasPwsh)
        {
            bench.Notes.Add("c: not measured: there is no pwsh here.");
            return [];
        }
        var folder = bench.NewFolder();
        await Child.RunAsync(Bench.PowerShell("New-EmptyModule.ps1"), new Job { Module = bench.Module, Folder = folder }, cancellation);
        var import = Bench.PowerShell("import.ps1");
        List<Measurement> ours = [], empty = [];
        for (var run = 0; run <= bench.Runs(15); run++)
        {
            var own = await Child.RunAsync(import, new Job { Module = bench.Module }, cancellation);
            var peer = await Child.RunAsync(import, new Job { Module = Path.Combine(folder, "Empty.psd1") }, cancellation);
            // The first pair reads the files from the disk.
            if (run == 0) continue;
            ours.Add(own);
            empty.Add(peer);
        }
        var differences = Figures.Pairs(ours.Select(run => run.Seconds[0] * 1000), empty.Select(run => run.Seconds[0] * 1000), (own, peer) => own - peer);
        return
        [
            new Row("c: Import-Module, an empty module", Milliseconds(ours), Milliseconds(empty), "≤ 40 ms more",
                "+" + Figures.Spread(differences, " ms", "0"), Figures.Median(differences) <= 40,
                Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.Peak))), Figures.Megabytes(Figures.Median(ours.Select(run => (double)run.AboveIdle)))),
        ];
    }

    private static string Milliseconds(List<Measurement> runs) => Figures.Text($"{Figures.Median(runs.Select(run => run.Seconds[0])) * 1000:0} ms");
}
