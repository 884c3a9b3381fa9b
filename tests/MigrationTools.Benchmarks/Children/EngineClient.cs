using MigrationTools.Benchmarks.Running;
using MigrationTools.Core;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;

namespace MigrationTools.Benchmarks.Children;

/// <summary>Ours without PowerShell, for machines that have none.</summary>
internal static class EngineClient
{
    private static readonly SilentObserver Observer = new();

    public static async Task<Measurement> ExportAsync(Job job)
    {
        using var dev = await ConnectAsync(job.DevUri, job.DevKey);
        return await ChildWork.MeasureAsync([.. Enumerable.Range(1, job.Passes).Select(pass => (Func<Task<long>>)(() => PassAsync(pass)))]);

        async Task<long> PassAsync(int pass)
        {
            var destination = new PackageDestination(Path.Combine(job.Folder, $"{pass}") + Path.DirectorySeparatorChar);
            var count = 0L;
            await Parallel.ForEachAsync(job.Ids, new ParallelOptions { MaxDegreeOfParallelism = job.Throttle }, async (id, stop) =>
            {
                var outcome = await new ArcadiaMigrator(dev, Observer).ExportAsync(ArcadiaSelection.Of([("Dashboard", id)]), destination, stop);
                Interlocked.Add(ref count, outcome.Packages.Count);
            });
            return count;
        }
    }

    public static async Task<Measurement> BundleAsync(Job job)
    {
        using var dev = await ConnectAsync(job.DevUri, job.DevKey);
        using var prod = await ConnectAsync(job.ProdUri, job.ProdKey);
        MigrationPackage package = null!;
        return await ChildWork.MeasureAsync(
            async () =>
            {
                var outcome = await new ArcadiaMigrator(dev, Observer).ExportAsync(
                    ArcadiaSelection.Of([("Dashboard", job.Ids[0])]), new PackageDestination(), CancellationToken.None);
                package = outcome.Packages.Single();
                return 1;
            },
            async () =>
            {
                var import = new ArcadiaMigrator(prod, Observer).BeginImport(package, new ArcadiaImportOptions { DataConnection = "sales" }, new ArcadiaImportRun());
                await import.PlanAsync(CancellationToken.None);
                await import.ApplyAsync(CancellationToken.None);
                return import.Rows.Count(row => row.Status == MigrationStatus.Done);
            });
    }

    public static Task<Measurement> ReadAsync(Job job)
    {
        var files = Directory.GetFiles(job.Folder, "*.json").Where(path => !path.EndsWith(".manifest.json", StringComparison.Ordinal)).ToList();
        return ChildWork.MeasureAsync(async () =>
        {
            var count = 0L;
            foreach (var file in files)
            {
                await KnownFormats.Reader.ReadAsync(file);
                count++;
            }
            return count;
        });
    }

    private static Task<ArcadiaConnection> ConnectAsync(string uri, string key) =>
        ArcadiaConnection.OpenWithApiKeyAsync(new ConnectionSettings { Uri = new Uri(uri) }, key, Observer, CancellationToken.None);
}
