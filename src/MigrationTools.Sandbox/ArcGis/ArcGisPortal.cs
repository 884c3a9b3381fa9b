using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>One portal of ArcGIS Enterprise.</summary>
public sealed class ArcGisPortal : ISandboxControl, IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly ArcGisService _service;
    private readonly string _usualContext;

    internal ArcGisPortal(ArcGisPortalFacts facts, SandboxOptions options, ArcGisPackages packages, Func<ArcGisSeed> seed)
    {
        Name = facts.Name;
        Title = facts.Title;
        PublicUri = facts.PublicUri;
        PortalId = facts.PortalId;
        Time = options.Time;
        Packages = packages;
        ContextPath = _usualContext = facts.ContextPath;
        State = new ArcGisState(seed, options.Time, packages);
        _service = new ArcGisService(this);
        _server = new SandboxServer(Name, _service, options.Time) { Delay = options.Delay };
    }

    /// <summary><c>dev</c> or <c>prod</c>.</summary>
    public string Name { get; }

    /// <summary>The organization's name.</summary>
    public string Title { get; }

    /// <summary>The path before <c>/sharing/rest</c>: of a web adaptor, or <c>/arcgis</c> as without one.</summary>
    public string ContextPath { get; set; }

    /// <summary>The address to connect to.</summary>
    public Uri Uri => new(_server.Origin, ContextPath.Length == 0 ? "/" : ContextPath);

    /// <summary>The address that the portal has for itself, in its items and packages. Nothing answers there.</summary>
    public Uri PublicUri { get; }

    /// <summary>The portal's own id, in the packages that it makes.</summary>
    public string PortalId { get; }

    /// <summary>The administrator.</summary>
    public string User => "admin";

    /// <summary>The owner of the sample groups, who is no administrator.</summary>
    public string GroupOwner => "importer1";

    /// <summary>The password of a user.</summary>
    public string PasswordOf(string user) => State.Users.FirstOrDefault(candidate => candidate.Name == user)?.Password
        ?? throw new ArgumentException($"No user {user}.", nameof(user));

    /// <summary>A token of a user that needs no referer, as OAuth makes them.</summary>
    public string AccessTokenOf(string user) => $"{Name}-{user}-access-token";

    /// <summary>The id of an app, for client_credentials.</summary>
    public string ClientId => $"{Name}AppClientId";

    /// <summary>Its secret.</summary>
    public string ClientSecret => $"{Name}-app-client-secret";

    /// <summary>A refresh token of <see cref="GroupOwner"/>.</summary>
    public string RefreshToken => $"{Name}-importer1-refresh-token";

    /// <summary>How far the server's local time, which package names tell, is from UTC.</summary>
    public TimeSpan LocalOffset { get; set; } = TimeSpan.FromHours(-7);

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay
    {
        get => _server.Delay;
        set => _server.Delay = value;
    }

    /// <summary>What is not known about the real service.</summary>
    public ArcGisSwitches Switches { get; } = new();

    /// <summary>Faults and gates.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>Every request so far.</summary>
    public RequestLog Log => _server.Log;

    /// <summary>All that the portal holds.</summary>
    public ArcGisState State { get; }

    /// <summary>No token made from a password so far is good any more.</summary>
    public void RevokeTokens() => _service.Tokens.Revoke();

    /// <summary>Everything as at the start: content, users, tokens, jobs, switches, faults, log. Gates are released.</summary>
    public void Reset()
    {
        Faults.Clear();
        Faults.Release("*");
        Switches.Reset();
        State.Reset();
        ContextPath = _usualContext;
        _service.Reset();
        Log.Clear();
    }

    /// <inheritdoc/>
    object ISandboxControl.SwitchBoard => Switches;

    /// <inheritdoc/>
    JsonObject ISandboxControl.DescribeState(bool withoutNoise) => State.Describe(withoutNoise);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        State.Clear();
    }

    internal TimeProvider Time { get; }

    internal ArcGisPackages Packages { get; }

    internal Task StartAsync(int port, CancellationToken cancellation) => _server.StartAsync(port, cancellation);
}

/// <summary>What tells one portal from another.</summary>
internal sealed record ArcGisPortalFacts(string Name, string Title, string ContextPath, Uri PublicUri, string PortalId);
