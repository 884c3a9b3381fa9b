using System.Runtime.ExceptionServices;
using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>A token and how long it is good for.</summary>
/// <param name="Value">The token.</param>
/// <param name="Lifetime">How long it is good for, from now.</param>
public sealed record FetchedToken(string Value, TimeSpan Lifetime)
{
    /// <summary>Says nothing of the token.</summary>
    public override string ToString() => $"a token for {Lifetime}";
}

/// <summary>
/// A token that is fetched when first needed, again before it expires, and again when the server refuses it; by one
/// fetcher at a time, however many wait. Where the server refuses the fetch itself (NotAuthenticated), that is final:
/// asking on and on can lock an account.
/// </summary>
public sealed class RenewingCredential : ICredential
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(5);

    private readonly Func<CancellationToken, Task<FetchedToken>> _fetch;
    private readonly Func<string, IReadOnlyList<KeyValuePair<string, string>>> _toHeaders;
    private readonly TimeProvider _time;
    private readonly SingleFlight _flight = new();
    private volatile State? _state;
    private volatile ExceptionDispatchInfo? _refused;

    /// <param name="fetch">Fetches a token. It must ask with <see cref="ApiRequest.Anonymous"/>, or it would wait for itself.</param>
    /// <param name="toHeaders">Makes the headers of a token.</param>
    /// <param name="time">The clock; the system's where null.</param>
    public RenewingCredential(
        Func<CancellationToken, Task<FetchedToken>> fetch,
        Func<string, IReadOnlyList<KeyValuePair<string, string>>> toHeaders,
        TimeProvider? time = null)
    {
        _fetch = fetch;
        _toHeaders = toHeaders;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc />
    public bool CanRenew => true;

    /// <inheritdoc />
    public async ValueTask<CredentialHeaders> GetHeadersAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        if (state is null || _time.GetUtcNow() >= state.RenewAt)
        {
            await RenewAsync(state?.Headers.Generation ?? 0, cancellationToken).ConfigureAwait(false);
            state = _state!;
        }
        return state.Headers;
    }

    /// <inheritdoc />
    public async Task RenewAsync(long staleGeneration, CancellationToken cancellationToken)
    {
        // A flight that was under way may have begun before the value went stale: then it takes another.
        while ((_state?.Headers.Generation ?? 0) <= staleGeneration)
        {
            _refused?.Throw();
            await _flight.RunAsync(() => FetchAsync(staleGeneration), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(long staleGeneration)
    {
        var generation = _state?.Headers.Generation ?? 0;
        if (generation > staleGeneration) return;
        FetchedToken token;
        try
        {
            token = await _fetch(CancellationToken.None).ConfigureAwait(false);
        }
        catch (MigrationException e) when (e.Kind == ErrorKinds.NotAuthenticated)
        {
            _refused = ExceptionDispatchInfo.Capture(e);
            throw;
        }
        // A fifth of a short life, so that a token of a minute is not renewed at once and for ever.
        var margin = TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, token.Lifetime.Ticks / 5));
        _state = new State(new CredentialHeaders(_toHeaders(token.Value), generation + 1), _time.GetUtcNow() + token.Lifetime - margin);
    }

    private sealed record State(CredentialHeaders Headers, DateTimeOffset RenewAt);
}
