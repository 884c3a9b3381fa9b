using System.Diagnostics;
using System.Text.Json;
using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Children;

/// <summary>What this program does when it is a child of itself: it measures its own work, and tells.</summary>
internal static class ChildWork
{
    public static async Task<int> RunAsync(string work)
    {
        var job = Job.FromEnvironment();
        var measurement = work switch
        {
            "bare-export" => await BareClient.ExportAsync(job),
            "bare-bundle" => await BareClient.BundleAsync(job),
            "bare-migrate" => await MigrationClients.ScriptAsync(job),
            "engine-migrate" => await MigrationClients.EngineAsync(job),
            "engine-export" => await EngineClient.ExportAsync(job),
            "engine-bundle" => await EngineClient.BundleAsync(job),
            "bare-arcgis" => await ArcGisClients.BareAsync(job),
            "engine-arcgis" => await ArcGisClients.EngineAsync(job),
            "bare-optimize" => await OptimizeClients.BareAsync(job),
            "engine-optimize" => await OptimizeClients.EngineAsync(job),
            "engine-read" => await EngineClient.ReadAsync(job),
            _ => throw new ArgumentException($"There is no work '{work}'.", nameof(work)),
        };
        Console.WriteLine(JsonSerializer.Serialize(measurement));
        return 0;
    }

    /// <summary>Runs the passes, each on the clock, and watches the memory over all of them.</summary>
    public static async Task<Measurement> MeasureAsync(params Func<Task<long>>[] passes)
    {
        GC.Collect();
        Memory.ForgetPeak();
        var idle = Memory.Now;
        var seconds = new List<double>();
        var items = 0L;
        foreach (var pass in passes)
        {
            var start = Stopwatch.GetTimestamp();
            items = await pass();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return new Measurement { Seconds = [.. seconds], Idle = idle, Peak = Memory.Peak, Items = items };
    }
}
