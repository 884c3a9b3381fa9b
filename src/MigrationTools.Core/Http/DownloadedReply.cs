using System.Net.Http.Headers;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Streams an answer into a file, after a look at its beginning.</summary>
internal sealed class DownloadedReply(Stream target) : IReplyReader
{
    public bool IsTransfer => true;

    public async Task<object> ReadAsync(OpenReply reply, CancellationToken cancellationToken)
    {
        // Services answer "200" with a page or an error object where a file is due: look before anything is written.
        var (head, ended) = await BoundedReader.ReadAsync(
            reply.Body, AttemptSender.ErrorBodyLimit, reply.Announced, reply.Moved, cancellationToken).ConfigureAwait(false);
        ReplyRules.CheckShape(reply, head.Span);
        if (ended) ReplyRules.CheckInside(reply, head);

        using var copy = new HashingCopy(target);
        await copy.AddAsync(head, cancellationToken).ConfigureAwait(false);
        if (!ended) await copy.CopyAsync(reply.Body, reply.Moved, cancellationToken).ConfigureAwait(false);
        reply.CheckLength(copy.Length);
        CheckEnd(reply, head, copy);
        var hash = await copy.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new DownloadReply(reply.Status, copy.Length, hash, reply.ContentType, ProposedName(reply.Message));
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
