using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>What a case must come to.</summary>
/// <param name="ErrorId">Null where it must succeed.</param>
/// <param name="Requests">How many requests of this kind are sent; null where another rule counts.</param>
internal sealed record Expected(string? ErrorId, int? Requests);

/// <summary>What a case came to.</summary>
internal sealed record Observed(Exception? Error, IReadOnlyList<MigrationResult> Rows);

/// <summary>One request of a system's client.</summary>
/// <param name="Name">How tests call it.</param>
/// <param name="Shape">What it is like.</param>
/// <param name="Begin">Makes everything ready, up to the moment before it is sent.</param>
internal sealed record ReliabilityRequest(string Name, RequestShape Shape, Func<ShortWaits, Task<ReliabilityRun>> Begin)
{
    /// <summary>How the outcome is found out when a change's reply is lost; of a read, that it is asked again.</summary>
    public string Resolution { get; init; } = "asked again";

    /// <summary>The most requests that are sent of it, where somebody waits for it.</summary>
    public int MostTries { get; init; } = 6;

    /// <summary>What a system expects other than the common rules; given the fault, whether it strikes once, and what they expect.</summary>
    public Func<FaultCase, bool, Expected, Expected> Instead { get; init; } = (_, _, common) => common;

    /// <summary>Faults that say nothing here.</summary>
    public Func<FaultCase, bool> Leaves { get; init; } = _ => false;
}

/// <summary>One request that stands ready to be struck.</summary>
internal abstract class ReliabilityRun : IAsyncDisposable
{
    /// <summary>Where redirects lead that should not be followed. Nobody ever comes.</summary>
    public static ScriptedServer Elsewhere { get; } = new();

    /// <summary>The faults of the server that it goes to.</summary>
    public abstract FaultPlan Faults { get; }

    /// <summary>The route that is struck.</summary>
    public abstract string Route { get; }

    /// <summary>How many requests of the route pass before a fault strikes.</summary>
    public virtual int PassesOf(FaultKind kind) => 0;

    /// <summary>What may never be shown.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

    /// <summary>What was told to an observer.</summary>
    public abstract IEnumerable<string> Told { get; }

    /// <summary>The requests of this kind since it stood ready.</summary>
    public abstract IReadOnlyList<RecordedRequest> Sent { get; }

    /// <summary>The changes among all requests to the target.</summary>
    public abstract IReadOnlyList<RecordedRequest> Changes { get; }

    /// <summary>Sends it, and gives whatever comes of it.</summary>
    public abstract Task<Observed> SendAsync();

    /// <summary>Asserts that files and target are as the outcome says.</summary>
    public abstract Task AssertTruthAsync(Observed observed, FaultCase fault, bool once);

    public abstract ValueTask DisposeAsync();
}

/// <summary>All requests of a system's client.</summary>
internal interface IReliabilityTable
{
    /// <summary>The system.</summary>
    string System { get; }

    IReadOnlyList<ReliabilityRequest> Requests { get; }
}
