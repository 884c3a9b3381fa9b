using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MigrationTools.Sandbox.Common;

/// <summary>What can be controlled of a server, whatever system it emulates.</summary>
public interface ISandboxControl
{
    /// <summary>The name within its system.</summary>
    string Name { get; }

    /// <summary>Every request so far.</summary>
    RequestLog Log { get; }

    /// <summary>Faults and gates.</summary>
    FaultPlan Faults { get; }

    /// <summary>The object whose properties are the switches.</summary>
    object SwitchBoard { get; }

    /// <summary>The state as JSON.</summary>
    JsonObject DescribeState(bool withoutNoise);
}

/// <summary>Control of the sandbox over HTTP, for tests in another process.</summary>
internal sealed class AdminApi : ISandboxService, IAsyncDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly SandboxHost _host;
    private readonly SandboxServer _server;
    private readonly ConcurrentDictionary<(ISandboxControl Server, string Route), Gate> _gates = new();

    public AdminApi(SandboxHost host)
    {
        _host = host;
        _server = new SandboxServer("admin", this, TimeProvider.System);
    }

    public Uri Uri => _server.Origin;

    public long? BodyLimit => null;

    public TimeSpan? GatewayTimeout => null;

    public string LoginPath => "/";

    public Task StartAsync(int port, CancellationToken cancellation) => _server.StartAsync(port, cancellation);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public string RouteOf(string method, string path) => "sandbox";

    public Reply? Refuse(string method, string target, long? length) => null;

    public Reply Unauthorized(string path) => Reply.Empty(401);

    public async Task<Reply> HandleAsync(SandboxRequest request, CancellationToken stopping)
    {
        try
        {
            var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return parts switch
            {
                ["sandbox"] when request.Method == "GET" => Reply.Json(200, _host.Describe()),
                ["sandbox", "reset"] when request.Method == "POST" => Reset(),
                ["sandbox", var system, var name, .. var rest] when _host.Find(system, name) is { } server => await ServerAsync(request, server, rest, stopping),
                _ => Error(404, "There is no such route."),
            };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            return Error(400, exception.Message);
        }
    }

    private async Task<Reply> ServerAsync(SandboxRequest request, ISandboxControl server, string[] rest, CancellationToken stopping)
    {
        switch (request.Method, rest)
        {
            case ("GET", ["requests"]):
                return Reply.Json(200, JsonSerializer.SerializeToNode(server.Log.Requests, Options));
            case ("DELETE", ["requests"]):
                server.Log.Clear();
                return Reply.Empty(204);
            case ("GET", ["switches"]):
                return Reply.Json(200, JsonSerializer.SerializeToNode(server.SwitchBoard, server.SwitchBoard.GetType(), Options));
            case ("PUT", ["switches"]):
                SetSwitches(server.SwitchBoard, request.Body);
                return Reply.Json(200, JsonSerializer.SerializeToNode(server.SwitchBoard, server.SwitchBoard.GetType(), Options));
            case ("POST", ["faults"]):
                server.Faults.Add(JsonSerializer.Deserialize<Fault>(request.Body, Options) ?? throw new JsonException("A fault is due."));
                return Reply.Empty(204);
            case ("GET", ["faults"]):
                return Reply.Json(200, JsonSerializer.SerializeToNode(server.Faults.Pending, Options));
            case ("DELETE", ["faults"]):
                server.Faults.Clear();
                return Reply.Empty(204);
            case ("GET", ["state"]):
                return Reply.Json(200, server.DescribeState(request.Query.GetValueOrDefault("noise") == "false"));
            case ("POST", ["gates", var route, "hold"]):
                var moment = request.Query.TryGetValue("moment", out var text) ? Enum.Parse<GateMoment>(text, true) : GateMoment.BeforeActing;
                var skip = int.Parse(request.Query.GetValueOrDefault("skip", "0"), System.Globalization.CultureInfo.InvariantCulture);
                _gates[(server, route)] = server.Faults.Hold(route, moment, skip);
                return Reply.Empty(204);
            case ("GET", ["gates", var route]):
                return await ArrivedAsync(request, server, route, stopping);
            case ("POST", ["gates", var route, "release"]):
                _gates.TryRemove((server, route), out _);
                return Reply.Json(200, new JsonObject { ["released"] = server.Faults.Release(route) });
            default:
                return Error(404, "There is no such route.");
        }
    }

    /// <summary>Whether a request stands at the gate; waits for one as long as <c>wait</c> (seconds) says.</summary>
    private async Task<Reply> ArrivedAsync(SandboxRequest request, ISandboxControl server, string route, CancellationToken stopping)
    {
        if (!_gates.TryGetValue((server, route), out var gate)) return Error(404, "There is no such gate.");
        var wait = TimeSpan.FromSeconds(double.Parse(request.Query.GetValueOrDefault("wait", "0"), System.Globalization.CultureInfo.InvariantCulture));
        await Task.WhenAny(gate.Arrived, Task.Delay(wait, stopping));
        return Reply.Json(200, new JsonObject { ["arrived"] = gate.Arrived.IsCompletedSuccessfully });
    }

    private Reply Reset()
    {
        _gates.Clear();
        _host.Reset();
        return Reply.Empty(204);
    }

    /// <summary>By name in any case; a name or a value that does not exist is an error, and then nothing is set.</summary>
    private static void SetSwitches(object switches, byte[] body)
    {
        var wanted = JsonNode.Parse(body) as JsonObject ?? throw new JsonException("An object of switches is due.");
        var values = wanted.Select(item =>
        {
            var property = switches.GetType().GetProperties().FirstOrDefault(candidate => candidate.Name.Equals(item.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException($"There is no switch {item.Key}.");
            return (property, item.Value.Deserialize(property.PropertyType, Options));
        }).ToList();
        foreach (var (property, value) in values) property.SetValue(switches, value);
    }

    private static Reply Error(int status, string message) => Reply.Json(status, new JsonObject { ["error"] = message });
}
