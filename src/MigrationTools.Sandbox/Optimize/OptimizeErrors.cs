using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>A refusal on its way out of a handler.</summary>
/// <param name="status">The status that the refusal has where no switch changes it.</param>
/// <param name="code">The error code, which decides the general message.</param>
/// <param name="detail">The details.</param>
internal sealed class OptimizeRefusal(int status, string code, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Whether it is one of the validations that some releases wrap into a 500.</summary>
    public bool Validation { get; init; }

    /// <summary>The list that the rich kinds add: its name and its items.</summary>
    public (string Name, JsonArray Items)? List { get; init; }

    public static OptimizeRefusal BadFile(string detail) => new(400, "importFileInvalid", detail) { Validation = true };

    public static OptimizeRefusal BadRequest(string detail, bool validation = false) => new(400, "badRequestError", detail) { Validation = validation };

    public static OptimizeRefusal NotFound(string detail) => new(404, "notFoundError", detail);

    public static OptimizeRefusal ServerError(string detail) => new(500, "serverError", detail);
}

/// <summary>The error bodies.</summary>
internal static class OptimizeErrors
{
    private const string DefinitionConflict =
        "Could not apply action due to conflicts with the collection data source. The report definition is not defined in the data source.";

    private const string TenantConflict =
        "Could not apply action due to conflicts with the collection data source. The report definition is defined in the data source, "
        + "yet at least one tenant defined in the report is not available in the data source.";

    public static Reply Reply(OptimizeRefusal refusal, OptimizeRules rules)
    {
        var wrapped = refusal.Validation && rules.ValidationIsServerError;
        var (status, code) = wrapped ? (500, "serverError") : (refusal.Status, refusal.Code);
        var detail = rules.DetailHasFramework && status is 400 or 404
            ? $"{status} {(status == 400 ? "BAD_REQUEST" : "NOT_FOUND")} \"{refusal.Message}\"" : refusal.Message;
        var body = new JsonObject { ["errorCode"] = code, ["errorMessage"] = MessageOf(code), ["detailedMessage"] = detail };
        if (refusal.List is { } list && !wrapped) body[list.Name] = list.Items;
        else if (rules.Switches.BaseBody == BaseBody.WithNull) body["reportDefinition"] = null;
        return OptimizeJson.Reply(status, body);
    }

    public static string DetailOf(string code) => code switch
    {
        "nonTenantScopeCompliantConflict" => TenantConflict,
        _ => DefinitionConflict,
    };

    private static string MessageOf(string code) => code switch
    {
        "badRequestError" => "The server was unable to process the request.",
        "notFoundError" => "The server could not find the requested resource.",
        "importIndexVersionMismatch" => "Import failed because the data structure of the imported entities do not match the current data structure. "
            + "Please migrate the data in your source Optimize before exporting to ensure the Optimize Version matches.",
        "importDefinitionDoesNotExist" => "Import failed because the imported entity requires definitions that don't exist.",
        "importFileInvalid" => "Import failed because the provided file was invalid. Only JSON files exported from Optimize can be imported.",
        "importDescriptionInvalid" => "Import failed because the provided description was invalid. Must be null or not greater than 400 characters.",
        "importNameInvalid" => "Import failed because the provided name was invalid.",
        "nonDefinitionScopeCompliantConflict" => DefinitionConflict,
        "nonTenantScopeCompliantConflict" => TenantConflict,
        "userOrGroupIdNotFound" => "The provided user or group ID does not exist in Optimize.",
        _ => "An internal server error occurred.",
    };
}
