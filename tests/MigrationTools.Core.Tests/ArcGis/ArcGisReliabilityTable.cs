using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>The requests of ArcGIS's client, each as the product sends it, and what ArcGIS makes of faults that other systems may not.</summary>
internal sealed class ArcGisReliabilityTable : IReliabilityTable
{
    // One fault of each sort.
    private static readonly string[] _each =
    [
        "Status 400", "Status 401", "Status 403", "Status 404", "Status 413", "Status 429", "Status 429, Retry-After 3600", "Status 503", "Status 504 after acting",
        "ResetBeforeActing", "ResetAfterActing", "TruncatedBody", "TruncatedJson", "MalformedBody", "Html200", "LoginRedirect", "ExpiredKey", "ForeignRedirect 307", "DeepJson",
    ];

    // Enough for a request that is another one with another word in it.
    private static readonly string[] _few = ["Status 401", "Status 404", "Status 500", "Status 503", "ResetAfterActing", "TruncatedJson", "MalformedBody", "Html200", "ForeignRedirect 307"];

    // The same as others at the same request: what an error is, no wish changes, and redirects differ by number alone.
    private static readonly string[] _twins =
    [
        "ForeignRedirect 301", "ForeignRedirect 303", "ForeignRedirect 308", "SlowDrip without end",
        .. new[] { 400, 401, 403, 404, 408, 413, 500, 502, 504 }.SelectMany(status => new[] { $"Status {status}, Retry-After 7", $"Status {status}, Retry-After 3600" }),
    ];

    // What breaks off from outside; an upload goes on from there.
    private static readonly string[] _breaks = ["ServerUnreachable", "RequestTimeout", "TransferStalled", "ServerError", "TooManyRequests", "AnswerTruncated", "UnexpectedAnswer"];

    public string System => ArcGisConnection.SystemName;

    public IReadOnlyList<ReliabilityRequest> Requests { get; } =
    [
        new("sign-in", RequestShape.SafeJson, Run(run => run.SignIn()))
        {
            MostTries = 3,
            Leaves = Not(_each),
            // A wrong password is refused with a 400.
            Instead = (fault, _, common) => fault.Name == "Status 400" ? new("NotAuthenticated", 1) : common,
        },
        new("who is asking", RequestShape.SafeJson, Run(run => run.OnDev("self", () => run.Dev.Connection.TestAsync(run.Observer, default))))
        {
            MostTries = 3,
            Instead = Renewed,
            Leaves = Not(_few),
        },
        new("group", RequestShape.SafeJson, Run(run => run.OnDev("group", () => run.Dev.GetGroupAsync(Portals.Test, default)))) { Instead = Renewed, Leaves = Not(_few) },
        new("user", RequestShape.SafeJson, Run(run => run.OnDev("user", () => run.Dev.Connection.Client.UserAsync("importer1", run.Observer, default)))) { Instead = Renewed, Leaves = Not(_few) },
        new("list of a group's items", RequestShape.SafeJson, Run(run => run.OnDev("groupContent", () => run.Dev.ListGroupItemsAsync(Portals.Test, default)))) { Instead = Renewed, Leaves = Not(_each) },
        new("look before an export", RequestShape.SafeJson, Run(run => run.ExportAsync("userContent")))
        {
            // A help for a rare case alone: without it the export goes on.
            Instead = (fault, once, common) => new(Renewed(fault, once, common).ErrorId == "NotAuthenticated" ? "NotAuthenticated" : null, null),
            Leaves = Not(_few),
        },
        new("export", RequestShape.Unsafe, Run(run => run.ExportAsync("export"))) { Resolution = "the packages are listed and compared with those from before", Instead = Lost("OutcomeUnknown"), Leaves = Not(_each) },
        new("poll of a job", RequestShape.SafeJson, Run(run => run.ExportAsync("job")))
        {
            Instead = (fault, once, common) => Renewed(fault, once, common) switch
            {
                { ErrorId: "RequestRejected" or "EndpointNotFound" } => new(once ? null : "JobLost", null),
                // The job goes on whether or not it can be asked for.
                { ErrorId: { } id } when once && id.Split('|').All(_breaks.Contains) => new(null, null),
                var other => other with { Requests = null },
            },
            Leaves = Not(_each),
        },
        new("download", RequestShape.SafeDownload, Run(run => run.ExportAsync("data")))
        {
            Instead = Download,
            Leaves = fault => _twins.Contains(fault.Name),
        },
        new("upload in one request", RequestShape.Unsafe, Run(run => run.AddAsync("addItem", large: false))) { Resolution = "the item of the id that was wished for, or of the tag", Instead = Lost("OutcomeUnknown"), Leaves = Not(_each) },
        new("begin of an upload", RequestShape.Unsafe, Run(run => run.AddAsync("addItem", large: true)))
        {
            Resolution = "the item of the id that was wished for, or of the tag",
            Instead = Lost("OutcomeUnknown"),
            // An upload that is too large is begun once more with smaller parts.
            Leaves = fault => Not(_few)(fault) || fault.Name == "Status 413",
        },
        new("part", RequestShape.SafeJson, Run(run => run.AddAsync("addPart", large: true)))
        {
            Instead = (fault, once, common) => fault.Name == "Status 413" && once ? new(null, null) : Interrupted(Renewed(fault, once, common)) with { Requests = null },
            Leaves = Not(_each),
        },
        new("list of parts", RequestShape.SafeJson, Run(run => run.AddAsync("parts", large: true))) { Instead = (fault, once, common) => Interrupted(Renewed(fault, once, common)), Leaves = Not(_few) },
        new("commit", RequestShape.Unsafe, Run(run => run.AddAsync("commit", large: true)))
        {
            Resolution = "the upload's own state",
            Instead = (fault, once, common) => Interrupted(Lost("UploadInterrupted")(fault, once, common)),
            Leaves = Not(_each),
        },
        new("state of an upload", RequestShape.SafeJson, Run(run => run.AddAsync("status", large: true))) { Instead = (fault, once, common) => Renewed(fault, once, common) with { Requests = null }, Leaves = Not(_few) },
        new("preview", RequestShape.SafeTolerant, Run(run => run.ImportAsync("preview")))
        {
            // The other way of looking is asked for; without either, what may be overwritten is up to the request itself.
            Instead = (fault, once, common) => Renewed(fault, once, common) switch
            {
                { ErrorId: "RequestRejected" or "EndpointNotFound" or "RedirectRefused" or "UnexpectedAnswer" } => new(null, null),
                var other => other with { Requests = null },
            },
            Leaves = Not(_each),
        },
        new("look before an import", RequestShape.SafeJson, Run(run => run.ImportAsync("groupContent"))) { Instead = (fault, once, common) => Renewed(fault, once, common) with { Requests = null }, Leaves = Not(_few) },
        new("import", RequestShape.Unsafe, Run(run => run.ImportAsync("import")))
        {
            Resolution = "the package's item, which goes with the import, and the group, compared with before",
            Instead = Import,
            Leaves = fault => _twins.Contains(fault.Name),
        },
        new("look after an import", RequestShape.SafeJson, Run(run => run.ImportAsync("groupContent", passes: 1)))
        {
            // The import is done, and the job's result has told what came of it.
            Instead = (_, _, _) => new(null, null),
            Leaves = Not(_few),
        },
        new("look where things landed", RequestShape.SafeJson, Run(run => run.ImportAsync("item"))) { Instead = (_, _, _) => new(null, null), Leaves = Not(_few) },
        new("new owner", RequestShape.Unsafe, Run(run => run.ReassignAsync())) { Resolution = "the item's owner", Instead = Lost("OutcomeUnknown"), Leaves = Not(_each) },
    ];

    private static Func<ShortWaits, Task<ReliabilityRun>> Run(Func<ArcGisReliabilityRun, Task> prepare) => clock => ArcGisReliabilityRun.BeginAsync(clock, prepare);

    private static Func<FaultCase, bool> Not(string[] names) => fault => !names.Contains(fault.Name);

    /// <summary>The token is renewed once, and the request repeated: a refusal did nothing.</summary>
    private static Expected Renewed(FaultCase fault, bool once, Expected common) =>
        fault.Name is "Status 401" or nameof(FaultKind.ExpiredKey) ? new(once ? null : "NotAuthenticated", 2) : common;

    /// <summary>Looking takes other ways than the change, so a fault that stays does not blind it.</summary>
    private static Func<FaultCase, bool, Expected, Expected> Lost(string unknown) => (fault, once, common) => fault switch
    {
        { Effect: Effect.Lost or Effect.Unreadable, Acts: true } => new(null, 1),
        { Effect: Effect.Lost or Effect.Unreadable } => new(unknown, 1),
        _ => Renewed(fault, once, common),
    };

    private static Expected Interrupted(Expected common) =>
        common.ErrorId is { } id && id.Split('|').All(_breaks.Contains) ? common with { ErrorId = "UploadInterrupted" } : common;

    private static Expected Import(FaultCase fault, bool once, Expected common) =>
        fault.Name == nameof(FaultKind.FailMidway) ? new("ImportFailed", 1) : Lost("OutcomeUnknown")(fault, once, common);

    /// <summary>What a package looks like is nobody's business: of what comes whole, its length alone is compared with what the portal says of the item.</summary>
    private static Expected Download(FaultCase fault, bool once, Expected common) => fault.Make(RequestShape.SafeDownload).Kind switch
    {
        FaultKind.TruncatedJson or FaultKind.MalformedBody or FaultKind.DeepJson or FaultKind.EndlessBody => new(null, null),
        FaultKind.TruncatedBody or FaultKind.StallMidBody => Renewed(fault, once, common) with { Requests = null },
        _ => Renewed(fault, once, common),
    };
}
