using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;

namespace MigrationTools.Core.Optimize;

/// <summary>
/// What Optimize's failures mean. Status and errorCode of the same failure differ from release to release: the fields and
/// words of the body decide, and the status only where they say nothing.
/// </summary>
/// <param name="name">The connection's name: it tells which of several servers said it.</param>
/// <param name="isStatic">True where the credential is a fixed token, which newer releases refuse.</param>
internal sealed class OptimizeErrors(string name, bool isStatic) : IApiErrorReader
{
    // "Could not import entities because the provided file is not a valid list of …"
    private static readonly string[] BadPackage = ["provided file", "file is incomplete", "invalid filters", "OptimizeExportDtos", "OptimizeEntityExportDtos"];

    private static readonly string[] BadEntity = ["Cannot import management reports", "Cannot import Instant preview", "descriptions cannot be"];

    public MigrationException? Read(ApiFailure failure)
    {
        if (failure.Status == 401) return Refused(failure);
        using var json = failure.TryParseJson();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } body) return failure.IsSuccessStatus ? null : Bare(failure);
        var code = Text(body, "errorCode");
        // A collection has a name and an id, and an error a code.
        if (failure.IsSuccessStatus && code is null) return null;
        var said = Text(body, "detailedMessage") ?? Text(body, "errorMessage") ?? failure.Words;
        return Import(failure, body, code ?? string.Empty, said) ?? Known(failure, code ?? string.Empty, said)
            ?? (failure.IsSuccessStatus ? failure.ToException(ErrorKinds.ImportRejected, $"{name} reports an error to '{failure.Request.Operation}': {Sentence(said)}") : Bare(failure));
    }

    /// <summary>True for the text of an error that the server itself wrote, and no proxy before it.</summary>
    public static bool IsOwn(string? text)
    {
        try
        {
            using var json = JsonDocument.Parse(text ?? string.Empty);
            return json.RootElement.TextOf("errorCode") is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private MigrationException Refused(ApiFailure failure) => failure.ToException(ErrorKinds.NotAuthenticated,
        $"{name} does not accept the credential for '{failure.Request.Operation}' (status 401).",
        isStatic
            ? "Check that it is the access token of the server's configuration, whole and current. In SaaS and from release 8.10 on no fixed token is accepted: connect with -ClientId, -ClientSecret, -TokenUri and -Audience."
            : "Check that the audience is the one that the server is configured for, and that the client may use Optimize.");

    /// <summary>What the body of an import's error tells, whatever its status.</summary>
    private MigrationException? Import(ApiFailure failure, JsonElement body, string code, string said)
    {
        MigrationException Certain(ErrorKind kind, string what, string? remedy = null) => failure.ToException(kind, what, remedy, ambiguous: false);
        var operation = failure.Request.Operation;
        if (body.TryMember("mismatchingIndices", out _))
        {
            var list = string.Join("; ", OptimizeMismatch.Read(body));
            return Certain(ErrorKinds.IndexVersionMismatch, $"{name} refused to {operation}: {(list.Length > 0 ? list + "." : Sentence(said))}");
        }
        if (body.TryMember("definitions", out var definitions) && code.StartsWith("importDefinition", StringComparison.Ordinal))
        {
            var list = Definitions(definitions);
            return failure.Status == 403 || code == "importDefinitionForbidden"
                ? Certain(ErrorKinds.Forbidden, $"{name} does not let this user {operation}: it needs {list}.")
                : Certain(ErrorKinds.DefinitionMissing, $"{name} refused to {operation}: it does not have {list}.");
        }
        if (body.TryMember("conflictedItems", out _))
        {
            return Certain(ErrorKinds.ScopeConflict, $"{name} refused to {operation}: {Sentence(said)}", code.Contains("Tenant", StringComparison.Ordinal)
                ? "Add the tenant to the definition in the collection's data sources, or choose another collection."
                : null);
        }
        if (said.Contains("invalid filters", StringComparison.Ordinal) && said.Contains("ariable", StringComparison.Ordinal))
        {
            return Certain(ErrorKinds.VariableFilterRefused, $"{name} refused to {operation}: {Sentence(said)}");
        }
        if (said.Contains("null or empty", StringComparison.Ordinal) && failure.Request.Body is FileBody)
        {
            return Certain(ErrorKinds.ImportBroken, $"{name} refused to {operation}: it says that the package is empty, and it is not.");
        }
        if (said.Contains("file is incomplete", StringComparison.Ordinal)) return Certain(ErrorKinds.PackageIncomplete, $"{name} refused to {operation}: {Sentence(said)}");
        if (code is "importDescriptionInvalid" or "importNameInvalid" || Contains(said, BadEntity)) return Certain(ErrorKinds.EntityNotImportable, $"{name} refused to {operation}: {Sentence(said)}");
        if (code == "importFileInvalid" || Contains(said, BadPackage))
        {
            return Certain(ErrorKinds.ImportRejected, $"{name} refused to {operation}: {Sentence(said)}",
                said.Contains("valid list", StringComparison.Ordinal) ? "It cannot read the package. Often that is one of another release: compare the releases of source and target." : null);
        }
        return null;
    }

    private MigrationException? Known(ApiFailure failure, string code, string said)
    {
        var operation = failure.Request.Operation;
        if (said.Contains("Could not retrieve some reports required by", StringComparison.Ordinal))
        {
            return failure.ToException(ErrorKinds.BrokenReference, $"{name} cannot {operation}: {Sentence(said)}");
        }
        var isMissing = failure.Status == 404 || code == "notFoundError" || said.Contains("does not exist", StringComparison.Ordinal);
        if (isMissing && said.Contains("ollection", StringComparison.Ordinal) && !said.Contains("Could not find", StringComparison.Ordinal))
        {
            return failure.ToException(ErrorKinds.CollectionNotFound, $"{name} refused to {operation}: {Sentence(said)}", ambiguous: false);
        }
        if (isMissing && (said.Contains("ashboard", StringComparison.Ordinal) || said.Contains("report", StringComparison.OrdinalIgnoreCase)))
        {
            return failure.ToException(ErrorKinds.ArtifactNotFound, $"{name} cannot {operation}: {Sentence(said)}", ambiguous: false);
        }
        if (said.Contains("cannot be deleted manually", StringComparison.Ordinal))
        {
            return failure.ToException(ErrorKinds.RequestRejected, $"{name} refused to {operation}: {Sentence(said)}", "The product itself made this report, and keeps it.", ambiguous: false);
        }
        return failure.Status == 409 ? failure.ToException(ErrorKinds.ImportRejected, $"{name} refused to {operation}: {Sentence(said)}") : null;
    }

    /// <summary>Endpoints that not every release has answer with the status of their framework.</summary>
    private MigrationException? Bare(ApiFailure failure) =>
        failure.Request.Path.Contains("/collection", StringComparison.Ordinal) && failure.Status is 404 or 405 or 500
            ? failure.ToException(ErrorKinds.CollectionsUnavailable, $"{name} cannot {failure.Request.Operation} (status {failure.Status}).")
            : null;

    private static string Definitions(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array) return "a definition";
        var named = list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).Select(entry =>
            $"{Text(entry, "type") ?? "definition"} '{Text(entry, "key")}'{List(entry, "versions", "version")}{List(entry, "tenantIds", "tenant")}").Distinct().ToList();
        return named.Count == 0 ? "a definition" : string.Join(", ", named.Take(10)) + (named.Count > 10 ? $" and {named.Count - 10} more" : string.Empty);
    }

    private static string List(JsonElement entry, string name, string word)
    {
        if (!entry.TryMember(name, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return string.Empty;
        return $" {word} {string.Join(", ", list.EnumerateArray().Take(10).Select(value => SafeJson.TextOf(value) is { } text ? SafeJson.Clean(text, 100) : "null"))}";
    }

    private static bool Contains(string said, string[] patterns) => patterns.Any(pattern => said.Contains(pattern, StringComparison.Ordinal));

    private static string Sentence(string words) => words.Length == 0 ? "it gives no reason." : words.EndsWith('.') ? words : words + ".";

    private static string? Text(JsonElement body, string name) =>
        body.TryMember(name, out var value) && SafeJson.TextOf(value) is { Length: > 0 } text ? SafeJson.Clean(text, 600) : null;
}
