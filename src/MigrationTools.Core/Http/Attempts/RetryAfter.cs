using System.Globalization;

namespace MigrationTools.Core.Http;

/// <summary>How long a server wishes to be left alone.</summary>
internal static class RetryAfter
{
    /// <summary>Whatever is longer counts as this long: a date in the year 9999 means "never".</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <returns>The wait; null where the server says none that can be understood.</returns>
    internal static TimeSpan? Read(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.NonValidated.TryGetValues("Retry-After", out var values)) return null;
        var text = values.ToString().Trim();
        // By its signs first: the library takes "NaN" and "Infinity" for numbers, and no wait can be made of those.
        if (text.Length > 0 && text.All(sign => char.IsAsciiDigit(sign) || sign == '.')
            && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
        }
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        // By the server's own clock where it tells it: the two may differ by more than the wait.
        var wait = date - (response.Headers.Date ?? time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
    }
}
