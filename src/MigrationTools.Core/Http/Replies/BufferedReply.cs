using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Reads an answer whole, within its limit.</summary>
internal sealed class BufferedReply : IReplyReader
{
    internal static BufferedReply Instance { get; } = new();

    public bool IsTransfer => false;

    public async Task<object> ReadAsync(OpenReply reply, CancellationToken cancellationToken)
    {
        var request = reply.Call.Request;
        var limit = request.MaxReplyBytes;
        if (reply.Announced > limit) throw TooLarge(reply);
        var (body, _) = await BoundedReader.ReadAsync(reply.Body, limit + 1, reply.Announced, reply.Moved, cancellationToken).ConfigureAwait(false);
        if (body.Length > limit) throw TooLarge(reply);
        reply.CheckLength(body.Length);

        ReplyRules.CheckShape(reply, body.Span);
        ReplyRules.CheckInside(reply, body);
        if (request.ExpectJson && body.Length > 0 && JsonShape.Look(body) != JsonShape.Finding.Whole)
        {
            throw JsonShape.Fault(body, reply.Call.Faults, reply.Status);
        }
        return new ApiReply(reply.Status, reply.ContentType, HeadersOf(reply.Message), body, reply.Call.Faults);
    }

    private static MigrationException TooLarge(OpenReply reply) => reply.Call.Faults.Make(ErrorKinds.AnswerTooLarge,
        $"The answer to '{reply.Call.Faults.Operation}' is larger than {ByteSize.Text(reply.Call.Request.MaxReplyBytes)}.", status: reply.Status);

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage message)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in message.Headers.NonValidated) headers[name] = values.ToString();
        foreach (var (name, values) in message.Content.Headers.NonValidated) headers[name] = values.ToString();
        return headers;
    }
}
