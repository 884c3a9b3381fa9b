using System.Globalization;
using System.Security.Authentication;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>What a failure below HTTP means: not connected, broken, too slow, stopped.</summary>
internal static class TransportErrors
{
    /// <param name="error">What was thrown.</param>
    /// <param name="call">Whose attempt it was.</param>
    /// <param name="gate">The attempt.</param>
    /// <param name="options">For the limits.</param>
    /// <param name="status">The status, where the headers of an answer had come.</param>
    internal static AttemptOutcome Read(Exception error, Call call, AttemptGate gate, ApiClientOptions options, int? status)
    {
        var faults = call.Faults;
        var request = $"'{faults.Operation}' ({faults.Endpoint})";
        var isLost = call.IsUnsafe && gate.IsSent;

        if (PackageError(error) is { } package)
        {
            return Final(faults.Make(package.Kind, package.What, inner: package.InnerException, ambiguous: isLost));
        }
        switch (gate.Reason)
        {
            case AttemptEnd.UserStopped:
                throw new OperationCanceledException(call.Stop);
            case AttemptEnd.NotConnected:
                return NotConnected($"no connection to {Server(call)} within {Seconds(options.ConnectTimeout)}", error);
            case AttemptEnd.NoAnswer when !isLost:
                return Outcome(ErrorKinds.RequestTimeout, $"no {(status is null ? "" : "whole ")}answer to {request} within {Seconds(call.Request.Timeout ?? options.AnswerTimeout)}", error);
            case AttemptEnd.NoAnswer:
                return Lost($"no {(status is null ? "" : "whole ")}answer to {request} came within {Seconds(call.Request.Timeout ?? options.AnswerTimeout)}", error, status);
            case AttemptEnd.Stalled:
                return Outcome(ErrorKinds.TransferStalled, $"{request} moved no byte for {Seconds(options.StallTimeout)}", error);
            case AttemptEnd.GraceOver:
                return Lost($"{request} was stopped after it was sent, and no answer came within {Seconds(options.GraceAfterStop)}", error);
        }

        if (error is ObjectDisposedException or OperationCanceledException && !IsConnectTimeout(error))
        {
            // Nobody here asked for it: the connection was closed under the request.
            return isLost
                ? Lost($"the connection was closed before the answer to {request} came", error)
                : Final(faults.Make(ErrorKinds.ConnectionClosed, $"The connection was closed during {request}."));
        }
        if (IsConnectTimeout(error)) return NotConnected($"no connection to {Server(call)} within {Seconds(options.ConnectTimeout)}", error);
        var http = Find<HttpRequestException>(error);
        switch (http?.HttpRequestError)
        {
            case HttpRequestError.NameResolutionError:
                return NotConnected($"the name '{call.Address.Host}' is not known", error);
            case HttpRequestError.ConnectionError:
                return NotConnected($"{Server(call)} takes no connection ({Words(http)})", error);
            case HttpRequestError.SecureConnectionError when Find<AuthenticationException>(error) is { } refused:
                return Final(faults.Make(ErrorKinds.ServerUnreachable, $"No trusted TLS connection to {Server(call)}: {Words(refused)}",
                    "Have the certificate's issuer trusted on this machine, correct the address, or connect with -SkipCertificateCheck if the risk is known.", error));
            case HttpRequestError.SecureConnectionError:
                return NotConnected($"{Server(call)} broke off the TLS handshake ({Words(http)})", error);
            case HttpRequestError.ProxyTunnelError:
                return Final(faults.Make(ErrorKinds.ServerUnreachable, $"The proxy does not lead to {Server(call)} ({Words(http)}).",
                    http.StatusCode == System.Net.HttpStatusCode.ProxyAuthenticationRequired ? StatusErrors.ProxyRemedy : null, error));
            case HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded:
                return Final(faults.Make(ErrorKinds.UnexpectedAnswer, $"The answer to {request} is no proper HTTP ({Words(http)}).", inner: error));
        }
        if (IsNetwork(error))
        {
            if (isLost) return Lost($"the connection broke before the {(status is null ? "" : "whole ")}answer to {request} came", error, status);
            return status is null
                ? Outcome(ErrorKinds.ServerUnreachable, $"the connection to {Server(call)} broke during {request}", error)
                : Outcome(ErrorKinds.AnswerTruncated, $"the connection broke in the middle of the answer to {request}", error);
        }
        var unforeseen = $"{request} failed in an unforeseen way: {error.GetType().Name}: {error.Message}";
        return isLost ? Lost(unforeseen.TrimEnd('.'), error, status) : Final(faults.Make(ErrorKinds.InternalError, unforeseen, inner: error));

        AttemptOutcome Outcome(ErrorKind kind, string brief, Exception inner) => new(call)
        {
            Failure = faults.Make(kind, Sentence(brief), inner: inner, status: status, ambiguous: isLost),
            NeverSent = !gate.IsSent,
            Brief = faults.Redact(brief),
        };
        AttemptOutcome NotConnected(string brief, Exception inner) => Outcome(ErrorKinds.ServerUnreachable, brief, inner);
        AttemptOutcome Lost(string brief, Exception inner, int? known = null) => Final(faults.Make(ErrorKinds.OutcomeUnknown,
            Sentence(brief) + " It may have taken effect.", inner: inner, status: known));
        AttemptOutcome Final(MigrationException failure) => new(call) { Failure = failure, IsFinal = true, Brief = failure.ErrorId };
    }

    private static string Sentence(string brief) => brief + ".";

    private static string Server(Call call) => call.Address.GetLeftPart(UriPartial.Authority);

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s");

    private static string Words(Exception error) => ServerWords.Line(error.GetBaseException().Message, 200);

    private static bool IsConnectTimeout(Exception error) => Find<TimeoutException>(error) is not null;

    private static bool IsNetwork(Exception error) => error is HttpRequestException or IOException or System.Net.Sockets.SocketException;

    /// <summary>The file that was to be sent, not the network: such errors come up wrapped by the layers between.</summary>
    private static MigrationException? PackageError(Exception error) => Find<MigrationException>(error);

    private static T? Find<T>(Exception? error) where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found) return found;
        }
        return null;
    }
}
