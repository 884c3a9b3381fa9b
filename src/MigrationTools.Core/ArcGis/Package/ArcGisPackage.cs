using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>
/// An export package of a group: a file, one that is planned, or an item of a portal that was looked into. Nobody publishes
/// what is inside of the file: it is carried as it is, and its items are known from the portal or the manifest.
/// </summary>
public sealed record ArcGisPackage : MigrationPackage
{
    /// <summary>What this sort of package is called.</summary>
    public const string ItemType = "Export Package";

    /// <summary>The ending of its file.</summary>
    public const string Extension = ".epk";

    /// <summary>The title of the group that it was exported from.</summary>
    public string? Group { get; init; }

    /// <summary>The id of its item on the portal that it was looked into on.</summary>
    public string? PackageItem { get; init; }

    /// <summary>The portal that has that item.</summary>
    public string? PackagePortal { get; init; }

    /// <inheritdoc />
    public override string ToString() => Path is null && PackageItem is not null ? $"{System} {Kind} {PackageItem}" : base.ToString();
}
