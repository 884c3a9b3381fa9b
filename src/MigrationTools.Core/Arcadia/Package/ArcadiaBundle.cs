namespace MigrationTools.Core.Arcadia;

/// <summary>What is kept of a bundle after it was read once: no content, only what it consists of and how it hangs together.</summary>
internal sealed class ArcadiaBundle
{
    /// <summary>"Arcviz Version"; null where the file does not say.</summary>
    public string? Version { get; set; }

    /// <summary>All records, in the order of the file.</summary>
    public List<ArcadiaEntry> Entries { get; } = [];

    /// <summary>What a person should know of records that could not be read, or not wholly.</summary>
    public List<string> Oddities { get; } = [];
}

/// <summary>What is kept of one record.</summary>
/// <param name="type">Its type.</param>
/// <param name="pk">Its id, as the text it has in the file.</param>
internal sealed class ArcadiaEntry(ArcadiaType type, string pk)
{
    public ArcadiaType Type { get; } = type;

    public string Pk { get; } = pk;

    public required string Name { get; init; }

    public string? Uuid { get; init; }

    public string? ImportedUuid { get; init; }

    /// <summary>Of a dataset: the id of its data connection at the source.</summary>
    public string? SourceConnection { get; set; }

    /// <summary>Of a dataset: "database.table" each.</summary>
    public IReadOnlyList<string> Tables { get; set; } = [];

    public bool CarriesSecret { get; set; }

    public bool CarriesCode { get; set; }

    public bool NamesAssets { get; set; }

    /// <summary>What it names, without doubles.</summary>
    public HashSet<ArcadiaReference> References { get; } = [];

    /// <summary>"Visual 2101".</summary>
    public string Text { get; } = $"{type.Type} {pk}";

    /// <summary>As a sentence begins with it.</summary>
    public string Title => Type.IsItem ? $"{Type.Type} '{Name}' ({Pk})" : Text;
}

/// <summary>That one record names another.</summary>
/// <param name="Target">The other's type; null where it is a dashboard or a visual, whichever has the id.</param>
/// <param name="Value">The other's id, or its name where <paramref name="Role"/> says so.</param>
/// <param name="Role">What the naming means.</param>
internal sealed record ArcadiaReference(ArcadiaType? Target, string Value, ArcadiaRole Role);

/// <summary>What it means that one record names another.</summary>
internal enum ArcadiaRole
{
    /// <summary>It does not work without the other.</summary>
    Needs,

    /// <summary>It shows the other: needs it, and two dashboards that show one visual share it.</summary>
    Shows,

    /// <summary>It needs every one of that name.</summary>
    NeedsByName,

    /// <summary>It is part of the other, or used by it: no need, or needs would run in circles.</summary>
    PointsTo,

    /// <summary>A click on it leads to the other: a dashboard needs the visual of such a click, but not the dashboard.</summary>
    LeadsTo,

    /// <summary>Another dashboard that shares the visual.</summary>
    SharedWith,

    /// <summary>It may need the other: the shape is not known well enough to miss one that is not there.</summary>
    MayNeed,
}
