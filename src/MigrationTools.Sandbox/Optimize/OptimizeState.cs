using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>All that a server holds. Reading gives snapshots.</summary>
public sealed class OptimizeState
{
    /// <summary>Who owns what an import makes.</summary>
    public const string SystemUser = "System User";

    private readonly Lock _lock = new();
    private readonly Func<OptimizeSeed> _seed;
    private readonly TimeProvider _time;
    private ImmutableDictionary<string, OptimizeEntity> _entities = ImmutableDictionary<string, OptimizeEntity>.Empty;
    private long _sequence;

    internal OptimizeState(Func<OptimizeSeed> seed, TimeProvider time)
    {
        _seed = seed;
        _time = time;
        Reset();
    }

    /// <summary>The users that can own a collection.</summary>
    public IReadOnlyList<string> Users { get; } = ["demo-user", "analyst"];

    /// <summary>The collections.</summary>
    public ImmutableList<OptimizeCollection> Collections { get; private set; } = [];

    /// <summary>The definitions.</summary>
    public ImmutableList<OptimizeDefinition> Definitions { get; private set; } = [];

    /// <summary>The labels of variables.</summary>
    public ImmutableList<OptimizeLabel> Labels { get; private set; } = [];

    /// <summary>Whether sharing is on.</summary>
    public bool SharingEnabled { get; internal set; }

    /// <summary>How many variables have been ingested.</summary>
    public int IngestedVariables { get; internal set; }

    /// <summary>All dashboards and reports, in the order in which they came to be.</summary>
    public IReadOnlyList<OptimizeEntity> Entities => [.. _entities.Values.OrderBy(entity => entity.Sequence)];

    /// <summary>The dashboards.</summary>
    public IReadOnlyList<OptimizeEntity> Dashboards => [.. Entities.Where(entity => entity.IsDashboard)];

    /// <summary>The reports.</summary>
    public IReadOnlyList<OptimizeEntity> Reports => [.. Entities.Where(entity => !entity.IsDashboard)];

    /// <summary>The entity of an id, or null.</summary>
    public OptimizeEntity? Find(string id) => _entities.GetValueOrDefault(id);

    /// <summary>The entities of a name, in a collection if one is given.</summary>
    public IReadOnlyList<OptimizeEntity> Named(string name, string? collectionId = null) =>
        [.. Entities.Where(entity => entity.Name == name && (collectionId is null || entity.CollectionId == collectionId))];

    /// <summary>The collection of an id, or null.</summary>
    public OptimizeCollection? Collection(string? id) => Collections.Find(collection => collection.Id == id);

    /// <summary>Adds a collection; gives its id.</summary>
    public string AddCollection(string name, params OptimizeScope[] scope) => AddCollection(name, Users[0], scope);

    /// <summary>Adds a scope entry, or tenants to the one that is there.</summary>
    public void AddScope(string collectionId, OptimizeScope scope)
    {
        lock (_lock)
        {
            var collection = Collection(collectionId) ?? throw new ArgumentException($"No collection {collectionId}.", nameof(collectionId));
            var there = collection.Scope.FirstOrDefault(entry => entry.Type == scope.Type && entry.Key == scope.Key);
            var all = there is null ? scope : scope with { Tenants = [.. there.Tenants.Union(scope.Tenants)] };
            Collections = Collections.Replace(collection, collection with
            {
                Scope = [.. collection.Scope.Where(entry => entry != there), all],
                LastModified = _time.GetUtcNow(),
            });
        }
    }

    /// <summary>Puts a definition in place of the one with its type, key and tenant, if any.</summary>
    public void SetDefinition(OptimizeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        lock (_lock)
        {
            Definitions = Definitions.RemoveAll(old => old.Type == definition.Type && old.Key == definition.Key && old.Tenant == definition.Tenant).Add(definition);
        }
    }

    /// <summary>Takes a definition away, with all its tenants; gives whether there was one.</summary>
    public bool RemoveDefinition(string type, string key)
    {
        lock (_lock)
        {
            var before = Definitions.Count;
            Definitions = Definitions.RemoveAll(definition => definition.Type == type && definition.Key == key);
            return Definitions.Count < before;
        }
    }

    /// <summary>Puts the entities of a package in place as they are, ids included. Not an import: nothing is checked.</summary>
    public void Load(string package, string? collectionId)
    {
        foreach (var entity in OptimizeFormat.Load(package, collectionId, _time.GetUtcNow())) Put(entity);
    }

    /// <summary>Changes one entity by hand, as a person would in the UI.</summary>
    public void Change(string id, Func<OptimizeEntity, OptimizeEntity> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            var old = Find(id) ?? throw new ArgumentException($"No entity {id}.", nameof(id));
            _entities = _entities.SetItem(id, change(old) with { Id = id, LastModified = _time.GetUtcNow() });
        }
    }

    /// <summary>Takes an entity out of the index, and nothing else: what uses it is broken from then on.</summary>
    public void Lose(string id)
    {
        lock (_lock) _entities = _entities.Remove(id);
    }

    /// <summary>Deletes an entity as the server does: a report leaves the combined reports and dashboards that use it.</summary>
    public void Delete(string id)
    {
        lock (_lock)
        {
            _entities = _entities.Remove(id);
            foreach (var user in _entities.Values.Where(entity => entity.References.Contains(id)).ToList())
            {
                _entities = _entities.SetItem(user.Id, user with { Content = OptimizeFormat.Without(user, id), LastModified = _time.GetUtcNow() });
            }
        }
    }

    /// <summary>
    /// The state as JSON, sorted. Without noise it has no dates, and ids are numbered anew, in references too, so that
    /// two targets that were given the same have the same text.
    /// </summary>
    public JsonObject Describe(bool withoutNoise = false) => OptimizeDescription.Of(this, withoutNoise);

    /// <summary>Everything as at the start.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            var seed = _seed();
            Collections = [.. seed.Collections];
            Definitions = [.. seed.Definitions];
            Labels = [];
            SharingEnabled = true;
            IngestedVariables = 0;
            _entities = ImmutableDictionary<string, OptimizeEntity>.Empty;
            _sequence = 0;
            foreach (var entity in seed.Entities) Put(entity);
        }
    }

    internal string AddCollection(string name, string? owner, IReadOnlyList<OptimizeScope> scope)
    {
        var now = _time.GetUtcNow();
        var collection = new OptimizeCollection(Guid.NewGuid().ToString(), name, owner, now, now, scope);
        lock (_lock) Collections = Collections.Add(collection);
        return collection.Id;
    }

    internal void Put(OptimizeEntity entity)
    {
        lock (_lock) _entities = _entities.SetItem(entity.Id, entity with { Sequence = ++_sequence });
    }

    internal void SetLabels(string key, IReadOnlyList<OptimizeLabel> labels)
    {
        lock (_lock)
        {
            var kept = Labels.Where(old => old.DefinitionKey != key || !labels.Any(label => label.Name == old.Name && label.Type == old.Type));
            Labels = [.. kept, .. labels.Where(label => label.Label.Length > 0)];
        }
    }
}
