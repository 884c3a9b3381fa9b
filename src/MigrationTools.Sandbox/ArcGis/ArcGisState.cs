using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What a portal begins with.</summary>
internal sealed record ArcGisSeed(
    IReadOnlyList<ArcGisUser> Users, IReadOnlyList<ArcGisFolder> Folders, IReadOnlyList<ArcGisItem> Items, IReadOnlyList<ArcGisGroup> Groups);

/// <summary>All that a portal holds. Reading gives snapshots of what is there by the portal's clock.</summary>
public sealed class ArcGisState
{
    private readonly Func<ArcGisSeed> _seed;
    private readonly TimeProvider _time;
    private readonly ArcGisPackages _packages;
    private readonly Dictionary<string, ArcGisItem> _items = [];
    private readonly Dictionary<string, ArcGisGroup> _groups = [];
    private readonly List<ArcGisFolder> _folders = [];
    private readonly List<ArcGisUser> _users = [];

    internal ArcGisState(Func<ArcGisSeed> seed, TimeProvider time, ArcGisPackages packages)
    {
        _seed = seed;
        _time = time;
        _packages = packages;
        Reset();
    }

    /// <summary>The accounts.</summary>
    public IReadOnlyList<ArcGisUser> Users => Now(() => _users.ToArray());

    /// <summary>The groups.</summary>
    public IReadOnlyList<ArcGisGroup> Groups => Now(() => _groups.Values.ToArray());

    /// <summary>The folders of all users.</summary>
    public IReadOnlyList<ArcGisFolder> Folders => Now(() => _folders.ToArray());

    /// <summary>The items of all users, in the order in which they came.</summary>
    public IReadOnlyList<ArcGisItem> Items => Now(() => _items.Values.OrderBy(item => item.Created).ToArray());

    /// <summary>The packages among the items.</summary>
    public IReadOnlyList<ArcGisItem> Packages => [.. Items.Where(item => item.Type == ArcGisTypes.Package)];

    /// <summary>The jobs, as an administrator sees them.</summary>
    public IReadOnlyList<JsonObject> JobViews => Now(() => Jobs.Values.Select(job => job.Facts()).ToArray());

    /// <summary>The item of an id, or null.</summary>
    public ArcGisItem? Item(string id) => Now(() => _items.GetValueOrDefault(id));

    /// <summary>The group of an id, or null.</summary>
    public ArcGisGroup? Group(string id) => Now(() => _groups.GetValueOrDefault(id));

    /// <summary>The name of an item's folder, or null for the root.</summary>
    public string? FolderOf(ArcGisItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Now(() => _folders.Find(folder => folder.Id == item.Folder)?.Title);
    }

    /// <summary>Puts an account in place.</summary>
    public void AddUser(ArcGisUser user) => Now(() => _users.Add(user));

    /// <summary>Puts an item in place; one of the same id is replaced.</summary>
    public void AddItem(ArcGisItem item, string? groupId = null) => Now(() =>
    {
        ArgumentNullException.ThrowIfNull(item);
        Put(item);
        if (groupId is not null) Share(groupId, item.Id);
    });

    /// <summary>Puts a group in place; one of the same id is replaced.</summary>
    public void AddGroup(ArcGisGroup group) => Now(() =>
    {
        ArgumentNullException.ThrowIfNull(group);
        Put(group);
    });

    /// <summary>Changes an item behind everybody's back.</summary>
    public void Change(string itemId, Func<ArcGisItem, ArcGisItem> change) => Now(() =>
    {
        ArgumentNullException.ThrowIfNull(change);
        Put(change(_items[itemId]));
    });

    /// <summary>From now on this portal, and its sibling, read a file of this hash and length as a package that holds these items, whatever its bytes are.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="manifest">What the package says.</param>
    /// <param name="files">The items' files, by id.</param>
    public void DeclarePackage(string sha256, long length, ArcGisManifest manifest, IReadOnlyDictionary<string, byte[]>? files = null) =>
        _packages.Know(sha256, length, manifest, (files ?? new Dictionary<string, byte[]>()).ToDictionary(file => file.Key, file => ArcGisContent.From(file.Value)));

    /// <summary>Items, groups, folders and jobs. Without noise: nothing that another run would make different (times, chosen ids, packages, jobs).</summary>
    public JsonObject Describe(bool withoutNoise = false) => Now(() =>
    {
        var items = _items.Values.Where(item => !withoutNoise || item.Type != ArcGisTypes.Package).OrderBy(item => item.Id, StringComparer.Ordinal);
        var description = new JsonObject
        {
            ["items"] = ArcGisJson.Objects(items.Select(item => Describe(item, withoutNoise))),
            ["groups"] = ArcGisJson.Objects(_groups.Values.OrderBy(group => group.Id, StringComparer.Ordinal).Select(group => Describe(group, withoutNoise))),
            ["folders"] = ArcGisJson.Strings(_folders.Select(folder => folder.Owner + "/" + folder.Title).Order(StringComparer.Ordinal)),
            ["users"] = ArcGisJson.Strings(_users.Select(user => user.Name)),
        };
        if (!withoutNoise) description["jobs"] = ArcGisJson.Objects(Jobs.Values.Select(job => job.Facts()));
        return description;
    });

    internal Lock Sync { get; } = new();

    internal Dictionary<string, ArcGisUpload> Uploads { get; } = [];

    internal Dictionary<string, ArcGisJob> Jobs { get; } = [];

    /// <summary>What the clock has brought about since the last look.</summary>
    internal Action<DateTimeOffset>? Settle { get; set; }

    internal DateTimeOffset Time => _time.GetUtcNow();

    internal T Now<T>(Func<T> read)
    {
        lock (Sync)
        {
            Settle?.Invoke(Time);
            return read();
        }
    }

    /// <summary>The item of an id, without looking at the clock.</summary>
    internal ArcGisItem? ItemNow(string id) => _items.GetValueOrDefault(id);

    internal void Now(Action act) => Now(() =>
    {
        act();
        return true;
    });

    internal static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal void Put(ArcGisItem item)
    {
        if (_items.TryGetValue(item.Id, out var old) && old.Content is { } content && !ReferenceEquals(content, item.Content)) content.Dispose();
        _items[item.Id] = item;
    }

    internal void Put(ArcGisGroup group) => _groups[group.Id] = group;

    internal void Share(string groupId, string itemId)
    {
        var group = _groups[groupId];
        if (!group.Items.Contains(itemId)) Put(group with { Items = [.. group.Items, itemId] });
    }

    internal void Remove(ArcGisItem item)
    {
        _items.Remove(item.Id);
        item.Content?.Dispose();
        if (Uploads.Remove(item.Id, out var upload)) upload.Dispose();
        foreach (var group in _groups.Values.Where(group => group.Items.Contains(item.Id)).ToList())
        {
            Put(group with { Items = [.. group.Items.Where(id => id != item.Id)] });
        }
    }

    internal void Remove(ArcGisFolder folder)
    {
        foreach (var item in _items.Values.Where(item => item.Folder == folder.Id).ToList()) Remove(item);
        _folders.Remove(folder);
    }

    /// <summary>A user's folder of a name, made where it is missing.</summary>
    internal ArcGisFolder FolderNamed(string owner, string title)
    {
        var found = _folders.Find(folder => folder.Owner == owner && folder.Title.Equals(title, StringComparison.OrdinalIgnoreCase));
        if (found is not null) return found;
        var made = new ArcGisFolder(NewId(), owner, title);
        _folders.Add(made);
        return made;
    }

    internal ArcGisFolder? FolderById(string owner, string id) => _folders.Find(folder => folder.Owner == owner && folder.Id == id);

    internal void Reset()
    {
        lock (Sync)
        {
            Clear();
            var seed = _seed();
            _users.AddRange(seed.Users);
            _folders.AddRange(seed.Folders);
            foreach (var item in seed.Items) _items[item.Id] = item;
            foreach (var group in seed.Groups) _groups[group.Id] = group;
        }
    }

    internal void Clear()
    {
        lock (Sync)
        {
            foreach (var item in _items.Values) item.Content?.Dispose();
            foreach (var upload in Uploads.Values) upload.Dispose();
            _items.Clear();
            _groups.Clear();
            _folders.Clear();
            _users.Clear();
            Uploads.Clear();
            Jobs.Clear();
        }
    }

    private JsonObject Describe(ArcGisItem item, bool withoutNoise)
    {
        var description = new JsonObject
        {
            ["id"] = item.Id, ["type"] = item.Type, ["title"] = item.Title, ["owner"] = item.Owner,
            ["folder"] = _folders.Find(folder => folder.Id == item.Folder)?.Title,
            ["url"] = item.Url, ["size"] = item.Size, ["sha256"] = item.Content?.Sha256, ["protected"] = item.Protected,
            ["state"] = item.State.ToString(), ["tags"] = ArcGisJson.Strings(item.Tags),
        };
        if (withoutNoise) return description;
        description["created"] = item.Created.ToString("O", CultureInfo.InvariantCulture);
        description["modified"] = item.Modified.ToString("O", CultureInfo.InvariantCulture);
        return description;
    }

    private static JsonObject Describe(ArcGisGroup group, bool withoutNoise) => new()
    {
        ["id"] = group.Id, ["title"] = group.Title, ["owner"] = group.Owner, ["members"] = ArcGisJson.Strings(group.Members),
        ["items"] = ArcGisJson.Strings(withoutNoise ? group.Items.Order(StringComparer.Ordinal) : group.Items),
    };
}
