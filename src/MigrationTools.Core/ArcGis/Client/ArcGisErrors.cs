using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// What a portal's failures mean. Most come with HTTP 200, in several families of bodies; the code in the body decides, then
/// the message, and never the messageCode alone: the same one stands for a wrong token and for missing rights.
/// </summary>
/// <param name="name">The connection's name: it tells which of several portals said it.</param>
internal sealed class ArcGisErrors(string name) : IApiErrorReader
{
    private const string Tier = "A web tier in front of the portal answers in its place: connect with -AccessToken, or to an address without it (port 7443).";

    public MigrationException? Read(ApiFailure failure)
    {
        using var body = failure.TryParseJson();
        if (body?.RootElement is { ValueKind: JsonValueKind.Object } root && Find(root, failure) is { } found) return Classify(found, failure);
        return failure.Status switch
        {
            401 => failure.ToException(ErrorKinds.NotAuthenticated, $"Signing in is asked for before {name} is reached, at '{failure.Request.Operation}' (HTTP 401).", Tier),
            403 => failure.ToException(ErrorKinds.Forbidden, $"'{failure.Request.Operation}' is forbidden before {name} is reached (HTTP 403).", Tier),
            404 when failure.Text.Contains("404.13", StringComparison.Ordinal) => failure.ToException(ErrorKinds.RequestTooLarge, $"The web server in front of {name} takes no request as large as '{failure.Request.Operation}' (HTTP 404.13)."),
            _ => null,
        };
    }

    /// <summary>The error inside a body; null where it is none.</summary>
    private static Error? Find(JsonElement root, ApiFailure failure)
    {
        var words = Words(failure);
        if (IsState(root, failure)) return null;
        if (root.Member("error") is { } error)
        {
            return error.ValueKind == JsonValueKind.Object
                ? new Error(Code(error), error.Text("messageCode", 40), words)
                : new Error(Code(root) ?? (failure.IsSuccessStatus ? null : failure.Status), null, words);
        }
        var status = root.Text("status", 40)?.ToUpperInvariant();
        if (status is "ERROR" or "FAILURE" || (status == "FAILED" && root.Member("jobId") is null)) return new Error(Code(root), root.Text("messageCode", 40), words);
        if (root.Flag("success") == false) return new Error(Code(root), root.Text("messageCode", 40), words);
        return failure.IsSuccessStatus ? null : new Error(Code(root) ?? failure.Status, null, words);
    }

    /// <summary>The state of a job, or of an upload, may be that it failed: the question for it was answered all the same.</summary>
    private static bool IsState(JsonElement root, ApiFailure failure)
    {
        var path = failure.Request.Path;
        if (!path.Contains("/jobs/", StringComparison.Ordinal) && !path.EndsWith("/status", StringComparison.Ordinal)) return false;
        return root.Member("status") is not null && (root.Member("id") ?? root.Member("itemId") ?? root.Member("definition") ?? root.Member("jobId")) is not null;
    }

    private static int? Code(JsonElement element) => element.Number("code") is { } code and > 0 and < 1000 ? (int)code : null;

    private static string Words(ApiFailure failure)
    {
        var words = failure.Words;
        return words.StartsWith('{') ? "" : words;
    }

    private MigrationException Classify(Error error, ApiFailure failure)
    {
        bool Says(string text) => error.Words.Contains(text, StringComparison.OrdinalIgnoreCase);
        var asked = $"'{failure.Request.Operation}'";
        var said = $"{(error.Words.Length > 0 ? error.Words.TrimEnd('.') : "it gives no reason")} ({Codes(error, failure)}).";
        MigrationException Of(ErrorKind kind, string what, string? remedy = null, int? status = null) =>
            failure.ToException(kind, what, remedy, status ?? (error.Code is >= 300 and < 600 ? error.Code : failure.IsSuccessStatus ? 400 : failure.Status));

        switch (error.Code)
        {
            case 498:
                return Of(ErrorKinds.NotAuthenticated, $"{name} does not accept the token for {asked}: {said}",
                    "Connect again; a token that was made with a referer needs the same with -Header @{ Referer = '…' }.");
            case 499:
                return Of(ErrorKinds.NotAuthenticated, $"{name} saw no token with {asked}: {said}",
                    "A web tier in front of it may strip the header; connect again, or to an address without it (port 7443).");
            case 401:
                return Of(ErrorKinds.NotAuthenticated, $"{name} does not accept the credential for {asked}: {said}");
            case 403:
                return Forbidden();
        }
        if (Says("Unable to generate token") || Says("Invalid username or password") || failure.Request.Path.EndsWith("/generateToken", StringComparison.Ordinal) && error.Code is null or 400)
        {
            return Of(ErrorKinds.NotAuthenticated, $"{name} refuses the user and password: {said}",
                "Check both (the user name is case-sensitive), and do not try on and on: that can lock the account. Users of single sign-on need -AccessToken.", 400);
        }
        if (Says("do not have permission")) return Forbidden();
        if (error.MessageCode == "CONT_0048" || Says("delete protection"))
        {
            return Of(ErrorKinds.DeleteProtected, $"{name} refused {asked}: {said}");
        }
        if (error.MessageCode == "CONT_0001" || Says("Item does not exist") || Says("Item not found"))
        {
            return Of(ErrorKinds.ArtifactNotFound, $"{name} has no such item, or does not show it to this user, at {asked}: {said}",
                "Check the item's id, and that the user may see it.");
        }
        if (Says("Group does not exist") || Says("Group not found"))
        {
            return Of(ErrorKinds.ArtifactNotFound, $"{name} has no such group, or does not show it to this user, at {asked}: {said}",
                "Check the group's id; Get-ArcGisGroup lists the groups that this user sees.");
        }
        if (Says("User does not exist") || Says("User not found"))
        {
            return Of(ErrorKinds.ArtifactNotFound, $"{name} has no such user, or does not show them to this one, at {asked}: {said}",
                "Check the user's name: upper and lower case count.");
        }
        return error.Code switch
        {
            429 => Of(ErrorKinds.TooManyRequests, $"{name} asks to slow down with {asked}: {said}"),
            404 => Of(ErrorKinds.EndpointNotFound, $"{name} does not know the address of {asked}: {said}"),
            413 => Of(ErrorKinds.RequestTooLarge, $"{name} takes no request as large as {asked}: {said}"),
            408 or 504 => Of(ErrorKinds.RequestTimeout, $"{name} gave up waiting during {asked}: {said}"),
            >= 500 => Of(ErrorKinds.ServerError, $"{name} failed at {asked}: {said}"),
            // "Code 200, status failure" was seen: a fault of the server that found no code of its own.
            >= 200 and < 300 => Of(ErrorKinds.ServerError, $"{name} failed at {asked}: {said}", status: 500),
            _ => Of(ErrorKinds.RequestRejected, $"{name} refused {asked}: {said}"),
        };

        MigrationException Forbidden() => Of(ErrorKinds.Forbidden, $"{name} forbids {asked}: {said}",
            "Exports and imports need the group's owner or manager, or an administrator of the portal.", 403);
    }

    private static string Codes(Error error, ApiFailure failure)
    {
        var code = error.Code is { } number ? $"code {number}" : failure.IsSuccessStatus ? "no code" : $"HTTP {failure.Status}";
        return error.MessageCode is { Length: > 0 } word ? $"{code}, {word}" : code;
    }

    private sealed record Error(int? Code, string? MessageCode, string Words);
}
