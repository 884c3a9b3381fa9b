using MigrationTools.Core.Packages;

namespace MigrationTools.Core.Arcadia;

/// <summary>An artifact as a server lists it.</summary>
public sealed record ArcadiaArtifact : MigrationItem
{
    /// <summary>The server it was listed on: ids differ from server to server.</summary>
    public string? Source { get; init; }

    /// <summary>What sort of it: a chart's type, a connection's driver.</summary>
    public string? Kind { get; init; }

    /// <summary>As people described it.</summary>
    public string? Description { get; init; }

    /// <summary>The dataset of a visual or dashboard.</summary>
    public string? DatasetId { get; init; }

    /// <summary>The id of the workspace that a visual or dashboard lies in. Not named Workspace, so that it never binds as a target.</summary>
    public string? WorkspaceId { get; init; }

    /// <inheritdoc />
    public override string ToString() => base.ToString();
}
