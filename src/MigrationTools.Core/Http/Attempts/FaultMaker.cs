using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Makes the errors of one request: the one place where they get endpoint and target, and lose every secret.</summary>
internal sealed class FaultMaker(ApiRequest request, string endpoint, string server, SecretSet secrets)
{
    internal const int ServerTextLimit = 16 * 1024;

    internal string Operation => Redact(request.Operation);

    /// <summary>Host and port, so that a message tells which of several servers it is about.</summary>
    internal string Server => server;

    /// <summary>Method and path. Each time anew: the credential may become known after the request did.</summary>
    internal string Endpoint => secrets.Redact(endpoint);

    internal bool IsUnsafe => request.Safety == RequestSafety.Unsafe;

    /// <param name="text">What may hold secrets.</param>
    /// <param name="wasCut">True where the text was cut, maybe in the middle of one.</param>
    internal string Redact(string text, bool wasCut = false) =>
        Redactor.RedactFields(wasCut ? secrets.RedactCut(text) : secrets.Redact(text));

    internal MigrationException Make(
        ErrorKind kind, string what, string? remedy = null, Exception? inner = null, int? status = null,
        string? serverText = null, bool? ambiguous = null)
    {
        var isAmbiguous = ambiguous ?? (IsUnsafe && LeavesOutcomeOpen(kind, status));
        // "Try again" is the wrong advice for what may have happened already.
        remedy ??= isAmbiguous ? ErrorKinds.OutcomeUnknown.Remedy : null;
        if (inner is not null && secrets.OccursIn(inner.ToString())) inner = null;
        return new MigrationException(kind, Redact(what), remedy is null ? null : Redact(remedy), inner)
        {
            HttpStatus = status,
            Endpoint = Endpoint,
            TargetObject = request.Target,
            IsAmbiguous = isAmbiguous,
            ServerText = serverText is null ? null : Cut(Redact(serverText)),
        };
    }

    /// <summary>The same error with more to say.</summary>
    internal static MigrationException Extend(MigrationException error, string sentence) =>
        Copy(error, $"{error.What} {sentence}", error.Remedy, error.IsAmbiguous);

    /// <summary>The same error where it is certain that nothing happened.</summary>
    internal static MigrationException Certain(MigrationException error) => Copy(error, error.What, error.Kind.Remedy, isAmbiguous: false);

    private static MigrationException Copy(MigrationException error, string what, string remedy, bool isAmbiguous) =>
        new(error.Kind, what, remedy, error.InnerException)
        {
            HttpStatus = error.HttpStatus,
            Endpoint = error.Endpoint,
            TargetObject = error.TargetObject,
            IsAmbiguous = isAmbiguous,
            ServerText = error.ServerText,
        };

    private static bool LeavesOutcomeOpen(ErrorKind kind, int? status) =>
        kind == ErrorKinds.OutcomeUnknown || kind == ErrorKinds.UnexpectedAnswer || kind == ErrorKinds.AnswerTooLarge
        || kind == ErrorKinds.AnswerTruncated || kind == ErrorKinds.TransferStalled
        // 501 and 505 say that the server can't do such a thing at all.
        || status is 408 or (>= 500 and <= 599 and not 501 and not 505);

    private static string Cut(string text) => text.Length <= ServerTextLimit ? text : text[..ServerTextLimit];
}
