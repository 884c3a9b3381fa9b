using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Makes the addresses of requests, all on the connection's own origin.</summary>
internal sealed class RequestAddress
{
    internal RequestAddress(Uri baseAddress)
    {
        if (!baseAddress.IsAbsoluteUri || !IsHttp(baseAddress) || baseAddress.Host.Length == 0)
        {
            throw new MigrationException(ErrorKinds.InvalidUri, "The address of the connection is no http or https address.");
        }
        if (baseAddress.UserInfo.Length > 0)
        {
            throw new MigrationException(ErrorKinds.InvalidUri, "The address of the connection holds a user name or password.",
                "Leave it out of the address and give it as the credential.");
        }
        var text = baseAddress.GetLeftPart(UriPartial.Path);
        Base = new Uri(text.EndsWith('/') ? text : text + "/");
        Origin = new Uri(Base.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Ends with a slash.</summary>
    internal Uri Base { get; }

    internal Uri Origin { get; }

    internal Uri Of(ApiRequest request)
    {
        var address = request.Path.Contains("://", StringComparison.Ordinal) ? OwnAddress(request.Path) : Below(request.Path);
        if (request.Query.Count > 0)
        {
            // Done here and not by the client library, which would drop the second of two equal pairs.
            address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + FormText.Encode(request.Query);
        }
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw new MigrationException(ErrorKinds.RequestTooLarge, $"The address of '{request.Operation}' is too long to be sent.")
            {
                TargetObject = request.Target,
            };
        }
        return uri;
    }

    /// <summary>Path and query of an address, whatever host it names, on this origin.</summary>
    internal Uri Rebase(string uri)
    {
        var text = uri.Trim();
        if (text.Length == 0 || text.Any(c => char.IsControl(c) || c is '\\' or ' ')) throw Refused(uri);
        // "/path" alone is a file's address to Uri on Unix, so the forms are told apart by hand.
        if (text.StartsWith("//", StringComparison.Ordinal)) text = Base.Scheme + ":" + text;
        else if (text[0] is '/' or '?') text = Origin.AbsoluteUri.TrimEnd('/') + (text[0] == '?' ? Base.AbsolutePath : "") + text;
        else if (!HasScheme(text)) text = Base.AbsoluteUri + text;

        if (!Uri.TryCreate(text, UriKind.Absolute, out var absolute) || !IsHttp(absolute)) throw Refused(uri);
        return new Uri(Origin, absolute.PathAndQuery is ['/', '/', ..] doubled ? "/" + doubled.TrimStart('/') : absolute.PathAndQuery);
    }

    private string OwnAddress(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
            && Uri.Compare(uri, Origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            return uri.GetLeftPart(UriPartial.Query);
        }
        throw new MigrationException(ErrorKinds.InvalidUri, "A request leads to another server than the connection's own.",
            "The credential is not carried there; connect to that server if it is the right one.");
    }

    private string Below(string path)
    {
        var relative = path.StartsWith('/') ? path[1..] : path;
        if (relative.StartsWith('/') || relative.AsSpan().ContainsAny("?#\\") || relative.Split('/').Any(IsDots))
        {
            throw new MigrationException(ErrorKinds.InvalidValue, $"'{ServerWords.Line(path, 200)}' is no path below the connection's address.");
        }
        return Base.AbsoluteUri + relative;
    }

    private static bool IsDots(string segment) => Uri.UnescapeDataString(segment) is "." or "..";

    private static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;

    private static bool HasScheme(string text) => text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && text.IndexOfAny(['/', '?', '#']) is var mark && (mark < 0 || colon < mark);

    private static MigrationException Refused(string uri) => new(ErrorKinds.UnexpectedAnswer,
        $"The server named '{ServerWords.Line(Redactor.Redact(uri.Split('?')[0]), 200)}' as an address to ask, which is no path of an http server.");
}
