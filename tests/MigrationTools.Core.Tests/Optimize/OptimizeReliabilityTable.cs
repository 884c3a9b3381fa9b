using MigrationTools.Core.Optimize;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>The requests of Optimize's client, each as the product sends it, and what Optimize makes of faults that other systems may not.</summary>
internal sealed class OptimizeReliabilityTable : IReliabilityTable
{
    private const string ByListing = "the collection is listed and exported again, and compared with the lists from before";
    private const string ByExport = "an export of it tells whether it is still there";

    // One fault of each sort.
    private static readonly string[] _each =
    [
        "Status 401", "Status 403", "Status 404", "Status 429", "Status 429, Retry-After 3600", "Status 500", "Status 503", "Status 504 after acting",
        "Delay", "ResetBeforeActing", "ResetAfterActing", "TruncatedBody", "TruncatedJson", "MalformedBody", "Html200", "LoginRedirect", "ForeignRedirect 307",
        "EndlessBody", "DeepJson", "FailMidway",
    ];

    // Enough for a request that is another one with another word in it.
    private static readonly string[] _few = ["Status 401", "Status 404", "Status 500", "Status 503", "ResetBeforeActing", "TruncatedJson", "MalformedBody", "Html200", "ForeignRedirect 307"];

    // The same as others at the same request: what an error is, no wish changes, and redirects differ by number alone.
    private static readonly string[] _twins =
    [
        "ForeignRedirect 301", "ForeignRedirect 303", "ForeignRedirect 308",
        .. new[] { 400, 401, 403, 404, 408, 413, 500, 502, 504 }.SelectMany(status => new[] { $"Status {status}, Retry-After 7", $"Status {status}, Retry-After 3600" }),
    ];

    public string System => OptimizeConnection.SystemName;

    public IReadOnlyList<ReliabilityRequest> Requests { get; } =
    [
        new("readiness", RequestShape.SafeTolerant, Run(run => run.OnDev("ready", () => run.Dev.Connection.TestAsync(run.Observer, default))))
        {
            MostTries = 3,
            // A proxy that hides it hides no more than that.
            Instead = (_, _, common) => common.ErrorId is "NotAuthenticated" or "EndpointNotFound" ? new(null, 1) : common,
            Leaves = NotFew,
        },
        new("probe", RequestShape.SafeJson, Run(run => run.OnDev("dashboards", () => run.Dev.Connection.TestAsync(run.Observer, default))))
        {
            MostTries = 3,
            Leaves = NotFew,
        },
        new("token", RequestShape.SafeJson, Run(run => run.Token()))
        {
            MostTries = 3,
            // Identity providers refuse a client in several ways; all are final.
            Instead = (_, _, common) => common.ErrorId == "Forbidden" ? common with { ErrorId = "NotAuthenticated" } : common,
            Leaves = NotEach,
        },
        new("list of dashboards", RequestShape.SafeJson, Run(run => run.OnDev("dashboards", () => run.Dev.IdsAsync("Dashboard", run.Collection, default)))) { Leaves = NotEach },
        new("list of reports", RequestShape.SafeJson, Run(run => run.OnDev("reports", () => run.Dev.IdsAsync("Report", run.Collection, default)))) { Leaves = NotFew },
        new("list of collections", RequestShape.SafeJson, Run(run => run.OnDev("collections", () => run.Dev.ListCollectionsAsync(default))))
        {
            MostTries = 3,
            // Not every release has it, and each says so in its own way.
            Instead = (fault, _, common) => fault.Name is "Status 404" or "Status 500" ? new("CollectionsUnavailable", 1) : common,
            Leaves = NotFew,
        },
        new("look at the target's collection", RequestShape.SafeJson, Run(run => run.PlanAsync("collection")))
        {
            MostTries = 3,
            // Where it cannot be had, the import itself tells.
            Instead = (fault, _, common) => fault.Name is "Status 404" or "Status 500" ? new(null, 1) : common.ErrorId == "UnexpectedAnswer" ? common with { ErrorId = null } : common,
            Leaves = NotFew,
        },
        new("look at what the collection holds", RequestShape.SafeJson, Run(run => run.PlanAsync("dashboards"))) { Leaves = NotFew },
        new("export of a dashboard", RequestShape.SafeDownload, Run(run => run.Export("Dashboard"))) { Instead = Export, Leaves = fault => _twins.Contains(fault.Name) },
        new("export of a report", RequestShape.SafeDownload, Run(run => run.Export("Report"))) { Instead = Export, Leaves = NotFew },
        new("import", RequestShape.Unsafe, Run(run => run.ImportAsync())) { Resolution = ByListing, Instead = Import, Leaves = fault => _twins.Contains(fault.Name) },
        new("look after an import", RequestShape.SafeJson, Run(run => run.LookAfterAsync()))
        {
            // What the server said it made cannot be told apart unseen.
            Instead = (_, _, common) => new(common.ErrorId is null ? null : "OutcomeUnknown", null),
            Leaves = NotFew,
        },
        new("look for a lost answer", RequestShape.SafeJson, Run(run => run.LookForAsync()))
        {
            // Four looks, each with its own retries: a fault that passes is outlived, whatever it is.
            Instead = (_, once, common) => new(once || common.ErrorId is null ? null : "OutcomeUnknown", null),
            Leaves = NotFew,
        },
        new("backup", RequestShape.SafeDownload, Run(run => run.ReplaceAsync("exportReports")))
        {
            Instead = (fault, once, common) => new(Export(fault, once, common).ErrorId is null ? null : "BackupFailed", null),
            Leaves = NotFew,
        },
        new("deletion of what was replaced", RequestShape.Unsafe, Run(run => run.ReplaceAsync("deleteReport")))
        {
            Resolution = ByExport,
            Instead = (fault, once, common) => Deletion(fault, once, common) is { ErrorId: not null } failed ? failed with { ErrorId = "OldNotDeleted" } : Deletion(fault, once, common),
            Leaves = NotFew,
        },
        new("deletion", RequestShape.Unsafe, Run(run => run.DeleteAsync())) { Resolution = ByExport, Instead = Deletion, Leaves = NotEach },
    ];

    private static Func<ShortWaits, Task<ReliabilityRun>> Run(Func<OptimizeReliabilityRun, Task> prepare) => clock => OptimizeReliabilityRun.BeginAsync(clock, prepare);

    private static bool NotEach(FaultCase fault) => !_each.Contains(fault.Name);

    private static bool NotFew(FaultCase fault) => !_few.Contains(fault.Name);

    /// <summary>What the server sends is a list of entities, or an answer that nobody expected.</summary>
    private static Expected Export(FaultCase fault, bool once, Expected common) =>
        common.ErrorId is "PackageMalformed" or "PackageNotRecognized" ? common with { ErrorId = "UnexpectedAnswer" } : common;

    // Looking takes other ways than the import, so a fault that stays does not blind it.
    private static Expected Import(FaultCase fault, bool once, Expected common) => fault switch
    {
        { Name: nameof(FaultKind.FailMidway) } => new("ServerError", 1),
        { Effect: Effect.Lost, Acts: true } => new(null, 1),
        { Effect: Effect.Unreadable, Acts: false } => new("OutcomeUnknown", 1),
        _ => common,
    };

    private static Expected Deletion(FaultCase fault, bool once, Expected common) => fault switch
    {
        // One record has no middle.
        { Name: nameof(FaultKind.FailMidway) } or { Effect: Effect.Lost, Acts: true } => new(null, 1),
        { Effect: Effect.Unreadable, Acts: false } => new("OutcomeUnknown", 1),
        _ => common,
    };
}
