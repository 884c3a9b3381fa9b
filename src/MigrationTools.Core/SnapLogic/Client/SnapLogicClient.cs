using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.SnapLogic;

/// <summary>The wire: one method an endpoint. What the service is known to do stands in docs/services/snaplogic.md.</summary>
internal sealed class SnapLogicClient(ApiClient api)
{
    /// <summary>The control plane gives a public request 15 minutes; whoever hangs up before leaves its outcome open.</summary>
    private static readonly TimeSpan PlatformLimit = TimeSpan.FromMinutes(16);

    /// <summary>No migration has this token.</summary>
    private const string NoToken = "00000000-0000-0000-0000-000000000000";

    /// <summary>The most that are read; no environment has as many.</summary>
    private const int MostSnaplexes = 10_000;

    /// <summary>Asks for a migration that does not exist. A read.</summary>
    public async Task ProbeAsync(IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            // Somebody waits for it: a wrong port is said within two seconds.
            await AskAsync(Request(HttpMethod.Get, $"project/migrate/{NoToken}", "answer who is asking", null) with { MostRetries = 2 }, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.EndpointNotFound || error.Kind == ErrorKinds.PathNotFound)
        {
            if (error.ServerText is { } text && !HtmlPage.Begins(text)) return;
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, "The server answers, but not like SnapLogic's public API.",
                "Check that the address leads to a SnapLogic control plane.", error) { Endpoint = error.Endpoint, HttpStatus = error.HttpStatus };
        }
    }

    /// <summary>Starts a migration of a project.</summary>
    /// <param name="source">The project.</param>
    /// <param name="destination">The project it becomes; made where it is not there.</param>
    /// <param name="types">Which assets; always said, because what the server takes when they are missing is not documented.</param>
    /// <param name="overwrite">False has the server refuse a destination that is there.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">A request that was sent is awaited for a while.</param>
    public async Task<SnapLogicStatus> MigrateProjectAsync(
        SnapLogicPath source, SnapLogicPath destination, IReadOnlyList<string> types, bool overwrite, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(HttpMethod.Post, $"project/migrate/{source.Url}", "migrate the project", source, new JsonObject
        {
            ["dest_path"] = destination.ToString(),
            ["asset_types"] = SnapLogicJson.Array(types),
            ["duplicate_check"] = !overwrite,
            ["async"] = true,
        }, observer, cancellationToken).ConfigureAwait(false);
        return SnapLogicStatus.Read(reply);
    }

    /// <summary>Starts a migration of a version of an API.</summary>
    /// <param name="source">The version.</param>
    /// <param name="destination">The version it becomes.</param>
    /// <param name="snaplex">Where it is to run; null to leave that to the server.</param>
    /// <param name="types">Which assets.</param>
    /// <param name="overwrite">False has the server refuse a version that is there.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">A request that was sent is awaited for a while.</param>
    public async Task<SnapLogicStatus> MigrateVersionAsync(
        SnapLogicPath source, SnapLogicPath destination, SnapLogicPath? snaplex, IReadOnlyList<string> types, bool overwrite, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            // These two alone are percent-encoded within the JSON, and the key is another than for projects.
            ["dest_version_path"] = destination.Escaped,
            ["asset_types"] = SnapLogicJson.Array(types),
            ["duplicate_check"] = !overwrite,
            ["async_mode"] = true,
        };
        if (snaplex is not null) body["dest_plex_path"] = snaplex.Escaped;
        var reply = await ChangeAsync(HttpMethod.Post, $"apim/migrate_version/{source.Url}", "migrate the API version", source, body, observer, cancellationToken).ConfigureAwait(false);
        return SnapLogicStatus.Read(reply);
    }

    /// <summary>Asks how a migration stands. A read.</summary>
    /// <param name="address">A path below the API, or an address on the connection's own origin.</param>
    /// <param name="token">The migration's token, for messages.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    /// <exception cref="MigrationException">EndpointNotFound where the address or the token is not known there.</exception>
    public async Task<SnapLogicStatus> StatusAsync(string address, string token, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(Request(HttpMethod.Get, address, "tell how a migration stands", token), observer, cancellationToken).ConfigureAwait(false);
        return reply.ValueKind == JsonValueKind.Undefined
            ? throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The status of the migration {token} is empty.") { TargetObject = token }
            : SnapLogicStatus.Read(reply);
    }

    /// <summary>Exports a project into a stream, byte for byte what the server sends. A read.</summary>
    public Task<DownloadReply> ExportAsync(
        SnapLogicPath project, IReadOnlyList<string> types, bool ignoreSizeLimit, Stream target, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var query = new List<KeyValuePair<string, string>>();
        if (types.Count > 0) query.Add(new("asset_types", string.Join(',', types)));
        if (ignoreSizeLimit) query.Add(new("force", "true"));
        var request = Request(HttpMethod.Get, $"project/export/{project.Url}", "export the project", project) with
        {
            Query = query,
            ExpectJson = false,
            IsTransfer = true,
            Timeout = PlatformLimit,
        };
        return JudgedAsync(() => api.DownloadAsync(request, target, observer, cancellationToken), observer, cancellationToken);
    }

    /// <summary>Imports an exported project.</summary>
    /// <param name="destination">The project.</param>
    /// <param name="files">The archive, and what goes with it.</param>
    /// <param name="duplicates">skip, overwrite or create_new.</param>
    /// <param name="overwriteTypes">Which types overwrite replaces; the others it leaves alone.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">A request that was sent is awaited for a while.</param>
    public async Task<SnapLogicStatus> ImportAsync(
        SnapLogicPath destination, IReadOnlyList<FilePart> files, string duplicates, IReadOnlyList<string> overwriteTypes, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var query = new List<KeyValuePair<string, string>> { new("duplicate_check", duplicates) };
        if (overwriteTypes.Count > 0) query.Add(new("overwrite_types", string.Join(',', overwriteTypes)));
        var reply = await SendAsync(Request(HttpMethod.Post, $"project/import/{destination.Url}", "import into the project", destination) with
        {
            Safety = RequestSafety.Unsafe,
            Query = query,
            Body = new MultipartBody([], files),
            IsTransfer = true,
            Timeout = PlatformLimit,
        }, observer, cancellationToken).ConfigureAwait(false);
        return SnapLogicStatus.Read(reply);
    }

    /// <summary>Copies assets into a project; what is there by their names is overwritten.</summary>
    /// <returns>The paths that the server says it made, and what it names as failed; null where its answer tells neither.</returns>
    public async Task<(IReadOnlyList<string> Made, IReadOnlyList<SnapLogicAssetReport> Failed)?> CopyAssetsAsync(
        IReadOnlyList<SnapLogicPath> assets, SnapLogicPath destination, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var root = await ChangeAsync(HttpMethod.Post, "project/copy_assets", "copy assets into the project", destination, new JsonObject
        {
            ["dest_path"] = destination.ToString(),
            ["asset_path_list"] = SnapLogicJson.Array(assets.Select(asset => asset.ToString())),
        }, observer, cancellationToken).ConfigureAwait(false);
        var reply = SnapLogicJson.Map(root);
        if (reply.ValueKind != JsonValueKind.Object) return null;
        // The end of the key's name is not documented.
        var lists = reply.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Array && SafeJson.NameOf(member).StartsWith("copied_assets_new_path", StringComparison.Ordinal)).ToList();
        var failed = SnapLogicStatus.Read(root).Failed;
        if (lists.Count == 0 && failed.Count == 0) return null;
        return ([.. lists.SelectMany(list => list.Value.EnumerateArray()).Take(SnapLogicStatus.MostEntries).Select(SnapLogicJson.Plain).OfType<string>()], failed);
    }

    /// <summary>The Snaplexes of an environment. A read.</summary>
    public async Task<IReadOnlyList<SnapLogicSnaplex>> SnaplexesAsync(string org, string? path, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Get, $"snaplex/{Uri.EscapeDataString(org)}", "list the Snaplexes of", org);
        if (path is not null) request = request with { Query = [new("plex_path", path)] };
        var map = SnapLogicJson.Map(await SendAsync(request, observer, cancellationToken).ConfigureAwait(false));
        return map.ValueKind == JsonValueKind.Object
            ? [.. map.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Object).Take(MostSnaplexes).Select(entry => SnapLogicSnaplex.Of(SafeJson.NameOf(entry), entry.Value))]
            : throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The answer to what Snaplexes {org} has is no list of them.");
    }

    /// <summary>Asks who may do what with a project or a project space: an answer says that it is there. A read, for environment administrators.</summary>
    /// <exception cref="MigrationException">PathNotFound, Forbidden.</exception>
    public Task AccessAsync(SnapLogicPath folder, IMigrationObserver observer, CancellationToken cancellationToken) =>
        SendAsync(Request(HttpMethod.Get, $"assetapi/acl/{folder.Url}", "tell the rights on", folder), observer, cancellationToken);

    /// <summary>Enables or disables a task, or all tasks of a project.</summary>
    public Task<SnapLogicPathReport> EnableAsync(SnapLogicPath path, bool enable, IMigrationObserver observer, CancellationToken cancellationToken) =>
        TaskAsync(HttpMethod.Post, enable ? "task/enable" : "task/disable", enable ? "enable" : "disable", path, [], observer, cancellationToken);

    /// <summary>Binds a task, or all tasks of a project, to a Snaplex.</summary>
    public Task<SnapLogicPathReport> SetPlexAsync(SnapLogicPath path, string runtimePathId, IMigrationObserver observer, CancellationToken cancellationToken) =>
        TaskAsync(HttpMethod.Patch, "task/plex", $"bind to {runtimePathId}", path, new JsonObject { ["runtime_path_id"] = runtimePathId }, observer, cancellationToken);

    /// <summary>Publishes a version of an API.</summary>
    /// <returns>What the server lists as published, and as not.</returns>
    public async Task<SnapLogicPathReport> PublishAsync(string org, JsonObject version, SnapLogicPath path, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await ChangeAsync(HttpMethod.Post, "apim/publish_versions", "publish the API version", path,
            new JsonObject { ["org_name"] = org, ["versions_info"] = new JsonArray(version) }, observer, cancellationToken).ConfigureAwait(false);
        return SnapLogicPathReport.Read(reply, "successful_versions", "unsuccessful_versions");
    }

    private async Task<SnapLogicPathReport> TaskAsync(
        HttpMethod method, string address, string verb, SnapLogicPath path, JsonObject body, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        // task_path wins over project_path, so only one of them is ever sent.
        body[path.Segments.Count == 4 ? "task_path" : "project_path"] = path.ToString();
        var reply = await ChangeAsync(method, address, path.Segments.Count == 4 ? $"{verb} the task" : $"{verb} the tasks of the project", path, body, observer, cancellationToken).ConfigureAwait(false);
        return SnapLogicPathReport.Read(reply, "success", "failed");
    }

    private Task<JsonElement> ChangeAsync(
        HttpMethod method, string path, string operation, SnapLogicPath target, JsonObject body, IMigrationObserver observer, CancellationToken cancellationToken) =>
        SendAsync(Request(method, path, operation, target) with { Safety = RequestSafety.Unsafe, Body = SnapLogicJson.Body(body), Timeout = PlatformLimit }, observer, cancellationToken);

    private static ApiRequest Request(HttpMethod method, string path, string operation, object? target) => new()
    {
        Method = method,
        Path = path,
        Safety = RequestSafety.Safe,
        Operation = operation,
        Target = target?.ToString(),
    };

    private Task<JsonElement> SendAsync(ApiRequest request, IMigrationObserver observer, CancellationToken cancellationToken) =>
        JudgedAsync(() => AskAsync(request, observer, cancellationToken), observer, cancellationToken);

    /// <returns>The answer's JSON; undefined where it is empty ("status code only").</returns>
    private async Task<JsonElement> AskAsync(ApiRequest request, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await api.SendAsync(request, observer, cancellationToken).ConfigureAwait(false);
        JsonElement root = default;
        if (!reply.Body.Span.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            root = Parse(reply);
        }
        SnapLogicJson.ThrowIfRefused(reply, root, request.Operation, request.Safety == RequestSafety.Unsafe, api.Redact);
        return root;
    }

    /// <summary>An answer becomes rows and messages: what it echoes of the credential goes before it is read.</summary>
    private JsonElement Parse(ApiReply reply)
    {
        var text = reply.Text;
        var masked = api.RedactSecrets(text);
        if (ReferenceEquals(masked, text) || masked == text)
        {
            using var whole = reply.ParseJson();
            return whole.RootElement.Clone();
        }
        try
        {
            using var json = JsonDocument.Parse(masked, new JsonDocumentOptions { MaxDepth = JsonShape.MaxDepth });
            return json.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new MigrationException(ErrorKinds.UnexpectedAnswer, "The answer holds the connection's own secret in a place where it cannot be taken out.", inner: error) { IsAmbiguous = true };
        }
    }

    /// <summary>
    /// The control plane says 401 of a wrong credential, which ends all, and of a right that is missing on one path, which
    /// ends this alone. A request that needs no right tells them apart.
    /// </summary>
    private async Task<T> JudgedAsync<T>(Func<Task<T>> ask, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (MigrationException refused) when (refused.Kind == ErrorKinds.NotAuthenticated && refused.HttpStatus == 401)
        {
            try
            {
                await ProbeAsync(observer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is MigrationException or OperationCanceledException)
            {
                throw refused;
            }
            throw new MigrationException(ErrorKinds.Forbidden, $"{refused.What} The credential as such is accepted.",
                "The user needs read rights on the source and write rights on the destination's environment; a JWT holds for the environment that it names (org) alone.", refused)
            {
                HttpStatus = refused.HttpStatus,
                Endpoint = refused.Endpoint,
                TargetObject = refused.TargetObject,
                ServerText = refused.ServerText,
            };
        }
    }
}
