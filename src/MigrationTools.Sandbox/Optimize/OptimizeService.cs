using System.IO.Compression;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The routes of a server, and what stands before them: the proxy, the prefix, the security chain.</summary>
internal sealed class OptimizeService : ISandboxService
{
    private const string Public = "/api/public/";
    private const int SmallestCompressed = 23;

    private readonly OptimizeServer _server;
    private readonly OptimizeRules _rules;
    private readonly OptimizeAuth _auth;
    private readonly OptimizeExport _export;
    private readonly OptimizeImport _import;
    private readonly OptimizeResults _results;
    private readonly OptimizeCollections _collections;
    private readonly OptimizeEntities _entities;
    private readonly OptimizeExtras _extras;

    public OptimizeService(OptimizeServer server, OptimizeIdentity identity, BlobStore blobs)
    {
        _server = server;
        _rules = new OptimizeRules(server.Switches);
        _auth = new OptimizeAuth(server, identity, _rules);
        _export = new OptimizeExport(server.State, _rules, blobs);
        _import = new OptimizeImport(server.State, _rules, blobs, server.Time);
        _results = new OptimizeResults(server.State, _rules, server.Time);
        _collections = new OptimizeCollections(server.State, _rules);
        _entities = new OptimizeEntities(server.State, _rules);
        _extras = new OptimizeExtras(server.State, _rules);
    }

    public long? BodyLimit => _server.Switches.BodyLimitBytes;

    public TimeSpan? GatewayTimeout => _server.Switches.GatewayTimeoutAfter;

    public string LoginPath => _server.Switches.ContextPath + "/#/login";

    public void Reset() => _results.Reset();

    public string RouteOf(string method, string path) => Inner(path) is not { } inner ? "home"
        : inner.StartsWith(Public, StringComparison.Ordinal) ? OptimizeRoutes.Of(method, inner[Public.Length..].Split('/')) : inner switch
        {
            "/api/readyz" => "ready",
            "/api/ingestion/variable" => "ingestion",
            _ when inner.StartsWith("/api/", StringComparison.Ordinal) => "internal",
            _ => "home",
        };

    public Reply? Refuse(string method, string target, long? length) =>
        length > BodyLimit ? Reply.Html(413, "413 Request Entity Too Large", "<hr><center>nginx</center>") : null;

    public Reply Unauthorized(string path) => OptimizeAuth.Failure();

    public Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping)
    {
        Reply reply;
        try
        {
            reply = Answer(request, stopping);
        }
        catch (OptimizeRefusal refusal)
        {
            reply = OptimizeErrors.Reply(refusal, _rules);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            reply = OptimizeErrors.Reply(OptimizeRefusal.ServerError(exception.Message), _rules);
        }

        return Task.FromResult(Compressed(request, reply));
    }

    private Reply Answer(SandboxRequest request, CancellationToken stopping)
    {
        var route = request.Record.Route;
        if (route == "ready") return Reply.Empty(200);
        if (route == "home") return Home(request.Path);
        request.Record.User = _auth.Identify(request);
        // The API of the UI wants a session of the UI, and no token opens it.
        if (request.Record.User is null || route == "internal") return OptimizeAuth.Failure();
        if (OptimizeRoutes.TakesJson(route) && !IsJson(request)) throw WrongContentType();
        var path = Inner(request.Path)![1..].Split('/');
        return route switch
        {
            "exportDashboards" => _export.Dashboards(request),
            "exportReports" => _export.Reports(request),
            "import" => _import.Run(request, stopping),
            "dashboards" => _entities.List(request, dashboards: true),
            "reports" => _entities.List(request, dashboards: false),
            "deleteDashboard" => _entities.DeleteDashboard(path[3]),
            "deleteReport" => _entities.DeleteReport(path[3]),
            "result" => _results.Run(request, path[4]),
            "share" => _extras.Share(path[3] == "enable"),
            "labels" => _extras.Labels(request),
            "ingestion" => _extras.Ingest(request),
            "deleteDefinition" when _rules.DeletesDefinitions => _extras.DeleteDefinition(path[3]),
            "collections" or "collection" or "createCollection" or "scope" when _rules.CollectionEndpoints != CollectionEndpoints.Off => route switch
            {
                "collections" => _collections.List(),
                "collection" => _collections.Get(path[3]),
                "createCollection" => _collections.Create(request),
                _ => _collections.AddScope(request, path[3]),
            },
            _ => throw UnknownPath(request),
        };
    }

    private OptimizeRefusal UnknownPath(SandboxRequest request) => _rules.UnknownPathIsServerError
        ? OptimizeRefusal.ServerError($"No static resource {request.Path.TrimStart('/')}.") : OptimizeRefusal.NotFound("HTTP 404 Not Found");

    private OptimizeRefusal WrongContentType() => _rules.WrongContentTypeIsServerError
        ? OptimizeRefusal.ServerError("Content-Type is not supported") : new OptimizeRefusal(415, "badRequestError", "HTTP 415 Unsupported Media Type");

    /// <summary>The home page, and the way to it from everywhere that is not known.</summary>
    private Reply Home(string path)
    {
        var home = _server.Switches.ContextPath + "/";
        return path == home ? Reply.Html(200, "Optimize", "<div id=\"root\"></div>") : Reply.Redirect(302, home + "#");
    }

    private static bool IsJson(SandboxRequest request) => request.Header("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Compressed where the client takes it, and where no fault wants to work on the text.</summary>
    private Reply Compressed(SandboxRequest request, Reply reply)
    {
        if (_server.Switches.Compression == Compression.Off || request.Record.Fault is not null || reply.Length < SmallestCompressed || reply.Status == 204
            || request.Header("Accept-Encoding")?.Contains("gzip", StringComparison.OrdinalIgnoreCase) != true) return reply;
        var compressed = Reply.Stream(reply.Status, reply.ContentType ?? "application/json", async (target, cancellation) =>
        {
            await using var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
            await reply.WriteAsync(gzip, cancellation);
        });
        compressed.Headers.AddRange(reply.Headers);
        return compressed.With("Content-Encoding", "gzip");
    }

    /// <summary>The path below the prefixes, or null outside of them.</summary>
    private string? Inner(string path)
    {
        var context = _server.Switches.ContextPath;
        if (!path.StartsWith(context + "/", StringComparison.Ordinal)) return null;
        var inner = path[context.Length..];
        return _server.Switches.ClusterId is { } cluster && inner.StartsWith("/" + cluster + "/", StringComparison.Ordinal) ? inner[(cluster.Length + 1)..] : inner;
    }
}
