using System.Text.Json.Nodes;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Classic APIM: API versions.</summary>
public sealed class SnapLogicVersionTests
{
    private const string Store = "apim/migrate_version/acme/apim/BookStore/1.0";
    private const string Plex = "/acme-prod/shared/my-snaplex";

    [Theory]
    [InlineData(Store, "/acme-prod/Sales/Order Sync", Plex, 400, "/acme-prod/Sales/Order Sync is not an Api Version")]
    [InlineData(Store, "/acme-prod/apim/BookStore", Plex, 400, "/acme-prod/apim/BookStore is not an Api Version")]
    [InlineData(Store, "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/cloud", 400, "The Plex assigned to an Api Version must be a groundplex or have a load balancer")]
    [InlineData("apim/migrate_version/acme/apim/bookstore/1.0", "/acme-prod/apim/BookStore/1.0", Plex, 404, "Not Found")]
    [InlineData(Store, "/nobody/apim/BookStore/1.0", Plex, 404, "Not Found")]
    [InlineData(Store, "/acme-prod/apim/BookStore/1.0", "/acme-prod/shared/nowhere", 404, "Not Found")]
    [InlineData(Store, "/acme-prod/apim/BookStore/1.0", "/acme/shared/my-snaplex", 404, "Not Found")]
    [InlineData(Store, "/acme-prod/apim/BookStore/1.0", "/acme-prod/Sales/shared/sales-plex", 404, "Not Found")]
    [InlineData(Store, "/acme-prod/apim/BookStore/1.0", "shared/my-snaplex", 404, "Not Found")]
    [InlineData(Store, "/destorg/apim/BookStore/1.0", null, 400, "The Plex assigned to an Api Version must be a groundplex or have a load balancer")]
    [InlineData(Store, "/acme/apim/My%20User%20API/1.0", "/acme/shared/my-snaplex", 409,
        "There is an Api Version with same name in the destination path. Use duplicate_check=False to overwrite the assets on migration")]
    public async Task The_documented_errors_come_word_for_word(string source, string version, string? plex, int expected, string message)
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var before = lab.State.Describe().ToJsonString();
        var (status, body) = await lab.PostAsync(source, new { dest_version_path = version, dest_plex_path = plex });
        Assert.Equal((expected, message), (status, SnapLogicLab.Message(body)));
        Assert.Equal(before, lab.State.Describe().ToJsonString());
    }

    [Fact]
    public async Task A_version_arrives_unpublished_on_its_Snaplex_with_its_assets()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        const string Target = "/acme-prod/apim/My User API/1.0";
        var (status, begun) = await lab.PostAsync("apim/migrate_version/acme/apim/My%20User%20API/1.0",
            new { dest_version_path = "/acme-prod/apim/My%20User%20API/1.0", dest_plex_path = "/acme-prod/shared/balanced", duplicate_check = true, async_mode = true });
        Assert.Equal(200, status);
        var done = await lab.StatusAsync((string)begun!["response_map"]!["status_token"]!);
        Assert.Equal(("Completed", "order"), ((string?)done["status"], Assert.Single(SnapLogicLab.Names(done["failed"]))));
        var version = lab.State.Folder(Target)!;
        Assert.Equal(("/acme-prod/shared/balanced", Publication.Unpublished), (version.Plex, version.Publication));
        Assert.Equal(["Account store_db", "File openapi.json", "Job list_task", "Pipeline list", "Policy Basic Authentication"], lab.AssetsOf(Target));
        var task = lab.State.Find(Target + "/list_task")!;
        Assert.Equal(("acme-prod/rt/cloud/balanced", lab.State.Find(Target + "/list")!.SnodeId), (task.RuntimePathId, task.PipelineId));
        Assert.Equal(409, (await lab.PostAsync("apim/migrate_version/acme/apim/My%20User%20API/1.0", new { dest_version_path = Target, dest_plex_path = Plex })).Status);
        var (_, again) = await lab.PostAsync("apim/migrate_version/acme/apim/My%20User%20API/1.0",
            new { dest_version_path = Target, dest_plex_path = Plex, duplicate_check = false, async_mode = false, @async = true });
        Assert.Equal(5, again!["response_map"]!["successful"]!.AsArray().Count);
        Assert.Equal(Plex, lab.State.Folder(Target)!.Plex);
    }

    [Fact]
    public async Task A_version_path_that_is_not_escaped_is_unescaped_all_the_same()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        Assert.Equal(200, (await lab.PostAsync(Store, new { dest_version_path = "/acme-prod/apim/a%2520b/1.0", dest_plex_path = Plex })).Status);
        Assert.NotNull(lab.State.Folder("/acme-prod/apim/a%20b/1.0"));
        Assert.Equal(200, (await lab.PostAsync(Store, new { dest_version_path = "/acme-prod/apim/Book Store/1.0" })).Status);
        Assert.Equal(Plex, lab.State.Folder("/acme-prod/apim/Book Store/1.0")!.Plex);
    }

    [Fact]
    public async Task Snaplex_paths_have_the_depth_that_they_shall()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        foreach (var (value, three, four) in new[] { (PlexDepth.Both, 200, 200), (PlexDepth.Three, 200, 404), (PlexDepth.Four, 404, 200) })
        {
            lab.Switches.PlexDepth = value;
            Assert.Equal(three, (await lab.PostAsync(Store, new { dest_version_path = $"/acme-prod/apim/{value}/3", dest_plex_path = Plex })).Status);
            Assert.Equal(four, (await lab.PostAsync(Store, new { dest_version_path = $"/acme-prod/apim/{value}/4", dest_plex_path = "/acme-prod/shared/shared/my-snaplex" })).Status);
        }
    }

    [Fact]
    public async Task Versions_are_published_deprecated_retired_and_deleted()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        await lab.PostAsync(Store, new { dest_version_path = "/acme-prod/apim/BookStore/1.0", dest_plex_path = Plex });
        Publication State() => lab.State.Folder("/acme-prod/apim/BookStore/1.0")!.Publication;
        var (_, published) = await lab.PostAsync("apim/publish_versions", """
            {"org_name":"acme-prod","versions_info":[{"path":"BookStore/1.0","publish_info":{"contact_email":"api@example.com"},"spec":"{}"},{"path":"Nothing/1.0"}]}
            """);
        Assert.Equal("""{"successful_versions":["BookStore/1.0"],"unsuccessful_versions":[{"path":"Nothing/1.0","reason":"The API version does not exist"}]}""", published!["response_map"]!.ToJsonString());
        Assert.Equal(Publication.Published, State());
        var (refused, bare) = await lab.CallAsync(HttpMethod.Delete, "apim/acme-prod/apim/BookStore/1.0?force=true");
        Assert.Equal((400, "Published/Deprecated API Versions cannot be deleted, Unpublish/Retire the api first to remove."), (refused, (string?)bare!["message"]));
        await lab.PostAsync("apim/deprecate_versions", """{"org_name":"acme-prod","version_infos":[{"path":"BookStore/1.0","message":"Use 2.0"}]}""");
        Assert.Equal(Publication.Deprecated, State());
        lab.Switches.UnsuccessfulKeys = UnsuccessfulKeys.VersionPathMessage;
        var (_, not) = await lab.PostAsync("apim/unpublish_versions", """{"org_name":"acme-prod","version_paths":["BookStore/1.0"]}""");
        Assert.Equal(("BookStore/1.0", "The API version is Deprecated"),
            ((string?)not!["response_map"]!["unsuccessful_versions"]![0]!["version_path"], (string?)not["response_map"]!["unsuccessful_versions"]![0]!["message"]));
        await lab.PostAsync("apim/retire_versions", """{"org_name":"acme-prod","version_paths":["BookStore/1.0"]}""");
        Assert.Equal(Publication.Retired, State());
        var (_, deleted) = await lab.CallAsync(HttpMethod.Delete, "apim/acme-prod/apim/BookStore/1.0");
        Assert.Equal("/acme-prod/apim/BookStore/1.0", (string?)deleted!["response_map"]!["success"]!["success"]!["path"]);
        Assert.Null(lab.State.Folder("/acme-prod/apim/BookStore/1.0"));
        var (missing, gone) = await lab.CallAsync(HttpMethod.Delete, "apim/acme-prod/apim/BookStore/1.0");
        Assert.Equal((404, "The requested resource at the supplied path does not exist: /acme-prod/apim/BookStore/1.0"), (missing, (string?)gone!["message"]));
        Assert.Equal(400, (await lab.PostAsync("apim/publish_versions", """{"org_name":"acme-prod","version_infos":[]}""")).Status);
    }

    [Fact]
    public async Task A_version_is_made_of_a_project()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var (status, body) = await lab.PostAsync("apim/create_from_project",
            new { project_path = "/acme/Sales/Order Sync", plex_path = "/acme/shared/my%2Dsnaplex", api = "BookStore", asset_types = new[] { "Pipeline" } });
        Assert.True(status == 200, body?.ToJsonString());
        Assert.Equal(["Pipeline Order Sync", "Pipeline Read orders", "Pipeline Write orders"], lab.AssetsOf("/acme/apim/BookStore/2"));
    }
}
