namespace MigrationTools.Core.Http;

/// <summary>A credential that never changes: a fixed header, several, or none.</summary>
public sealed class StaticCredential : ICredential
{
    private readonly CredentialHeaders _headers;

    /// <param name="headers">Names and values.</param>
    public StaticCredential(params KeyValuePair<string, string>[] headers) => _headers = new(headers.ToArray(), 0);

    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    public StaticCredential(string name, string value) : this(KeyValuePair.Create(name, value)) { }

    /// <summary>Sends nothing: for servers that let anybody in, or a cookie.</summary>
    public static StaticCredential None { get; } = new();

    /// <inheritdoc />
    public bool CanRenew => false;

    /// <inheritdoc />
    public ValueTask<CredentialHeaders> GetHeadersAsync(CancellationToken cancellationToken) => new(_headers);

    /// <inheritdoc />
    public Task RenewAsync(long staleGeneration, CancellationToken cancellationToken) => Task.CompletedTask;
}
