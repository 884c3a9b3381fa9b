using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>The routes of the control plane, and what stands before them.</summary>
internal sealed class SnapLogicService : ISandboxService
{
    private readonly SnapLogicServer _server;
    private readonly SnapLogicReplies _replies;
    private readonly SnapLogicMigrations _migrations;
    private readonly SnapLogicProjectApi _projects;
    private readonly SnapLogicVersionApi _versions;
    private readonly SnapLogicPublishApi _publish;
    private readonly SnapLogicAssetsApi _assets;
    private readonly SnapLogicTransferApi _transfer;
    private readonly SnapLogicTaskApi _tasks;
    private readonly SnapLogicPlexApi _plexes;
    private readonly SnapLogicAccessApi _access;

    public SnapLogicService(SnapLogicServer server, BlobStore blobs)
    {
        _server = server;
        _replies = new SnapLogicReplies(server.Switches);
        Auth = new SnapLogicAuth(server);
        _migrations = new SnapLogicMigrations(server, _replies);
        _projects = new SnapLogicProjectApi(server);
        _versions = new SnapLogicVersionApi(server);
        _publish = new SnapLogicPublishApi(server, _replies);
        _assets = new SnapLogicAssetsApi(server, _replies);
        _transfer = new SnapLogicTransferApi(server, _replies, blobs);
        _tasks = new SnapLogicTaskApi(server, _replies);
        _plexes = new SnapLogicPlexApi(server, _replies);
        _access = new SnapLogicAccessApi(server, _replies);
    }

    public SnapLogicAuth Auth { get; }

    public long? BodyLimit => null;

    public TimeSpan? GatewayTimeout => _server.Switches.RequestLimit;

    public string LoginPath => "/sl/login.html";

    public string RouteOf(string method, string path) => SnapLogicRoutes.Find(method, path);

    public Reply? Refuse(string method, string target, long? length) => null;

    public Reply Unauthorized(string path) => _replies.Error(new SnapLogicRefusal(401, "Unauthorized"));

    public async Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping)
    {
        try
        {
            if (request.Path == LoginPath) return Reply.Html(200, "SnapLogic", "<p>Log in.</p>");
            var caller = Auth.Identify(request);
            request.Record.User = caller.User.Email;
            var segments = SnapLogicRoutes.Segments(request.Target);
            return request.Record.Route switch
            {
                "migrate" => await _migrations.RunAsync(request, caller, () => _projects.Check(request, caller, segments[2..]), stopping),
                "migrateVersion" => await _migrations.RunAsync(request, caller, () => _versions.CheckMigrate(request, caller, segments[2..]), stopping),
                "createVersion" => await _migrations.RunAsync(request, caller, () => _versions.CheckCreate(request, caller), stopping),
                _ => _server.State.Read(() => Answer(request, caller, segments)),
            };
        }
        catch (SnapLogicRefusal refusal)
        {
            return _replies.Error(refusal);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return _replies.Error(new SnapLogicRefusal(500, $"{exception.GetType().Name}: {exception.Message}"));
        }
    }

    private Reply Answer(SandboxRequest request, SnapLogicCaller caller, string[] segments) => request.Record.Route switch
    {
        "status" => _migrations.Status(caller, segments[2], atAdminPath: false),
        "adminStatus" => _migrations.Status(caller, segments[1], atAdminPath: true),
        "export" => _transfer.Export(request, caller, segments[2..]),
        "exportAssets" => _transfer.ExportAssets(request, caller),
        "import" => _transfer.Import(request, caller, segments[2..]),
        "copyAssets" => _assets.Copy(request, caller),
        "listAssets" => _assets.List(request, caller),
        "snaplex" => _plexes.Query(request, caller, segments[1]),
        "taskEnable" => _tasks.SetEnabled(request, caller, true),
        "taskDisable" => _tasks.SetEnabled(request, caller, false),
        "taskPlex" => _tasks.SetPlex(request, caller),
        "taskOwner" => _tasks.SetOwner(request, caller),
        "acl" => _access.Acl(request, caller, segments[2..]),
        "project" => _access.Project(request, caller, segments[2..]),
        "publish" => _publish.Publish(request, caller),
        "unpublish" => _publish.Unpublish(request, caller),
        "deprecate" => _publish.Deprecate(request, caller),
        "retire" => _publish.Retire(request, caller),
        "deleteVersion" => _publish.Delete(caller, segments[1..]),
        "session" when request.Header("Authorization")!.StartsWith("Basic", StringComparison.OrdinalIgnoreCase) => _replies.Wrapped(Auth.OpenSession(caller)),
        _ => throw new SnapLogicRefusal(404, "Not Found"),
    };
}
