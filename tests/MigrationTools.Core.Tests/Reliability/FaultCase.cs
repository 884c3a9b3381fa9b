using System.Globalization;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>What a request is like, as far as a fault can tell.</summary>
internal enum RequestShape
{
    /// <summary>A read whose answer is due as JSON.</summary>
    SafeJson,

    /// <summary>A read whose answer is taken whatever it is: its shape is undocumented.</summary>
    SafeTolerant,

    /// <summary>A read that goes into a file.</summary>
    SafeDownload,

    /// <summary>A change.</summary>
    Unsafe,
}

/// <summary>What a change comes to when a fault strikes it.</summary>
internal enum Effect
{
    /// <summary>It is done, and the answer tells.</summary>
    Done,

    /// <summary>It is refused: nothing was done, and the rows say so.</summary>
    Refused,

    /// <summary>The server says that it did nothing and wants it again.</summary>
    Repeated,

    /// <summary>The answer is lost: looking must tell.</summary>
    Lost,

    /// <summary>The server reports success in words that cannot be read.</summary>
    Unreadable,
}

/// <summary>One way to go wrong, and what it means for each shape of request when it never ends.</summary>
/// <param name="Name">How tests call it.</param>
/// <param name="Make">The fault, for a request of a shape.</param>
/// <param name="Json">The error of a read of JSON, or either of two by the network's whim; null where it succeeds.</param>
/// <param name="Tolerant">The error of a read of anything.</param>
/// <param name="Download">The error of a read into a file.</param>
/// <param name="Tries">How many requests of a read are sent in all, retries included.</param>
/// <param name="Effect">What a change comes to.</param>
/// <param name="Acts">Whether the server did the work.</param>
internal sealed record FaultCase(
    string Name, Func<RequestShape, Fault> Make, string? Json, string? Tolerant, string? Download, int Tries, Effect Effect, bool Acts = false)
{
    private const int All = 6;
    private const int One = 1;

    // A plain 500 is more often about the request than about the moment.
    private const int Of500 = 3;

    // Two minutes are left for retries, and a limit of a minute or more passes each time.
    private const int OfLimits = 3;

    /// <summary>Whether it is about a limit of time, and so takes long.</summary>
    public bool IsAboutLimits { get; init; }

    public string? ErrorOf(RequestShape shape) => shape switch
    {
        RequestShape.SafeJson => Json,
        RequestShape.SafeTolerant => Tolerant,
        RequestShape.SafeDownload => Download,
        _ => Effect switch
        {
            Effect.Refused or Effect.Repeated => Json,
            Effect.Lost => "OutcomeUnknown",
            _ => null,
        },
    };

    public override string ToString() => Name;

    /// <summary>Every fault of the sandbox, and every status that a client may meet.</summary>
    public static IReadOnlyList<FaultCase> Catalogue { get; } =
    [
        .. Statuses(),
        Of(FaultKind.Delay, null, null, null, One, Effect.Done, acts: true) with { Make = _ => new() { Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(20) } },
        Of(FaultKind.ResetBeforeActing, "ServerUnreachable", "ServerUnreachable", "ServerUnreachable", All, Effect.Lost),
        Of(FaultKind.ResetAfterActing, "ServerUnreachable", "ServerUnreachable", "ServerUnreachable", All, Effect.Lost, acts: true),
        Of(FaultKind.ResetMidUpload, "ServerUnreachable", "ServerUnreachable", "ServerUnreachable", All, Effect.Lost),
        // A reset may overtake what was sent before it: then not even the beginning of the answer is seen.
        Of(FaultKind.TruncatedBody, "AnswerTruncated|ServerUnreachable", "AnswerTruncated|ServerUnreachable", "AnswerTruncated|ServerUnreachable", All, Effect.Lost, acts: true),
        Of(FaultKind.TruncatedJson, "AnswerTruncated", null, "AnswerTruncated", All, Effect.Unreadable, acts: true),
        Of(FaultKind.MalformedBody, "UnexpectedAnswer", null, "AnswerTruncated", One, Effect.Unreadable),
        // Its last bracket is right: only who reads it to its end sees what it is.
        Of(FaultKind.MalformedBody, "UnexpectedAnswer", null, "PackageMalformed", One, Effect.Unreadable) with
        {
            Name = "MalformedBody that ends well",
            Make = _ => new() { Kind = FaultKind.MalformedBody, Text = "{\"dashboards\": [}, 'oops'}" },
        },
        Of(FaultKind.Html200, "UnexpectedAnswer", "UnexpectedAnswer", "UnexpectedAnswer", One, Effect.Lost),
        Of(FaultKind.LoginRedirect, "NotAuthenticated", "NotAuthenticated", "NotAuthenticated", One, Effect.Refused),
        Of(FaultKind.ExpiredKey, "NotAuthenticated", "NotAuthenticated", "NotAuthenticated", One, Effect.Refused),
        .. new[] { 301, 302, 303, 307, 308 }.Select(status => Of(FaultKind.ForeignRedirect, "RedirectRefused", "RedirectRefused", "RedirectRefused", One, Effect.Refused) with
        {
            Name = $"ForeignRedirect {status}",
            Make = _ => new() { Kind = FaultKind.ForeignRedirect, Status = status, Location = ReliabilityRun.Elsewhere.Uri.ToString() },
        }),
        Of(FaultKind.EndlessBody, "AnswerTooLarge", "AnswerTooLarge", "AnswerTruncated", One, Effect.Lost) with
        {
            // A file may have any length: there it ends at some point, and is no bundle.
            Make = shape => new() { Kind = FaultKind.EndlessBody, Bytes = shape == RequestShape.SafeDownload ? 1 << 20 : 80 << 20 },
        },
        Of(FaultKind.HugeErrorBody, "ServerError", "ServerError", "ServerError", Of500, Effect.Lost),
        Of(FaultKind.DeepJson, "UnexpectedAnswer", null, "PackageNotRecognized", One, Effect.Unreadable),
        Of(FaultKind.WrongContentDisposition, null, null, null, One, Effect.Done, acts: true),
        Of(FaultKind.SlowDrip, null, null, null, One, Effect.Done, acts: true) with
        {
            Make = _ => new() { Kind = FaultKind.SlowDrip, Bytes = 20, Interval = TimeSpan.FromMilliseconds(2) },
        },
        // Only a change fails in its middle; of reads, only the rehearsal of one does.
        Of(FaultKind.FailMidway, null, "ServerError", null, Of500, Effect.Lost),
        Of(FaultKind.StallMidBody, "RequestTimeout", "RequestTimeout|TransferStalled", "TransferStalled", OfLimits, Effect.Lost, acts: true) with { IsAboutLimits = true },
        Of(FaultKind.StallUpload, "RequestTimeout", "RequestTimeout", "RequestTimeout", OfLimits, Effect.Lost) with { IsAboutLimits = true },
        // Blanks without end. A download may take as long as it moves, so there it is the disk that ends it: left out.
        Of(FaultKind.SlowDrip, "RequestTimeout", "RequestTimeout|TransferStalled", null, OfLimits, Effect.Lost, acts: true) with
        {
            Name = "SlowDrip without end",
            Make = shape => new() { Kind = FaultKind.SlowDrip, Bytes = shape == RequestShape.SafeDownload ? 20 : null, Interval = TimeSpan.FromMilliseconds(20) },
            IsAboutLimits = true,
        },
    ];

    private static IEnumerable<FaultCase> Statuses()
    {
        foreach (var (status, error, tries, effect) in new[]
        {
            (400, "RequestRejected", One, Effect.Refused), (401, "NotAuthenticated", One, Effect.Refused), (403, "Forbidden", One, Effect.Refused),
            (404, "EndpointNotFound", One, Effect.Refused), (408, "RequestTimeout", All, Effect.Lost), (413, "RequestTooLarge", One, Effect.Refused),
            (429, "TooManyRequests", All, Effect.Repeated), (500, "ServerError", Of500, Effect.Lost), (502, "ServerError", All, Effect.Lost),
            (503, "ServerError", All, Effect.Lost), (504, "RequestTimeout", All, Effect.Lost),
        })
        {
            yield return Status(status, null, error, tries, effect);
            yield return Status(status, "7", error, tries, effect);
            // Longer than anybody waits: said at once. Of a change, only a 429 says that nothing was done.
            var tooLong = tries > 1 && status is 429 or 500 or 502 or 503 ? "TooManyRequests" : error;
            yield return Status(status, "3600", tooLong, One, effect == Effect.Repeated ? Effect.Refused : effect);
        }
        foreach (var status in new[] { 500, 502, 503, 504 })
        {
            yield return Status(status, null, status == 504 ? "RequestTimeout" : "ServerError", status == 500 ? Of500 : All, Effect.Lost) with
            {
                Name = $"Status {status} after acting",
                Make = _ => new() { Kind = FaultKind.Status, Status = status, Acts = true, Body = FaultBody.Html },
                Acts = true,
            };
        }
    }

    private static FaultCase Status(int status, string? retryAfter, string error, int tries, Effect effect) => new(
        string.Create(CultureInfo.InvariantCulture, $"Status {status}{(retryAfter is null ? "" : $", Retry-After {retryAfter}")}"),
        _ => new() { Kind = FaultKind.Status, Status = status, RetryAfter = retryAfter }, error, error, error, tries, effect);

    private static FaultCase Of(FaultKind kind, string? json, string? tolerant, string? download, int tries, Effect effect, bool acts = false) =>
        new(kind.ToString(), _ => new() { Kind = kind }, json, tolerant, download, tries, effect, acts);
}
