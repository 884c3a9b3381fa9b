namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>The login as a browser does it, its cookies carried by hand.</summary>
internal static class LoginForm
{
    public static async Task<HttpResponseMessage> SubmitAsync(RawClient client, string user, string password)
    {
        using var page = await client.GetAsync("/arc/apps/login", null);
        var token = Cookie(page, "arccsrftoken");
        var request = client.Request(HttpMethod.Post, "/arc/apps/login", null);
        request.Headers.Add("Cookie", "arccsrftoken=" + token);
        request.Headers.Referrer = request.RequestUri;
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["username"] = user, ["password"] = password, ["csrfmiddlewaretoken"] = token,
        });
        return await client.SendAsync(request);
    }

    public static string Cookie(HttpResponseMessage response, string name) => response.Headers.GetValues("Set-Cookie")
        .Select(cookie => cookie.Split(';')[0].Split('=', 2))
        .Single(cookie => cookie[0] == name)[1];

    /// <summary>A request within a login, with or without the token that changes need.</summary>
    public static HttpRequestMessage Request(RawClient client, HttpResponseMessage login, HttpMethod method, string path, bool csrf = true)
    {
        var request = client.Request(method, path, null);
        var token = Cookie(login, "arccsrftoken");
        request.Headers.Add("Cookie", $"arccsrftoken={token}; arcsessionid={Cookie(login, "arcsessionid")}");
        if (csrf) request.Headers.Add("X-CSRFToken", token);
        return request;
    }
}
