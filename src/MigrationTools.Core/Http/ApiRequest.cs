namespace MigrationTools.Core.Http;

/// <summary>What is asked of a server. It only describes: every attempt builds its own message from it.</summary>
public sealed record ApiRequest
{
    /// <summary>GET, POST, PUT, DELETE, HEAD, OPTIONS or PATCH.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>
    /// The path below the connection's base address, already percent-encoded and without a query; a leading slash
    /// is the base path's own. Also taken: a whole address on the connection's own origin, as <see cref="ApiClient.Rebase"/> makes it.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Whether it may be repeated.</summary>
    public required RequestSafety Safety { get; init; }

    /// <summary>What it does, in words for messages: "export dashboards".</summary>
    public required string Operation { get; init; }

    /// <summary>Names and values of the query, as they are meant: the client encodes them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>What is sent along; null for nothing.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>How long the answer may take in all; null for the connection's own limit. Of a transfer: how long the server may think.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True where the answer is due as JSON: anything else is an error. An empty answer is no error.</summary>
    public bool ExpectJson { get; init; } = true;

    /// <summary>True where an empty answer means "nothing" and is no error, also where a file is due.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>
    /// True where the bodies may be of any length: there is no limit on the whole, only on a standstill.
    /// Bodies with files, and downloads, are transfers in any case.
    /// </summary>
    public bool IsTransfer { get; init; }

    /// <summary>
    /// True where the content behind the address does not change: a download that broke off then asks for the rest alone,
    /// and goes on as long as it gets on. A server that knows no ranges sends the whole again.
    /// </summary>
    public bool Resumable { get; init; }

    /// <summary>The longest answer that is kept in memory, in bytes; a longer one is AnswerTooLarge.</summary>
    public long MaxReplyBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often it is tried again at most, 0 to 5; fewer where a person waits for the answer.</summary>
    public int MostRetries { get; init; } = RetryRules.MostRetries;

    /// <summary>True to leave the connection's credential out: for the request that fetches the credential.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The item that an error names as its target.</summary>
    public object? Target { get; init; }

    internal bool CarriesFiles => Body is FileBody or MultipartBody { Files.Count: > 0 };
}
