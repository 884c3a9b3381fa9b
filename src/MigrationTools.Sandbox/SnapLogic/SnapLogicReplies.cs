using System.Globalization;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The service refuses: a status and the text that its error bodies carry.</summary>
internal sealed class SnapLogicRefusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Under HTTP 200, whatever the switch says.</summary>
    public bool InBodyOnly { get; init; }

    /// <summary>A bare message, as the page of this endpoint shows it.</summary>
    public bool Bare { get; init; }
}

/// <summary>The shapes of answers: envelope, bare, status code only, and errors.</summary>
internal sealed class SnapLogicReplies(SnapLogicSwitches switches)
{
    private const string StatusKey = "http_status_code";

    /// <summary><c>{"response_map": …, "http_status_code": 200}</c>.</summary>
    public Reply Wrapped(JsonNode? content)
    {
        if (switches.ExtraFields == Toggle.On && content is JsonObject map) map["x_pod"] = new JsonObject { ["since"] = 437, ["zones"] = new JsonArray("a", "b") };
        var body = new JsonObject { ["response_map"] = content };
        if (switches.StatusPlace != StatusPlace.HttpOnly) body[StatusKey] = 200;
        if (switches.ExtraFields == Toggle.On) body["x_request_ms"] = 12;
        return Marked(Reply.Json(200, body), 200);
    }

    /// <summary>An object without an envelope.</summary>
    public Reply Bare(JsonNode body) => Marked(Reply.Json(200, body), 200);

    /// <summary>A status code only.</summary>
    public Reply Empty() => Marked(Reply.Empty(200), 200);

    public Reply Error(SnapLogicRefusal refusal)
    {
        var place = refusal.InBodyOnly ? StatusPlace.BodyOnly : switches.StatusPlace;
        var http = place == StatusPlace.BodyOnly ? 200 : refusal.Status;
        return Marked(refusal.Bare ? Reply.Json(http, Message(refusal, place)) : switches.ErrorForm switch
        {
            ErrorForm.Message => Reply.Json(http, Message(refusal, place)),
            ErrorForm.PlainText => Reply.Text(refusal.Status, "text/plain; charset=utf-8", refusal.Message),
            ErrorForm.Html502 => Reply.Text(502, "text/html", "<html><body>Bad Gateway</body></html>"),
            ErrorForm.Empty => Reply.Empty(refusal.Status),
            _ => Reply.Json(http, ErrorList(refusal, place)),
        }, refusal.Status);
    }

    private static JsonObject Message(SnapLogicRefusal refusal, StatusPlace place)
    {
        var body = new JsonObject { ["message"] = refusal.Message };
        if (place == StatusPlace.BodyOnly) body[StatusKey] = refusal.Status;
        return body;
    }

    private static JsonObject ErrorList(SnapLogicRefusal refusal, StatusPlace place)
    {
        var body = new JsonObject
        {
            ["response_map"] = new JsonObject { ["error_list"] = new JsonArray(new JsonObject { ["message"] = refusal.Message }) },
        };
        if (place != StatusPlace.HttpOnly) body[StatusKey] = refusal.Status;
        return body;
    }

    private Reply Marked(Reply reply, int status) => switches.StatusHeader == Toggle.On
        ? reply.With("X-SL-StatusCode", status.ToString(CultureInfo.InvariantCulture)) : reply;
}
