using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>One Optimize installation.</summary>
public sealed class OptimizeServer : ISandboxControl, IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly OptimizeService _service;

    internal OptimizeServer(string name, string accessToken, SandboxOptions options, BlobStore blobs, OptimizeIdentity identity, Func<OptimizeSeed> seed)
    {
        Name = name;
        AccessToken = accessToken;
        Time = options.Time;
        State = new OptimizeState(seed, options.Time);
        _service = new OptimizeService(this, identity, blobs);
        _server = new SandboxServer(name, _service, options.Time) { Delay = options.Delay };
    }

    /// <summary><c>dev</c> or <c>prod</c>.</summary>
    public string Name { get; }

    /// <summary>The base address, with the context path and the cluster id where there are any.</summary>
    public Uri Uri => new(_server.Origin, Switches.ContextPath + "/" + Switches.ClusterId);

    /// <summary>The static token that the server is configured with.</summary>
    public string AccessToken { get; }

    /// <summary>A wait before every answer.</summary>
    public TimeSpan Delay
    {
        get => _server.Delay;
        set => _server.Delay = value;
    }

    /// <summary>The release, and what is not known about the real service.</summary>
    public OptimizeSwitches Switches { get; } = new();

    /// <summary>Faults and gates.</summary>
    public FaultPlan Faults => _server.Faults;

    /// <summary>Every request so far.</summary>
    public RequestLog Log => _server.Log;

    /// <summary>All that the server holds.</summary>
    public OptimizeState State { get; }

    /// <summary>Everything as at the start: content, switches, faults, log. Gates are released.</summary>
    public void Reset()
    {
        Faults.Clear();
        Faults.Release("*");
        Switches.Reset();
        State.Reset();
        _service.Reset();
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
}
