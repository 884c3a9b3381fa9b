using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>The common meaning of a status that is no success.</summary>
internal static class StatusErrors
{
    internal static MigrationException Read(ApiFailure failure, FaultMaker faults)
    {
        var words = failure.Words;
        var said = words.Length > 0 ? $": {words}" : ".";
        var what = $"{Lead(failure.Status, faults.Server)} '{faults.Operation}' ({faults.Endpoint}, status {failure.Status}){said}";
        return failure.ToException(KindOf(failure.Status), what, failure.Status == 407 ? ProxyRemedy : null);
    }

    internal const string ProxyRemedy = "Give the proxy's user and password with -ProxyCredential.";

    internal static ErrorKind KindOf(int status) => status switch
    {
        401 or 407 or 498 or 499 => ErrorKinds.NotAuthenticated,
        403 => ErrorKinds.Forbidden,
        404 => ErrorKinds.EndpointNotFound,
        408 or 504 => ErrorKinds.RequestTimeout,
        413 or 414 or 431 => ErrorKinds.RequestTooLarge,
        429 => ErrorKinds.TooManyRequests,
        >= 400 and < 500 => ErrorKinds.RequestRejected,
        >= 500 and < 600 => ErrorKinds.ServerError,
        _ => ErrorKinds.UnexpectedAnswer,
    };

    private static string Lead(int status, string server) => status switch
    {
        401 or 498 or 499 => $"{server} does not accept the credential for",
        407 => $"The proxy before {server} asks for a credential of its own for",
        403 => $"{server} forbids",
        404 => $"{server} does not know the address of",
        408 or 504 => $"{server}, or a proxy before it, gave up waiting during",
        413 or 414 or 431 => $"{server} takes no request as large as",
        429 => $"{server} asks to slow down with",
        >= 500 and < 600 => $"{server} failed at",
        _ => $"{server} refused",
    };
}
