using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>The samples on the vendor's pages come out as printed.</summary>
public sealed class SnapLogicSampleTests
{
    private const string Token = "a8f70684-f422-42ed-83d1-78fa3aa1759a";

    [Fact]
    public async Task Migrating_a_project_answers_and_reports_as_printed()
    {
        await using var lab = await SnapLogicLab.StartAsync(new FakeTimeProvider(new DateTimeOffset(2024, 12, 23, 18, 37, 46, 249, TimeSpan.Zero)));
        lab.State.PresetTokens(Token);
        lab.State.PresetSnodeIds("58d172f773fe032daac6350c", "58d172fa73fe032daac63510");
        lab.Switches.StatusUrlHost = StatusUrlHost.Foreign;
        lab.Switches.ForeignOrigin = "https://elastic.snaplogic.com";
        var (_, begun) = await lab.PostAsync("project/migrate/sourceorg/projects/myproject", """
            {"dest_path": "/destorg/projects/myproject", "asset_types": ["File", "Job", "Account", "Pipeline"], "duplicate_check": true, "async": true}
            """);
        Same("""
            {
                "response_map": {
                    "status_token": "a8f70684-f422-42ed-83d1-78fa3aa1759a",
                    "status_url": "https://elastic.snaplogic.com/api/1/rest/public/project/migrate/a8f70684-f422-42ed-83d1-78fa3aa1759a"
                },
                "http_status_code": 200
            }
            """, begun);
        var (_, status) = await lab.GetAsync("project/migrate/" + Token);
        Same("""
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
            """, status);
        Assert.Equal(["Account rest_account", "Pipeline import_pipe"], lab.AssetsOf("/destorg/projects/myproject"));
    }

    [Fact]
    public async Task Migrating_an_API_version_answers_as_printed()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        const string Body = """
            {
              "dest_version_path": "/acme-staging/apim/BookStore/1.0",
              "dest_plex_path": "/acme-staging/shared/my-snaplex",
              "asset_types": ["Pipeline", "Account", "File"],
              "duplicate_check": true,
              "async_mode": false
            }
            """;
        var (status, body) = await lab.PostAsync("apim/migrate_version/acme/apim/BookStore/1.0", Body);
        Assert.Equal(200, status);
        Assert.Equal(200, (int)body!["http_status_code"]!);
        Assert.Equal(["store_db", "openapi.json", "list", "order"], SnapLogicLab.Names(body["response_map"]!["successful"]));
        Assert.Equal(lab.State.Find("/acme-staging/apim/BookStore/1.0/list")!.SnodeId, (string?)body["response_map"]!["successful"]![2]!["snode_id"]);
        Assert.Equal(("[]", "[]"), (body["response_map"]!["failed"]!.ToJsonString(), body["response_map"]!["warnings"]!.ToJsonString()));
        var asynchronous = Body.Replace("false", "true", StringComparison.Ordinal).Replace("BookStore/1.0", "BookStore/2.0", StringComparison.Ordinal);
        var (_, begun) = await lab.PostAsync("apim/migrate_version/acme/apim/BookStore/1.0", asynchronous);
        var map = begun!["response_map"]!.AsObject();
        Assert.Equal(["status_token", "status_url"], map.Select(field => field.Key));
        Assert.Equal($"{lab.Server.Uri}api/1/rest/public/project/migrate/{map["status_token"]}", (string?)map["status_url"]);
    }

    private static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual?.ToJsonString());
}
