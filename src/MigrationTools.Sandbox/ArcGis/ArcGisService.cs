using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>The routes of a portal, and the form of its answers: HTML unless JSON is asked for, and errors on HTTP 200.</summary>
internal sealed class ArcGisService : ISandboxService
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private readonly ArcGisPortal _portal;
    private readonly ArcGisDirectory _directory;
    private readonly ArcGisItems _items;
    private readonly ArcGisUploads _uploads;
    private readonly ArcGisJobs _jobs;
    private readonly ArcGisImport _import;
    private readonly ArcGisPreview _preview;
    private readonly ArcGisExport _export;
    private bool _settling;

    public ArcGisService(ArcGisPortal portal)
    {
        _portal = portal;
        Tokens = new(portal);
        _directory = new(portal);
        _items = new(portal, _directory);
        _uploads = new(portal, _items);
        _jobs = new(portal.State, portal.Switches);
        _import = new(portal, _directory, _jobs);
        _preview = new(portal, _import);
        _export = new(portal, _import, _jobs);
        portal.State.Settle = Settle;
    }

    public ArcGisTokens Tokens { get; }

    public long? BodyLimit => _portal.Switches.BodyLimit == ArcGis.BodyLimit.On ? _portal.Switches.BodyLimitBytes : null;

    public TimeSpan? GatewayTimeout => _portal.Switches.GatewayTimeout;

    public string LoginPath => _portal.ContextPath + "/home/signin.html";

    public string RouteOf(string method, string path) => ArcGisRoute.Of(_portal.ContextPath, path)?.Name ?? "other";

    public string RouteOf(SandboxRequest request) =>
        request.Record.Route == "import" && new ArcGisCall(request, null, default).Flag("previewOnly", false) ? "preview" : request.Record.Route;

    public Reply? Refuse(string method, string target, long? length) =>
        length > BodyLimit ? Reply.Html(413, "413 Request Entity Too Large", "<hr><center>nginx</center>") : null;

    public Reply Unauthorized(string path) => Json(ArcGisError.InvalidToken().ToJson(), 200, Compact);

    public async Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping)
    {
        if (ArcGisRoute.Of(_portal.ContextPath, request.Path) is not { } route) return Elsewhere(request.Path);
        if (route.Name is "import" or "export" && request.Record.Route != "preview" && !new ArcGisCall(request, null, default).Flag("async", false))
        {
            // Whoever does not take a job waits for the work.
            await Task.Delay(_portal.Switches.JobDuration, _portal.Time, stopping);
        }

        try
        {
            return _portal.State.Now(() => Answer(request, route));
        }
        catch (ArcGisError error)
        {
            return Render(request, error.ToJson(), error.HttpStatus ?? Status(error.Code));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Render(request, new ArcGisError(500, exception.Message).ToJson(), 500);
        }
    }

    public void Reset()
    {
        Tokens.Revoke();
        _preview.Reset();
    }

    private Reply Answer(SandboxRequest request, ArcGisRoute route)
    {
        if (route.Changes && request.Method != "POST") throw new ArcGisError(405, "Method Not Allowed.") { HttpStatus = 405 };
        // A token that is not good does not stand in the way of a new one.
        var open = route.Name is "token" or "oauth" or "root";
        var call = new ArcGisCall(request, open ? null : Tokens.Identify(request), _portal.Time.GetUtcNow());
        if (route.Name == "data") return _items.Data(call, route.First);
        if (request.Record.Route != "preview") return Render(request, Body(call, route), 200);
        var (body, page) = _preview.Post(call, route.First);
        return page ?? Render(request, body!, 200);
    }

    private JsonObject Body(ArcGisCall call, ArcGisRoute route)
    {
        var (first, second) = (route.First, route.Second);
        return route.Name switch
        {
            "root" => _directory.Root(),
            "token" => Tokens.Generate(call),
            "oauth" => Tokens.Authorize(call),
            "self" => _directory.Self(call, first),
            "job" when ArcGisDirectory.IsOrganization(first) => _jobs.Get(call, second),
            "communitySelf" => _directory.User(call, call.User().Name),
            "user" => _directory.User(call, first),
            "groups" => _directory.Groups(call),
            "group" => _directory.Group(call, first),
            "import" => _import.Run(call, first),
            "importPreview" => _preview.Get(call, first, second),
            "export" => _export.Run(call, first),
            "groupContent" => _directory.GroupContent(call, first),
            "item" => _directory.Item(call, first),
            "userContent" => _directory.UserContent(call, first, second),
            "search" => _directory.Search(call),
            "addItem" => _uploads.Add(call, first, second),
            "addPart" => _uploads.AddPart(call, first, second),
            "parts" => _uploads.Parts(call, first, second),
            "commit" => _uploads.Commit(call, first, second),
            "status" => _uploads.Status(call, first, second),
            "cancel" => _uploads.Cancel(call, first, second),
            "delete" => _items.Delete(call, first, second),
            "canDelete" => _items.CanDelete(call, first, second),
            "protect" or "unprotect" => _items.Protect(call, first, second, route.Name == "protect"),
            "reassign" => _items.Reassign(call, first, second),
            "createFolder" => _items.CreateFolder(call, first),
            "deleteFolder" => _items.DeleteFolder(call, first, second),
            _ => throw ArcGisError.NoJob(),
        };
    }

    /// <summary>By <c>f</c>: json, pjson, or a page for people.</summary>
    private static Reply Render(SandboxRequest request, JsonObject body, int status) => new ArcGisCall(request, null, default).Text("f") switch
    {
        "json" => Json(body, status, Compact),
        "pjson" => Json(body, status, Indented),
        _ => Reply.Html(status, "ArcGIS Portal Directory", $"<pre>{WebUtility.HtmlEncode(body.ToJsonString(Indented))}</pre>"),
    };

    private static Reply Json(JsonObject body, int status, JsonSerializerOptions options) =>
        Reply.Text(status, "application/json;charset=UTF-8", body.ToJsonString(options));

    private Reply Elsewhere(string path)
    {
        var context = _portal.ContextPath;
        if (path.StartsWith(context + "/sharing/rest", StringComparison.Ordinal)) return Reply.Html(404, "404 Not Found", "<p>The resource does not exist.</p>");
        if (path.StartsWith(context + "/sharing", StringComparison.Ordinal))
        {
            return Reply.Html(200, "ArcGIS Portal Directory", "<p>This variant is not supported. Use /sharing/rest.</p>");
        }

        return path.TrimEnd('/') == context || path.StartsWith(context + "/home", StringComparison.Ordinal)
            ? Reply.Html(200, _portal.Title, "<p>Sign in.</p>") : Reply.Html(404, "404 Not Found", "<hr><center>nginx</center>");
    }

    private int Status(int code) => _portal.Switches.ErrorStatus == ErrorStatus.Ok ? 200 : code switch
    {
        498 or 499 => 401,
        >= 400 and < 600 => code,
        _ => 200,
    };

    /// <summary>What the clock has brought about. The work itself looks at the state: once is enough.</summary>
    private void Settle(DateTimeOffset now)
    {
        if (_settling) return;
        _settling = true;
        try
        {
            _uploads.Settle(now);
            foreach (var job in _portal.State.Jobs.Values) job.Advance(now);
        }
        finally
        {
            _settling = false;
        }
    }
}
