namespace MigrationTools.Core.Arcadia;

/// <summary>One entry of an Admin API list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its title or name; may be empty.</param>
/// <param name="Type">For visuals "dashboard" or the chart's type; for connections the driver.</param>
/// <param name="Description">As people wrote it.</param>
/// <param name="DatasetId">For visuals: the dataset.</param>
/// <param name="WorkspaceId">For visuals: the workspace.</param>
internal sealed record ArcadiaListed(string Id, string Name, string? Type, string? Description, string? DatasetId, string? WorkspaceId);
