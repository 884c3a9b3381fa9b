using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>An item of a portal, or of a package as a portal reads it. Ids stay the same from portal to portal.</summary>
public sealed record ArcGisItem : MigrationItem
{
    /// <summary>The portal it was listed on.</summary>
    public string? Source { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Owner { get; init; }

    /// <summary>The id of the folder that it lies in; null for the owner's root, or where it was not told.</summary>
    public string? FolderOfOwner { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Of a package's item: whether the portal has an item of its id already.</summary>
    public bool? Exists { get; init; }

    /// <summary>Of a package's item: whether the portal would import it. What stands against it is not told.</summary>
    public bool? CanImport { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was changed last, UTC.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Who may see it: private, shared, org, public.</summary>
    public string? Access { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init => field = Listed.For(value); } = [];

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}

/// <summary>A group of a portal.</summary>
public sealed record ArcGisGroup : MigrationItem
{
    /// <summary>The portal it was listed on.</summary>
    public string? Source { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Owner { get; init; }

    /// <summary>Who may see it: private, org, public.</summary>
    public string? Access { get; init; }

    /// <summary>What the user is in it: owner, admin, member, none; null where it was not told.</summary>
    public string? Membership { get; init; }

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}
