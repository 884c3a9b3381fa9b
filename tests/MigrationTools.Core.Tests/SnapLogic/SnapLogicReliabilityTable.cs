using System.Globalization;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Core.Tests.Reliability;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>The requests of SnapLogic's client, each as the product sends it, and what SnapLogic makes of faults that other systems may not.</summary>
internal sealed class SnapLogicReliabilityTable : IReliabilityTable
{
    private const string ByDestination = "the destination, which was not there before, is exported and compared with what was to come";

    // Requests of one shape share the code that meets a fault: all of them are shown on one of each, the others are shown these.
    private static readonly string[] _telling =
    [
        "Status 401", "Status 403", "Status 404", "Status 429, Retry-After 7", "Status 500", "Status 503 after acting", "ResetBeforeActing", "ResetAfterActing",
        "TruncatedJson", "MalformedBody", "Html200", "LoginRedirect", "ForeignRedirect 307", "StallUpload", "FailMidway",
    ];

    public string System => SnapLogicConnection.SystemName;

    public IReadOnlyList<ReliabilityRequest> Requests { get; } =
    [
        Of("probe", RequestShape.SafeJson, run => run.Probe(), (fault, _, common) => Refusal(fault) == 404 ? new(null, 1) : common) with
        {
            MostTries = 3,
            // That there is no such migration is its good answer: what becomes of the body of a refusal says nothing here.
            Leaves = fault => !IsTelling(fault) || fault.Name is "TruncatedJson" or "MalformedBody" or "FailMidway",
        },
        Of("status", RequestShape.SafeJson, run => run.StatusAsync(), (fault, once, common) => Refusal(fault) switch
        {
            // The probe that tells a wrong credential from a missing right is a status as well.
            401 => new(once ? "Forbidden" : "NotAuthenticated", 2),
            // The other address of the status is asked.
            404 => new(null, 1),
            _ => common,
        }) with { Leaves = IsRepetition },
        Of("export", RequestShape.SafeDownload, run => run.Export(), Export) with { Leaves = IsRepetition },
        Of("migration of a project", RequestShape.Unsafe, run => run.MigrateAsync(), Change(finds: true)) with
        {
            Resolution = ByDestination,
            Leaves = fault => IsRepetition(fault) || fault.Name == "FailMidway",
        },
        Of("import", RequestShape.Unsafe, run => run.ImportAsync(), Change(finds: true, isForAdmins: true)) with { Resolution = ByDestination, Leaves = fault => !IsTelling(fault) },
        Of("copy of an asset", RequestShape.Unsafe, run => run.Copy(), Change()) with { Resolution = "the destination is looked at, which does not tell who brought what is there", Leaves = Unlooked },
        Of("migration of an API version", RequestShape.Unsafe, run => run.MigrateVersion(), Change()) with { Resolution = "nothing lists API versions: Unknown", Leaves = Unlooked },
        Of("disabling of a task", RequestShape.Unsafe, run => run.Disable(), Change()) with { Resolution = "the same line again comes to the same end", Leaves = Unlooked },
        Of("binding of a task", RequestShape.Unsafe, run => run.Bind(), Change(isForAdmins: true)) with
        {
            Resolution = "the same line again comes to the same end",
            Leaves = fault => fault.Name is not ("Status 403" or "Status 429, Retry-After 7" or "ResetAfterActing"),
        },
        Of("publication", RequestShape.Unsafe, run => run.Publish(), Change(isForAdmins: true)) with { Resolution = "the same line again comes to the same end", Leaves = Unlooked },
        Of("list of Snaplexes", RequestShape.SafeJson, run => run.Snaplexes(), (fault, _, common) => Refused(fault, common)) with { Leaves = fault => !IsTelling(fault) },
        Of("rights on a project space", RequestShape.SafeJson, run => run.Access(), (fault, _, common) => Refused(fault, common)) with { Leaves = fault => !IsTelling(fault) },
        Of("look for a lost answer", RequestShape.SafeDownload, run => run.LookAsync(), Look) with { Leaves = fault => !IsTelling(fault) },
        Of("backup", RequestShape.SafeDownload, run => run.BackUpAsync(), (fault, once, common) => Refusal(fault) == 404
            // There is nothing to lose.
            ? new(null, null)
            : new(Export(fault, once, common).ErrorId is null ? null : "BackupFailed", null)) with { Leaves = fault => !IsTelling(fault) },
    ];

    private static ReliabilityRequest Of(string name, RequestShape shape, Func<SnapLogicReliabilityRun, Task> prepare, Func<FaultCase, bool, Expected, Expected> instead) =>
        new(name, shape, clock => SnapLogicReliabilityRun.BeginAsync(clock, prepare)) { Instead = instead };

    private static bool IsTelling(FaultCase fault) => _telling.Contains(fault.Name);

    // Only an import fails in its middle, and a copy of many.
    private static bool Unlooked(FaultCase fault) => !IsTelling(fault) || fault.Name == "FailMidway";

    /// <summary>The same fault with another number in it.</summary>
    private static bool IsRepetition(FaultCase fault) =>
        fault.Name is "ForeignRedirect 301" or "ForeignRedirect 302" or "ForeignRedirect 303"
        || (fault.Name.Contains("Retry-After", StringComparison.Ordinal) && !fault.Name.StartsWith("Status 429", StringComparison.Ordinal) && !fault.Name.StartsWith("Status 503", StringComparison.Ordinal));

    /// <summary>The status of a refusal; null where it is none.</summary>
    private static int? Refusal(FaultCase fault)
    {
        if (fault.Name == "ExpiredKey") return 401;
        if (!fault.Name.StartsWith("Status ", StringComparison.Ordinal)) return null;
        return int.Parse(fault.Name.AsSpan(7, 3), CultureInfo.InvariantCulture) is var status and (400 or 401 or 403 or 404) ? status : null;
    }

    /// <summary>The same credential is taken elsewhere, so it is a right that is missing; and what is not found is a path.</summary>
    private static Expected Refused(FaultCase fault, Expected common) => Refusal(fault) switch
    {
        401 => common with { ErrorId = "Forbidden" },
        404 => common with { ErrorId = "PathNotFound" },
        _ => common,
    };

    private static Func<FaultCase, bool, Expected, Expected> Change(bool finds = false, bool isForAdmins = false) => (fault, _, common) => fault.Effect switch
    {
        Effect.Lost or Effect.Unreadable => new(finds && fault.Acts ? null : "OutcomeUnknown", 1),
        _ when Refusal(fault) == 403 => common with { ErrorId = isForAdmins ? "Forbidden" : "BasicAuthenticationDisabled" },
        _ => Refused(fault, common),
    };

    private static Expected Export(FaultCase fault, bool once, Expected common) => fault.Name switch
    {
        // What came whole and is no archive is not asked for again.
        "TruncatedJson" or "MalformedBody" or "MalformedBody that ends well" or "EndlessBody" or "DeepJson" => new("UnexpectedAnswer", 1),
        _ => Refused(fault, common),
    };

    /// <summary>Four looks, each with its own retries: what passes is outlived, unless it is said of the user.</summary>
    private static Expected Look(FaultCase fault, bool once, Expected common) =>
        new(fault.Download is null || (once && Refusal(fault) is not (401 or 403) && fault.Name != "LoginRedirect") ? null : "OutcomeUnknown", null);
}
