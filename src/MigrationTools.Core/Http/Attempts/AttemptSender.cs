using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Sends a request once and tells what came of it.</summary>
internal sealed class AttemptSender(Wire wire, ApiClientOptions options, SecretSet secrets)
{
    /// <summary>As much of an error as is read, in bytes.</summary>
    internal const int ErrorBodyLimit = 64 * 1024;

    internal async ValueTask<AttemptOutcome> SendAsync(Call call)
    {
        call.Attempts++;
        var headers = await HeadersAsync(call).ConfigureAwait(false);
        WireLog.Request(call);

        using var gate = new AttemptGate(options, call.Request.Safety, call.Stop);
        try
        {
            return Judge(await SendAsync(call, gate, headers).ConfigureAwait(false));
        }
        catch (Exception e) when (call.IsUnsafe && gate.IsSent)
        {
            // Whatever went wrong in reading or telling: that it was sent must not get lost on the way.
            return TransportErrors.Read(e, call, gate, options, status: null);
        }
    }

    private async Task<AttemptOutcome> SendAsync(Call call, AttemptGate gate, List<KeyValuePair<string, string>> headers)
    {
        var start = options.Time.GetTimestamp();
        var received = 0L;
        ProgressMeter? sending = null, receiving = null;
        var interceptor = new MessageInterceptor(call, gate, Observe);
        AttemptOutcome outcome;
        try
        {
            gate.Arm(AnswerLimit(call), AttemptEnd.NoAnswer);
            await using var body = await wire.SendAsync(call, headers, interceptor, gate.Token).ConfigureAwait(false);
            outcome = await ReadAsync(call, gate, interceptor.Answer!, body, Received).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            outcome = new AttemptOutcome(call) { Failure = e, Brief = BriefOf(e), Wish = WishOf(interceptor) };
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            outcome = TransportErrors.Read(e, call, gate, options, (int?)interceptor.Answer?.StatusCode);
        }
        finally
        {
            interceptor.Answer?.Dispose();
            sending?.Complete();
            receiving?.Complete();
        }
        WireLog.Line(call, ((int?)interceptor.Answer?.StatusCode)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? outcome.Failure!.ErrorId,
            options.Time.GetElapsedTime(start), received);
        return outcome;

        HttpContent Observe(long? length, HttpContent content)
        {
            var isTransfer = call.Request.IsTransfer || call.Request.CarriesFiles;
            if (isTransfer) sending = Meter(call, "send", "sent", length);
            return new ObservedContent(content,
                starting: () =>
                {
                    gate.MarkSent();
                    if (isTransfer) gate.Arm(options.StallTimeout, AttemptEnd.Stalled);
                },
                moved: bytes =>
                {
                    sending?.Add(bytes);
                    if (isTransfer) gate.Touch();
                },
                done: () =>
                {
                    sending?.Complete();
                    if (isTransfer) gate.Arm(AnswerLimit(call), AttemptEnd.NoAnswer);
                });
        }

        void Received(int bytes)
        {
            received += bytes;
            if (!IsTransfer(call)) return;
            gate.Touch();
            if (!call.Reader.IsTransfer) return;
            receiving ??= Meter(call, "receive", "received", interceptor.Answer?.Content.Headers.ContentLength);
            receiving.Add(bytes);
        }
    }

    private async Task<AttemptOutcome> ReadAsync(Call call, AttemptGate gate, HttpResponseMessage answer, Stream body, Action<int> moved)
    {
        gate.ConnectMade();
        var reply = new OpenReply(answer, body, gate, call, options, moved);
        if (IsTransfer(call))
        {
            gate.Arm(options.StallTimeout, AttemptEnd.Stalled);
            // Only a file may take as long as it takes. What is read into memory ends in time, or one byte a minute would hold the caller forever.
            if (!call.Reader.IsTransfer || reply.Status is < 200 or >= 300) gate.ArmWhole(AnswerLimit(call));
        }
        if (reply.Status is >= 300 and < 400) throw ReplyRules.Redirected(reply);
        if (reply.Status is < 200 or >= 400) throw await ErrorAsync(reply).ConfigureAwait(false);

        ReplyRules.CheckEncoding(reply);
        var read = await call.Reader.ReadAsync(reply, gate.Token).ConfigureAwait(false);
        if (read is ApiReply whole) WireLog.Reply(call, whole.Status, whole.Body, whole.ContentType);
        return new AttemptOutcome(call) { Reply = read };
    }

    private async Task<MigrationException> ErrorAsync(OpenReply reply)
    {
        ReadOnlyMemory<byte> bytes = default;
        var ended = true;
        try
        {
            (bytes, ended) = await BoundedReader.ReadAsync(reply.Body, ErrorBodyLimit, reply.Announced, reply.Moved, reply.Gate.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && reply.Gate.Reason != AttemptEnd.UserStopped))
        {
            // The status is known, and it is the answer: the words that go with it are a help, no more.
        }
        WireLog.Reply(reply.Call, reply.Status, bytes, reply.ContentType);
        var failure = new ApiFailure(reply.Call.Request, reply.Status, reply.ContentType, bytes, wasCut: !ended, reply.Call.Faults);
        return SystemsOwn(failure) ?? failure.ToDefaultException();
    }

    /// <summary>The system's own reading of an error; a fault of the reader's must not hide the status.</summary>
    private MigrationException? SystemsOwn(ApiFailure failure)
    {
        try
        {
            return options.Errors?.Read(failure);
        }
        catch (Exception e) when (e is not (MigrationException or OutOfMemoryException))
        {
            return null;
        }
    }

    private async Task<List<KeyValuePair<string, string>>> HeadersAsync(Call call)
    {
        var headers = new List<KeyValuePair<string, string>>(options.Headers);
        headers.AddRange(call.Reader.Headers);
        if (options.Cookies is { Length: > 0 } cookies) headers.Add(KeyValuePair.Create("Cookie", cookies));
        if (call.Request.Anonymous) return headers;

        var credential = await CredentialAsync(call).ConfigureAwait(false);
        call.Generation = credential.Generation;
        foreach (var (name, value) in credential.Headers)
        {
            secrets.RegisterHeader(value);
            HeaderRules.Check(name, value);
            if (headers.Exists(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new MigrationException(ErrorKinds.InvalidHeader, $"The connection's credential sets the header '{name}' itself.");
            }
            headers.Add(KeyValuePair.Create(name, value));
        }
        return headers;
    }

    private async ValueTask<CredentialHeaders> CredentialAsync(Call call)
    {
        try
        {
            return await options.Credential.GetHeadersAsync(call.Stop).ConfigureAwait(false);
        }
        catch (MigrationException e) when (e.IsAmbiguous)
        {
            // Whatever became of the fetch, the request itself has not been sent.
            throw FaultMaker.Certain(e);
        }
    }

    /// <summary>A wish that is longer than anybody waits is an error of its own, with the wish in it.</summary>
    private static AttemptOutcome Judge(AttemptOutcome outcome)
    {
        var call = outcome.Call;
        if (outcome.Failure is not { IsAmbiguous: false } failure || !(outcome.Wish > RetryRules.LongestWish)
            || (failure.Kind != ErrorKinds.TooManyRequests && failure.Kind != ErrorKinds.ServerError))
        {
            return outcome;
        }
        return outcome with
        {
            IsFinal = true,
            Failure = call.Faults.Make(ErrorKinds.TooManyRequests,
                $"The server answers '{call.Faults.Operation}' ({call.Faults.Endpoint}) with status {failure.HttpStatus} and asks to wait {Wish(outcome.Wish.Value)} before the next try.",
                status: failure.HttpStatus, serverText: failure.ServerText, ambiguous: false),
        };
    }

    private static string Wish(TimeSpan wish) => wish >= RetryAfter.Longest ? "for a year or longer"
        : wish.TotalDays >= 2 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wish.TotalDays:0.#} days")
        : wish.TotalHours >= 2
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wish.TotalHours:0.#} hours")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wish.TotalSeconds:0} seconds");

    private TimeSpan? WishOf(MessageInterceptor interceptor) =>
        interceptor.Answer is { } answer && (int)answer.StatusCode >= 400 ? RetryAfter.Read(answer, options.Time) : null;

    private static string BriefOf(MigrationException e) => e.HttpStatus is { } status ? $"the server answered with status {status}" : e.ErrorId;

    private TimeSpan AnswerLimit(Call call) => call.Request.Timeout ?? options.AnswerTimeout;

    private static bool IsTransfer(Call call) => call.Request.IsTransfer || call.Reader.IsTransfer;

    private ProgressMeter Meter(Call call, string piece, string verb, long? total)
    {
        var operation = call.Faults.Operation;
        return new ProgressMeter(call.Observer, options.Time, $"http-{call.Id}-{piece}", char.ToUpperInvariant(operation[0]) + operation[1..], verb, total);
    }
}
