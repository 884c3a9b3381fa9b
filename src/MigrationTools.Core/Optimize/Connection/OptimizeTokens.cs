using System.Text.Json;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// Fetches tokens by client credentials. A client of its own: the identity provider is another server, which gets neither
/// the connection's headers nor its certificate.
/// </summary>
internal sealed class OptimizeTokens : IDisposable
{
    // Where the provider does not say: the shortest that is in use.
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    private readonly ApiClient _api;
    private readonly OptimizeClientCredentials _client;
    private readonly IMigrationObserver _observer;
    private readonly string _path;

    public OptimizeTokens(ConnectionSettings settings, OptimizeClientCredentials client, IMigrationObserver observer)
    {
        _client = client;
        _observer = observer;
        _path = client.TokenUri.GetLeftPart(UriPartial.Query);
        _api = new ApiClient(new ApiClientOptions
        {
            BaseAddress = new Uri(client.TokenUri.GetLeftPart(UriPartial.Authority) + "/"),
            Proxy = settings.Proxy,
            // Asked for the server; the provider may be another one, and gets the secret.
            SkipCertificateCheck = settings.SkipCertificateCheck && client.TokenUri.Host.Equals(settings.Uri.Host, StringComparison.OrdinalIgnoreCase),
            AnswerTimeout = settings.Timeout,
            Time = settings.Time,
            Errors = new Refusals(),
        });
        _api.RegisterSecret(client.Secret);
    }

    public async Task<FetchedToken> FetchAsync(CancellationToken cancellationToken)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "client_credentials"),
            new("client_id", _client.ClientId),
            new("client_secret", _client.Secret),
        };
        if (_client.Audience is { } audience) fields.Add(new("audience", audience));
        var reply = await _api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = _path,
            // A second token does no harm.
            Safety = RequestSafety.Safe,
            Operation = $"fetch a token for client {_client.ClientId}",
            Body = new FormBody(fields),
            Anonymous = true,
            MostRetries = 2,
            MaxReplyBytes = 1024 * 1024,
            Target = _client.TokenUri.Host,
        }, _observer, cancellationToken).ConfigureAwait(false);
        return Read(reply);
    }

    public void Dispose() => _api.Dispose();

    private FetchedToken Read(ApiReply reply)
    {
        using var answer = reply.ParseJson();
        if (answer.RootElement.ValueKind != JsonValueKind.Object
            || !answer.RootElement.TryMember("access_token", out var value) || SafeJson.TextOf(value) is not { Length: > 0 } token)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"{_client.TokenUri.Host} answers the request for a token without one.",
                "Check that -TokenUri is the token address of the identity provider.") { TargetObject = _client.TokenUri.Host };
        }
        if (token.Length > ApiClient.LongestSecret)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"{_client.TokenUri.Host} answers the request for a token with one of {token.Length} characters, which no server would take.",
                "Check that -TokenUri is the token address of the identity provider.") { TargetObject = _client.TokenUri.Host };
        }
        _api.RegisterSecret(token);
        var seconds = answer.RootElement.TryMember("expires_in", out var lifetime) && lifetime.TryReadSeconds(out var given) ? given : Usual.TotalSeconds;
        return new FetchedToken(token, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Identity providers refuse a client with 400 or 401; both are final.</summary>
    private sealed class Refusals : IApiErrorReader
    {
        public MigrationException? Read(ApiFailure failure) => failure.Status is 400 or 401 or 403
            ? failure.ToException(ErrorKinds.NotAuthenticated, $"The identity provider refuses to {failure.Request.Operation}{(failure.Words.Length > 0 ? $": {failure.Words}" : ".")}",
                "Check -ClientId, -ClientSecret and -Audience, and that the client may use Optimize.", status: failure.Status)
            : null;
    }
}

file static class Lifetimes
{
    /// <summary>A number, or one written as text; between a second and a month.</summary>
    public static bool TryReadSeconds(this JsonElement value, out double seconds)
    {
        seconds = 0;
        var read = value.ValueKind == JsonValueKind.Number ? value.TryGetDouble(out seconds)
            : double.TryParse(SafeJson.TextOf(value), System.Globalization.CultureInfo.InvariantCulture, out seconds);
        if (!read || !double.IsFinite(seconds) || seconds < 1) return false;
        seconds = Math.Min(seconds, 30 * 86_400);
        return true;
    }
}
