using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>
/// Which headers can be sent. Checked here because the layers below would put the value, a secret, into their own
/// complaint, or drop the header without one.
/// </summary>
internal static class HeaderRules
{
    private const string TokenSigns = "!#$%&'*+-.^_`|~";

    // Set by the connection itself: a second value would contradict the first, or cut the message in two.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Authorization",
        "Proxy-Connection", "Accept", "Accept-Encoding", "Cookie", "Allow", "Expires", "Last-Modified",
    };

    internal static void Check(string name, string value)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || TokenSigns.Contains(c)))
        {
            throw new MigrationException(ErrorKinds.InvalidHeader, $"'{ServerWords.Line(name, 60)}' is no name of a header.");
        }
        if (Own.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            throw new MigrationException(ErrorKinds.InvalidHeader, $"The connection sets the header '{name}' itself.");
        }
        CheckValue(name, value);
    }

    internal static void CheckValue(string name, string value)
    {
        // The value is a secret as likely as not: only what is wrong with it is told.
        if (value.Any(c => c is not '\t' and (< ' ' or > '~')))
        {
            throw new MigrationException(ErrorKinds.InvalidHeader,
                $"The value of the header '{name}' holds a line break, another control character, or a character outside ASCII.");
        }
    }
}
