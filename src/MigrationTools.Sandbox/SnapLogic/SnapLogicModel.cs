using System.Collections.Immutable;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>How an org encrypts its accounts.</summary>
public enum SecurityLevel
{
    /// <summary>Standard encryption.</summary>
    Standard,

    /// <summary>Enhanced encryption: the keys lie on the org's own nodes.</summary>
    Enhanced,
}

/// <summary>An environment of the control plane.</summary>
/// <param name="Name">The first segment of its paths.</param>
/// <param name="Security">How it encrypts accounts.</param>
public sealed record SnapLogicOrg(string Name, SecurityLevel Security = SecurityLevel.Standard)
{
    /// <summary>The orgs to which accounts and policies may go.</summary>
    public ImmutableHashSet<string> Trusted { get; init; } = [];

    /// <summary>Whether basic authentication is switched off.</summary>
    public bool BasicDisabled { get; init; }
}

/// <summary>Whether an API version is offered to others.</summary>
public enum Publication
{
    /// <summary>Not offered.</summary>
    Unpublished,

    /// <summary>Offered.</summary>
    Published,

    /// <summary>Offered, with a warning.</summary>
    Deprecated,

    /// <summary>No longer offered.</summary>
    Retired,
}

/// <summary>What holds assets: a project (three segments) or an API version (<c>/org/apim/api/version</c>).</summary>
/// <param name="Path">The path, with its leading slash.</param>
/// <param name="Plex">The path of an API version's Snaplex, or null.</param>
/// <param name="Publication">An API version's state.</param>
public sealed record SnapLogicFolder(string Path, string? Plex = null, Publication Publication = Publication.Unpublished)
{
    /// <summary>Whether it is an API version.</summary>
    public bool IsVersion => SnapLogicPath.Segments(Path) is [_, "apim", _, _];
}

/// <summary>An asset.</summary>
/// <param name="Folder">The path of its project or API version.</param>
/// <param name="Type">Account, File, Job, Pipeline, Policy.</param>
/// <param name="Name">The name; unique within its type.</param>
/// <param name="SnodeId">24 hex digits.</param>
/// <param name="Content">The bytes: a file's own, JSON for the rest.</param>
public sealed record SnapLogicObject(string Folder, string Type, string Name, string SnodeId, SnapLogicContent Content)
{
    /// <summary>The whole path.</summary>
    public string Path => Folder + "/" + Name;

    /// <summary>A task's pipeline by snode id, or null where it has none.</summary>
    public string? PipelineId { get; init; }

    /// <summary>What a task is bound to: <c>org/rt/location/environment</c>.</summary>
    public string? RuntimePathId { get; init; }

    /// <summary>Whether a task is enabled.</summary>
    public bool Enabled { get; init; }

    /// <summary>The owner's email.</summary>
    public string Owner { get; init; } = "admin@example.com";

    /// <summary>Who may read it where that is not for everybody who may read the project.</summary>
    public ImmutableHashSet<string>? Readers { get; init; }

    internal string Key => Type + "/" + Name;
}

/// <summary>A Snaplex.</summary>
/// <param name="Path"><c>/org/shared/name</c>, or deeper.</param>
/// <param name="Location">Part of its runtime path.</param>
/// <param name="Environment">Part of its runtime path.</param>
/// <param name="IsGroundplex">Run by the customer; else a Cloudplex.</param>
/// <param name="LoadBalancer">The address of its load balancer, or empty.</param>
/// <param name="Nodes">The names of running nodes.</param>
public sealed record SnapLogicPlex(string Path, string Location, string Environment, bool IsGroundplex, string LoadBalancer, ImmutableArray<string> Nodes)
{
    /// <summary>What tasks are bound to.</summary>
    public string RuntimePathId => $"{SnapLogicPath.Org(Path)}/rt/{Location}/{Environment}";

    /// <summary>24 hex digits.</summary>
    public string SnodeId { get; init; } = "";
}

/// <summary>A user, or a service account.</summary>
/// <param name="Email">The login name.</param>
/// <param name="Password">The password.</param>
public sealed record SnapLogicUser(string Email, string Password)
{
    /// <summary>The orgs of which it is an admin.</summary>
    public ImmutableHashSet<string> AdminOf { get; init; } = [];

    /// <summary>The groups that it is in.</summary>
    public ImmutableHashSet<string> Groups { get; init; } = [];

    /// <summary>Locked, or its password has expired: it cannot call.</summary>
    public bool Locked { get; init; }
}

/// <summary>A right on a path.</summary>
/// <param name="Path">An org, space or project.</param>
/// <param name="SubjectType">USER or GROUP.</param>
/// <param name="Subject">An email or the name of a group.</param>
/// <param name="Perms">Letters out of R, W, X.</param>
/// <param name="Inherit">Whether it holds below as well.</param>
public sealed record SnapLogicGrant(string Path, string SubjectType, string Subject, string Perms, bool Inherit = true);
