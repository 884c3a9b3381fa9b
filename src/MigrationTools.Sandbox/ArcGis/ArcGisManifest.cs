using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>What a package says of one item.</summary>
public sealed record ArcGisPackedItem
{
    /// <summary>32 hex digits; kept on import.</summary>
    public required string Id { get; init; }

    /// <summary>The type.</summary>
    public required string Type { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Bytes, as the preview tells them.</summary>
    public long Size { get; init; }

    /// <summary>When it was added to the source, in milliseconds.</summary>
    public long Created { get; init; }

    /// <summary>When it was last changed there, in milliseconds.</summary>
    public long Modified { get; init; }

    /// <summary>The file's name, or null.</summary>
    public string? FileName { get; init; }

    /// <summary>The address, or null.</summary>
    public string? Url { get; init; }

    /// <summary>A line about it.</summary>
    public string Snippet { get; init; } = "";

    /// <summary>More about it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words by which the portal knows what it is.</summary>
    public IReadOnlyList<string> TypeKeywords { get; init; } = [];

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}

/// <summary>What the emulator's packages say of themselves. The real format is not published, and this is none of it.</summary>
public sealed record ArcGisManifest
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The id of the package's item on the source.</summary>
    public required string Id { get; init; }

    /// <summary>The name without <c>.epk</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>The version of the format.</summary>
    public string PackageVersion { get; init; } = "1.0";

    /// <summary>When it was made, in milliseconds.</summary>
    public long Created { get; init; }

    /// <summary>The source's address.</summary>
    public required string HttpsUrl { get; init; }

    /// <summary>The source's release, for example <c>10.8.1</c>.</summary>
    public required string SourceVersion { get; init; }

    /// <summary>The source's own id.</summary>
    public required string PortalId { get; init; }

    /// <summary>The items.</summary>
    public required IReadOnlyList<ArcGisPackedItem> Items { get; init; }

    internal static ArcGisManifest? Parse(Stream json) => JsonSerializer.Deserialize<ArcGisManifest>(json, Options);

    internal byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    internal JsonObject Summary() => new()
    {
        ["id"] = Id,
        ["fileName"] = FileName,
        ["packageVersion"] = PackageVersion,
        ["packageCreated"] = Created,
        ["sourcePortalInfo"] = new JsonObject
        {
            ["httpsUrl"] = HttpsUrl,
            ["httpUrl"] = "http" + HttpsUrl["https".Length..],
            ["version"] = SourceVersion,
            ["portalId"] = PortalId,
            ["isPortal"] = true,
        },
    };
}
