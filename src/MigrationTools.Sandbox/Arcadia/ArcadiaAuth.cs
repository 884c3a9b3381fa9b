using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Sandbox.Arcadia;

/// <summary>A login, kept by cookie.</summary>
internal sealed class ArcadiaSession(ArcadiaUser user)
{
    public ArcadiaUser User { get; } = user;

    /// <summary>The upload of the preview: the following PUT may rely on it.</summary>
    public byte[]? Upload { get; set; }
}

/// <summary>Who asks, and by which of the ways.</summary>
internal sealed record ArcadiaCaller(ArcadiaUser User, ArcadiaSession? Session);

/// <summary>API keys, logins with cookies and CSRF tokens, and the bearer token of a proxy in front.</summary>
internal sealed class ArcadiaAuth(ArcadiaServer server)
{
    private const string CsrfCookie = "arccsrftoken";
    private const string SessionCookie = "arcsessionid";

    private readonly ConcurrentDictionary<string, ArcadiaSession> _sessions = new();

    public ArcadiaCaller? Identify(SandboxRequest request)
    {
        if (request.Header("Authorization") is { } authorization) return ByHeader(authorization) is { } user ? new(user, null) : null;
        return request.Cookies.TryGetValue(SessionCookie, out var id) && _sessions.TryGetValue(id, out var session) ? new(session.User, session) : null;
    }

    /// <summary>Whether a login's change lacks its token; keys need none.</summary>
    public static bool LacksCsrf(SandboxRequest request, ArcadiaCaller caller)
    {
        if (caller.Session is null || request.Method is "GET" or "HEAD") return false;
        var token = request.Cookies.GetValueOrDefault(CsrfCookie);
        return string.IsNullOrEmpty(token)
            || (request.Header("X-CSRFToken") != token && request.Form.GetValueOrDefault("csrfmiddlewaretoken") != token);
    }

    public Reply Failure(string path) => server.Switches.AuthenticationFailure switch
    {
        AuthenticationFailure.Html401 => Reply.Html(401, "Unauthorized", "<p>You are not logged in.</p>"),
        AuthenticationFailure.LoginRedirect => Reply.Redirect(302, server.BasePath + "/arc/apps/login?next=" + Uri.EscapeDataString(path)),
        AuthenticationFailure.LoginPage200 => ArcadiaErrors.LoginPage(200, NewToken()),
        _ => ArcadiaErrors.Json(401, "Authentication credentials were not provided or are not valid."),
    };

    public Reply Login(SandboxRequest request)
    {
        if (request.Method != "POST")
        {
            var token = NewToken();
            return ArcadiaErrors.LoginPage(200, token).With("Set-Cookie", $"{CsrfCookie}={token}; Path=/; SameSite=Lax");
        }

        var cookie = request.Cookies.GetValueOrDefault(CsrfCookie);
        if (string.IsNullOrEmpty(cookie) || request.Header("Referer") is null || (request.Form.GetValueOrDefault("csrfmiddlewaretoken") != cookie && request.Header("X-CSRFToken") != cookie))
        {
            return ArcadiaErrors.Csrf();
        }

        if (server.Switches.PasswordLogin == PasswordLogin.Refused401) return Reply.Html(401, "Unauthorized", "<p>Log in with your identity provider.</p>");
        var user = server.State.Users.Find(candidate => candidate.Name == request.Form.GetValueOrDefault("username"));
        if (user is null || user.Password != request.Form.GetValueOrDefault("password"))
        {
            return ArcadiaErrors.LoginPage(200, cookie, "Please enter a correct username and password.");
        }

        request.Record.User = user.Name;
        var id = NewToken();
        _sessions[id] = new ArcadiaSession(user);
        var next = request.Form.GetValueOrDefault("next");
        return Reply.Redirect(302, string.IsNullOrEmpty(next) ? server.BasePath + "/arc/apps/home" : next)
            .With("Set-Cookie", $"{SessionCookie}={id}; Path=/; HttpOnly; SameSite=Lax")
            .With("Set-Cookie", $"{CsrfCookie}={NewToken()}; Path=/; SameSite=Lax");
    }

    /// <summary>Makes and deletes keys; only within a login.</summary>
    public Reply Keys(SandboxRequest request, ArcadiaCaller caller)
    {
        if (caller.Session is null) return Failure(request.Path);
        return request.Method switch
        {
            "POST" => CreateKey(request, caller.User),
            "DELETE" => DeleteKeys(request, caller.User),
            _ => Reply.Empty(405),
        };
    }

    public void Reset() => _sessions.Clear();

    private ArcadiaUser? ByHeader(string authorization)
    {
        var parts = authorization.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2) return null;
        if (parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return server.AcceptBearer is { } token && token == parts[1] ? server.State.Users.Find(user => user.May(ArcadiaRights.Administer)) : null;
        }

        if (!parts[0].Equals("apikey", StringComparison.OrdinalIgnoreCase)) return null;
        var key = server.State.Keys.Find(candidate => candidate.Secret == parts[1]);
        var valid = key is { Active: true } && (key.Expires is null || key.Expires > server.Time.GetUtcNow());
        return valid ? server.State.Users.Find(user => user.Name == key!.User) : null;
    }

    private Reply CreateKey(SandboxRequest request, ArcadiaUser caller)
    {
        var name = request.Form.GetValueOrDefault("username", caller.Name);
        if (name != caller.Name && !caller.May(ArcadiaRights.Administer)) return ArcadiaErrors.Forbidden("System Admin");
        if (!server.State.Users.Exists(user => user.Name == name)) return ArcadiaErrors.Json(400, $"Unknown user {name}.");
        var expires = DateTimeOffset.TryParse(request.Form.GetValueOrDefault("expires"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date : (DateTimeOffset?)null;
        var key = new ArcadiaKey(NewToken(), NewToken(), name, request.Form.GetValueOrDefault("active", "true") == "true", expires);
        server.State.Keys = server.State.Keys.Add(key);
        return Reply.Json(200, new JsonObject { ["apikey"] = key.Public, ["secret_apikey"] = key.Secret });
    }

    private Reply DeleteKeys(SandboxRequest request, ArcadiaUser caller)
    {
        try
        {
            var names = JsonSerializer.Deserialize<string[]>(request.Form.GetValueOrDefault("apikeys_list", "")) ?? [];
            server.State.Keys = server.State.Keys.RemoveAll(key =>
                names.Contains(key.Public) && (key.User == caller.Name || caller.May(ArcadiaRights.Administer)));
            return Reply.Json(200, new JsonObject());
        }
        catch (JsonException)
        {
            return ArcadiaErrors.Json(400, "apikeys_list is no JSON list.");
        }
    }

    private static string NewToken() => RandomNumberGenerator.GetHexString(40, true);
}
