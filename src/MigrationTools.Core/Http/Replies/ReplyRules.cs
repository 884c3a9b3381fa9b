using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Http;

/// <summary>Answers that are errors whatever their status says: redirects, pages, packed bodies.</summary>
internal static class ReplyRules
{
    internal static MigrationException Redirected(OpenReply reply)
    {
        var faults = reply.Call.Faults;
        var location = reply.Message.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
        if (new[] { "login", "signin", "sign-in" }.Any(word => location.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            return faults.Make(ErrorKinds.NotAuthenticated,
                $"The server sends '{faults.Operation}' ({faults.Endpoint}) to its login page.", status: reply.Status);
        }
        var place = Place(location, reply.Call.Address);
        return faults.Make(ErrorKinds.RedirectRefused,
            $"The server answers '{faults.Operation}' ({faults.Endpoint}, status {reply.Status}) with a redirect to {place}, which is not followed.",
            status: reply.Status);
    }

    /// <summary>No encoding was allowed; inflating one all the same would make lengths and hashes lie.</summary>
    internal static void CheckEncoding(OpenReply reply)
    {
        var encodings = reply.Message.Content.Headers.ContentEncoding;
        if (encodings.All(encoding => encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))) return;
        throw reply.Call.Faults.Make(ErrorKinds.UnexpectedAnswer,
            $"The answer to '{reply.Call.Faults.Operation}' is packed ({ServerWords.Line(string.Join(", ", encodings), 60)}), which was not allowed.",
            status: reply.Status);
    }

    /// <summary>Looks at the beginning of a successful answer.</summary>
    internal static void CheckShape(OpenReply reply, ReadOnlySpan<byte> beginning)
    {
        var request = reply.Call.Request;
        var faults = reply.Call.Faults;
        var text = BodyText.Decode(beginning[..Math.Min(beginning.Length, 64 * 1024)], reply.ContentType);
        var first = text.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (first.Length == 0) return;

        var isHtml = HtmlPage.Begins(text) || (HtmlPage.IsHtml(reply.ContentType) && first[0] == '<');
        if (isHtml && HtmlPage.IsLogin(text))
        {
            throw faults.Make(ErrorKinds.NotAuthenticated,
                $"The server answers '{faults.Operation}' ({faults.Endpoint}) with a login page.", status: reply.Status, serverText: text);
        }
        var isJson = first[0] is '{' or '[' or '"' or '-' or 't' or 'f' or 'n' || char.IsAsciiDigit(first[0]);
        if (request.ExpectJson ? isJson : !isHtml || !reply.Call.Reader.IsTransfer) return;
        throw faults.Make(ErrorKinds.UnexpectedAnswer,
            $"The answer to '{faults.Operation}' ({faults.Endpoint}) is {(isHtml ? "a web page" : "no JSON")}: {ServerWords.Hint(faults.Redact(text, wasCut: true))}",
            status: reply.Status, serverText: text);
    }

    /// <summary>Lets the system look for an error inside a success.</summary>
    internal static void CheckInside(OpenReply reply, ReadOnlyMemory<byte> body)
    {
        if (reply.Options.Errors is not { } reader || body.Length is 0 or > AttemptSender.ErrorBodyLimit) return;
        var failure = new ApiFailure(reply.Call.Request, reply.Status, reply.ContentType, body, wasCut: false, reply.Call.Faults);
        if (reader.Read(failure) is { } error) throw error;
    }

    private static string Place(string location, Uri from)
    {
        if (location.Length == 0 || !Uri.TryCreate(from, location, out var uri)) return "an address that it does not name";
        // Neither query nor user: both may hold a ticket.
        return ServerWords.Line($"{uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}", 300);
    }
}
