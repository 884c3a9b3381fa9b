using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>A bundle, as an export wrote it, with what its content tells. Its items are <see cref="ArcadiaItem"/>.</summary>
public sealed record ArcadiaPackage : MigrationPackage
{
    /// <summary>The data connections of the source that its datasets hang on. An import binds all of them to one.</summary>
    public IReadOnlyList<ArcadiaSourceConnection> SourceConnections { get; init => field = Listed.For(value); } = [];

    /// <summary>The tables that its datasets read, each as "database.table", without doubles. Those hidden in free SQL may not be known.</summary>
    public IReadOnlyList<string> Tables { get; init => field = Listed.For(value); } = [];

    /// <summary>How many of each type there are, what travels along (Thumbnail, AppMembership, Annotation) included.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();

    /// <summary>Visuals that several dashboards share, each as "Visual Id". The vendor advises to move them in its own screens.</summary>
    public IReadOnlyList<string> LinkedVisuals { get; init => field = Listed.For(value); } = [];

    /// <summary>Items whose text names a static asset by its id ("CustomStyle 4"). The id differs from server to server.</summary>
    public IReadOnlyList<string> NamesAssetsById { get; init => field = Listed.For(value); } = [];

    /// <summary>Visuals that carry a map service's key, each as "Visual Id". The key itself is never shown.</summary>
    public IReadOnlyList<string> CarriesSecrets { get; init => field = Listed.For(value); } = [];

    /// <summary>Items whose JavaScript or HTML runs in viewers' browsers, each as "Type Id".</summary>
    public IReadOnlyList<string> CarriesCode { get; init => field = Listed.For(value); } = [];

    /// <summary>All records in the order of the file, for whoever makes a row of each.</summary>
    internal ArcadiaBundle? Bundle { get; init; }

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}

/// <summary>A data connection of the source, of which a bundle knows the id alone.</summary>
/// <param name="Id">Its id at the source.</param>
/// <param name="Datasets">The names of the datasets that hang on it.</param>
public sealed record ArcadiaSourceConnection(string Id, IReadOnlyList<string> Datasets)
{
    /// <inheritdoc />
    public override string ToString() => Id;
}
