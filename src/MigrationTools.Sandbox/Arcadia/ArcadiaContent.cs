using System.Collections.Immutable;
using System.Text.Json;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>
/// All objects of a server at one moment. An import builds the next one from it, so that a dry run or a rollback is
/// just a version that is dropped.
/// </summary>
internal sealed class ArcadiaContent
{
    private static readonly ImmutableSortedDictionary<long, ArcadiaRecord> None = ImmutableSortedDictionary<long, ArcadiaRecord>.Empty;

    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<long, ArcadiaRecord>> _spaces;
    private readonly ImmutableDictionary<string, long> _next;
    private readonly Lazy<ILookup<(string Space, long Pk), ArcadiaRecord>> _dependents;

    private ArcadiaContent(
        ImmutableDictionary<string, ImmutableSortedDictionary<long, ArcadiaRecord>> spaces, ImmutableDictionary<string, long> next,
        ImmutableDictionary<string, JsonElement> members)
    {
        _spaces = spaces;
        _next = next;
        Members = members;
        _dependents = new(IndexDependents);
    }

    /// <summary>No objects; pks begin at the start given, at different distances for each type.</summary>
    public static ArcadiaContent Empty(IReadOnlyDictionary<string, long> firstPks) =>
        new(ImmutableDictionary<string, ImmutableSortedDictionary<long, ArcadiaRecord>>.Empty, firstPks.ToImmutableDictionary(),
            ImmutableDictionary<string, JsonElement>.Empty);

    public IEnumerable<string> Spaces => _spaces.Keys;

    public IEnumerable<ArcadiaRecord> All => _spaces.Values.SelectMany(space => space.Values);

    public IEnumerable<ArcadiaRecord> Of(string key) =>
        _spaces.GetValueOrDefault(ArcadiaTypes.SpaceOf(key), None).Values.Where(record => record.Key == key);

    public ArcadiaRecord? Find(string space, long pk) => _spaces.GetValueOrDefault(space, None).GetValueOrDefault(pk);

    /// <summary>What belongs to an object and travels with it: thumbnails, segments, memberships …</summary>
    public IEnumerable<ArcadiaRecord> DependentsOf(ArcadiaRecord record) => _dependents.Value[(record.Space, record.Pk)];

    public ArcadiaContent With(ArcadiaRecord record)
    {
        var space = _spaces.GetValueOrDefault(record.Space, None);
        return new(_spaces.SetItem(record.Space, space.SetItem(record.Pk, record)),
            _next.SetItem(record.Space, Math.Max(NextPk(record.Space), record.Pk + 1)), Members);
    }

    public ArcadiaContent With(IEnumerable<ArcadiaRecord> records)
    {
        var spaces = _spaces;
        var next = _next;
        foreach (var space in records.GroupBy(record => record.Space))
        {
            spaces = spaces.SetItem(space.Key, spaces.GetValueOrDefault(space.Key, None).SetItems(space.Select(record => KeyValuePair.Create(record.Pk, record))));
            next = next.SetItem(space.Key, Math.Max(NextPk(space.Key), space.Max(record => record.Pk) + 1));
        }

        return new(spaces, next, Members);
    }

    public ArcadiaContent Without(ArcadiaRecord record) =>
        new(_spaces.SetItem(record.Space, _spaces[record.Space].Remove(record.Pk)), _next, Members);

    public long NextPk(string space) => _next.GetValueOrDefault(space, 1);

    /// <summary>Members of imported bundles that are no lists of records and that nobody knows: kept, and given out again.</summary>
    public ImmutableDictionary<string, JsonElement> Members { get; }

    public ArcadiaContent WithMembers(IEnumerable<KeyValuePair<string, JsonElement>> members) => new(_spaces, _next, Members.SetItems(members));

    private ILookup<(string, long), ArcadiaRecord> IndexDependents() => All
        .Where(record => record.Key is not (ArcadiaTypes.Dashboards or ArcadiaTypes.Visuals or ArcadiaTypes.Datasets or ArcadiaTypes.CustomCss))
        .SelectMany(record => record.References
            .Where(reference => Owns(record.Key, reference.Space) && reference.Name is null)
            .Select(reference => (Owner: (reference.Space, reference.Pk), Record: record)))
        .ToLookup(pair => pair.Owner, pair => pair.Record);

    private static bool Owns(string key, string space) => key switch
    {
        ArcadiaTypes.AppGroups or ArcadiaTypes.Memberships => space == ArcadiaTypes.AppGroups,
        _ => space is ArcadiaTypes.Reports or ArcadiaTypes.Datasets,
    };
}
