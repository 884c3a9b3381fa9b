namespace MigrationTools.Sandbox.Arcadia;

/// <summary>What a user may do.</summary>
[Flags]
public enum ArcadiaRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Open, and so export, what lies in workspaces they can see.</summary>
    Open = 1,

    /// <summary>Create datasets.</summary>
    CreateDatasets = 2,

    /// <summary>Explore tables.</summary>
    ExploreTables = 4,

    /// <summary>Manage visuals and dashboards.</summary>
    ManageVisuals = 8,

    /// <summary>Manage custom styles.</summary>
    ManageStyles = 16,

    /// <summary>Manage dataset.</summary>
    ManageDatasets = 32,

    /// <summary>System administration.</summary>
    Administer = 64,

    /// <summary>Everything.</summary>
    All = 127,
}

/// <summary>A user.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The login name.</param>
/// <param name="Password">The password.</param>
/// <param name="Rights">The rights.</param>
/// <param name="Connections">The connections they may use, or null for all.</param>
public sealed record ArcadiaUser(int Id, string Name, string Password, ArcadiaRights Rights, IReadOnlyList<string>? Connections = null)
{
    internal bool May(ArcadiaRights rights) => (Rights & rights) == rights;

    internal bool MayUse(ArcadiaDataConnection connection) => Connections?.Contains(connection.Name) ?? true;
}

/// <summary>An API key: two texts, of which requests take the secret one.</summary>
/// <param name="Public">The public key.</param>
/// <param name="Secret">The secret key.</param>
/// <param name="User">The user it acts as.</param>
/// <param name="Active">Whether it is switched on.</param>
/// <param name="Expires">When it ends, or null for never.</param>
public sealed record ArcadiaKey(string Public, string Secret, string User, bool Active = true, DateTimeOffset? Expires = null);

/// <summary>A workspace.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; private ones are all called Private.</param>
/// <param name="OwnerId">The owner of a private one.</param>
public sealed record ArcadiaWorkspace(int Id, string Name, int? OwnerId = null);

/// <summary>A connection to a database.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Type">The kind of database.</param>
/// <param name="Tables">The tables it finds.</param>
public sealed record ArcadiaDataConnection(int Id, string Name, string Type, IReadOnlyList<string> Tables);
