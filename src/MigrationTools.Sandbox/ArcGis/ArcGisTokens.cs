using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.ArcGis;

/// <summary>Tokens: made from a password, renewed by OAuth, and recognised in each of the three places they may stand.</summary>
internal sealed class ArcGisTokens(ArcGisPortal portal)
{
    private static readonly TimeSpan OAuthLife = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AppLife = TimeSpan.FromMinutes(120);

    private readonly ConcurrentDictionary<string, Token> _tokens = new();

    /// <summary>Who asks, or null for nobody.</summary>
    public ArcGisCaller? Identify(SandboxRequest request)
    {
        if (TextIn(request) is not { } text) return null;
        var token = _tokens.GetValueOrDefault(text) ?? Sample(text);
        if (token is null || token.Expires <= portal.Time.GetUtcNow()) throw ArcGisError.InvalidToken();
        if (token.Referer is { } referer && request.Header("Referer") != referer) throw ArcGisError.InvalidToken();
        if (token.User is null) return new(null);
        var user = portal.State.Users.FirstOrDefault(candidate => candidate.Name == token.User) ?? throw ArcGisError.InvalidToken();
        request.Record.User = user.Name;
        return new(user);
    }

    /// <summary>generateToken.</summary>
    public JsonObject Generate(ArcGisCall call)
    {
        if (call.Text("username") is not { } name || call.Text("password") is not { } password) throw Refused("Invalid username or password.");
        if (portal.State.Users.FirstOrDefault(candidate => candidate.Name == name) is not { } user || user.Password != password) throw Refused("Invalid username or password.");
        var referer = call.Text("client") switch
        {
            "ip" => call.Text("ip") is null ? throw Refused("'ip' must be specified.") : (string?)null,
            "requestip" => null,
            _ => call.Text("referer") ?? throw Refused("'referer' must be specified."),
        };
        var minutes = Math.Min(Math.Max(call.Number("expiration", 60), 1), LongestLife());
        var token = Add(user.Name, TimeSpan.FromMinutes(minutes), referer);
        return new() { ["token"] = token.Text, ["expires"] = ArcGisJson.Milliseconds(token.Expires), ["ssl"] = true };
    }

    /// <summary>oauth2/token.</summary>
    public JsonObject Authorize(ArcGisCall call)
    {
        switch (call.Text("grant_type"))
        {
            case "client_credentials" when call.Text("client_id") == portal.ClientId && call.Text("client_secret") == portal.ClientSecret:
                return new() { ["access_token"] = Add(null, AppLife, null).Text, ["expires_in"] = (long)AppLife.TotalSeconds };
            case "client_credentials":
                throw OAuth("invalid_client", "Invalid client_id or client_secret");
            case "refresh_token" when call.Text("refresh_token") == portal.RefreshToken:
                return new()
                {
                    ["access_token"] = Add("importer1", OAuthLife, null).Text, ["expires_in"] = (long)OAuthLife.TotalSeconds,
                    ["username"] = "importer1", ["ssl"] = true,
                };
            case "refresh_token":
                throw OAuth("invalid_request", "Invalid refresh_token");
            default:
                throw OAuth("unsupported_grant_type", "Unsupported grant_type");
        }
    }

    /// <summary>No token made so far is good any more.</summary>
    public void Revoke() => _tokens.Clear();

    private int LongestLife()
    {
        var longest = ArcGisRelease.Of(portal.Switches.Version).LongestToken;
        return portal.Switches.MaxTokenMinutes > 0 ? Math.Min(longest, portal.Switches.MaxTokenMinutes) : longest;
    }

    private string? TextIn(SandboxRequest request)
    {
        if (portal.Switches.TokenHeader == TokenHeader.Accepted)
        {
            foreach (var name in new[] { "X-Esri-Authorization", "Authorization" })
            {
                if (request.Header(name)?.Split(' ', 2, StringSplitOptions.TrimEntries) is [var scheme, var text]
                    && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return text;
            }
        }

        var parameter = request.Form.GetValueOrDefault("token") ?? request.Query.GetValueOrDefault("token");
        return string.IsNullOrWhiteSpace(parameter) ? null : parameter;
    }

    /// <summary>The tokens that the description names: bound to no referer, as OAuth makes them.</summary>
    private Token? Sample(string text)
    {
        var user = portal.State.Users.FirstOrDefault(candidate => portal.AccessTokenOf(candidate.Name) == text);
        return user is null ? null : new(text, user.Name, DateTimeOffset.MaxValue, null);
    }

    private Token Add(string? user, TimeSpan life, string? referer)
    {
        var text = Convert.ToBase64String(RandomNumberGenerator.GetBytes(96)).Replace('+', '-').Replace('/', '_') + ".";
        return _tokens[text] = new(text, user, portal.Time.GetUtcNow() + life, referer);
    }

    private ArcGisError Refused(string detail) => new(400, "Unable to generate token.",
        portal.Switches.LoginFailure == LoginFailure.WithGwm0003 ? "GWM_0003" : null, detail)
    {
        HttpStatus = portal.Switches.LoginFailure == LoginFailure.Http400 ? 400 : null,
    };

    private static ArcGisError OAuth(string error, string description) => new(400, description)
    {
        Body = new()
        {
            ["error"] = new JsonObject
            {
                ["code"] = 400, ["error"] = error, ["error_description"] = description, ["message"] = description, ["details"] = new JsonArray(),
            },
        },
    };

    private sealed record Token(string Text, string? User, DateTimeOffset Expires, string? Referer);
}
