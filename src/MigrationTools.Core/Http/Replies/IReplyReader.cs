using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>An answer whose headers are there and whose body has yet to be read.</summary>
internal sealed record OpenReply(
    HttpResponseMessage Message, Stream Body, AttemptGate Gate, Call Call, ApiClientOptions Options, Action<int> Moved)
{
    internal int Status => (int)Message.StatusCode;

    internal string? ContentType =>
        Message.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;

    internal long? Announced => Message.Content.Headers.ContentLength;

    /// <exception cref="MigrationException">Fewer bytes came than were announced, or more.</exception>
    internal void CheckLength(long length)
    {
        if (Call.Request.Method == HttpMethod.Head || Announced is not { } announced || announced == length) return;
        throw Call.Faults.Make(ErrorKinds.AnswerTruncated,
            $"The answer to '{Call.Faults.Operation}' ended after {length} of {announced} bytes.", status: Status);
    }
}

/// <summary>What is made of a successful answer.</summary>
internal interface IReplyReader
{
    /// <summary>True where the body may be of any length.</summary>
    bool IsTransfer { get; }

    /// <summary>What the next attempt asks for beside the request's own headers: the rest of what an earlier one brought.</summary>
    IEnumerable<KeyValuePair<string, string>> Headers => [];

    /// <exception cref="MigrationException">The answer is an error although its status is none.</exception>
    Task<object> ReadAsync(OpenReply reply, CancellationToken cancellationToken);
}
