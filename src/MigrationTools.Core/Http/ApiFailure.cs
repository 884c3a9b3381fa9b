using System.Text.Json;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>An answer that is, or may be, an error.</summary>
public sealed record ApiFailure
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly FaultMaker _faults;
    private readonly Lazy<string> _text;

    internal ApiFailure(ApiRequest request, int status, string? contentType, ReadOnlyMemory<byte> body, bool wasCut, FaultMaker faults)
    {
        Request = request;
        Status = status;
        ContentType = contentType;
        _body = body;
        _faults = faults;
        _text = new Lazy<string>(() => faults.Redact(BodyText.Decode(body.Span, contentType), wasCut));
    }

    /// <summary>What was asked.</summary>
    public ApiRequest Request { get; }

    /// <summary>The HTTP status of the answer.</summary>
    public int Status { get; }

    /// <summary>The media type the server names.</summary>
    public string? ContentType { get; }

    /// <summary>The first 64 KB of the answer, stripped of secrets.</summary>
    public string Text => _text.Value;

    /// <summary>The server's own words out of the answer, in a line of at most 500 characters; empty where it says nothing.</summary>
    public string Words => ServerWords.From(Text, ContentType);

    /// <summary>True where the status is a success.</summary>
    public bool IsSuccessStatus => Status is >= 200 and < 300;

    /// <summary>The answer as JSON, secrets included; null where it is none.</summary>
    public JsonDocument? TryParseJson()
    {
        if (_body.Length == 0 || JsonShape.Look(_body) != JsonShape.Finding.Whole) return null;
        return JsonDocument.Parse(JsonShape.WithoutMark(_body), new JsonDocumentOptions { MaxDepth = JsonShape.MaxDepth });
    }

    /// <summary>Makes the error, with endpoint, target and the server's text filled in and every part stripped of secrets.</summary>
    /// <param name="kind">The documented kind.</param>
    /// <param name="what">What happened, as a full sentence.</param>
    /// <param name="remedy">What to do next; the kind's own remedy where null.</param>
    /// <param name="status">The status it counts as; the answer's own where null.</param>
    /// <param name="ambiguous">Whether a changing request may have taken effect; by the kind and status where null.</param>
    public MigrationException ToException(ErrorKind kind, string what, string? remedy = null, int? status = null, bool? ambiguous = null) =>
        _faults.Make(kind, what, remedy, status: status ?? Status, serverText: Text, ambiguous: ambiguous);

    /// <summary>The common reading of the status.</summary>
    public MigrationException ToDefaultException() => StatusErrors.Read(this, _faults);
}
