using System.Net;
using System.Text;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Results;
using MigrationTools.Core.SnapLogic;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Core.Tests.Reliability;

namespace MigrationTools.Core.Tests.SnapLogic;

/// <summary>The vendor's own samples, byte for byte where they are whole; and what a server may answer that no emulator plays.</summary>
public sealed class SnapLogicSampleTests : IAsyncLifetime
{
    private const string Token = "a8f70684-f422-42ed-83d1-78fa3aa1759a";
    private const string Started = """
        {
            "response_map": {
                "status_token": "a8f70684-f422-42ed-83d1-78fa3aa1759a",
                "status_url": "https://elastic.snaplogic.com/api/1/rest/public/project/migrate/a8f70684-f422-42ed-83d1-78fa3aa1759a"
            },
            "http_status_code": 200
        }
        """;
    private const string Partial = """
        {
            "response_map": {
                "status_token": "a8f70684-f422-42ed-83d1-78fa3aa1759a",
                "status": "Completed",
                "user_id": "svc-deploy@example.com",
                "src_path": "/sourceorg/projects/myproject",
                "dest_path": "/destorg/projects/myproject",
                "create_time": "2024-12-23T18:37:46.249Z",
                "asset_types": ["File", "Job", "Account", "Pipeline"],
                "successful": [
                    {"snode_id": "58d172f773fe032daac6350c", "name": "rest_account"},
                    {"snode_id": "58d172fa73fe032daac63510", "name": "import_pipe"}
                ],
                "failed": [
                    {"reason": "HTTP Code: 401 Status: UNAUTHORIZED", "snode_id": "58d172aa411a3e956a84876a", "name": "secure_pipeline", "status_code": 401}
                ],
                "warnings": []
            },
            "http_status_code": 200
        }
        """;
    private const string Bare = """
        {"_id":"a8f70684-f422-42ed-83d1-78fa3aa1759a","status":"Completed","user_id":"svc-deploy@example.com","src_path":"exportorg/projects/myproject",
         "dest_path":"importorg/projects/myproject","create_time":"2017-03-26T01:04:05.000Z","asset_types":["File","Job","Account","Pipeline"],"successful":[{"snode_id":"58d172f773fe032daac6350c","name":"rest_account"}],"failed":[],"warnings":[]}
        """;
    private const string Newest = """
        {"response_map":{"status":"Completed","src_path":"/sourceorg/projects/myproject","dest_path":"/destorg/projects/myproject",
          "asset_types":["Pipeline","Job","Account","File","Policy","Flows","ApiService","ApiServiceVersion","ApiServiceVersionEndpoint","PolicyGroup"],
          "asset_paths":null,"user_id":"svc-deploy@example.com","create_time":"2026-01-29T09:30:13.120Z","failed":[],
          "successful":[{"snode_id":"697b282550712d37ddc3bbbd","name":"new pipeline","asset_type":"Pipeline"}]},"http_status_code":200}
        """;
    private const string Lists = """{"response_map":{"successful":[{"snode_id":"58d172f773fe032daac6350c","name":"rest_account"}],"failed":[],"warnings":[]},"http_status_code":200}""";

    private readonly ScriptedServer _server = new();
    private readonly RecordingObserver _told = new();
    private SnapLogicConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        _server.Json("""{"response_map":{"error_list":[{"message":"unknown"}]},"http_status_code":404}""", 404);
        _connection = await SnapLogicConnection.OpenWithPasswordAsync(
            new ConnectionSettings { Uri = _server.Uri, Name = "acme", Time = new ShortWaits(), Proxy = new WebProxy() }, "svc-deploy@example.com", "C4naryWord!+x", _told, default);
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return _server.DisposeAsync();
    }

    private SnapLogicMigrator Migrator => new(_connection, _told);

    private async Task<(IReadOnlyList<MigrationResult> Rows, MigrationException? Error)> MigrateAsync(SnapLogicMigrationOptions? options = null)
    {
        var migration = Migrator.BeginMigration(SnapLogicPath.Project("/sourceorg/projects/myproject"), SnapLogicPath.Project("/destorg/projects/myproject"), options ?? new());
        try
        {
            await migration.PlanAsync(default);
            await migration.ApplyAsync(default);
            return (migration.Rows, null);
        }
        catch (MigrationException error)
        {
            return (migration.Rows, error);
        }
    }

    [Fact]
    public async Task The_printed_migration_is_asked_for_and_read()
    {
        _server.Json(Started).Json(Partial);

        var (rows, error) = await MigrateAsync(new() { AssetTypes = ["File", "Job", "Account", "Pipeline"] });

        Assert.Null(error);
        Assert.Equal(["rest_account Done 58d172f773fe032daac6350c", "import_pipe Done 58d172fa73fe032daac63510", "secure_pipeline Failed "], rows.Select(row => $"{row.Name} {row.Status} {row.DestinationId}"));
        Assert.Equal(("58d172aa411a3e956a84876a", "AssetNotAllowed"), (rows[2].SourceId, rows[2].ErrorId));
        var post = _server.Requests[1];
        Assert.Equal(("POST", "/api/1/rest/public/project/migrate/sourceorg/projects/myproject"), (post.Method, post.Target));
        Assert.Equal("""{"dest_path":"/destorg/projects/myproject","asset_types":["File","Job","Account","Pipeline"],"duplicate_check":true,"async":true}""", post.Text);
        Assert.Equal("application/json", post.Header("Content-Type"));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-deploy@example.com:C4naryWord!+x"))}", post.Header("Authorization"));
        // Whatever host the status_url names, it is asked for here.
        Assert.Equal($"/api/1/rest/public/project/migrate/{Token}", _server.Requests[2].Target);
        Assert.Contains(_told.VerboseLines, line => line.Contains("elastic.snaplogic.com", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Bare, "/exportorg/projects/myproject", "/importorg/projects/myproject", "Asset", "rest_account")]
    [InlineData(Newest, "/sourceorg/projects/myproject", "/destorg/projects/myproject", "Pipeline", "new pipeline")]
    public async Task The_other_generations_are_read(string document, string source, string target, string type, string name)
    {
        _server.Json(document);

        var wait = Migrator.BeginWait(Migrator.JobOf(Token), TimeSpan.Zero);
        await wait.RunAsync(default);

        var row = Assert.Single(wait.Rows);
        Assert.Equal((source, target, type, name, MigrationStatus.Done), (row.Source, row.Target, row.Type, row.Name, row.Status));
        Assert.Equal("svc-deploy@example.com", wait.Job!.User);
    }

    [Fact]
    public async Task The_printed_version_migration_is_asked_for_and_read()
    {
        _server.Json(Lists);
        var version = Migrator.BeginVersionMigration(
            SnapLogicPath.Version("/acme/apim/BookStore/1.0"), SnapLogicPath.Version("/acme-staging/apim/BookStore/1.0"), SnapLogicPath.Snaplex("/acme-staging/shared/my-snaplex"), new() { AssetTypes = ["Pipeline", "Account", "File"] });
        await version.PlanAsync(default);
        await version.ApplyAsync(default);

        Assert.Equal(("rest_account", MigrationStatus.Done), (Assert.Single(version.Rows).Name, version.Rows[0].Status));
        Assert.Equal("/api/1/rest/public/apim/migrate_version/acme/apim/BookStore/1.0", _server.Requests[1].Target);
        Assert.Equal("""{"dest_version_path":"/acme-staging/apim/BookStore/1.0","asset_types":["Pipeline","Account","File"],"duplicate_check":true,"async_mode":true,"dest_plex_path":"/acme-staging/shared/my-snaplex"}""", _server.Requests[1].Text);
    }

    [Theory]
    [InlineData(400, """{"response_map":{"error_list":[{"message":"/acme/Sales/Orders is not an Api Version"}]},"http_status_code":400}""", "NotAnApiVersion", "-DestinationVersion")]
    [InlineData(400, """{"message":"The Plex assigned to an Api Version must be a groundplex or have a load balancer"}""", "SnaplexUnfit", "load balancer")]
    [InlineData(401, "Unauthorized", "NotAuthenticated", "password")]
    [InlineData(404, "Not Found", "PathNotFound", "upper and lower case")]
    [InlineData(409, """{"response_map":{"error_list":[{"message":"There is an Api Version with same name in the destination path. Use duplicate_check=False to overwrite the assets on migration"}]},"http_status_code":409}""", "ConflictFound", "-OnConflict Overwrite")]
    [InlineData(403, "Forbidden", "BasicAuthenticationDisabled", "-AccessToken")]
    [InlineData(403, """{"message":"Environment admin permissions are required"}""", "Forbidden", "administrator")]
    public async Task The_documented_errors_are_told_in_words_that_say_what_to_do(int status, string body, string kind, string remedy)
    {
        _server.Reply(status, body);
        // A refused credential is asked about once more.
        _server.Reply(status, body);
        var version = Migrator.BeginVersionMigration(SnapLogicPath.Version("/acme/apim/BookStore/1.0"), SnapLogicPath.Version("/acme-staging/apim/BookStore/1.0"), null, new());
        await version.PlanAsync(default);
        var error = await Assert.ThrowsAsync<MigrationException>(() => version.ApplyAsync(default));

        Assert.Equal(kind, error.ErrorId);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Equal(kind, Assert.Single(version.Rows).ErrorId);
        Assert.Equal(1, _server.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData("""{"response_map":{"error_list":[{"message":"full"}]},"http_status_code":507}""")]
    [InlineData("""{"response_map":"","http_status_code":200}""")]
    [InlineData("""{"response_map":[],"http_status_code":200}""")]
    [InlineData("[]")]
    [InlineData("\"accepted\"")]
    [InlineData("{")]
    [InlineData("<html><body>Bad Gateway</body></html>")]
    [InlineData("""{"response_map":{"status_token":"../../../../admin"},"http_status_code":200}""")]
    [InlineData("""{"response_map":{"status_url":"file:///etc/passwd"},"http_status_code":200}""")]
    public async Task An_answer_that_tells_nothing_is_unknown_and_asked_for_once(string answer)
    {
        _server.Reply(200, answer, ("Content-Type", "application/json"));
        _server.Otherwise(exchange => exchange.ReplyAsync(404, "{}"u8.ToArray(), ("Content-Type", "application/json")));

        var (rows, error) = await MigrateAsync();

        Assert.Equal("OutcomeUnknown", error!.ErrorId);
        Assert.Equal(MigrationStatus.Unknown, Assert.Single(rows).Status);
        Assert.Equal(1, _server.Requests.Count(request => request.Method == "POST"));
        Assert.DoesNotContain(_server.Requests, request => request.Target.Contains("admin", StringComparison.Ordinal) || request.Target.Contains("passwd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"response_map":{"error_list":[{"message":"There is a project with same name in the destination path. Use duplicate_check=False"}]}}""", "409")]
    [InlineData("""{"response_map":{}}""", "409")]
    public async Task A_status_that_stands_in_a_header_alone_counts(string answer, string code)
    {
        _server.Reply(200, answer, ("Content-Type", "application/json"), ("X-SL-StatusCode", code));

        var (rows, error) = await MigrateAsync();

        Assert.Equal("ConflictFound", error!.ErrorId);
        Assert.Equal(ResultReason.Conflict, Assert.Single(rows).Reason);
    }

    [Theory]
    [InlineData("https://evil.example/api/1/rest/public/project/migrate/" + Token)]
    [InlineData("http://127.0.0.1:1/api/1/rest/public/project/migrate/" + Token)]
    [InlineData("//evil.example/api/1/rest/public/project/migrate/" + Token)]
    [InlineData("https://evil.example/other/place/" + Token)]
    [InlineData("https://user:word@evil.example/api/1/rest/public/project/migrate/" + Token)]
    [InlineData("https://evil.example/api/1/rest/public/../../../admin/migrate/" + Token)]
    public async Task A_hostile_status_url_gets_no_credential(string url)
    {
        _server.Json($$"""{"response_map":{"status_token":"{{Token}}","status_url":"{{url}}"},"http_status_code":200}""").Json(Partial);

        var (rows, error) = await MigrateAsync();

        Assert.Null(error);
        Assert.Equal(3, rows.Count);
        Assert.Equal($"/api/1/rest/public/project/migrate/{Token}", _server.Requests[2].Target);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Names_out_of_a_document_cannot_steer_a_terminal()
    {
        _server.Json(Started).Json("""
            {"response_map":{"status":"Completed","successful":[{"snode_id":"1","name":"a\u001b[2Jb\r\nc\u202e"}],
             "failed":[{"name":"\u001b]0;x\u0007y","reason":"no\nway\u001b[31m","status_code":"500"},{"name":null},7,null,"plain"],
             "warnings":["\u001b[1mbeware",{"warning":"careful","name":"a"},null,[1]]},"http_status_code":200}
            """);

        var (rows, error) = await MigrateAsync();

        Assert.Null(error);
        Assert.Equal(4, rows.Count);
        var all = string.Join('\n', rows.Select(row => $"{row.Name} {row.Message}")) + _told.Everything.Replace("\n", "", StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', all);
        Assert.DoesNotContain('\u202e', all);
    }

    [Fact]
    public async Task The_password_is_in_nothing_that_is_told()
    {
        const string secret = "C4naryWord!+x";
        var echo = $$"""{"response_map":{"error_list":[{"message":"bad login svc-deploy@example.com:{{secret}} {{Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-deploy@example.com:" + secret))}}"}]},"http_status_code":400}""";
        _server.Json(echo, 400).Json(Started).Json($$"""{"response_map":{"status":"Failed","error_list":[{"message":"with {{secret}} it failed"}],"failed":[]},"http_status_code":200}""");

        var (first, refused) = await MigrateAsync();
        var (rows, error) = await MigrateAsync();

        var all = string.Join('\n', [.. first.Concat(rows).Select(row => $"{row} {row.Message}"), $"{refused} {refused?.ServerText}", $"{error} {error?.ServerText}", _told.Everything, .. _told.Jobs.Select(job => $"{job} {job.Result}"), _connection.ToString()]);
        Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("svc-deploy@example.com:" + secret)), all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_very_long_list_is_read()
    {
        var assets = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"snode_id":"{{i:x24}}","name":"asset {{i}}"}"""));
        _server.Json(Started).Json($$"""{"response_map":{"status":"Completed","successful":[{{assets}}],"failed":[]},"http_status_code":200}""");
        var (rows, error) = await MigrateAsync();
        Assert.Null(error);
        Assert.Equal(20_000, rows.Count);
    }

    [Theory]
    [InlineData("https://emea.snaplogic.com/sl/manager.html#Orders", "https://emea.snaplogic.com/")]
    [InlineData("https://elastic.snaplogic.com/api/1/rest/public/project", "https://elastic.snaplogic.com/")]
    [InlineData("https://proxy.example.com/snap/", "https://proxy.example.com/snap/")]
    public void The_base_of_a_pasted_address_is_found(string given, string expected) => Assert.Equal(expected, SnapLogicConnection.BaseOf(new Uri(given)).ToString());

    [Fact]
    public void Short_names_stand_for_the_vendors_hosts()
    {
        Assert.Equal(["elastic.snaplogic.com", "uat.elastic.snaplogic.com", "emea.snaplogic.com"], Enum.GetValues<SnapLogicControlPlane>().Select(plane => SnapLogicControlPlanes.AddressOf(plane).Host));
        Assert.Equal(ErrorKinds.InvalidUri, Assert.Throws<MigrationException>(() => SnapLogicConnection.BaseOf(new Uri("http://elastic.snaplogic.com/"))).Kind);
    }

    [Fact]
    public async Task What_is_no_control_plane_is_said_when_connecting()
    {
        await using var other = new ScriptedServer();
        other.Reply(404, "<html><head><title>Not here</title></head></html>", ("Content-Type", "text/html"));
        var error = await Assert.ThrowsAsync<MigrationException>(() => SnapLogicConnection.OpenWithAccessTokenAsync(
            new ConnectionSettings { Uri = other.Uri, Proxy = new WebProxy() }, " Bearer Token abc.def1.ghi ", _told, default));
        Assert.Equal("UnexpectedAnswer", error.ErrorId);
        Assert.Equal("Bearer abc.def1.ghi", other.Requests[0].Header("Authorization"));
    }

    [Theory]
    [InlineData(JobState.Completed, "Completed")]
    [InlineData(JobState.Completed, " completed ")]
    [InlineData(JobState.Failed, "FAILED")]
    [InlineData(JobState.Running, "Started")]
    [InlineData(JobState.Running, "Paused")]
    public async Task Words_of_a_state_are_read_in_any_case(JobState state, string word)
    {
        _server.Json($$"""{"response_map":{"status":"{{word}}"},"http_status_code":200}""");
        Assert.Equal(state, (await Migrator.GetAsync(Migrator.JobOf(Token), default)).State);
    }
}
