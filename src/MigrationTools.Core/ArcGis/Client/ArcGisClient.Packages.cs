using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

internal sealed partial class ArcGisClient
{
    private const int MostMessages = 10_000;
    private const int LongestMessage = 1_000;
    private const int MostRaw = 16 * 1024;

    /// <summary>Starts an export of a group's items into a package on the portal.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="itemIds">Its items; none for all.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Once it was sent, its answer is waited for.</param>
    public async Task<ArcGisStart> ExportAsync(string groupId, IReadOnlyList<string> itemIds, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> fields = [new("async", "true")];
        if (itemIds.Count > 0) fields.Add(new("itemIdList", string.Join(',', itemIds)));
        var reply = await PostAsync($"community/groups/{Part(groupId)}/export", $"export group {groupId}", RequestSafety.Unsafe, fields, observer, cancellationToken, groupId).ConfigureAwait(false);
        return Started(reply);
    }

    /// <summary>Starts an import of a package that is on the portal.</summary>
    public async Task<ArcGisStart> ImportAsync(string groupId, string packageItemId, ArcGisImportFields import, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        // What is left out has a default that nobody documents: all that matters is said.
        List<KeyValuePair<string, string>> fields =
        [
            new("itemId", packageItemId), new("previewOnly", "false"), new("overwriteExistingItems", Flag(import.Overwrite)), new("async", "true"),
        ];
        if (import.ItemIds.Count > 0) fields.Add(new("itemIdList", string.Join(',', import.ItemIds)));
        if (import.FolderId is { } folder) fields.Add(new("folderId", folder));
        if (import.FolderOwner is { } owner) fields.Add(new("folderOwnerUsername", owner));
        if (import.FolderName is { } name) fields.Add(new("importContentFolder", name));
        if (import.Keep is { } keep) fields.Add(new("keepPackageItemAfterImport", Flag(keep)));
        var reply = await PostAsync($"community/groups/{Part(groupId)}/import", $"import into group {groupId}", RequestSafety.Unsafe, fields, observer, cancellationToken, groupId).ConfigureAwait(false);
        return Started(reply);
    }

    /// <summary>Asks what a package holds, in the documented way. Portals were seen to answer it with a page, or with nothing. A read.</summary>
    /// <returns>The first page; null where the answer is none.</returns>
    public async Task<ArcGisPreviewPage?> PreviewOnlyAsync(string groupId, string packageItemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        ApiReply reply;
        try
        {
            reply = await SendAsync(new ApiRequest
            {
                Method = HttpMethod.Post,
                Path = $"{Root}community/groups/{Part(groupId)}/import",
                Safety = RequestSafety.Safe,
                Operation = "look into the package",
                Body = new FormBody([new("itemId", packageItemId), new("previewOnly", "true"), Json]),
                ExpectJson = false,
                Target = packageItemId,
            }, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.RedirectRefused)
        {
            return null;
        }
        if (JsonShape.Look(reply.Body) != JsonShape.Finding.Whole) return null;
        using var answer = reply.ParseJson();
        return Preview(answer.RootElement, reply.Body.Length);
    }

    /// <summary>A page of what a package holds, in the other way. A read.</summary>
    public async Task<ArcGisPreviewPage?> PreviewPageAsync(string groupId, string packageItemId, long start, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var reply = await PostAsync($"community/groups/{Part(groupId)}/importPreview/{Part(packageItemId)}", "look into the package", RequestSafety.Safe,
            [new("start", Number(start)), new("num", Number(PageSize))], observer, cancellationToken, packageItemId).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        return Preview(answer.RootElement, reply.Body.Length);
    }

    /// <summary>How a job stands. The key goes along always: group owners need it, and nobody is refused for it. A read.</summary>
    public async Task<ArcGisJobAnswer> JobAsync(string? organizationId, string jobId, string? key, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        if (key is not null) api.RegisterSecret(key);
        // As a form: in a query the key would lie in logs.
        var reply = await PostAsync($"portals/{Part(organizationId ?? "self")}/jobs/{Part(jobId)}", $"ask how job {jobId} stands", RequestSafety.Safe,
            key is null ? [] : [new("key", key)], observer, cancellationToken, jobId).ConfigureAwait(false);
        using var answer = reply.ParseJson();
        return Job(answer.RootElement);
    }

    private ArcGisJobAnswer Job(JsonElement root)
    {
        var messages = root.List("messages").Take(MostMessages).Select(message => message.ValueKind == JsonValueKind.String
            ? SafeJson.Clean(SafeJson.TextOf(message)!, LongestMessage)
            : message.Text("description", LongestMessage) ?? message.Text("message", LongestMessage) ?? SafeJson.Clean(message.GetRawText(), LongestMessage)).ToList();
        var words = new[] { root.Member("error") is { } error ? Said(error) : null, root.Text("statusMessage", 4000) is { Length: > 0 } text ? ServerWords.From(text, null) : null }
            .Where(part => !string.IsNullOrWhiteSpace(part)).Distinct(StringComparer.Ordinal);
        var definition = root.Member("definition");
        return new ArcGisJobAnswer(root.Text("status", 60) ?? "", messages.ConvertAll(api.Redact), api.Redact(string.Join("; ", words)) is { Length: > 0 } said ? said : null,
            root.Member("result")?.Clone(), definition?.Text("type", 60), definition?.Id("groupId"), definition?.Text("groupTitle"), root.Time("created"), root.Time("modified"), Raw(root));
    }

    private string Raw(JsonElement element)
    {
        var text = api.Redact(element.GetRawText());
        return text.Length <= MostRaw ? text : text[..MostRaw] + "…";
    }

    private static string Said(JsonElement error) => error.ValueKind == JsonValueKind.String ? SafeJson.TextOf(error)! : ServerWords.From(error.GetRawText(), "application/json");

    private ArcGisStart Started(ApiReply reply)
    {
        using var answer = reply.ParseJson();
        var root = answer.RootElement;
        var key = root.Member("key") is { ValueKind: JsonValueKind.String } value ? SafeJson.TextOf(value) : null;
        // The job has begun, and only an owner of a group needs the key: one that cannot be a key is left out.
        if (key?.Length > ApiClient.LongestSecret) key = null;
        if (key is not null) api.RegisterSecret(key);
        return new ArcGisStart(root.Id("jobId"), key, root.Clone());
    }

    private ArcGisPreviewPage? Preview(JsonElement root, long length)
    {
        if (root.Member("packageSummary") is null && root.Member("results") is null) return null;
        ArcGisPackageSummary? summary = null;
        if (root.Member("packageSummary") is { } said)
        {
            var source = said.Member("sourcePortalInfo");
            var url = source?.Text("httpsUrl") ?? source?.Text("httpUrl");
            summary = new ArcGisPackageSummary(said.Text("fileName"), url is null ? null : PlainText.Source(url, PackageManifest.LongestSource), source?.Text("version", 40), said.Time("packageCreated"));
        }
        var results = root.List("results").Take(MostListed).ToList();
        var items = results.Select(Item).OfType<ArcGisItem>().ToList();
        return new ArcGisPreviewPage(summary, items, results.Count - items.Count, root.Number("start") ?? 1, root.Number("nextStart") ?? -1, root.Number("total") ?? items.Count, length);
    }
}
