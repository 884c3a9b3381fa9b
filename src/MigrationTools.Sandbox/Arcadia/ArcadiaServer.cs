using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>One Arcadia Enterprise / Cloudera Data Visualization server.</summary>
public sealed class ArcadiaServer : ISandboxControl, IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly ArcadiaService _service;

    internal ArcadiaServer(string name, SandboxOptions options, BlobStore blobs, Func<ArcadiaSeed> seed)
    {
        Name = name;
        Time = options.Time;
        BasePath = options.ArcadiaBasePath.TrimEnd('/');
        State = new ArcadiaState(seed);
        _service = new ArcadiaService(this, blobs);
        _server = new SandboxServer(name, _service, options.Time) { Delay = options.Delay };
    }

    /// <summary><c>dev</c> or <c>prod</c>.</summary>
    public string Name { get; }

    /// <summary>The base address, with the prefix where there is one.</summary>
    public Uri Uri => new(_server.Origin, BasePath.Length == 0 ? "/" : BasePath);

    /// <summary>The prefix before <c>/arc</c>: empty, or for example <c>/cdv</c>.</summary>
    public string BasePath { get; }

    /// <summary>The login name of the admin, whose key is <see cref="ApiKey"/>.</summary>
    public string User => "admin";

    /// <summary>The password of a sample user, for the login form.</summary>
    public string PasswordOf(string user) => State.Users.Find(candidate => candidate.Name == user)?.Password
        ?? throw new ArgumentException($"No user {user}.", nameof(user));

    /// <summary>The secret key of the admin.</summary>
    public string ApiKey => Key("admin");

    /// <summary>The public key of the admin, with which requests fail.</summary>
    public string PublicKey => $"{Name}-admin-public-key";

    /// <summary>A secret key of a user who may import, but no custom styles and no changes of datasets.</summary>
    public string ImporterKey => Key("importer");

    /// <summary>A secret key of a user who may open, and so export, but not import.</summary>
    public string ReadOnlyKey => Key("reader");

    /// <summary>A secret key of a user without any right.</summary>
    public string LimitedKey => Key("limited");

    /// <summary>A secret key that has expired.</summary>
    public string ExpiredKey => Key("expired");

    /// <summary>A secret key that is switched off.</summary>
    public string InactiveKey => Key("inactive");

    /// <summary>The token that a proxy in front accepts as <c>Authorization: Bearer</c>; null when there is no such proxy.</summary>
    public string? AcceptBearer { get; set; }

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay
    {
        get => _server.Delay;
        set => _server.Delay = value;
    }

    /// <summary>What is not known about the real service.</summary>
    public ArcadiaSwitches Switches { get; } = new();

    /// <summary>Faults and gates.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>Every request so far.</summary>
    public RequestLog Log => _server.Log;

    /// <summary>All that the server holds.</summary>
    public ArcadiaState State { get; }

    /// <summary>Everything as at the start: content, users, keys, switches, faults, log. Gates are released.</summary>
    public void Reset()
    {
        Faults.Clear();
        Faults.Release("*");
        Switches.Reset();
        State.Reset();
        AcceptBearer = null;
        _service.Auth.Reset();
        Log.Clear();
    }

    /// <inheritdoc/>
    object ISandboxControl.SwitchBoard => Switches;

    /// <inheritdoc/>
    JsonObject ISandboxControl.DescribeState(bool withoutNoise) => State.Describe(withoutNoise);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal TimeProvider Time { get; }

    internal Task StartAsync(int port, CancellationToken cancellation) => _server.StartAsync(port, cancellation);

    private string Key(string name) => $"{Name}-{name}-secret-key";
}
