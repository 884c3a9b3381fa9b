using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// A portal's token. It travels in a header that no log keeps; where a web tier in front of the portal strips that, as a
/// parameter of the form, which <see cref="ArcGisClient"/> adds.
/// </summary>
internal sealed class ArcGisCredential(ICredential inner) : ICredential
{
    private const string Scheme = "Bearer ";

    private static readonly CredentialHeaders Nothing = new([], 0);

    private volatile bool _inForm;

    /// <summary>True once headers were found not to arrive.</summary>
    public bool InForm
    {
        get => _inForm;
        set => _inForm = value;
    }

    // In the form, it is the client that puts the new token into its place.
    public bool CanRenew => !InForm && inner.CanRenew;

    public bool CanRenewToken => inner.CanRenew;

    public static IReadOnlyList<KeyValuePair<string, string>> ToHeaders(string token) => [new("X-Esri-Authorization", Scheme + token)];

    public ValueTask<CredentialHeaders> GetHeadersAsync(CancellationToken cancellationToken) =>
        InForm ? new(Nothing) : inner.GetHeadersAsync(cancellationToken);

    public Task RenewAsync(long staleGeneration, CancellationToken cancellationToken) => inner.RenewAsync(staleGeneration, cancellationToken);

    public async Task<(string Token, long Generation)> TokenAsync(CancellationToken cancellationToken)
    {
        var headers = await inner.GetHeadersAsync(cancellationToken).ConfigureAwait(false);
        return (headers.Headers[0].Value[Scheme.Length..], headers.Generation);
    }
}
