using System.Net;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The bodies of refusals. Nobody published them; they come in all the forms a Django site has.</summary>
internal static class ArcadiaErrors
{
    public static Reply Json(int status, string message) => Reply.Json(status, new JsonObject { ["error"] = message });

    public static Reply Text(int status, string message) => Reply.Text(status, "text/plain; charset=utf-8", message);

    /// <summary>Django's page for an exception: the reason is one line in much HTML.</summary>
    public static Reply Exception(string path, string exception, string message) => Reply.Html(500,
        $"{exception} at {WebUtility.HtmlEncode(path)}",
        $"<pre class=\"exception_value\">{WebUtility.HtmlEncode(message)}</pre>\n<table class=\"meta\"><tr><th>Exception Type:</th><td>{exception}</td></tr></table>");

    public static Reply NotFound(string path) => Reply.Html(404, "Not Found",
        $"<p>The requested URL {WebUtility.HtmlEncode(path)} was not found on this server.</p>");

    public static Reply Forbidden(string right) => Json(403, $"Permission denied. Needed: {right}.");

    public static Reply Csrf() => Reply.Html(403, "403 Forbidden", "<p>CSRF verification failed. Request aborted.</p>");

    public static Reply LoginPage(int status, string token, string? message = null) => Reply.Html(status, "Login",
        $"<p>{message}</p><form method=\"post\" action=\"/arc/apps/login\"><input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"{token}\"/>"
        + "<input name=\"username\"/><input name=\"password\" type=\"password\"/></form>");
}
