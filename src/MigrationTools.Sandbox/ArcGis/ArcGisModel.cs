using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>An account.</summary>
/// <param name="Name">The user name; its case matters.</param>
/// <param name="Password">The password.</param>
/// <param name="FullName">The name that people see.</param>
/// <param name="Role"><c>org_admin</c>, <c>org_publisher</c>, <c>org_user</c>, or the id of a custom role.</param>
public sealed record ArcGisUser(string Name, string Password, string FullName, string Role)
{
    /// <summary>Whether the portal takes the user for an administrator.</summary>
    public bool IsAdministrator => Role == "org_admin";
}

/// <summary>A group: a set of references to items.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="Title">The title.</param>
/// <param name="Owner">The owner's user name.</param>
/// <param name="Members">The user names of those who see its content, without the owner.</param>
/// <param name="Items">The ids of its items, in the order in which they came.</param>
public sealed record ArcGisGroup(string Id, string Title, string Owner, IReadOnlyList<string> Members, IReadOnlyList<string> Items)
{
    /// <summary>What it is for.</summary>
    public string Snippet { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset Created { get; init; }

    internal string MembershipOf(ArcGisUser user) => Owner == user.Name ? "owner" : Members.Contains(user.Name) ? "member" : "none";
}

/// <summary>A folder in a user's content.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="Owner">The user whose it is.</param>
/// <param name="Title">The name.</param>
public sealed record ArcGisFolder(string Id, string Owner, string Title);

/// <summary>The state of an item's file.</summary>
public enum UploadState
{
    /// <summary>Whole.</summary>
    Completed,

    /// <summary>Parts are awaited.</summary>
    Partial,

    /// <summary>Committed, being put together.</summary>
    Processing,

    /// <summary>It could not be put together.</summary>
    Failed,
}

/// <summary>An item. Snapshots are handed out; the portal replaces, and never changes one.</summary>
public sealed record ArcGisItem
{
    /// <summary>32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The owner's user name.</summary>
    public required string Owner { get; init; }

    /// <summary>The type, for example <c>Web Map</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The folder's id, or null for the root.</summary>
    public string? Folder { get; init; }

    /// <summary>The file's name.</summary>
    public string? FileName { get; init; }

    /// <summary>The address of a service or an app.</summary>
    public string? Url { get; init; }

    /// <summary>A line about it.</summary>
    public string Snippet { get; init; } = "";

    /// <summary>More about it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words by which the portal knows what it is.</summary>
    public IReadOnlyList<string> TypeKeywords { get; init; } = [];

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When it was added here.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed here.</summary>
    public DateTimeOffset Modified { get; init; }

    /// <summary>Delete protection.</summary>
    public bool Protected { get; init; }

    /// <summary>The size that the portal reports where there is no file.</summary>
    public long SizeOfService { get; init; }

    /// <summary>The file, or null.</summary>
    public ArcGisContent? Content { get; init; }

    /// <summary>The state of the file.</summary>
    public UploadState State { get; init; }

    /// <summary>Why it could not be put together.</summary>
    public string? StateReason { get; init; }

    /// <summary>Bytes.</summary>
    public long Size => Content?.Length ?? SizeOfService;
}

/// <summary>The parts of a file that is being uploaded.</summary>
internal sealed class ArcGisUpload : IDisposable
{
    public SortedDictionary<int, TempContent> Parts { get; } = [];

    /// <summary>When the portal will have put it together; null before commit.</summary>
    public DateTimeOffset? Due { get; set; }

    public void Put(int number, TempContent part)
    {
        if (Parts.Remove(number, out var old)) old.Dispose();
        Parts[number] = part;
    }

    public void Dispose()
    {
        foreach (var part in Parts.Values) part.Dispose();
        Parts.Clear();
    }
}

/// <summary>Small things that every answer needs.</summary>
internal static class ArcGisJson
{
    public static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    public static JsonArray Objects(IEnumerable<JsonObject> objects) => new([.. objects]);

    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
