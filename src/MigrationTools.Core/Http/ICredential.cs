namespace MigrationTools.Core.Http;

/// <summary>The headers that say who is asking.</summary>
/// <param name="Headers">Names and values; all values are secrets.</param>
/// <param name="Generation">Which one of the credential's successive values it is.</param>
public sealed record CredentialHeaders(IReadOnlyList<KeyValuePair<string, string>> Headers, long Generation)
{
    /// <summary>Says nothing of the values.</summary>
    public override string ToString() => $"{Headers.Count} header(s), generation {Generation}";
}

/// <summary>Who is asking. One for the life of a connection; called from any thread.</summary>
public interface ICredential
{
    /// <summary>The headers to send now; waits where a value has yet to be fetched.</summary>
    ValueTask<CredentialHeaders> GetHeadersAsync(CancellationToken cancellationToken);

    /// <summary>True where a refused value can be replaced by a new one without asking anybody.</summary>
    bool CanRenew { get; }

    /// <summary>Replaces the value of this generation; does nothing where that has been done already.</summary>
    Task RenewAsync(long staleGeneration, CancellationToken cancellationToken);
}
