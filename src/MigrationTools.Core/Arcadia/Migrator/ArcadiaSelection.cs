using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Arcadia;

/// <summary>What an export asks for: ids by type, in the order given, each once.</summary>
public sealed class ArcadiaSelection
{
    private readonly List<(string Type, string Id)> _items = [];
    private readonly HashSet<(string Type, string Id)> _known = [];

    /// <summary>All that was asked for.</summary>
    public IReadOnlyList<(string Type, string Id)> Items => _items;

    /// <summary>True if nothing was asked for.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Asks for one more.</summary>
    /// <param name="type">App, Dashboard, Visual, Dataset, DateRange, StaticAsset, CustomStyle or ColorPalette.</param>
    /// <param name="id">Its id, a number as text.</param>
    /// <exception cref="MigrationException">InvalidId for a type that the API does not export by itself.</exception>
    public ArcadiaSelection Add(string type, string id)
    {
        if (ArcadiaWords.Exportable(type) is not { } known)
        {
            throw new MigrationException(ErrorKinds.InvalidId, $"A {type} cannot be exported by itself.",
                $"Exportable are {string.Join(", ", ArcadiaWords.AllExportable.Select(t => t.Type))}; segments and events travel with their dataset.") { TargetObject = id };
        }
        if (_known.Add((known.Type, id))) _items.Add((known.Type, id));
        return this;
    }

    /// <summary>A selection of these.</summary>
    public static ArcadiaSelection Of(IEnumerable<(string Type, string Id)> items)
    {
        var selection = new ArcadiaSelection();
        foreach (var (type, id) in items) selection.Add(type, id);
        return selection;
    }

    /// <summary>The same in pieces, each of which fits into one request line.</summary>
    internal IReadOnlyList<ArcadiaSelection> Batches(int longest)
    {
        var batches = new List<ArcadiaSelection>();
        var current = new ArcadiaSelection();
        var length = 0;
        foreach (var (type, id) in _items)
        {
            // An id takes its digits and an encoded comma and blank; a type's first id takes the parameter's name as well.
            var more = id.Length + 6 + (current._items.Any(item => item.Type == type) ? 0 : type.Length + 12);
            if (!current.IsEmpty && length + more > longest)
            {
                batches.Add(current);
                current = new ArcadiaSelection();
                length = 0;
                more = id.Length + 6 + type.Length + 12;
            }
            current.Add(type, id);
            length += more;
        }
        if (!current.IsEmpty) batches.Add(current);
        return batches;
    }

    /// <summary>In words, for messages.</summary>
    public override string ToString() => string.Join(", ", _items
        .GroupBy(item => item.Type)
        .Select(group => group.Count() <= 5
            ? $"{group.Key} {string.Join(", ", group.Select(item => item.Id))}"
            : $"{group.Count()} {group.Key}s"));
}
