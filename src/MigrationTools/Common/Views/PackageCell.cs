using System.Collections;
using MigrationTools.Common.Arguments;

namespace MigrationTools.Common.Views;

public static partial class Cell
{
    /// <summary>How many items of which type, in the order in which they come.</summary>
    /// <param name="items">Items; null is empty.</param>
    public static string Items(object? items)
    {
        var counts = new List<(string Type, int Count)>();
        foreach (var item in All(items))
        {
            // Of what came out of a shallow JSON file the items are mere text.
            var type = Text(Binding.Property(item, "Type")) is { Length: > 0 } known ? known : "item";
            var at = counts.FindIndex(entry => entry.Type == type);
            if (at < 0) counts.Add((type, 1));
            else counts[at] = (type, counts[at].Count + 1);
        }
        return string.Join(", ", counts.Select(entry => Invariant($"{entry.Count} {entry.Type}")));
    }

    /// <summary>Names with a number each, such as types and their versions.</summary>
    /// <param name="table">A table; null is empty.</param>
    public static string Numbers(object? table) => Binding.Unwrap(table) is IEnumerable entries
        ? string.Join(", ", entries.Cast<object>().Select(entry => $"{Text(Binding.Property(entry, "Key"))} {Text(Binding.Property(entry, "Value"))}").Order(StringComparer.Ordinal))
        : string.Empty;

    /// <summary>Where a package's content is: a file, this session, an item of the portal, or nowhere yet.</summary>
    /// <param name="package">The package.</param>
    public static string Place(object? package)
    {
        if (Is(package, "IsPlanned")) return "(planned)";
        if (Is(package, "IsPrivate")) return "(this session)";
        return Text(Binding.Property(package, "Path")) is { Length: > 0 } path ? path : Text(Binding.Property(package, "PackageItem"));
    }

    /// <summary>The same in few letters: of a file its name alone.</summary>
    /// <param name="package">The package.</param>
    public static string File(object? package)
    {
        var place = Place(package);
        return place.StartsWith('(') ? place : place[(place.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static bool Is(object? value, string property) => Binding.Property(value, property) is true;
}
