using System.Text.Json.Serialization;

namespace MigrationTools.Sandbox.Common;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing but <see cref="Fault.Delay"/>, before the handler runs.</summary>
    Delay,

    /// <summary>Answers <see cref="Fault.Status"/> in place of the handler (after it, with <see cref="Fault.Acts"/>).</summary>
    Status,

    /// <summary>The connection is reset; nothing was done.</summary>
    ResetBeforeActing,

    /// <summary>The work is done, then the connection is reset without a byte of reply.</summary>
    ResetAfterActing,

    /// <summary>The work is done; Content-Length promises more than comes before the reset: half, or <see cref="Fault.Bytes"/>.</summary>
    TruncatedBody,

    /// <summary>The work is done; the reply is sound HTTP, its JSON is cut in half.</summary>
    TruncatedJson,

    /// <summary>200 with text that calls itself JSON and is none.</summary>
    MalformedBody,

    /// <summary>200 with an HTML page.</summary>
    Html200,

    /// <summary>302 to the service's own login page.</summary>
    LoginRedirect,

    /// <summary>A redirect (<see cref="Fault.Status"/>, 302 by default) to <see cref="Fault.Location"/>.</summary>
    ForeignRedirect,

    /// <summary>The service's answer to a bad key, whatever the key.</summary>
    ExpiredKey,

    /// <summary>The reply comes one byte each <see cref="Fault.Interval"/>: <see cref="Fault.Bytes"/> of them and then the rest, or blanks without end.</summary>
    SlowDrip,

    /// <summary>JSON that never closes, up to <see cref="Fault.Bytes"/>.</summary>
    EndlessBody,

    /// <summary>An error page of <see cref="Fault.Bytes"/>.</summary>
    HugeErrorBody,

    /// <summary>200 with JSON nested <see cref="Fault.Depth"/> levels deep.</summary>
    DeepJson,

    /// <summary>The true reply under a hostile file name.</summary>
    WrongContentDisposition,

    /// <summary>Half of the reply, then silence.</summary>
    StallMidBody,

    /// <summary>The request's body is not read: an upload comes to a halt once the buffers are full.</summary>
    StallUpload,

    /// <summary>The connection is reset while the request's body is being sent, early or after <see cref="Fault.Bytes"/> of it.</summary>
    ResetMidUpload,

    /// <summary>The handler fails after <see cref="Fault.AfterRecords"/> records; what stays is up to the service.</summary>
    FailMidway,
}

/// <summary>The body of a <see cref="FaultKind.Status"/> fault.</summary>
public enum FaultBody
{
    /// <summary>A JSON object with <c>error</c>.</summary>
    Json,

    /// <summary>An HTML page.</summary>
    Html,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Nothing.</summary>
    Empty,
}

/// <summary>One planned fault: where, how often, and what.</summary>
public sealed class Fault
{
    /// <summary>The route it strikes, or <c>*</c>.</summary>
    public string Route { get; set; } = "*";

    /// <summary>The method it strikes, or null for any.</summary>
    public string? Method { get; set; }

    /// <summary>How many matching requests pass unharmed first.</summary>
    public int Skip { get; set; }

    /// <summary>How many requests it strikes; null for all until it is cleared.</summary>
    public int? Count { get; set; } = 1;

    /// <summary>What goes wrong.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
    public FaultKind Kind { get; set; }

    /// <summary>A wait before it happens, with any kind.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>The status; 503 for <see cref="FaultKind.Status"/>, 500 for an error page, 302 for a redirect when left out.</summary>
    public int? Status { get; set; }

    /// <summary>The Retry-After header, seconds or a date, or null for none.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>The body of a <see cref="FaultKind.Status"/> fault.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<FaultBody>))]
    public FaultBody Body { get; set; }

    /// <summary>The text in the body, or null for a usual one.</summary>
    public string? Text { get; set; }

    /// <summary>Where a <see cref="FaultKind.ForeignRedirect"/> leads: an origin or a whole address.</summary>
    public string? Location { get; set; }

    /// <summary>Whether the handler does its work before the false answer (kinds that speak of acting decide themselves).</summary>
    public bool Acts { get; set; }

    /// <summary>The pace of <see cref="FaultKind.SlowDrip"/>.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The bound of kinds that count bytes; each has its default.</summary>
    public long? Bytes { get; set; }

    /// <summary>The depth of <see cref="FaultKind.DeepJson"/>.</summary>
    public int Depth { get; set; } = 100_000;

    /// <summary>The name of <see cref="FaultKind.WrongContentDisposition"/>.</summary>
    public string FileName { get; set; } = "../../../etc/cron.d/evil.json";

    /// <summary>After how many records <see cref="FaultKind.FailMidway"/> strikes.</summary>
    public int AfterRecords { get; set; } = 3;

    internal bool StrikesUpload => Kind is FaultKind.StallUpload or FaultKind.ResetMidUpload;

    internal bool LetsHandlerAct => Kind switch
    {
        FaultKind.Delay or FaultKind.ResetAfterActing or FaultKind.TruncatedBody or FaultKind.TruncatedJson
            or FaultKind.SlowDrip or FaultKind.WrongContentDisposition or FaultKind.StallMidBody or FaultKind.FailMidway => true,
        _ => Acts,
    };
}
