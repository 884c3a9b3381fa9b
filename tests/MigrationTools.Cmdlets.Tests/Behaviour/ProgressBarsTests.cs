using System.Management.Automation;
using System.Reflection;
using MigrationTools.Cmdlets.Tests.Metadata;

namespace MigrationTools.Cmdlets.Tests.Behaviour;

/// <summary>Workers tell of their progress while the pipeline thread shows it.</summary>
public sealed class ProgressBarsTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public async Task What_begins_while_the_bars_are_shown_breaks_nothing()
    {
        var bars = module.Assembly.GetType("MigrationTools.Common.Pipeline.ProgressBars", throwOnError: true)!;
        var update = module.Core.GetType("MigrationTools.Core.Observers.ProgressUpdate", throwOnError: true)!.GetConstructors().Single(made => made.GetParameters().Length == 7);
        var shown = Activator.CreateInstance(bars, TimeProvider.System)!;
        var (tell, show) = (bars.GetMethod("Update")!, bars.GetMethod("Show")!.CreateDelegate<Action<Action<ProgressRecord>>>(shown));
        var begun = 0;

        // Each has ended at once: it is due, and taken away.
        var workers = Enumerable.Range(0, 3).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 30_000; i++)
            {
                tell.Invoke(shown, BindingFlags.DoNotWrapExceptions, null, [update.Invoke([$"{worker} {i}", "Exporting", "", 0L, null, false, true])], null);
                Interlocked.Increment(ref begun);
            }
        })).ToArray();
        while (!Task.WhenAll(workers).IsCompleted) show(_ => { });

        await Task.WhenAll(workers);
        Assert.Equal(90_000, begun);
    }
}
