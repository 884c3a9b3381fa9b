using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

internal sealed partial class ArcGisClient
{
    /// <summary>Adds a package with its file in one request.</summary>
    /// <returns>The new item's id.</returns>
    public async Task<string> AddItemAsync(string user, ArcGisUploadFile file, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var operation = $"upload {file.FileName}";
        var reply = await SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = $"{Root}content/users/{Part(user)}/addItem",
            Safety = RequestSafety.Unsafe,
            Operation = operation,
            IsTransfer = true,
            Target = file.Path,
            Body = new MultipartBody([.. file.Fields, new("itemIdToCreate", itemId), Json], [file.Part]),
        }, observer, cancellationToken).ConfigureAwait(false);
        return NewId(operation, reply);
    }

    /// <summary>Begins an upload in parts.</summary>
    /// <returns>The new item's id.</returns>
    public async Task<string> BeginUploadAsync(string user, ArcGisUploadFile file, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var operation = $"begin the upload of {file.FileName}";
        var reply = await PostAsync($"content/users/{Part(user)}/addItem", operation, RequestSafety.Unsafe,
            [.. file.Fields, new("multipart", "true"), new("filename", file.FileName), new("itemIdToCreate", itemId)], observer, cancellationToken, file.Path).ConfigureAwait(false);
        return NewId(operation, reply);
    }

    /// <summary>Sends one part. The same number again takes the place of the first: it may be repeated.</summary>
    public Task<ApiReply> AddPartAsync(string user, string itemId, int number, FilePart part, IMigrationObserver observer, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = $"{Root}content/users/{Part(user)}/items/{Part(itemId)}/addPart",
            // In the query: as a field of the form, portals were seen to lose it.
            Query = [new("partNum", Number(number)), Json],
            Safety = RequestSafety.Safe,
            Operation = $"send part {number} of {part.FileName}",
            IsTransfer = true,
            Target = part.FilePath,
            Body = new MultipartBody([], [part]),
        }, observer, cancellationToken);

    /// <summary>The numbers of the parts that have arrived. A read.</summary>
    public async Task<HashSet<int>> PartsAsync(string user, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"content/users/{Part(user)}/items/{Part(itemId)}/parts", "ask which parts have arrived", [], observer, cancellationToken, itemId).ConfigureAwait(false);
        return [.. answer.RootElement.List("parts").Where(part => part.ValueKind == System.Text.Json.JsonValueKind.Number && part.TryGetInt32(out _)).Select(part => part.GetInt32())];
    }

    /// <summary>Ends an upload in parts: the portal begins to put them together.</summary>
    public Task<ApiReply> CommitAsync(string user, string itemId, ArcGisUploadFile file, IMigrationObserver observer, CancellationToken cancellationToken) =>
        PostAsync($"content/users/{Part(user)}/items/{Part(itemId)}/commit", $"commit the upload of {file.FileName}", RequestSafety.Unsafe, file.Fields, observer, cancellationToken, file.Path);

    /// <summary>How an upload stands. A read.</summary>
    public async Task<ArcGisUploadStatus> UploadStatusAsync(string user, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"content/users/{Part(user)}/items/{Part(itemId)}/status", "ask how the upload stands", [], observer, cancellationToken, itemId).ConfigureAwait(false);
        var root = answer.RootElement;
        var state = root.Text("status", 40)?.ToUpperInvariant() switch
        {
            "PARTIAL" => ArcGisUploadState.Partial,
            "PROCESSING" => ArcGisUploadState.Processing,
            "COMPLETED" or "COMPLETE" or "SUCCEEDED" => ArcGisUploadState.Completed,
            "FAILED" or "ERROR" => ArcGisUploadState.Failed,
            _ => ArcGisUploadState.Unknown,
        };
        // Text, or JSON in text.
        return new ArcGisUploadStatus(state, root.Text("statusMessage", 4000) is { Length: > 0 } words ? ServerWords.From(words, null) : null);
    }

    /// <summary>Drops an upload that was not committed. It being gone already is no failure.</summary>
    public async Task CancelUploadAsync(string user, string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            await PostAsync($"content/users/{Part(user)}/items/{Part(itemId)}/cancel", "drop the upload", RequestSafety.Safe, [], observer, cancellationToken, itemId).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound)
        {
            // Gone.
        }
    }

    private static string NewId(string operation, ApiReply reply)
    {
        using var answer = reply.ParseJson();
        return answer.RootElement.Id("id") ?? answer.RootElement.Id("itemId") ?? throw Unreadable(operation, reply, ambiguous: true);
    }
}
