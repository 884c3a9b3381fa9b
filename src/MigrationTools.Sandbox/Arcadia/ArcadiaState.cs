using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>A stored object, seen from outside.</summary>
/// <param name="Type">Its key in a bundle: <c>dashboards</c>, <c>visuals</c>, <c>datasets</c> …</param>
/// <param name="Id">The pk.</param>
/// <param name="Name">Its name, or a visual's title.</param>
/// <param name="Uuid">Its own uuid.</param>
/// <param name="ImportedUuid">The uuid of what it was imported from.</param>
/// <param name="Workspace">The name of its workspace (dashboards, visuals).</param>
/// <param name="Owner">The owner's login name where that workspace is private.</param>
/// <param name="Connection">The name of its connection (datasets).</param>
/// <param name="Fields">All fields as stored.</param>
public sealed record ArcadiaObject(
    string Type, long Id, string Name, string? Uuid, string? ImportedUuid, string? Workspace, string? Owner, string? Connection, JsonElement Fields);

/// <summary>All that a server holds. Reading gives snapshots.</summary>
public sealed class ArcadiaState
{
    private static readonly string[] Noise = ["uuid", "cache_sequence", "report_search_text"];

    private readonly Lock _lock = new();
    private readonly Func<ArcadiaSeed> _seed;

    internal ArcadiaState(Func<ArcadiaSeed> seed)
    {
        _seed = seed;
        Content = ArcadiaContent.Empty(ImmutableDictionary<string, long>.Empty);
        Reset();
    }

    /// <summary>The users.</summary>
    public ImmutableList<ArcadiaUser> Users { get; internal set; } = [];

    /// <summary>The API keys.</summary>
    public ImmutableList<ArcadiaKey> Keys { get; internal set; } = [];

    /// <summary>The workspaces.</summary>
    public ImmutableList<ArcadiaWorkspace> Workspaces { get; internal set; } = [];

    /// <summary>The connections.</summary>
    public ImmutableList<ArcadiaDataConnection> Connections { get; internal set; } = [];

    /// <summary>All objects.</summary>
    public IReadOnlyList<ArcadiaObject> Objects => [.. Content.All.OrderBy(record => record.Key, StringComparer.Ordinal).ThenBy(record => record.Pk).Select(View)];

    /// <summary>The dashboards.</summary>
    public IReadOnlyList<ArcadiaObject> Dashboards => Of(ArcadiaTypes.Dashboards);

    /// <summary>The visuals.</summary>
    public IReadOnlyList<ArcadiaObject> Visuals => Of(ArcadiaTypes.Visuals);

    /// <summary>The datasets.</summary>
    public IReadOnlyList<ArcadiaObject> Datasets => Of(ArcadiaTypes.Datasets);

    /// <summary>The objects of a type, by its key in a bundle.</summary>
    public IReadOnlyList<ArcadiaObject> Of(string type) => [.. Content.Of(type).Select(View)];

    /// <summary>The first object of a type with a name, uuid or imported uuid, or null.</summary>
    public ArcadiaObject? Find(string type, string nameOrUuid) =>
        Of(type).FirstOrDefault(item => item.Uuid == nameOrUuid || item.ImportedUuid == nameOrUuid)
        ?? Of(type).FirstOrDefault(item => item.Name == nameOrUuid);

    /// <summary>The object of a type with an id, or null.</summary>
    public ArcadiaObject? Find(string type, long id) =>
        Content.Find(ArcadiaTypes.SpaceOf(type), id) is { } record && record.Key == type ? View(record) : null;

    /// <summary>Puts a user and a secret key for them in place; gives the secret.</summary>
    public string AddUser(string name, ArcadiaRights rights, params string[] connections)
    {
        lock (_lock)
        {
            var id = Users.Max(user => user.Id) + 1;
            Users = Users.Add(new(id, name, name + "-password", rights, connections.Length == 0 ? null : connections));
            Workspaces = Workspaces.Add(new(Workspaces.Max(workspace => workspace.Id) + 1, "Private", id));
            var key = new ArcadiaKey($"{name}.public-key", $"{name}.secret-key", name);
            Keys = Keys.Add(key);
            return key.Secret;
        }
    }

    /// <summary>Adds a connection; gives its id.</summary>
    public int AddConnection(string name, params string[] tables)
    {
        lock (_lock)
        {
            var id = Connections.Max(connection => connection.Id) + 1;
            Connections = Connections.Add(new(id, name, "impyla", tables));
            return id;
        }
    }

    /// <summary>Adds a workspace that all can see; gives its id.</summary>
    public int AddWorkspace(string name)
    {
        lock (_lock)
        {
            var id = Workspaces.Max(workspace => workspace.Id) + 1;
            Workspaces = Workspaces.Add(new(id, name));
            return id;
        }
    }

    /// <summary>Changes one field of one object by hand, as a person at the target would.</summary>
    public void SetField(string type, long id, string field, JsonNode? value)
    {
        Update(content =>
        {
            var record = content.Find(ArcadiaTypes.SpaceOf(type), id) ?? throw new ArgumentException($"No {type} {id}.", nameof(id));
            var fields = record.FieldsCopy();
            fields[field] = value;
            return content.With(record.With(fields));
        });
    }

    /// <summary>Takes one object away.</summary>
    public void Remove(string type, long id) => Update(content =>
        content.Find(ArcadiaTypes.SpaceOf(type), id) is { } record ? content.Without(record) : content);

    /// <summary>Puts the records of a bundle in place as they are, pks included. Not an import.</summary>
    public void Load(string bundle) => Update(content => content.With(ArcadiaBundle.Records(JsonText.Parse(bundle))));

    /// <summary>
    /// The state as JSON, sorted. Without noise it has no uuids of the server's own and its pks are numbered anew, in
    /// references too, so that two targets that were given the same have the same text.
    /// </summary>
    public JsonObject Describe(bool withoutNoise = false)
    {
        var content = Content;
        var sorted = content.All
            .OrderBy(record => record.Key, StringComparer.Ordinal)
            .ThenBy(record => record.ImportedUuid ?? record.Uuid ?? "", StringComparer.Ordinal)
            .ThenBy(record => record.Pk).ToList();
        var numbers = sorted.GroupBy(record => record.Space)
            .SelectMany(space => space.Select((record, index) => (Id: (record.Space, record.Pk), Number: (long)index + 1)))
            .ToDictionary(pair => pair.Id, pair => pair.Number);
        var description = new JsonObject();
        foreach (var type in sorted.GroupBy(record => record.Key))
        {
            description[type.Key] = new JsonArray([.. type.Select(record => Describe(record, withoutNoise ? numbers : null))]);
        }

        return description;
    }

    /// <summary>Everything as at the start.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            var seed = _seed();
            Users = [.. seed.Users];
            Keys = [.. seed.Keys];
            Workspaces = [.. seed.Workspaces];
            Connections = [.. seed.Connections];
            Content = seed.Content;
        }
    }

    internal ArcadiaContent Content { get; private set; }

    /// <summary>One change at a time: the next content is made from the last.</summary>
    internal void Update(Func<ArcadiaContent, ArcadiaContent> change)
    {
        lock (_lock) Content = change(Content);
    }

    /// <summary>The same, with an answer. Readers keep the last content meanwhile.</summary>
    internal T Update<T>(Func<ArcadiaContent, (ArcadiaContent Content, T Answer)> change)
    {
        lock (_lock)
        {
            var (content, answer) = change(Content);
            Content = content;
            return answer;
        }
    }

    internal bool CanSee(ArcadiaUser user, ArcadiaRecord record) => user.May(ArcadiaRights.Open)
        && (record.Number("workspace") is not { } id || Workspaces.Find(workspace => workspace.Id == id) is not { OwnerId: { } owner } || owner == user.Id);

    internal ArcadiaWorkspace PrivateOf(ArcadiaUser user) => Workspaces.First(workspace => workspace.OwnerId == user.Id);

    internal ArcadiaWorkspace? WorkspaceFor(ArcadiaUser user, string name) =>
        Workspaces.Find(workspace => workspace.Name == name && (workspace.OwnerId is null || workspace.OwnerId == user.Id));

    private JsonObject Describe(ArcadiaRecord record, Dictionary<(string, long), long>? numbers)
    {
        var fields = record.FieldsCopy();
        var view = View(record);
        if (numbers is not null)
        {
            ArcadiaReferences.Rewrite(record.Key, fields, (space, pk) => numbers.TryGetValue((space, pk), out var number) ? number : null, true);
            foreach (var name in Noise) fields.Remove(name);
        }

        if (view.Workspace is not null) fields["workspace"] = view.Workspace;
        if (view.Connection is not null) fields["dataconnection"] = view.Connection;
        var ordered = fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()));
        return new JsonObject
        {
            ["pk"] = numbers is null ? record.Pk : numbers[(record.Space, record.Pk)],
            ["name"] = view.Name,
            ["fields"] = new JsonObject(ordered),
        };
    }

    private ArcadiaObject View(ArcadiaRecord record)
    {
        var workspace = record.Number("workspace") is { } id ? Workspaces.Find(candidate => candidate.Id == id) : null;
        var owner = workspace?.OwnerId is { } ownerId ? Users.Find(user => user.Id == ownerId) : null;
        var connection = record.Number("dataconnection") is { } dc ? Connections.Find(candidate => candidate.Id == dc) : null;
        return new(record.Key, record.Pk, record.Name, record.Uuid, record.ImportedUuid, workspace?.Name, owner?.Name, connection?.Name, record.Fields);
    }
}

/// <summary>What a server starts with.</summary>
internal sealed record ArcadiaSeed(
    IReadOnlyList<ArcadiaUser> Users, IReadOnlyList<ArcadiaKey> Keys, IReadOnlyList<ArcadiaWorkspace> Workspaces,
    IReadOnlyList<ArcadiaDataConnection> Connections, ArcadiaContent Content);
