using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.SnapLogic;

/// <summary>Who asks, by which of the ways.</summary>
internal sealed class SnapLogicCaller(SnapLogicState state, SnapLogicUser user, bool isBasic, string? tokenOrg)
{
    public SnapLogicUser User { get; } = user;

    /// <summary>An org at which the request is directed must exist and let this way of authentication pass.</summary>
    public void Enter(string org)
    {
        Reach(org);
        if (tokenOrg is not null && tokenOrg != org) throw new SnapLogicRefusal(401, "Unauthorized");
    }

    /// <summary>An org that is the other end: a token may be another org's.</summary>
    public void Reach(string org)
    {
        if (state.Org(org) is not { } found) throw new SnapLogicRefusal(404, "Not Found");
        if (isBasic && found.BasicDisabled) throw new SnapLogicRefusal(403, "Forbidden");
    }

    public bool Is(string path, char right) => state.May(User, path, right);

    public void Need(string path, char right)
    {
        if (!Is(path, right)) throw new SnapLogicRefusal(401, "Unauthorized");
    }

    /// <summary>Enters an org of which it must be an admin.</summary>
    public void EnterAsAdmin(string org)
    {
        Enter(org);
        NeedAdmin(org);
    }

    public void NeedAdmin(string org)
    {
        if (!User.AdminOf.Contains(org)) throw new SnapLogicRefusal(403, "Environment admin permissions are required");
    }
}

/// <summary>Basic authentication, JWT, and the session token of the screens.</summary>
internal sealed class SnapLogicAuth(SnapLogicServer server)
{
    /// <summary>Session tokens die after this time.</summary>
    private static readonly TimeSpan SessionLifetime = TimeSpan.FromSeconds(3300);

    private readonly ConcurrentDictionary<string, (string Email, DateTimeOffset Expires)> _sessions = new();

    public SnapLogicCaller Identify(SandboxRequest request)
    {
        var caller = (request.Header("Authorization") ?? "").Split(' ', 2) switch
        {
            [var scheme, var value] when Is(scheme, "Basic") => ByPassword(value),
            [var scheme, var value] when Is(scheme, "Bearer") => ByToken(value),
            [var scheme, var value] when Is(scheme, "SLToken") => BySession(value),
            _ => null,
        };
        return caller ?? throw new SnapLogicRefusal(401, "Unauthorized");
    }

    /// <summary>Gives a session token for a password.</summary>
    public JsonNode OpenSession(SnapLogicCaller caller)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        _sessions[token] = (caller.User.Email, server.Time.GetUtcNow() + SessionLifetime);
        return new JsonObject { ["token"] = token };
    }

    public void Reset() => _sessions.Clear();

    private SnapLogicCaller? ByPassword(string value)
    {
        var buffer = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, buffer, out var count)) return null;
        return Encoding.UTF8.GetString(buffer, 0, count).Split(':', 2) is [var email, var password]
            && Living(email) is { } user && user.Password == password ? new(server.State, user, true, null) : null;
    }

    private SnapLogicCaller? ByToken(string value) =>
        server.Jwt.Check(value, server.Audiences, server.Time.GetUtcNow()) is { } claims && Living((string?)claims["sub"] ?? "") is { } user
            ? new(server.State, user, false, server.Switches.TokenOrg == TokenOrg.Bound ? (string?)claims["org"] ?? "" : null) : null;

    private SnapLogicCaller? BySession(string value) =>
        _sessions.TryGetValue(value, out var session) && session.Expires > server.Time.GetUtcNow() && Living(session.Email) is { } user
            ? new(server.State, user, false, null) : null;

    private SnapLogicUser? Living(string email) => server.State.User(email) is { Locked: false } user ? user : null;

    private static bool Is(string scheme, string name) => scheme.Equals(name, StringComparison.OrdinalIgnoreCase);
}
