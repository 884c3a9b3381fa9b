using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Optimize;

/// <summary>The form in which a token is asked for.</summary>
public enum TokenRequest
{
    /// <summary>A form or JSON.</summary>
    FormOrJson,

    /// <summary>A form; JSON is 415, as with Keycloak.</summary>
    FormOnly,
}

/// <summary>What can be chosen of the identity provider.</summary>
public sealed class OptimizeIdentitySwitches
{
    /// <summary>How a token is asked for.</summary>
    public TokenRequest TokenRequest { get; set; }

    /// <summary>The life of a token in seconds.</summary>
    public int ExpiresIn { get; set; } = 300;

    /// <summary>The cluster that the tokens of SaaS are for.</summary>
    public string ClusterId { get; set; } = "5f3a1c52-0a68-4b5d-9b5e-6c2f2f0e7a11";

    /// <summary>All values back to their defaults.</summary>
    public void Reset()
    {
        var defaults = new OptimizeIdentitySwitches();
        foreach (var property in typeof(OptimizeIdentitySwitches).GetProperties()) property.SetValue(this, property.GetValue(defaults));
    }
}

/// <summary>The identity provider of both servers: an origin of its own, which gives tokens to client credentials.</summary>
public sealed class OptimizeIdentity : ISandboxService, ISandboxControl, IAsyncDisposable
{
    /// <summary>The path of SaaS.</summary>
    public const string SaasPath = "/oauth/token";

    /// <summary>The path of a Keycloak beside a self-managed server.</summary>
    public const string KeycloakPath = "/auth/realms/camunda-platform/protocol/openid-connect/token";

    private readonly SandboxServer _server;
    private readonly TimeProvider _time;
    private readonly OptimizeJwt _jwt;
    private int _issued;

    internal OptimizeIdentity(SandboxOptions options)
    {
        _time = options.Time;
        _jwt = new OptimizeJwt(_time);
        _server = new SandboxServer(Name, this, options.Time) { Delay = options.Delay };
    }

    /// <inheritdoc/>
    public string Name => "identity";

    /// <summary>Where a token is asked for, as a self-managed installation has it.</summary>
    public Uri TokenUri => new(_server.Origin, KeycloakPath);

    /// <summary>Where a token is asked for, as in SaaS.</summary>
    public Uri SaasTokenUri => new(_server.Origin, SaasPath);

    /// <summary>A client that may use the API.</summary>
    public string ClientId => "optimize-promoter";

    /// <summary>The secret of <see cref="ClientId"/>.</summary>
    public string ClientSecret => "optimize-promoter-secret";

    /// <summary>A client whose tokens lack the permission that 8.10 asks for.</summary>
    public string DeniedClientId => "optimize-visitor";

    /// <summary>The secret of <see cref="DeniedClientId"/>.</summary>
    public string DeniedClientSecret => "optimize-visitor-secret";

    /// <summary>What can be chosen.</summary>
    public OptimizeIdentitySwitches Switches { get; } = new();

    /// <summary>How many tokens it has given.</summary>
    public int Issued => _issued;

    /// <inheritdoc/>
    public RequestLog Log => _server.Log;

    /// <inheritdoc/>
    public FaultPlan Faults => _server.Faults;

    /// <inheritdoc/>
    object ISandboxControl.SwitchBoard => Switches;

    /// <inheritdoc/>
    long? ISandboxService.BodyLimit => null;

    /// <inheritdoc/>
    TimeSpan? ISandboxService.GatewayTimeout => null;

    /// <inheritdoc/>
    string ISandboxService.LoginPath => "/auth/realms/camunda-platform/login";

    /// <summary>Tokens given so far end at once: whoever holds one needs another.</summary>
    public void RevokeAll() => _jwt.RevokeAll();

    /// <summary>Everything as at the start; tokens given so far end.</summary>
    public void Reset()
    {
        Faults.Clear();
        Faults.Release("*");
        Switches.Reset();
        RevokeAll();
        _issued = 0;
        Log.Clear();
    }

    /// <inheritdoc/>
    JsonObject ISandboxControl.DescribeState(bool withoutNoise) => new() { ["issued"] = _issued };

    /// <inheritdoc/>
    string ISandboxService.RouteOf(string method, string path) => path is SaasPath or KeycloakPath ? "token" : "other";

    /// <inheritdoc/>
    Reply? ISandboxService.Refuse(string method, string target, long? length) => null;

    /// <inheritdoc/>
    Reply ISandboxService.Unauthorized(string path) => Error(401, "invalid_client", "Invalid client or Invalid client credentials");

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _jwt.Dispose();
        return _server.DisposeAsync();
    }

    /// <inheritdoc/>
    Task<Reply> ISandboxService.HandleAsync(SandboxRequest request, CancellationToken stopping) => Task.FromResult(Answer(request));

    internal Task StartAsync(int port, CancellationToken cancellation) => _server.StartAsync(port, cancellation);

    internal JsonObject? Claims(string token) => _jwt.Verify(token);

    private Reply Answer(SandboxRequest request)
    {
        if (request.Path is not (SaasPath or KeycloakPath)) return Error(404, "not_found", "Unable to find matching target resource method");
        if (request.Method != "POST") return Error(405, "method_not_allowed", "POST is due");
        if (Fields(request) is not { } fields) return Error(415, "unsupported_media_type", "The content type is not supported");
        if (fields.GetValueOrDefault("grant_type") != "client_credentials") return Error(400, "unsupported_grant_type", "Unsupported grant_type");
        var client = fields.GetValueOrDefault("client_id");
        var secret = fields.GetValueOrDefault("client_secret");
        var denied = client == DeniedClientId && secret == DeniedClientSecret;
        if (!denied && (client != ClientId || secret != ClientSecret)) return ((ISandboxService)this).Unauthorized(request.Path);
        var saas = request.Path == SaasPath;
        // A realm adds the audience by itself; SaaS has no default that helps.
        var audience = fields.GetValueOrDefault("audience", saas ? "account" : "optimize-api");
        var claims = new JsonObject { ["iss"] = _server.Origin.ToString(), ["sub"] = client, ["aud"] = audience };
        if (saas) claims["https://camunda.com/clusterId"] = Switches.ClusterId;
        if (!denied) claims["permissions"] = new JsonObject { ["optimize-api"] = new JsonArray("write:*") };
        Interlocked.Increment(ref _issued);
        return OptimizeJson.Reply(200, new JsonObject
        {
            ["access_token"] = _jwt.Sign(claims, TimeSpan.FromSeconds(Switches.ExpiresIn)), ["expires_in"] = Switches.ExpiresIn, ["token_type"] = "Bearer",
        }).With("Cache-Control", "no-store");
    }

    private Dictionary<string, string>? Fields(SandboxRequest request)
    {
        var type = request.Header("Content-Type") ?? "";
        if (type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)) return request.Form;
        if (Switches.TokenRequest == TokenRequest.FormOnly || !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            return OptimizeJson.Parse(request.Body) is JsonObject body
                ? body.ToDictionary(member => member.Key, member => OptimizeJson.Text(member.Value) ?? "") : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static Reply Error(int status, string error, string description) =>
        OptimizeJson.Reply(status, new JsonObject { ["error"] = error, ["error_description"] = description });
}
