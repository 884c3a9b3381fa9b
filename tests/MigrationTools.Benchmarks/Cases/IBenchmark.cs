using MigrationTools.Benchmarks.Running;

namespace MigrationTools.Benchmarks.Cases;

/// <summary>One case: ours and its peers in turn, and what came of it.</summary>
internal interface IBenchmark
{
    Task<IReadOnlyList<Row>> RunAsync(Bench bench, CancellationToken cancellation);
}
