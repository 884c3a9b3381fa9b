namespace MigrationTools.Core.Packages;

/// <summary>One artifact: in a package, or as a server lists it.</summary>
public record MigrationItem
{
    /// <summary>The system: Arcadia, SnapLogic, Optimize, ArcGis.</summary>
    public required string System { get; init; }

    /// <summary>The vendor's word for the thing: Dashboard, Visual, Dataset …</summary>
    public required string Type { get; init; }

    /// <summary>Its id where it was found.</summary>
    public required string Id { get; init; }

    /// <summary>Its name as people know it; never empty (where the server has none, one is made of type and id).</summary>
    public required string Name { get; init; }

    /// <summary>The id that stays the same from server to server, where the system has one.</summary>
    public string? Uuid { get; init; }

    /// <summary>What it needs: "Type Id" of each item, those that are not in the package included.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = Listed.For(value); } = [];

    /// <inheritdoc />
    public override string ToString() => $"{Type} '{Name}' ({Id})";
}
