namespace MigrationTools.Core.Packages;

/// <summary>
/// What an export gave: a file that holds, byte for byte, what the server sent, and what is known of it.
/// The file and the manifest beside it are the truth; Items is a convenience for people and filters.
/// </summary>
public record MigrationPackage
{
    /// <summary>The system it belongs to: Arcadia, SnapLogic, Optimize, ArcGis.</summary>
    public required string System { get; init; }

    /// <summary>What sort of package it is, in the vendor's words: Bundle …</summary>
    public required string Kind { get; init; }

    /// <summary>The file's absolute path; null for a package that is only planned.</summary>
    public string? Path { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; init; }

    /// <summary>SHA-256 of the file, in lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The server it comes from: scheme, host, port and base path.</summary>
    public string? Source { get; init; }

    /// <summary>The version of the server it comes from.</summary>
    public string? SourceVersion { get; init; }

    /// <summary>When it was exported, UTC.</summary>
    public DateTimeOffset? ExportedAt { get; init; }

    /// <summary>What was asked for, each as "Type Id"; empty where that is not known.</summary>
    public IReadOnlyList<string> Requested { get; init => field = Listed.For(value); } = [];

    /// <summary>What it holds.</summary>
    public IReadOnlyList<MigrationItem> Items { get; init => field = Listed.For(value); } = [];

    /// <summary>What a person should know of it: references that lead out of it, parts that could not be looked into.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = Listed.For(value); } = [];

    /// <summary>True where the content belongs to this process and goes with it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>True where an export was only rehearsed: there is no content.</summary>
    public bool IsPlanned { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{System} {Kind} {(Path is null ? "(planned)" : global::System.IO.Path.GetFileName(Path))}";
}
