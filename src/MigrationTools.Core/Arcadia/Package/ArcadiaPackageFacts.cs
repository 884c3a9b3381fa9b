using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>Makes of what was read the package that people see.</summary>
internal static class ArcadiaPackageFacts
{
    // A file that is odd throughout is understood after a thousand sentences.
    public const int MostWarnings = 1000;

    public static ArcadiaPackage Of(ArcadiaBundle bundle)
    {
        var references = new ArcadiaReferences(bundle);
        var entries = InOrder(bundle);
        return new ArcadiaPackage
        {
            System = ArcadiaBundleFormat.SystemName,
            Kind = ArcadiaBundleFormat.Kind,
            SourceVersion = bundle.Version,
            Items = [.. entries.Select(entry => Item(entry, references))],
            Warnings = Warnings(bundle, references),
            SourceConnections = Connections(entries),
            Tables = [.. entries.SelectMany(entry => entry.Tables).Distinct(StringComparer.Ordinal)],
            Counts = Counts(bundle),
            LinkedVisuals = Texts(entries, references.IsLinked),
            NamesAssetsById = Texts(entries, entry => entry.NamesAssets),
            CarriesSecrets = Texts(entries, entry => entry.CarriesSecret),
            CarriesCode = Texts(entries, entry => entry.CarriesCode),
            Bundle = bundle,
        };
    }

    // Apps, dashboards, visuals and so on, whatever the order of the lists in the file; within a list, the file's.
    private static List<ArcadiaEntry> InOrder(ArcadiaBundle bundle)
    {
        var entries = bundle.Entries.ToLookup(entry => entry.Type);
        return [.. ArcadiaTypes.All.Where(type => type.IsItem).SelectMany(type => entries[type])];
    }

    private static ArcadiaItem Item(ArcadiaEntry entry, ArcadiaReferences references) => new()
    {
        System = ArcadiaBundleFormat.SystemName,
        Type = entry.Type.Type,
        Id = entry.Pk,
        Name = entry.Name,
        Uuid = entry.Uuid,
        ImportedUuid = entry.ImportedUuid,
        DependsOn = references.Needs(entry),
        SourceConnection = entry.SourceConnection,
        Tables = entry.Tables,
        IsLinked = references.IsLinked(entry),
        HasThumbnail = references.HasThumbnail(entry),
    };

    private static List<string> Warnings(ArcadiaBundle bundle, ArcadiaReferences references)
    {
        var secrets = bundle.Entries.Where(entry => entry.CarriesSecret).Select(entry => $"{entry.Title} carries the key of a map service (local_map_key).");
        var code = bundle.Entries.Where(entry => entry.CarriesCode).Select(entry => $"{entry.Title} carries JavaScript or HTML that runs in viewers' browsers.");
        // What matters most comes first, in case there are too many.
        List<string> all = [.. secrets, .. code, .. references.Dangling, .. references.Doubles, .. bundle.Oddities];
        var unsaid = all.Count - MostWarnings + references.Unsaid;
        return unsaid <= 0 ? all : [.. all.Take(MostWarnings), $"There are {unsaid} more warnings."];
    }

    private static List<ArcadiaSourceConnection> Connections(List<ArcadiaEntry> entries) =>
        [.. entries.Where(entry => entry.SourceConnection is not null)
            .GroupBy(entry => entry.SourceConnection!, StringComparer.Ordinal)
            .Select(group => new ArcadiaSourceConnection(group.Key, [.. group.Select(entry => entry.Name)]))];

    private static Dictionary<string, int> Counts(ArcadiaBundle bundle)
    {
        var entries = bundle.Entries.ToLookup(entry => entry.Type);
        return ArcadiaTypes.All.Where(type => entries.Contains(type)).ToDictionary(type => type.Type, type => entries[type].Count(), StringComparer.Ordinal);
    }

    private static List<string> Texts(List<ArcadiaEntry> entries, Func<ArcadiaEntry, bool> which) =>
        [.. entries.Where(which).Select(entry => entry.Text)];
}
