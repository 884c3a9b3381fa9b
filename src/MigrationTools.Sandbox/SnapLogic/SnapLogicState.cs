using System.Collections.Immutable;
using System.Globalization;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>All that a control plane holds. Reading gives snapshots, and lets migrations proceed to the present first.</summary>
public sealed class SnapLogicState
{
    private readonly Action<SnapLogicState> _seed;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SnapLogicOrg> _orgs = [];
    private readonly SortedSet<string> _spaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SnapLogicFolder> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableSortedDictionary<string, SnapLogicObject>> _assets = [];
    private readonly SortedDictionary<string, SnapLogicPlex> _plexes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SnapLogicUser> _users = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SnapLogicGrant> _grants = [];
    private readonly Queue<string> _nextSnodeIds = new();
    private readonly Queue<string> _nextTokens = new();
    private ulong _snodes;

    internal SnapLogicState(TimeProvider time, Action<SnapLogicState> seed)
    {
        _time = time;
        _seed = seed;
        Reset();
    }

    /// <summary>The orgs.</summary>
    public IReadOnlyList<SnapLogicOrg> Orgs => Read(() => _orgs.Values.OrderBy(org => org.Name, StringComparer.Ordinal).ToList());

    /// <summary>The project spaces, by path.</summary>
    public IReadOnlyList<string> Spaces => Read(() => _spaces.ToList());

    /// <summary>Projects and API versions.</summary>
    public IReadOnlyList<SnapLogicFolder> Folders => Read(() => _folders.Values.ToList());

    /// <summary>The Snaplexes.</summary>
    public IReadOnlyList<SnapLogicPlex> Plexes => Read(() => _plexes.Values.ToList());

    /// <summary>The rights.</summary>
    public IReadOnlyList<SnapLogicGrant> Grants => Read(() => _grants.ToList());

    /// <summary>The users.</summary>
    public IReadOnlyList<SnapLogicUser> Users => Read(() => _users.Values.ToList());

    /// <summary>The migrations, oldest first.</summary>
    public IReadOnlyList<SnapLogicRun> Runs => Read(() => Jobs.All.ToList());

    /// <summary>A project or an API version, or null.</summary>
    public SnapLogicFolder? Folder(string path) => Read(() => _folders.GetValueOrDefault(path));

    /// <summary>The assets of a project or an API version; none where there is no such thing.</summary>
    public IReadOnlyList<SnapLogicObject> Assets(string folder) => Read(() => AssetsOf(folder).Values.ToList());

    /// <summary>An asset by its path and, where two types share a name, its type; or null.</summary>
    public SnapLogicObject? Find(string path, string? type = null) => Read(() =>
    {
        var assets = AssetsOf(SnapLogicPath.Parent(path));
        var name = SnapLogicPath.Name(path);
        return type is not null ? assets.GetValueOrDefault(type + "/" + name) : assets.Values.FirstOrDefault(asset => asset.Name == name);
    });

    /// <summary>The next snode ids to be given, before those of the sandbox's own.</summary>
    public void PresetSnodeIds(params IEnumerable<string> ids)
    {
        lock (Sync) foreach (var id in ids) _nextSnodeIds.Enqueue(id);
    }

    /// <summary>The next tokens of migrations to be given.</summary>
    public void PresetTokens(params IEnumerable<string> tokens)
    {
        lock (Sync) foreach (var token in tokens) _nextTokens.Enqueue(token);
    }

    /// <summary>Puts an org in place, or another in its place.</summary>
    public void Put(SnapLogicOrg org)
    {
        ArgumentNullException.ThrowIfNull(org);
        Read(() => _orgs[org.Name] = org);
    }

    /// <summary>Puts a Snaplex in place.</summary>
    public void Put(SnapLogicPlex plex)
    {
        ArgumentNullException.ThrowIfNull(plex);
        Read(() => _plexes[plex.Path] = plex.SnodeId.Length == 0 ? plex with { SnodeId = NextSnodeId() } : plex);
    }

    /// <summary>Puts a user in place.</summary>
    public void Put(SnapLogicUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Read(() => _users[user.Email] = user);
    }

    /// <summary>Adds a right; the same subject's on the same path goes.</summary>
    public void Put(SnapLogicGrant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        Read(() =>
        {
            Revoke(grant.Path, grant.SubjectType, grant.Subject);
            _grants.Add(grant);
            return 0;
        });
    }

    /// <summary>Takes a right away.</summary>
    public bool Revoke(string path, string subjectType, string subject) => Read(() =>
        _grants.RemoveAll(grant => grant.Path == path && grant.SubjectType == subjectType && grant.Subject == subject) > 0);

    /// <summary>Puts a project or an API version in place, its space too.</summary>
    public void Put(SnapLogicFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Read(() =>
        {
            AddSpace(SnapLogicPath.Of(SnapLogicPath.Segments(folder.Path).Take(2)));
            _folders[folder.Path] = folder;
            return 0;
        });
    }

    /// <summary>Adds a project space.</summary>
    public void AddSpace(string path) => Read(() => _spaces.Add(path));

    /// <summary>Puts an asset in place, or another in its place; its project is made where there is none.</summary>
    public void Put(SnapLogicObject asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        Read(() =>
        {
            if (!_folders.ContainsKey(asset.Folder)) Put(new SnapLogicFolder(asset.Folder));
            return _assets[asset.Folder] = AssetsOf(asset.Folder).SetItem(asset.Key, asset);
        });
    }

    /// <summary>Adds an asset with text as its content, under a new snode id.</summary>
    public SnapLogicObject Add(string folder, string type, string name, string text = "{}") => Read(() =>
    {
        var asset = new SnapLogicObject(folder, type, name, NextSnodeId(), SnapLogicContent.Of(text));
        Put(asset);
        return asset;
    });

    /// <summary>Adds a project of plain pipelines, named <c>asset 001</c> and so on.</summary>
    public void AddProject(string path, int assets) => Read(() =>
    {
        Put(new SnapLogicFolder(path));
        for (var index = 1; index <= assets; index++) Add(path, SnapLogicTypes.Pipeline, string.Create(CultureInfo.InvariantCulture, $"asset {index:000}"));
        return 0;
    });

    /// <summary>Takes an asset away.</summary>
    public void Remove(SnapLogicObject asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        Read(() => _assets[asset.Folder] = AssetsOf(asset.Folder).Remove(asset.Key));
    }

    /// <summary>Takes a project or an API version away, with all in it.</summary>
    public void Remove(SnapLogicFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Read(() => _folders.Remove(folder.Path) | _assets.Remove(folder.Path));
    }

    /// <summary>Everything as at the start.</summary>
    public void Reset()
    {
        lock (Sync)
        {
            Jobs = new SnapLogicJobs(_time);
            _orgs.Clear();
            _spaces.Clear();
            _folders.Clear();
            _assets.Clear();
            _plexes.Clear();
            _users.Clear();
            _grants.Clear();
            _nextSnodeIds.Clear();
            _nextTokens.Clear();
            _snodes = 0;
            _seed(this);
        }
    }

    /// <summary>The state as JSON, sorted. Without noise it has no ids and no migrations: two targets that were given the same have the same text.</summary>
    public System.Text.Json.Nodes.JsonObject Describe(bool withoutNoise = false) => Read(() => SnapLogicDescription.Of(this, withoutNoise));

    /// <summary>Held by whoever reads or changes.</summary>
    internal Lock Sync { get; } = new();

    internal SnapLogicJobs Jobs { get; private set; } = null!;

    /// <summary>The present.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();

    internal SnapLogicOrg? Org(string name) => _orgs.GetValueOrDefault(name);

    internal bool HasSpace(string path) => _spaces.Contains(path);

    internal SnapLogicUser? User(string email) => _users.GetValueOrDefault(email);

    internal SnapLogicPlex? Plex(string path) => _plexes.GetValueOrDefault(path);

    /// <summary>Whether a user may: an admin of the org always; else by a right on the path or above.</summary>
    internal bool May(SnapLogicUser user, string path, char right) => user.AdminOf.Contains(SnapLogicPath.Org(path)) || _grants.Exists(grant =>
        grant.Perms.Contains(right, StringComparison.Ordinal)
        && (grant.Path == path || (grant.Inherit && SnapLogicPath.IsWithin(path, grant.Path)))
        && (grant.SubjectType == "USER" ? grant.Subject.Equals(user.Email, StringComparison.OrdinalIgnoreCase) : user.Groups.Contains(grant.Subject)));

    internal string NextSnodeId()
    {
        lock (Sync)
        {
            return _nextSnodeIds.TryDequeue(out var preset) ? preset : "65b124aa" + (++_snodes * 0x1003).ToString("x16", CultureInfo.InvariantCulture);
        }
    }

    internal string NextToken()
    {
        lock (Sync) return _nextTokens.TryDequeue(out var preset) ? preset : Guid.NewGuid().ToString();
    }

    /// <summary>One at a time, migrations brought to the present first. Enters again on the same thread.</summary>
    internal T Read<T>(Func<T> read)
    {
        lock (Sync)
        {
            Jobs.Settle();
            return read();
        }
    }

    private ImmutableSortedDictionary<string, SnapLogicObject> AssetsOf(string folder) =>
        _assets.GetValueOrDefault(folder) ?? ImmutableSortedDictionary<string, SnapLogicObject>.Empty.WithComparers(StringComparer.Ordinal);
}
