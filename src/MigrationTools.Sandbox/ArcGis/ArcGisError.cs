using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>A refusal, as the portal words it.</summary>
internal sealed class ArcGisError(int code, string message, string? messageCode = null, params string[] details) : Exception(message)
{
    public int Code { get; } = code;

    public string? MessageCode { get; } = messageCode;

    /// <summary>A body of its own shape in place of the envelope.</summary>
    public JsonObject? Body { get; init; }

    /// <summary>The status of HTTP where it is not the usual 200.</summary>
    public int? HttpStatus { get; init; }

    public static ArcGisError InvalidToken() => new(498, "Invalid token.");

    public static ArcGisError TokenRequired() => new(499, "Token Required", "GWM_0003", "Token Required");

    public static ArcGisError Forbidden() => new(403, "You do not have permissions to access this resource or perform this operation.", "GWM_0003");

    public static ArcGisError NoItem() => new(400, "Item does not exist or is inaccessible.", "CONT_0001");

    public static ArcGisError NoGroup() => new(400, "Group does not exist or is inaccessible.");

    public static ArcGisError NoFolder() => new(400, "Folder does not exist or is inaccessible.");

    public static ArcGisError NoUser() => new(400, "User does not exist or is inaccessible.");

    public static ArcGisError NoJob() => new(400, "Job does not exist or is inaccessible.");

    public static ArcGisError Bad(string message, params string[] details) => new(400, message, null, details);

    public JsonObject ToJson()
    {
        if (Body is not null) return Body;
        var error = new JsonObject { ["code"] = Code };
        if (MessageCode is not null) error["messageCode"] = MessageCode;
        error["message"] = Message;
        error["details"] = new JsonArray([.. details.Select(detail => (JsonNode?)detail)]);
        return new() { ["error"] = error };
    }
}
