using System.Globalization;

namespace MigrationTools.Core.Http;

/// <summary>How long a server wishes to be left alone.</summary>
internal static class RetryAfter
{
    private const double LongestSeconds = 365 * 24 * 3600;

    /// <returns>The wait; null where the server says none that can be understood.</returns>
    internal static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values)) return null;
        var text = values.ToString().Trim();
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds));
        }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        // By the server's own clock where it tells it: the two may differ by more than the wait.
        var wait = date - (response.Headers.Date ?? time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
