using System.Net;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Http;

/// <summary>
/// The one way to a server: retries, limits, redirects, credentials and errors are dealt with here, for every call alike.
/// One for a connection, for its life; it can be used from any thread.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private readonly ApiClientOptions _options;
    private readonly RequestAddress _addresses;
    private readonly SecretSet _secrets = new();
    private readonly Wire _wire;
    private readonly AttemptSender _sender;
    private readonly RetryRules _retries;
    private volatile bool _isClosed;

    /// <param name="options">Where it leads, who asks, and how patient it is.</param>
    /// <exception cref="MigrationException">InvalidUri, InvalidHeader.</exception>
    public ApiClient(ApiClientOptions options)
    {
        _options = options;
        _addresses = new RequestAddress(options.BaseAddress);
        foreach (var (name, value) in options.Headers)
        {
            HeaderRules.Check(name, value);
            if (Redactor.IsSecretName(name) || Redactor.IsSecretName(name.Replace("-", "", StringComparison.Ordinal))) _secrets.RegisterHeader(value);
        }
        if (options.Cookies is { } cookies)
        {
            HeaderRules.CheckValue("Cookie", cookies);
            _secrets.RegisterCookies(cookies);
        }
        if (options.Proxy?.Credentials?.GetCredential(_addresses.Base, "Basic") is { } proxyUser) _secrets.Register(proxyUser.Password);
        _wire = new Wire(options, _addresses.Origin);
        _sender = new AttemptSender(_wire, options, _secrets);
        _retries = new RetryRules(options.Time, options.Jitter);
    }

    /// <summary>The server's address with its base path; ends with a slash.</summary>
    public Uri BaseAddress => _addresses.Base;

    /// <summary>Sends a request and reads the answer whole.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="observer">Is told of each attempt, of waits, and how far an upload is.</param>
    /// <param name="cancellationToken">
    /// Aborts a Safe request at once. An Unsafe one that is under way is not aborted: its answer is waited for, for a
    /// bounded time, and returned or thrown as usual.
    /// </param>
    /// <exception cref="MigrationException">Any failure; IsAmbiguous where a changing request may have taken effect.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before it had any effect.</exception>
    public async Task<ApiReply> SendAsync(ApiRequest request, IMigrationObserver observer, CancellationToken cancellationToken) =>
        (ApiReply)await RunAsync(request, BufferedReply.Instance, observer, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Sends a request and streams the answer into a file. The first attempt starts at the beginning of the target and cuts
    /// off what is there, and so does every other one that cannot go on where the last one broke off
    /// (<see cref="ApiRequest.Resumable"/>); what a failure leaves in it is the caller's to delete.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="target">Where the content goes: a writable stream whose SetLength(0) starts over.</param>
    /// <param name="observer">Is told of each attempt, of waits, and how far the download is.</param>
    /// <param name="cancellationToken">As for <see cref="SendAsync"/>.</param>
    /// <exception cref="MigrationException">Any failure; DiskFull and FileNotWritten where the target fails.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before it had any effect.</exception>
    public async Task<DownloadReply> DownloadAsync(
        ApiRequest request, Stream target, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (!target.CanWrite) throw new ArgumentException("The target of a download must be writable.", nameof(target));
        using var reader = new DownloadedReply(target, request.Resumable);
        while (true)
        {
            var before = reader.Received;
            try
            {
                return (DownloadReply)await RunAsync(request, reader, observer, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException e) when (reader.GoesOnAfter(e, before))
            {
                observer.Verbose($"{e.What} {ByteSize.Text(reader.Received)} are there; the rest is asked for.");
            }
        }
    }

    /// <summary>Path and query of an address that the server named, whatever host it names, on the connection's own origin.</summary>
    /// <param name="uri">Relative, absolute, or on a foreign host.</param>
    /// <exception cref="MigrationException">UnexpectedAnswer: it is no path of an http server.</exception>
    public Uri Rebase(string uri) => _addresses.Rebase(uri);

    /// <summary>The most characters that a key, token or password can have.</summary>
    public const int LongestSecret = SecretSet.LongestSecret;

    /// <summary>From now on this value appears in no message of this client: a key of a job, a password in a form.</summary>
    /// <param name="secret">The value; shorter than four characters it is not looked for.</param>
    /// <exception cref="MigrationException">InvalidValue: it has more than <see cref="LongestSecret"/> characters.</exception>
    public void RegisterSecret(string secret) => _secrets.Register(secret);

    /// <summary>Takes the connection's own secrets, and what looks like one, out of a text.</summary>
    public string Redact(string text) => Redactor.RedactFields(_secrets.Redact(text));

    /// <summary>Takes the connection's own secrets alone out of a text: for an answer that is read field by field afterwards.</summary>
    internal string RedactSecrets(string text) => _secrets.Redact(text);

    /// <summary>Closes the connections; later calls fail with ConnectionClosed.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _wire.Dispose();
    }

    private async Task<object> RunAsync(ApiRequest request, IReplyReader reader, IMigrationObserver observer, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var address = _addresses.Of(request);
        var faults = new FaultMaker(request, $"{request.Method.Method} {address.AbsolutePath}", address.Authority, _secrets);
        if (_isClosed) throw faults.Make(ErrorKinds.ConnectionClosed, $"The connection was closed before '{faults.Operation}'.", ambiguous: false);

        var call = new Call(request, address, reader, observer, faults, stop);
        var outcome = await _retries.RunAsync(call, AttemptAsync).ConfigureAwait(false);
        if (outcome.Failure is not { } failure) return outcome.Reply!;
        if (!failure.IsAmbiguous && stop.IsCancellationRequested && !outcome.IsFinal && failure.Kind.Class is ErrorClass.ConnectionError or ErrorClass.OperationTimeout)
        {
            stop.ThrowIfCancellationRequested();
        }
        throw call.Attempts > 1 && !outcome.IsFinal && call.FirstFailure is not null
            ? FaultMaker.Extend(failure, $"It was tried {call.Attempts} times.")
            : failure;
    }

    /// <summary>One attempt, and a second one where the credential was refused and could be renewed: the refusal did nothing.</summary>
    private async ValueTask<AttemptOutcome> AttemptAsync(Call call)
    {
        var outcome = await _sender.SendAsync(call).ConfigureAwait(false);
        if (outcome.Failure?.HttpStatus is not (401 or 498 or 499) || outcome.Failure.Kind != ErrorKinds.NotAuthenticated
            || call.IsRenewed || call.Request.Anonymous || !_options.Credential.CanRenew)
        {
            return outcome;
        }
        call.IsRenewed = true;
        call.Observer.Verbose($"{call.Faults.Operation}: the credential was refused (status {outcome.Failure.HttpStatus}) and is renewed.");
        await _options.Credential.RenewAsync(call.Generation, call.Stop).ConfigureAwait(false);
        return await _sender.SendAsync(call).ConfigureAwait(false);
    }
}
