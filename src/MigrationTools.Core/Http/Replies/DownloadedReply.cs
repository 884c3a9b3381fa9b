using System.Globalization;
using System.Net.Http.Headers;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Streams an answer into a file, after a look at its beginning. One for a download with all its attempts.</summary>
internal sealed class DownloadedReply(Stream target, bool resumes = false) : IReplyReader, IDisposable
{
    /// <summary>Less than this much more is no getting on: a server could go on like that for ever.</summary>
    private const long WorthGoingOn = 1024 * 1024;

    private HashingCopy? _copy;
    private long? _total;
    private string? _validator;
    private bool _startedOver;

    public bool IsTransfer => true;

    /// <summary>How much of the content lies in the target.</summary>
    public long Received => _copy?.Length ?? 0;

    public IEnumerable<KeyValuePair<string, string>> Headers
    {
        get
        {
            if (!HasRest) yield break;
            yield return KeyValuePair.Create("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={Received}-"));
            if (_validator is not null) yield return KeyValuePair.Create("If-Range", _validator);
        }
    }

    // Without the length of the whole it could not be told that a rest belongs to it.
    private bool HasRest => resumes && Received > 0 && Received < _total;

    /// <summary>Whether it is worth asking for the rest, although no further attempt was left.</summary>
    public bool GoesOnAfter(MigrationException error, long before)
    {
        if (!HasRest) return false;
        if (error.HttpStatus == 416 && !_startedOver)
        {
            _startedOver = true;
            Forget();
            return true;
        }
        return Received - before >= WorthGoingOn
            && (error.Kind == ErrorKinds.AnswerTruncated || error.Kind == ErrorKinds.TransferStalled || error.Kind == ErrorKinds.ServerUnreachable);
    }

    public async Task<object> ReadAsync(OpenReply reply, CancellationToken cancellationToken)
    {
        if (HasRest && reply.Status == 206) return await GoOnAsync(reply, cancellationToken).ConfigureAwait(false);
        Forget();
        // Services answer "200" with a page or an error object where a file is due: look before anything is written.
        var (head, ended) = await BoundedReader.ReadAsync(
            reply.Body, AttemptSender.ErrorBodyLimit, reply.Announced, reply.Moved, cancellationToken).ConfigureAwait(false);
        ReplyRules.CheckShape(reply, head.Span);
        if (ended) ReplyRules.CheckInside(reply, head);

        var copy = _copy = new HashingCopy(target);
        _total = reply.Announced;
        _validator = ValidatorOf(reply.Message);
        await copy.AddAsync(head, cancellationToken).ConfigureAwait(false);
        if (!ended) await copy.CopyAsync(reply.Body, reply.Moved, cancellationToken).ConfigureAwait(false);
        reply.CheckLength(copy.Length);
        CheckEnd(reply, head, copy);
        return await FinishAsync(copy, reply, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _copy?.Dispose();

    private async Task<object> GoOnAsync(OpenReply reply, CancellationToken cancellationToken)
    {
        var copy = _copy!;
        var range = reply.Message.Content.Headers.ContentRange;
        var from = copy.Length;
        if (range?.From != from || range.Length != _total)
        {
            var faults = reply.Call.Faults;
            Forget();
            throw faults.Make(ErrorKinds.UnexpectedAnswer,
                $"The rest of '{faults.Operation}' ({faults.Endpoint}) from byte {from} on was asked for, and the server sends something else.", status: reply.Status);
        }
        await copy.CopyAsync(reply.Body, reply.Moved, cancellationToken).ConfigureAwait(false);
        reply.CheckLength(copy.Length - from);
        if (copy.Length != _total)
        {
            throw reply.Call.Faults.Make(ErrorKinds.AnswerTruncated,
                $"The answer to '{reply.Call.Faults.Operation}' ended after {copy.Length} of {_total} bytes.", status: reply.Status);
        }
        return await FinishAsync(copy, reply, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object> FinishAsync(HashingCopy copy, OpenReply reply, CancellationToken cancellationToken)
    {
        var hash = await copy.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new DownloadReply(reply.Status, copy.Length, hash, reply.ContentType, ProposedName(reply.Message));
    }

    private void Forget()
    {
        _copy?.Dispose();
        _copy = null;
        _total = null;
        _validator = null;
    }

    /// <summary>What tells one content from another: a strong tag, else the time of its last change.</summary>
    private static string? ValidatorOf(HttpResponseMessage message)
    {
        if (message.Headers.ETag is { IsWeak: false } tag) return tag.ToString();
        return message.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A cheap look for JSON that was cut by somebody who counted the rest correctly.</summary>
    private static void CheckEnd(OpenReply reply, ReadOnlyMemory<byte> head, HashingCopy copy)
    {
        if (!reply.Call.Request.ExpectJson) return;
        var faults = reply.Call.Faults;
        if (copy.LastByte is not { } last || copy.FirstByte is not { } first)
        {
            if (reply.Call.Request.MayBeEmpty) return;
            throw faults.Make(ErrorKinds.UnexpectedAnswer, $"The answer to '{faults.Operation}' is empty where JSON is due.", status: reply.Status);
        }
        // Some services send blanks while they think. The look at the beginning saw nothing else, so this one has to do.
        if (head.Span.TrimStart(HashingCopy.Lead).Length == 0 && !char.IsAsciiDigit((char)first) && !"{[\"-tfn"u8.Contains(first))
        {
            throw faults.Make(ErrorKinds.UnexpectedAnswer,
                $"The answer to '{faults.Operation}' ({faults.Endpoint}) is no JSON after {ByteSize.Text(head.Length)} or more of blanks.", status: reply.Status);
        }
        var closing = first switch { (byte)'{' => '}', (byte)'[' => ']', _ => '\0' };
        if (closing == '\0' || last == closing) return;
        throw faults.Make(ErrorKinds.AnswerTruncated,
            $"The JSON answer to '{faults.Operation}' breaks off after {ByteSize.Text(copy.Length)}.", status: reply.Status);
    }

    private static string? ProposedName(HttpResponseMessage message)
    {
        if (!message.Content.Headers.NonValidated.TryGetValues("Content-Disposition", out var values)
            || !ContentDispositionHeaderValue.TryParse(values.ToString(), out var disposition))
        {
            return null;
        }
        return PlainFileName.From(disposition.FileNameStar) ?? PlainFileName.From(disposition.FileName);
    }
}
