namespace MigrationTools.Arcadia;

/// <summary>What the Admin API can list.</summary>
public enum ArcadiaArtifactType
{
    /// <summary>Sheets with placed visuals.</summary>
    Dashboard,

    /// <summary>Charts and filter controls.</summary>
    Visual,

    /// <summary>Tables or SQL on a data connection.</summary>
    Dataset,

    /// <summary>Data connections.</summary>
    Connection,

    /// <summary>Workspaces.</summary>
    Workspace,
}
