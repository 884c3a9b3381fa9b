using MigrationTools.Core.Errors;

namespace MigrationTools.Core.Packages;

/// <summary>
/// What lies beside a package as <c>*.manifest.json</c>: what the file itself cannot say. Holds nothing of a credential.
/// A package is readable without it; where it is there, length and hash must fit.
/// </summary>
public sealed record PackageManifest
{
    /// <summary>What is added to the package's file name.</summary>
    public const string Suffix = ".manifest.json";

    /// <summary>The layout that this product writes and reads. Fields may be added without a new number.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The longest address of a server that is kept.</summary>
    internal const int LongestSource = 300;

    /// <summary>The layout of this manifest.</summary>
    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>The system that the package belongs to.</summary>
    public string System { get; init; } = string.Empty;

    /// <summary>What sort of package it is.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>The package's file name when it was written. It may be renamed, together with the manifest.</summary>
    public string? File { get; init; }

    /// <summary>The package's length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The package's SHA-256, in lower-case hex.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>The server it comes from.</summary>
    public string? Source { get; init; }

    /// <summary>That server's version.</summary>
    public string? SourceVersion { get; init; }

    /// <summary>When it was exported, UTC.</summary>
    public DateTimeOffset? ExportedAt { get; init; }

    /// <summary>What was asked for, each as "Type Id".</summary>
    public IReadOnlyList<string> Requested { get; init; } = [];

    /// <summary>What it holds.</summary>
    public IReadOnlyList<ManifestItem> Items { get; init; } = [];

    /// <summary>What was said of it when it was exported.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The path of the manifest of a package's file.</summary>
    public static string PathFor(string packagePath) => packagePath + Suffix;

    /// <summary>Describes a package that has its path, length and hash.</summary>
    public static PackageManifest Of(MigrationPackage package) => new()
    {
        System = package.System,
        Kind = package.Kind,
        File = package.Path is null ? null : Path.GetFileName(package.Path),
        Length = package.Length,
        Sha256 = package.Sha256 ?? string.Empty,
        Source = package.Source,
        SourceVersion = package.SourceVersion,
        ExportedAt = package.ExportedAt,
        Requested = package.Requested,
        Items = [.. package.Items.Select(ManifestItem.Of)],
        Warnings = package.Warnings,
    };

    /// <summary>The items, for a format whose content cannot be looked into.</summary>
    public IReadOnlyList<MigrationItem> ToItems() => [.. Items.Select(item => item.ToItem())];

    /// <summary>Reads the manifest beside a package; null where there is none.</summary>
    /// <exception cref="MigrationException">ManifestMalformed: it is there and cannot be used. PackageLocked: it cannot be opened.</exception>
    public static PackageManifest? ReadBeside(string packagePath) => ManifestJson.Read(PathFor(packagePath));
}

/// <summary>One item, as a manifest keeps it.</summary>
/// <param name="System">The system.</param>
/// <param name="Type">The vendor's word for the thing.</param>
/// <param name="Id">Its id at the source.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uuid">The id that stays the same from server to server.</param>
/// <param name="DependsOn">What it needs, each as "Type Id".</param>
public sealed record ManifestItem(string System, string Type, string Id, string Name, string? Uuid = null, IReadOnlyList<string>? DependsOn = null)
{
    internal static ManifestItem Of(MigrationItem item) =>
        new(item.System, item.Type, item.Id, item.Name, item.Uuid, item.DependsOn.Count > 0 ? item.DependsOn : null);

    internal MigrationItem ToItem() => new()
    {
        System = System,
        Type = Type,
        Id = Id,
        Name = Name,
        Uuid = Uuid,
        DependsOn = DependsOn ?? [],
    };
}
