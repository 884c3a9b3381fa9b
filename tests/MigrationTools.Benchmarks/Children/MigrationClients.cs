using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MigrationTools.Benchmarks.Running;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;

namespace MigrationTools.Benchmarks.Children;

/// <summary>Migrations of SnapLogic's: as public scripts do them, and ours without PowerShell.</summary>
internal static class MigrationClients
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>One after another, with a look each five seconds.</summary>
    public static async Task<Measurement> ScriptAsync(Job job)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"{job.DevUri}/api/1/rest/public/") };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{job.User}:{job.DevKey}")));
        return await ChildWork.MeasureAsync(async () =>
        {
            foreach (var destination in job.Ids)
            {
                var body = new Dictionary<string, object> { ["dest_path"] = destination, ["asset_types"] = new[] { "Pipeline" }, ["duplicate_check"] = true, ["async"] = true };
                using var answer = await http.PostAsJsonAsync($"project/migrate{job.Source}", body);
                answer.EnsureSuccessStatusCode();
                var started = await answer.Content.ReadFromJsonAsync<JsonElement>();
                var address = started.GetProperty("response_map").GetProperty("status_url").GetString()!;
                string? state;
                do
                {
                    await Task.Delay(Pause);
                    var status = await http.GetFromJsonAsync<JsonElement>(address);
                    state = (status.TryGetProperty("response_map", out var map) ? map : status).GetProperty("status").GetString();
                }
                while (state is not ("Completed" or "Failed"));
            }
            return job.Ids.Length;
        });
    }

    public static async Task<Measurement> EngineAsync(Job job)
    {
        var observer = new SilentObserver();
        using var connection = await SnapLogicConnection.OpenWithPasswordAsync(new ConnectionSettings { Uri = new Uri(job.DevUri) }, job.User, job.DevKey, observer, CancellationToken.None);
        return await ChildWork.MeasureAsync(async () =>
        {
            var count = 0L;
            await Parallel.ForEachAsync(job.Ids, new ParallelOptions { MaxDegreeOfParallelism = job.Throttle }, async (id, stop) =>
            {
                var migration = new SnapLogicMigrator(connection, observer).BeginMigration(SnapLogicPath.Project(job.Source), SnapLogicPath.Project(id), new SnapLogicMigrationOptions());
                await migration.PlanAsync(stop);
                await migration.ApplyAsync(stop);
                Interlocked.Add(ref count, migration.Rows.Count(row => row.Status == MigrationStatus.Done));
            });
            return count;
        });
    }
}
