using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

/// <summary>Fetches tokens for a user and password, bound to the referer that every later request sends.</summary>
internal sealed class ArcGisLogin(string user, string password, string referer, TimeProvider time)
{
    /// <summary>In minutes. No portal grants less unless its administrator lowered it, and it is renewed anyhow.</summary>
    private const string Wanted = "120";

    private static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    public async Task<FetchedToken> FetchAsync(ApiClient api, CancellationToken cancellationToken)
    {
        api.RegisterSecret(password);
        var reply = await api.SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = ArcGisClient.Root + "generateToken",
            // A second token hurts nobody; a refusal of the password is an answer and never repeated.
            Safety = RequestSafety.Safe,
            Operation = "sign in",
            Anonymous = true,
            MostRetries = 2,
            Body = new FormBody(
            [
                new("username", user), new("password", password), new("client", "referer"), new("referer", referer),
                new("expiration", Wanted), new("f", "json"),
            ]),
        }, SilentObserver.Instance, cancellationToken).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        var token = answer.RootElement.Text("token", int.MaxValue);
        if (string.IsNullOrEmpty(token))
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, "The server took the user and password and gave no token.",
                "Check that the address leads to a portal of ArcGIS Enterprise, its context path included.");
        }
        if (token.Length > ApiClient.LongestSecret)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The server took the user and password and gave a token of {token.Length} characters, which no server would take.",
                "Check that the address leads to a portal of ArcGIS Enterprise, its context path included.");
        }
        api.RegisterSecret(token);
        return new FetchedToken(token, Life(answer.RootElement.Time("expires"), reply.Header("Date")));
    }

    /// <summary>By the server's own clock where it tells it: the two may differ by more than a token's life.</summary>
    private TimeSpan Life(DateTimeOffset? expires, string? date)
    {
        if (expires is null) return TimeSpan.FromHours(1);
        var now = DateTimeOffset.TryParse(date, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var said) ? said : time.GetUtcNow();
        var life = expires.Value - now;
        return life < ShortestLife ? ShortestLife : life > LongestLife ? LongestLife : life;
    }
}
