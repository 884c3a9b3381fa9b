using MigrationTools.Core.Errors;
using MigrationTools.Core.Results;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>
/// Every fault against every request: the error is the documented one, requests are as many as the rules allow, a change
/// is never sent twice and never lost out of sight, nothing hangs, nothing half-written stays, no secret leaves.
/// A class for each quarter of the faults, so that they run side by side.
/// </summary>
public abstract class FaultsTests
{
    private static readonly IReadOnlyList<IReliabilityTable> _systems = Tables.Of<IReliabilityTable>();

    /// <summary>Longer than any case may take, however slow the machine.</summary>
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(100);

    protected static TheoryData<string, string, string, bool> Quarter(int quarter)
    {
        var data = new TheoryData<string, string, string, bool>();
        foreach (var system in _systems)
        {
            foreach (var request in system.Requests)
            {
                foreach (var (fault, index) in FaultCase.Catalogue.Select((fault, index) => (fault, index)))
                {
                    if (index % 4 != quarter || request.Leaves(fault)) continue;
                    data.Add(system.System, request.Name, fault.Name, true);
                    data.Add(system.System, request.Name, fault.Name, false);
                }
            }
        }
        return data;
    }

    protected static async Task StrikeAsync(string systemName, string requestName, string faultName, bool once)
    {
        var request = _systems.Single(system => system.System == systemName).Requests.Single(request => request.Name == requestName);
        var fault = FaultCase.Catalogue.Single(fault => fault.Name == faultName);
        await using var run = await request.Begin(new ShortWaits(fault.IsAboutLimits ? TimeSpan.FromSeconds(0.8) : null));
        var planned = fault.Make(request.Shape);
        planned.Route = run.Route;
        planned.Count = once ? 1 : null;
        planned.Skip = run.PassesOf(planned.Kind);
        run.Faults.Add(planned);

        var observed = await run.SendAsync().WaitAsync(_bound);

        run.Faults.Clear();
        AssertExpected(systemName, request, request.Instead(fault, once, Common(request, fault, once)), observed, run, fault);
        AssertRows(observed, fault, request);
        await run.AssertTruthAsync(observed, fault, once);
        AssertNothingLeaked(observed, run);
    }

    /// <summary>What holds for every system.</summary>
    private static Expected Common(ReliabilityRequest request, FaultCase fault, bool once)
    {
        var error = fault.ErrorOf(request.Shape);
        if (request.Shape == RequestShape.Unsafe)
        {
            return fault.Effect switch
            {
                Effect.Repeated => once ? new(null, 2) : new(error, 6),
                Effect.Lost when once && fault.Acts => new(null, 1),
                _ => new(error, 1),
            };
        }
        if (error is null) return new(null, 1);
        var tries = Math.Min(TriesOf(fault, error), request.MostTries);
        return once && tries > 1 ? new(null, 2) : new(error, once ? 1 : tries);
    }

    // What breaks off is worth another try also where the same fault elsewhere is not.
    private static int TriesOf(FaultCase fault, string error) => error == "AnswerTruncated" ? 6 : fault.Tries;

    private static void AssertExpected(string system, ReliabilityRequest request, Expected expected, Observed observed, ReliabilityRun run, FaultCase fault)
    {
        if (observed.Error is not (null or MigrationException)) Assert.Fail($"An error that is none of ours: {observed.Error}");
        var table = $"If that is what {system} means, its table says so, in Instead of '{request.Name}'; the common rules are in FaultsTests.Common.";
        var errorId = (observed.Error as MigrationException)?.ErrorId;
        var fits = expected.ErrorId is null ? errorId is null : expected.ErrorId.Split('|').Contains(errorId);
        Assert.True(fits, $"It ends with {errorId ?? "no error"}, and {expected.ErrorId ?? "no error"} is expected. {table}");
        if (expected.Requests is not { } wanted) return;
        var (least, most) = fault.IsAboutLimits && wanted > 1 ? (2, 6) : (wanted, wanted);
        Assert.True(run.Sent.Count >= least && run.Sent.Count <= most, $"{run.Sent.Count} requests are sent, and {wanted} are expected. {table}");
    }

    private static void AssertRows(Observed observed, FaultCase fault, ReliabilityRequest request)
    {
        // Of a change, only the first answer counts; what says 429 did nothing.
        if (observed.Error is null) Assert.DoesNotContain(observed.Rows, row => row.Status is MigrationStatus.Failed or MigrationStatus.Planned);
        if (request.Shape != RequestShape.Unsafe) return;
        if (fault.Effect is not (Effect.Lost or Effect.Unreadable)) Assert.DoesNotContain(observed.Rows, row => row.Status == MigrationStatus.Unknown);
        Assert.All(observed.Rows.Where(row => row.Status == MigrationStatus.Failed), row => Assert.NotNull(row.ErrorId));
        // A failed row says that nothing was done: an error that leaves that open may have none.
        if (observed.Error is MigrationException { IsAmbiguous: true }) Assert.DoesNotContain(observed.Rows, row => row.Status == MigrationStatus.Failed);
    }

    private static void AssertNothingLeaked(Observed observed, ReliabilityRun run)
    {
        Assert.Equal(0, ReliabilityRun.Elsewhere.Connections);
        Assert.True(run.Changes.Count(change => change.Acted) <= 1, "A change acted twice.");
        Assert.True(run.Changes.Count(change => change.Status != 429) <= 1, "A change was sent twice.");
        var texts = run.Told.Append(observed.Error?.ToString() ?? "").Concat(observed.Rows.Select(row => row.Message ?? ""));
        foreach (var secret in run.Secrets) Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
    }
}

public sealed class FirstFaultsTests : FaultsTests
{
    public static TheoryData<string, string, string, bool> Cases => Quarter(0);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Ends_as_the_table_says(string system, string request, string fault, bool once) => StrikeAsync(system, request, fault, once);
}

public sealed class SecondFaultsTests : FaultsTests
{
    public static TheoryData<string, string, string, bool> Cases => Quarter(1);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Ends_as_the_table_says(string system, string request, string fault, bool once) => StrikeAsync(system, request, fault, once);
}

public sealed class ThirdFaultsTests : FaultsTests
{
    public static TheoryData<string, string, string, bool> Cases => Quarter(2);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Ends_as_the_table_says(string system, string request, string fault, bool once) => StrikeAsync(system, request, fault, once);
}

public sealed class FourthFaultsTests : FaultsTests
{
    public static TheoryData<string, string, string, bool> Cases => Quarter(3);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Ends_as_the_table_says(string system, string request, string fault, bool once) => StrikeAsync(system, request, fault, once);
}
