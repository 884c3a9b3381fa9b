using System.Text.Json;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;

namespace MigrationTools.Core.ArcGis;

/// <summary>An import or export that a portal does on its own time. It cannot be stopped there.</summary>
public sealed record ArcGisJob : MigrationJob
{
    /// <summary>The Kind of an export's job.</summary>
    public const string Export = "Export";

    /// <summary>The Kind of an import's job.</summary>
    public const string Import = "Import";

    /// <summary>The portal's address: its key goes to no other.</summary>
    public string? Origin { get; init; }

    /// <summary>The group's title.</summary>
    public string? Group { get; init; }

    /// <summary>The group that is exported, or imported into: its id.</summary>
    public string? GroupKey { get; init; }

    /// <summary>The package's item on the portal: the one that is imported; of an export, once it is there.</summary>
    public string? PackageItem { get; init; }

    /// <summary>Whether the package's item is removed once the job has ended and its content is where it belongs.</summary>
    public bool RemovesPackage { get; init; }

    /// <summary>The package that this process uploaded for the job; not written anywhere, so that no file can claim it.</summary>
    internal string? Uploaded { get; init; }

    /// <summary>True for an export that this process began with the wish to remove its package; not written anywhere, so that no file can claim it.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>What is imported, or was to be exported, as far as known.</summary>
    public IReadOnlyList<ArcGisItem> Items { get; init => field = Listed.For(value); } = [];

    /// <summary>What the portal said of a failure.</summary>
    public string? Words { get; init; }

    /// <summary>The result, as it came.</summary>
    internal JsonElement? Outcome { get; init; }

    /// <summary>What is said of it where nobody waits for it any more.</summary>
    public string GoesOn() => $"The portal's job {Id} goes on; Wait-ArcGisJob takes it up again.";

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}
