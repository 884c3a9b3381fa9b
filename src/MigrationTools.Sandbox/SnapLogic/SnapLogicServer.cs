using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>One control plane under two addresses: its host, and an alias of it (as <c>cdn.elastic…</c> is one).</summary>
public sealed class SnapLogicServer : ISandboxControl, IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly SandboxServer _alias;
    private readonly SnapLogicService _service;

    internal SnapLogicServer(SandboxOptions options, BlobStore blobs)
    {
        Time = options.Time;
        State = new SnapLogicState(options.Time, new SnapLogicSamples(options).Fill);
        _service = new SnapLogicService(this, blobs);
        _server = new SandboxServer(Name, _service, options.Time) { Delay = options.Delay };
        _alias = new SandboxServer(Name + "-alias", _service, options.Time) { Delay = options.Delay };
    }

    /// <summary>Names of projects below <c>/acme/Sales</c>, and of assets in <c>/acme/Sales/Names</c>, that want escaping.</summary>
    public static IReadOnlyList<string> AwkwardNames => SnapLogicSampleProjects.AwkwardNames;

    /// <inheritdoc/>
    public string Name => "elastic";

    /// <summary>The origin.</summary>
    public Uri Uri => _server.Origin;

    /// <summary>The origin of the alias, which answers the same.</summary>
    public Uri AliasUri => _alias.Origin;

    /// <summary>The org that is migrated from.</summary>
    public string Dev => SnapLogicSamples.Dev;

    /// <summary>The org that is migrated to; the other trusts it.</summary>
    public string Prod => SnapLogicSamples.Prod;

    /// <summary>A service account: environment admin of acme, acme-staging, acme-prod and acme-lab; read, write and execute in sourceorg and destorg.</summary>
    public string User => "svc-deploy@example.com";

    /// <summary>Reads acme and writes acme-prod, and is admin of nothing.</summary>
    public string DeveloperUser => "developer@example.com";

    /// <summary>Reads acme.</summary>
    public string ReaderUser => "reader@example.com";

    /// <summary>A user whose account is locked.</summary>
    public string LockedUser => "locked@example.com";

    /// <summary>The password of <see cref="User"/>.</summary>
    public string Password => PasswordOf(User);

    /// <summary>A JWT of <see cref="User"/> for dev, good for twelve hours.</summary>
    public string AccessToken => IssueToken(User, Dev, TimeSpan.FromHours(12));

    /// <summary>A JWT of <see cref="User"/> for prod, good for twelve hours.</summary>
    public string ProdAccessToken => IssueToken(User, Prod, TimeSpan.FromHours(12));

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay
    {
        get => _server.Delay;
        set => _server.Delay = _alias.Delay = value;
    }

    /// <summary>What is not known about the real service.</summary>
    public SnapLogicSwitches Switches { get; } = new();

    /// <summary>Faults and gates.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>Every request to the host so far.</summary>
    public RequestLog Log => _server.Log;

    /// <summary>Every request to the alias so far.</summary>
    public RequestLog AliasLog => _alias.Log;

    /// <summary>All that the control plane holds.</summary>
    public SnapLogicState State { get; }

    /// <inheritdoc/>
    object ISandboxControl.SwitchBoard => Switches;

    /// <summary>The password of a sample user.</summary>
    public string PasswordOf(string user) => State.User(user)?.Password ?? throw new ArgumentException($"No user {user}.", nameof(user));

    /// <summary>A JWT of a user for an org, as its identity provider issues it.</summary>
    /// <param name="user">The email.</param>
    /// <param name="org">The claim <c>org</c>.</param>
    /// <param name="lifetime">An hour when left out.</param>
    /// <param name="audience">This control plane's own when left out.</param>
    /// <param name="issuer">The trusted one when left out.</param>
    public string IssueToken(string user, string org, TimeSpan? lifetime = null, string? audience = null, string? issuer = null) =>
        Jwt.Issue(user, org, audience ?? Audiences[0], Time.GetUtcNow(), lifetime ?? TimeSpan.FromHours(1), issuer ?? SnapLogicJwt.Issuer);

    /// <summary>Everything as at the start: content, orgs, users, migrations, switches, faults, log. Gates are released.</summary>
    public void Reset()
    {
        foreach (var server in new[] { _server, _alias })
        {
            server.Faults.Clear();
            server.Faults.Release("*");
            server.Log.Clear();
        }

        Switches.Reset();
        State.Reset();
        _service.Auth.Reset();
    }

    /// <inheritdoc/>
    JsonObject ISandboxControl.DescribeState(bool withoutNoise) => State.Describe(withoutNoise);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _alias.DisposeAsync();
        Jwt.Dispose();
    }

    internal TimeProvider Time { get; }

    internal SnapLogicJwt Jwt { get; } = new();

    internal IReadOnlyList<string> Audiences => [Audience(Uri), Audience(AliasUri)];

    internal async Task StartAsync(int port, int aliasPort, CancellationToken cancellation)
    {
        await _server.StartAsync(port, cancellation);
        await _alias.StartAsync(aliasPort, cancellation);
    }

    private static string Audience(Uri origin) => origin.ToString().TrimEnd('/') + SnapLogicRoutes.Public.TrimEnd('/');
}
