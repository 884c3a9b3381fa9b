using System.Globalization;
using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.SnapLogic;

/// <summary>
/// What the control plane's failures mean: by the HTTP status, and under a success by the number in the body, which some
/// replies carry alone.
/// </summary>
/// <param name="name">The connection's name: it tells which of several control planes said it.</param>
/// <param name="isBasic">True where the credential is a user's name and password.</param>
internal sealed class SnapLogicErrors(string name, bool isBasic) : IApiErrorReader
{
    private const string TokenRemedy =
        "Check that the token is a JWT of this control plane and environment, that it has not expired (exp), and that its user is mapped; the user needs rights at both ends. Then connect again.";
    private const string PasswordRemedy =
        "Check user and password, and that the account is neither locked nor its password expired; the user needs rights at both ends. Then connect again.";
    private const string AdminRemedy =
        "The call may need an environment (org) administrator, or more rights on the project.";
    private const string BasicRemedy =
        "The environment may have basic authentication disabled (then connect with -AccessToken), or the call needs an environment (org) administrator or more rights on the project.";
    private const string ConflictRemedy =
        "-OnConflict Overwrite replaces what is there, changes made by hand included; accounts and tasks only if -AssetType names them. Or name another destination.";

    public MigrationException? Read(ApiFailure failure)
    {
        var (code, words) = Inside(failure);
        var status = failure.Status;
        if (failure.IsSuccessStatus)
        {
            if (code is not >= 400) return null;
            status = code.Value;
        }
        // What is no refusal has its common reading.
        else if (status is not (400 or 401 or 403 or 404 or 409))
        {
            return null;
        }
        if (string.IsNullOrEmpty(words)) words = failure.Words;
        var (kind, remedy) = Meaning(status, words, failure.Request);
        return failure.ToException(kind, What(failure, status, words), remedy, status: status);
    }

    private (ErrorKind Kind, string? Remedy) Meaning(int status, string words, ApiRequest request) => status switch
    {
        400 when Has(words, "is not an Api Version") => (ErrorKinds.NotAnApiVersion, null),
        400 when Has(words, "Plex assigned to an Api Version") => (ErrorKinds.SnaplexUnfit, null),
        401 => (ErrorKinds.NotAuthenticated, isBasic ? PasswordRemedy : TokenRemedy),
        403 when isBasic && (Has(words, "basic auth") || (!NeedsAdmin(request) && !Has(words, "permission") && !Has(words, "admin"))) => (ErrorKinds.BasicAuthenticationDisabled, null),
        403 => (ErrorKinds.Forbidden, isBasic ? BasicRemedy : AdminRemedy),
        // Of a status address it means something else, and whoever asks knows it.
        404 => (IsStatus(request) ? ErrorKinds.EndpointNotFound : ErrorKinds.PathNotFound, null),
        409 => (ErrorKinds.ConflictFound, ConflictRemedy),
        _ => (StatusErrors.KindOf(status), null),
    };

    /// <summary>The text of a refusal that says "there is one of that name already".</summary>
    internal static bool IsConflict(string words) =>
        Has(words, "duplicate_check") || Has(words, "with same name") || Has(words, "with the same name") || Has(words, "already exists");

    private string What(ApiFailure failure, int status, string words)
    {
        var said = words.Length == 0 ? "." : words.EndsWith('.') ? $": {words}" : $": {words}.";
        var target = failure.Request.Target is { } item ? $" ({item})" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {(status >= 500 ? "failed" : "refused")} to {failure.Request.Operation}{target}, with status {status}{said}");
    }

    /// <summary>The number and the words in the body, in the order in which the vendor's own tests look for them.</summary>
    private static (int? Code, string Words) Inside(ApiFailure failure)
    {
        using var json = failure.TryParseJson();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root) return (null, string.Empty);
        int? code = root.TryGetProperty("http_status_code", out var number) && number.TryGetNumber(out var value) ? value : null;
        return (code, SnapLogicJson.Words(root) ?? string.Empty);
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a 403 may as well say that the user is no administrator.</summary>
    private static bool NeedsAdmin(ApiRequest request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Patch || Has(request.Path, "project/import") || Has(request.Path, "publish");

    private static bool IsStatus(ApiRequest request) => request.Method == HttpMethod.Get && request.Path.Contains("migrate/", StringComparison.Ordinal);
}
