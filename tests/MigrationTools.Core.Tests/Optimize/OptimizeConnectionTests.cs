using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Optimize;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.Common;
using MigrationTools.Sandbox.Optimize;

namespace MigrationTools.Core.Tests.Optimize;

/// <summary>Who is asking, and where: both credentials, context paths, clusters, and what is said where something is wrong.</summary>
public class OptimizeConnectionTests
{
    [Theory]
    [InlineData("https://bi.example.com", "https://bi.example.com/")]
    [InlineData("https://bi.example.com/optimize/", "https://bi.example.com/optimize/")]
    [InlineData("https://bi.example.com/optimize/#/collection/c0ffee/dashboard/1", "https://bi.example.com/optimize/")]
    [InlineData("https://bru-2.optimize.camunda.io/5f3a1c52/api/public/import?collectionId=x", "https://bru-2.optimize.camunda.io/5f3a1c52/")]
    public void The_base_is_taken_out_of_what_people_paste(string given, string expected) =>
        Assert.Equal(expected, OptimizeConnection.BaseOf(new Uri(given)).AbsoluteUri);

    [Fact]
    public async Task A_token_is_fetched_once_for_many_requests_and_again_before_it_expires()
    {
        var clock = new TestClock();
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Time = clock });
        var (prod, identity) = (sandbox.Optimize.Prod, sandbox.Optimize.Identity);
        prod.Switches.Tokens = Tokens.Jwt;
        var client = new OptimizeClientCredentials(identity.ClientId, identity.ClientSecret) { TokenUri = identity.TokenUri, Audience = "optimize-api" };
        using var connection = await OptimizeConnection.OpenWithClientCredentialsAsync(
            new ConnectionSettings { Uri = prod.Uri, Time = clock }, client, new RecordingObserver(), default);
        var migrator = new OptimizeMigrator(connection, new RecordingObserver());

        clock.Advance(TimeSpan.FromSeconds(200));
        await migrator.ListCollectionsAsync(default);
        Assert.Equal(1, identity.Issued);
        // It is good for 300 seconds, and renewed a fifth before.
        clock.Advance(TimeSpan.FromSeconds(50));
        await migrator.ListCollectionsAsync(default);

        Assert.Equal(2, identity.Issued);
        Assert.DoesNotContain(prod.Log.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_401_renews_the_token_once_also_for_an_import_and_sends_it_again()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair =>
        {
            pair.Prod.Switches.Tokens = Tokens.Jwt;
            pair.Identity.Switches.ExpiresIn = 1_000_000;
        });
        var package = await journey.PackageAsync();
        var issued = journey.Identity.Issued;
        journey.ProdServer.Faults.Add(new() { Route = "import", Kind = FaultKind.ExpiredKey });

        var (rows, error) = await journey.ImportAsync(package);

        Assert.Null(error);
        Assert.Equal(issued + 1, journey.Identity.Issued);
        Assert.Equal([401, 200], journey.ImportsSent.Select(request => request.Status));
        Assert.Equal(5, rows.Select(row => row.DestinationId).Distinct().Count());
        Assert.Equal(5, journey.Landed.Count);
    }

    [Fact]
    public async Task A_cluster_of_the_cloud_has_its_id_in_the_path_and_in_the_token()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair =>
        {
            pair.Prod.Switches.ClusterId = pair.Identity.Switches.ClusterId;
            pair.Prod.Switches.Tokens = Tokens.Jwt;
        });

        var (_, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Null(error);
        Assert.EndsWith(journey.ProdServer.Switches.ClusterId + "/", journey.Prod.Connection.Uri.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_path_is_kept()
    {
        await using var journey = await OptimizeJourney.StartAsync(pair => pair.Prod.Switches.ContextPath = "/optimize");

        var (_, error) = await journey.ImportAsync(await journey.PackageAsync());

        Assert.Null(error);
        Assert.StartsWith("/optimize/api/public/import", Assert.Single(journey.ImportsSent).Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_context_path_is_said_before_the_token_is_shown()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.ProdServer.Switches.ContextPath = "/optimize";
        journey.ProdServer.Log.Clear();

        var error = await FailsAsync(Open(new Uri(journey.ProdServer.Uri, "/"), journey));

        Assert.Equal("RedirectRefused", error.ErrorId);
        Assert.All(journey.ProdServer.Log.Requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
    }

    [Theory]
    [InlineData(401, "NotAuthenticated")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "EndpointNotFound")]
    public async Task Another_server_is_told_by_what_it_answered_and_not_only_by_the_token(int status, string id)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        // As any other service does that does not know the address.
        journey.ProdServer.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 404 });
        journey.ProdServer.Faults.Add(new Fault { Kind = FaultKind.Status, Status = status, Count = null });

        var error = await FailsAsync(Open(journey.ProdServer.Uri, journey, "some-token"));

        Assert.Equal((id, status), (error.ErrorId, error.HttpStatus));
        Assert.Contains($"{journey.ProdServer.Uri} did not answer GET api/readyz as Optimize does, and answered GET /api/public/dashboard with status {status}.", error.Message, StringComparison.Ordinal);
        Assert.Contains("leads to Camunda Optimize", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Generation.V810)]
    [InlineData(Generation.V88)]
    public async Task A_refused_token_says_what_newer_releases_want(Generation generation)
    {
        await using var journey = await OptimizeJourney.StartAsync();
        journey.ProdServer.Switches.Generation = generation;

        var error = await FailsAsync(Open(journey.ProdServer.Uri, journey, generation == Generation.V810 ? journey.ProdServer.AccessToken : "wrong"));

        Assert.Equal("NotAuthenticated", error.ErrorId);
        Assert.Contains("-ClientId", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_client_is_final_and_its_secret_is_not_shown()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var client = new OptimizeClientCredentials("someone", "canary-secret-4711") { TokenUri = journey.Identity.TokenUri, Audience = "optimize-api" };
        var settings = new ConnectionSettings { Uri = journey.ProdServer.Uri, Time = AcceleratedTime.Instance };

        var error = await FailsAsync(OptimizeConnection.OpenWithClientCredentialsAsync(settings, client, journey.Told, default));

        Assert.Equal("NotAuthenticated", error.ErrorId);
        Assert.DoesNotContain("canary", $"{error} {error.ServerText} {client} {string.Join(' ', journey.Told.Lines)}", StringComparison.Ordinal);
        Assert.Single(journey.Identity.Log.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task A_token_address_that_gives_no_token_is_said()
    {
        await using var journey = await OptimizeJourney.StartAsync();
        var client = new OptimizeClientCredentials("a", "b") { TokenUri = new Uri(journey.ProdServer.Uri, "api/readyz") };

        var error = await FailsAsync(OptimizeConnection.OpenWithClientCredentialsAsync(
            new ConnectionSettings { Uri = journey.ProdServer.Uri, Time = AcceleratedTime.Instance }, client, journey.Told, default));

        Assert.Contains(error.ErrorId, new[] { "UnexpectedAnswer", "RequestRejected", "EndpointNotFound", "ServerError", "NotAuthenticated" });
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused()
    {
        await using var provider = new ScriptedServer();
        provider.Json($$"""{"access_token":"{{new string('+', 1_000_000)}}","expires_in":300}""");
        var settings = new ConnectionSettings { Uri = provider.Uri };
        using var tokens = new OptimizeTokens(settings, new OptimizeClientCredentials("client", "secret-of-the-client") { TokenUri = new Uri(provider.Uri, "token") }, new RecordingObserver());

        var error = await FailsAsync(tokens.FetchAsync(default));

        Assert.Equal(ErrorKinds.UnexpectedAnswer, error.Kind);
        Assert.Contains("1000000 characters", error.Message, StringComparison.Ordinal);
    }

    private static Task<OptimizeConnection> Open(Uri uri, OptimizeJourney journey, string? token = null) => OptimizeConnection.OpenWithAccessTokenAsync(
        new ConnectionSettings { Uri = uri, Time = AcceleratedTime.Instance }, token ?? journey.ProdServer.AccessToken, journey.Told, default);

    private static async Task<MigrationException> FailsAsync(Task task) => await Assert.ThrowsAsync<MigrationException>(() => task);

    [Theory]
    [InlineData("https://127.0.0.1:1/", true)]
    [InlineData("https://optimize.example.com/", false)]
    public async Task That_the_server_is_not_verified_says_nothing_of_an_identity_provider_elsewhere(string server, bool asksAnyway)
    {
        using var certificate = TlsAndProxyTests.SelfSigned("login");
        await using var provider = new ScriptedServer(certificate);
        provider.Json("""{"access_token":"eyJ0.x.y","expires_in":300,"token_type":"Bearer"}""");
        var settings = new ConnectionSettings { Uri = new Uri(server), SkipCertificateCheck = true };
        using var tokens = new OptimizeTokens(settings, new OptimizeClientCredentials("client", "secret-of-the-client") { TokenUri = new Uri(provider.Uri, "token") }, new RecordingObserver());

        var error = await Record.ExceptionAsync(() => tokens.FetchAsync(default));

        Assert.Equal(asksAnyway, error is null);
        Assert.Equal(asksAnyway ? 1 : 0, provider.Requests.Count);
    }
}
