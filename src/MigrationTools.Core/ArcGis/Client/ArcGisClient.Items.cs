using System.Text.Json;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Observers;

namespace MigrationTools.Core.ArcGis;

internal sealed partial class ArcGisClient
{
    private const int MostFolders = 10_000;

    /// <summary>An item; null where the portal has none of the id, or does not show it. A read.</summary>
    public async Task<ArcGisItem?> FindItemAsync(string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await ItemAsync(itemId, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound)
        {
            return null;
        }
    }

    /// <summary>An item. A read.</summary>
    /// <exception cref="MigrationException">ArtifactNotFound.</exception>
    public async Task<ArcGisItem> ItemAsync(string itemId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        using var answer = await GetAsync($"content/items/{Part(itemId)}", $"look at item {itemId}", [], observer, cancellationToken, itemId).ConfigureAwait(false);
        return Item(answer.RootElement) ?? throw new MigrationException(ErrorKinds.UnexpectedAnswer, $"The portal's answer about item {itemId} is no item.") { TargetObject = itemId };
    }

    /// <summary>Items that a search finds; what was changed a moment ago may be missing. A read.</summary>
    public Task<List<ArcGisItem>> SearchAsync(string query, IMigrationObserver observer, CancellationToken cancellationToken) =>
        ListAsync("search", "search for items", "results", [new("q", query)], Item, observer, cancellationToken);

    /// <summary>A user's items in one folder, and all folders of the user. A read.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="folderId">The folder; null for the root.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Aborts it.</param>
    public async Task<(List<ArcGisItem> Items, List<ArcGisFolder> Folders)> UserContentAsync(string user, string? folderId, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        var folders = new List<ArcGisFolder>();
        var path = $"content/users/{Part(user)}{(folderId is null ? "" : "/" + Part(folderId))}";
        var items = await ListAsync(path, $"list the items of {user}", "items", [], Item, observer, cancellationToken).ConfigureAwait(false);
        if (folderId is null)
        {
            using var first = await GetAsync(path, $"list the folders of {user}", [new("num", "1")], observer, cancellationToken).ConfigureAwait(false);
            folders.AddRange(first.RootElement.List("folders").Take(MostFolders).Where(folder => folder.Id("id") is not null)
                .Select(folder => new ArcGisFolder(folder.Id("id")!, folder.Text("title") ?? folder.Id("id")!)));
        }
        return (items, folders);
    }

    /// <summary>Downloads an item's file. A read, and the rest alone is asked for where the portal knows ranges.</summary>
    public Task<DownloadReply> DataAsync(string itemId, string what, Stream target, IMigrationObserver observer, CancellationToken cancellationToken) => DownloadAsync(new ApiRequest
    {
        Method = HttpMethod.Get,
        // Without f: with it, some answer a description of the file.
        Path = $"{Root}content/items/{Part(itemId)}/data",
        Safety = RequestSafety.Safe,
        Operation = $"download {what}",
        ExpectJson = false,
        IsTransfer = true,
        Resumable = true,
        Target = itemId,
    }, target, observer, cancellationToken);

    /// <summary>Deletes an item. It being gone already is no failure.</summary>
    /// <exception cref="MigrationException">DeleteProtected, Forbidden.</exception>
    public async Task DeleteAsync(string owner, string itemId, string what, IMigrationObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            // Deleting what is gone changes nothing, so it may be repeated.
            await PostAsync($"content/users/{Part(owner)}/items/{Part(itemId)}/delete", $"delete {what}", RequestSafety.Safe, [], observer, cancellationToken, itemId).ConfigureAwait(false);
        }
        catch (MigrationException error) when (error.Kind == ErrorKinds.ArtifactNotFound)
        {
            // Gone, by an earlier try or by somebody else.
        }
    }

    /// <summary>Gives an item to another user.</summary>
    public Task<ApiReply> ReassignAsync(string owner, string itemId, string newOwner, string? folder, string what, IMigrationObserver observer, CancellationToken cancellationToken) =>
        PostAsync($"content/users/{Part(owner)}/items/{Part(itemId)}/reassign", $"give {what} to {newOwner}", RequestSafety.Unsafe,
            folder is null ? [new("targetUsername", newOwner)] : [new("targetUsername", newOwner), new("targetFoldername", folder)], observer, cancellationToken, itemId);

    private ArcGisItem? Item(JsonElement element) => element.Id("id") is not { } id ? null : new ArcGisItem
    {
        System = ArcGisConnection.SystemName,
        Type = element.Text("type", 100) ?? "Item",
        Id = id,
        Name = Titled(element.Text("title"), element.Text("type", 100) ?? "Item", id),
        Owner = element.Name("owner"),
        FolderOfOwner = element.Id("ownerFolder"),
        Size = element.Number("size") is { } size and >= 0 ? size : null,
        Exists = element.Flag("exists"),
        CanImport = element.Flag("canImport"),
        Created = element.Time("created"),
        Modified = element.Time("modified"),
        Access = element.Text("access", 40),
        Tags = [.. element.List("tags").Where(tag => tag.ValueKind == JsonValueKind.String).Take(100).Select(tag => SafeJson.Clean(SafeJson.TextOf(tag)!, 200))],
        Source = api.BaseAddress.AbsoluteUri.TrimEnd('/'),
    };
}
