using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>The routes of a server, and what stands before them: limits, the prefix, authentication, CSRF.</summary>
internal sealed class ArcadiaService : ISandboxService
{
    private const int LongestRequestLine = 4094;
    private const int LargestFormFields = 2_621_440;
    private const string ExportPath = "/arc/migration/api/export";
    private const string ImportPath = "/arc/migration/api/import";
    private const string AssetPath = "/arc/reports/staticasset/raw/";
    private const string AdminPath = "/arc/adminapi/v1/";

    private readonly ArcadiaServer _server;
    private readonly BlobStore _blobs;
    private readonly ArcadiaImport _import;
    private readonly ArcadiaExport _export;
    private readonly ArcadiaAdminApi _admin;

    public ArcadiaService(ArcadiaServer server, BlobStore blobs)
    {
        _server = server;
        _blobs = blobs;
        Auth = new ArcadiaAuth(server);
        _import = new ArcadiaImport(server.State, server.Switches);
        _export = new ArcadiaExport(server.State, server.Switches, blobs);
        _admin = new ArcadiaAdminApi(server.State, server.Switches);
    }

    public ArcadiaAuth Auth { get; }

    public long? BodyLimit => _server.Switches.BodyLimit == Limit.On ? _server.Switches.BodyLimitBytes : null;

    public TimeSpan? GatewayTimeout => _server.Switches.GatewayTimeout == Limit.On ? _server.Switches.GatewayTimeoutAfter : null;

    public string LoginPath => _server.BasePath + "/arc/apps/login";

    public string RouteOf(string method, string path)
    {
        var inner = Inner(path) ?? "";
        if (inner.TrimEnd('/') == ExportPath) return "export";
        if (inner.TrimEnd('/') == ImportPath) return "import";
        if (inner == "/arc/migration/migrate") return "migrate";
        if (inner == "/arc/apps/login") return "login";
        if (inner == "/arc/apps/apikey_api") return "apikeys";
        if (inner == "/arc/api/data") return "data";
        if (inner.StartsWith(AdminPath, StringComparison.Ordinal)) return "admin";
        return inner.StartsWith(AssetPath, StringComparison.Ordinal) ? "asset" : "other";
    }

    public Reply? Refuse(string method, string target, long? length)
    {
        // The line also holds the method, two blanks and the version.
        if (_server.Switches.RequestLineLimit == Limit.On && method.Length + target.Length + " HTTP/1.1 ".Length > LongestRequestLine)
        {
            return Reply.Html(414, "414 Request-URI Too Large", "<hr><center>nginx</center>");
        }

        return length > BodyLimit ? Reply.Html(413, "413 Request Entity Too Large", "<hr><center>nginx</center>") : null;
    }

    public Reply Unauthorized(string path) => Auth.Failure(path);

    public async Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping)
    {
        try
        {
            return await RouteAsync(request, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ArcadiaErrors.Exception(request.Path, exception.GetType().Name, exception.ToString());
        }
    }

    private async Task<Reply> RouteAsync(SandboxRequest request, CancellationToken stopping)
    {
        if (Inner(request.Path) is not { } path) return ArcadiaErrors.NotFound(request.Path);
        if (_server.Switches.FormFieldLimit == Limit.On && request.Form.Sum(field => field.Key.Length + Encoding.UTF8.GetByteCount(field.Value)) > LargestFormFields)
        {
            return Reply.Html(400, "Bad Request (400)", "<p>Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.</p>");
        }

        if (path == "/arc/apps/login") return Auth.Login(request);
        if (Auth.Identify(request) is not { } caller) return Auth.Failure(request.Path);
        request.Record.User = caller.User.Name;
        if (ArcadiaAuth.LacksCsrf(request, caller)) return ArcadiaErrors.Csrf();
        if (Slashless(request, path) is { } answer) return answer;
        return request.Record.Route switch
        {
            "export" when request.Method == "GET" => await _export.RunAsync(request, caller.User, stopping),
            "import" when request.Method == "POST" => Import(request, caller.User, stopping),
            "migrate" when caller.Session is null => Auth.Failure(request.Path),
            "migrate" when request.Method is "POST" or "PUT" => Migrate(request, caller.Session, stopping),
            "apikeys" => Auth.Keys(request, caller),
            "admin" => _admin.Run(request, path[AdminPath.Length..], caller.User),
            "data" when request.Method == "POST" => Data(request),
            "asset" => Asset(path[AssetPath.Length..]),
            "other" => Page(request.Path, path),
            _ => Reply.Empty(405),
        };
    }

    /// <summary>Django redirects a GET to the path with the slash; what it does to a POST is a switch.</summary>
    private Reply? Slashless(SandboxRequest request, string path)
    {
        if (path is not (ExportPath or ImportPath) || _server.Switches.SlashlessPost == SlashlessPost.Works) return null;
        if (request.Method == "POST" && _server.Switches.SlashlessPost == SlashlessPost.ServerError)
        {
            return ArcadiaErrors.Exception(request.Path, "RuntimeError",
                "You called this URL via POST, but the URL doesn't end in a slash and you have APPEND_SLASH set.");
        }

        var query = request.Target.IndexOf('?');
        return Reply.Redirect(301, request.Path + "/" + (query < 0 ? "" : request.Target[query..]));
    }

    private Reply Import(SandboxRequest request, ArcadiaUser user, CancellationToken stopping)
    {
        var form = request.Form;
        if (!user.May(ArcadiaRights.ManageVisuals) && !user.May(ArcadiaRights.ManageDatasets)) return ArcadiaErrors.Forbidden("Manage visuals and dashboards");
        if (Skeleton(request, stopping) is not { } skeleton) return ArcadiaErrors.Json(400, "import_file is missing.");
        if (!form.TryGetValue("dataconnection_name", out var name)) return ArcadiaErrors.Json(400, "dataconnection_name is missing.");
        if (_server.State.Connections.Find(candidate => candidate.Name == name) is not { } connection) return Unknown(request.Path, "connection", name);
        var workspace = _server.State.PrivateOf(user);
        if (_server.Switches.WorkspaceField == WorkspaceField.ByName && form.GetValueOrDefault("workspace") is { Length: > 0 } wanted)
        {
            if (_server.State.WorkspaceFor(user, wanted) is not { } found) return Unknown(request.Path, "workspace", wanted);
            workspace = found;
        }

        var dryRun = form.TryGetValue("dry_run", out var text) ? ArcadiaForm.IsTrue(text) : _server.Switches.DryRunOmitted == DryRunOmitted.Previews;
        var check = form.GetValueOrDefault("sanity_check") is not ("false" or "False" or "0");
        return _import.Run(new(request.Path, user, skeleton, connection, workspace, dryRun, check, FailAfter: request.FailAfter));
    }

    /// <summary>The screen's own endpoint: POST uploads and previews, PUT executes, from its own parts or from the upload.</summary>
    private Reply Migrate(SandboxRequest request, ArcadiaSession session, CancellationToken stopping)
    {
        var user = session.User;
        if (!user.May(ArcadiaRights.ManageVisuals)) return ArcadiaErrors.Forbidden("Manage visuals and dashboards");
        var skeleton = Skeleton(request, stopping) ?? (request.Method == "PUT" ? session.Upload : null);
        if (skeleton is null) return ArcadiaErrors.Json(400, "import_file is missing.");
        session.Upload = skeleton;
        var name = request.Form.GetValueOrDefault("dataconnection_name", "");
        if (_server.State.Connections.Find(candidate => candidate.Name == name) is not { } connection) return Unknown(request.Path, "connection", name);
        var workspace = _server.State.PrivateOf(user);
        if (request.Form.GetValueOrDefault("workspace_id") is { Length: > 0 } id)
        {
            if (_server.State.Workspaces.Find(candidate => candidate.Id.ToString(CultureInfo.InvariantCulture) == id) is not { } found
                || (found.OwnerId is { } owner && owner != user.Id)) return Unknown(request.Path, "workspace", id);
            workspace = found;
        }

        var dryRun = request.Method == "POST" || request.Query.GetValueOrDefault("dry_run") is not ("false" or "False" or "0");
        var thumbnails = request.Form.GetValueOrDefault("thumbnails_action", "1") == "1";
        return _import.Run(new(request.Path, user, skeleton, connection, workspace, dryRun, true, thumbnails, request.FailAfter));
    }

    private byte[]? Skeleton(SandboxRequest request, CancellationToken stopping)
    {
        if (request.Files.Find(file => file.Facts.Name == "import_file") is { } file)
        {
            using var stream = file.Content.OpenRead();
            return _blobs.Extract(stream, stopping);
        }

        if (!request.Form.TryGetValue("json_data", out var text)) return null;
        using var memory = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return _blobs.Extract(memory, stopping);
    }

    private Reply Unknown(string path, string kind, string name) => _server.Switches.UnknownTarget switch
    {
        UnknownTarget.NotFound => ArcadiaErrors.Json(404, $"There is no {kind} named {name}."),
        UnknownTarget.ServerError => ArcadiaErrors.Exception(path, "DoesNotExist", $"{kind} matching query does not exist: {name}"),
        _ => ArcadiaErrors.Json(400, $"There is no {kind} named {name}."),
    };

    /// <summary>Canned rows: enough to see that a visual's dataset answers.</summary>
    private Reply Data(SandboxRequest request)
    {
        if (JsonText.TryNode(request.Form.GetValueOrDefault("dsreq")) is not JsonObject query) return ArcadiaErrors.Json(400, "dsreq is no JSON object.");
        if (query["dataset_id"]?.ToString() is not { } text || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || _server.State.Content.Find(ArcadiaTypes.Datasets, id) is null) return ArcadiaErrors.Json(404, "There is no such dataset.");
        var width = Math.Max(1, (query["dimensions"] as JsonArray ?? []).Count + (query["aggregates"] as JsonArray ?? []).Count);
        var row = string.Join(", ", Enumerable.Range(1, width));
        return Reply.Json(200, new JsonObject { ["rows"] = $"[[{row}], [{row}]]", ["info"] = new JsonArray() });
    }

    private Reply Asset(string file)
    {
        if (!long.TryParse(file.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pk)
            || _server.State.Content.Find(ArcadiaTypes.StaticAssets, pk) is not { } asset) return ArcadiaErrors.NotFound(AssetPath + file);
        var type = asset.Text("staticasset_mimetype") ?? "application/octet-stream";
        var text = asset.Text("staticasset_contents") ?? "";
        if (_blobs.Find(text) is not { } content) return Reply.Bytes(200, type, Convert.FromBase64String(text));
        return Reply.Stream(200, type, async (body, cancellation) =>
        {
            using var base64 = content.OpenRead();
            await using var plain = new CryptoStream(base64, new FromBase64Transform(), CryptoStreamMode.Read);
            await plain.CopyToAsync(body, cancellation);
        });
    }

    private static Reply Page(string whole, string path) => path is "/arc/apps/home" or "/arc" or "/" || path.StartsWith("/arc/apps/app/", StringComparison.Ordinal)
        ? Reply.Html(200, "Arcadia", "<p>Data Visualization</p>") : ArcadiaErrors.NotFound(whole);

    /// <summary>The path below the prefix, or null outside of it.</summary>
    private string? Inner(string path) => path.StartsWith(_server.BasePath + "/", StringComparison.Ordinal) ? path[_server.BasePath.Length..] : null;
}
