namespace MigrationTools.Core.Optimize;

/// <summary>
/// Which new entity stands for which old one. The server does not tell: type and name do where they are unique, then what a
/// pair of dashboards shows in the same place, then what they show. What cannot be told is not guessed.
/// </summary>
internal sealed class OptimizeIdMap
{
    private readonly Dictionary<string, OptimizeEntity> _new = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OptimizeEntity> _candidates;
    private readonly IReadOnlyList<OptimizeEntity> _sent;
    private readonly Dictionary<string, OptimizeEntity> _sentById;
    private readonly ILookup<(string, string), OptimizeEntity> _sentByKey;
    private readonly ILookup<(string, string), OptimizeEntity> _candidatesByKey;

    public OptimizeIdMap(IReadOnlyList<OptimizeEntity> sent, IReadOnlyList<OptimizeEntity> candidates)
    {
        _sent = sent;
        _sentById = sent.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        _candidates = candidates.ToDictionary(entity => entity.Id, StringComparer.Ordinal);
        _sentByKey = sent.ToLookup(entity => entity.Key);
        _candidatesByKey = candidates.ToLookup(entity => entity.Key);
        PairUnique(entity => (entity.Type, entity.Name, null));
        PairUnique(entity => (entity.Type, entity.Name, entity.Fingerprint));
        // What is left over by now may be the only one of its name.
        PairUnique(entity => (entity.Type, entity.Name, null));
    }

    /// <summary>The new id of a sent entity; null where it is not there, or one of several that cannot be told apart.</summary>
    public string? Of(OptimizeEntity sent) => _new.GetValueOrDefault(sent.Id)?.Id;

    /// <summary>True if as many as were sent of its type and name are there.</summary>
    public bool IsThere(OptimizeEntity sent) => _new.ContainsKey(sent.Id) || _candidatesByKey[sent.Key].Count() >= _sentByKey[sent.Key].Count();

    /// <summary>True if more of its type and name are there than were sent: some are somebody else's.</summary>
    public bool IsCrowded(OptimizeEntity sent) => _candidatesByKey[sent.Key].Count() > _sentByKey[sent.Key].Count();

    /// <summary>The ids among which the one of a sent entity is.</summary>
    public IReadOnlyList<string> Among(OptimizeEntity sent) => [.. _candidatesByKey[sent.Key].Where(entity => !_taken.Contains(entity.Id)).Select(entity => entity.Id)];

    private void PairUnique(Func<OptimizeEntity, (string, string?, string?)> key)
    {
        var there = _candidates.Values.Where(entity => !_taken.Contains(entity.Id)).GroupBy(key).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single());
        foreach (var group in _sent.Where(entity => !_new.ContainsKey(entity.Id)).GroupBy(key).Where(group => group.Count() == 1))
        {
            if (there.TryGetValue(group.Key, out var found)) Pair(group.Single(), found);
        }
    }

    /// <summary>What both show in the same place are a pair as well.</summary>
    private void Pair(OptimizeEntity sent, OptimizeEntity found)
    {
        if (_new.ContainsKey(sent.Id) || sent.Key != found.Key || !_taken.Add(found.Id)) return;
        _new[sent.Id] = found;
        if (sent.References.Count != found.References.Count) return;
        foreach (var (old, @new) in sent.References.Zip(found.References))
        {
            if (_sentById.TryGetValue(old, out var part) && _candidates.TryGetValue(@new, out var newPart)) Pair(part, newPart);
        }
    }
}
