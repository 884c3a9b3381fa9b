using MigrationTools.Core.ArcGis;
using MigrationTools.Core.Connections;
using MigrationTools.Core.Errors;
using MigrationTools.Core.Http;
using MigrationTools.Core.Jobs;
using MigrationTools.Core.Packages;
using MigrationTools.Core.Results;
using MigrationTools.Core.Tests.Arcadia;
using MigrationTools.Core.Tests.Http;

namespace MigrationTools.Core.Tests.ArcGis;

/// <summary>What portals answer, word by word: errors of every family, the vendor's printed samples, and what no portal would say.</summary>
public sealed class ArcGisAnswerTests : HttpTest
{
    private const string Self = """{"id":"0123456789ABCDEF","name":"Staging","isPortal":true,"currentVersion":"2024.1","enterpriseVersion":"11.3.0","user":{"username":"importer1","role":"org_admin"}}""";

    private static readonly string _group = new('9', 32);

    private async Task<ArcGisMigrator> ConnectAsync(string self = Self)
    {
        Server.Json(self);
        var settings = new ConnectionSettings { Name = "portal", Uri = new Uri(Server.Uri, "webadaptor/home/"), Time = AcceleratedTime.Instance, Proxy = new System.Net.WebProxy() };
        var connection = await ArcGisConnection.OpenWithAccessTokenAsync(settings, "t0ken-canary", Observer, default);
        return new ArcGisMigrator(connection, Observer);
    }

    [Theory]
    [InlineData("""{"error":{"code":498,"message":"Invalid token.","details":[]}}""", "NotAuthenticated", 498)]
    [InlineData("""{"error":{"code":499,"message":"Token Required","messageCode":"GWM_0003","details":["Token Required"]}}""", "NotAuthenticated", 499)]
    [InlineData("""{"error":{"code":403,"messageCode":"GWM_0003","message":"You do not have permissions to access this resource or perform this operation.","details":[]}}""", "Forbidden", 403)]
    [InlineData("""{"error":{"message":"You do not have permissions to access this resource or perform this operation."}}""", "Forbidden", 403)]
    [InlineData("""{"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible.","details":null}}""", "ArtifactNotFound", 400)]
    [InlineData("""{"error":{"code":400,"message":"Group does not exist or is inaccessible.","details":"none"}}""", "ArtifactNotFound", 400)]
    [InlineData("""{"error":{"code":400,"message":"'type' and 'title' property required.","details":[]}}""", "RequestRejected", 400)]
    [InlineData("""{"itemId":"a34c2e6711494e62b3b8d7452d4d6235","success":false,"error":{"code":400,"messageCode":"CONT_0048","message":"Unable to delete item. Delete protection is turned on.","offendingItems":[]}}""", "DeleteProtected", 400)]
    [InlineData("""{"code":500,"message":"Boom","status":"failure","details":null}""", "ServerError", 500)]
    [InlineData("""{"code":200,"message":null,"status":"failure"}""", "ServerError", 500)]
    [InlineData("""{"status":"failed","statusMessage":"{\"code\":400,\"message\":\"Bad file\"}"}""", "RequestRejected", 400)]
    [InlineData("""{"status":"error","messages":["Unauthorized access.Token not found. You can generate a token."],"code":499}""", "NotAuthenticated", 499)]
    [InlineData("""{"success":false}""", "RequestRejected", 400)]
    [InlineData("""{"error":{"code":400,"error":"invalid_request","error_description":"Invalid refresh_token","message":"Invalid refresh_token","details":[]}}""", "RequestRejected", 400)]
    [InlineData("""{"error":"invalid_request","error_description":"Invalid refresh_token"}""", "RequestRejected", 400)]
    [InlineData("""{"error":{"message":""}}""", "RequestRejected", 400)]
    [InlineData("""{"error":{"code":404,"message":"Not Found"}}""", "EndpointNotFound", 404)]
    public async Task An_error_inside_a_success_is_one(string body, string kind, int status)
    {
        Server.Json(body);
        var client = Client(options => options with { Errors = new ArcGisErrors("prod") });
        var error = await Assert.ThrowsAsync<MigrationException>(() => client.SendAsync(Post("sharing/rest/x", new FormBody([new("f", "json")])), Observer, default));
        Assert.Equal((kind, status), (error.ErrorId, error.HttpStatus));
        // What the portal refused, it did not do; only its own failure leaves that open.
        Assert.Equal(status == 500, error.IsAmbiguous);
    }

    [Theory]
    [InlineData(401, "text/html", "<html><h1>Unauthorized</h1></html>", "NotAuthenticated", "web tier")]
    [InlineData(403, "text/html", "<html><h1>Forbidden</h1></html>", "Forbidden", "web tier")]
    [InlineData(413, "text/html", "<html><h1>413 Request Entity Too Large</h1></html>", "RequestTooLarge", "")]
    [InlineData(404, "text/html", "<html><h2>404.13 - Not Found</h2>The request filtering module is configured to deny a request that exceeds the request content length.</html>", "RequestTooLarge", "404.13")]
    [InlineData(400, "application/json", """{"error":{"code":400,"message":"Unable to generate token.","details":["Invalid username or password."]}}""", "NotAuthenticated", "lock the account")]
    public async Task A_status_of_what_stands_in_front_is_told_as_such(int status, string type, string body, string kind, string words)
    {
        Server.Reply(status, body, ("Content-Type", type));
        var client = Client(options => options with { Errors = new ArcGisErrors("prod") });
        var error = await Assert.ThrowsAsync<MigrationException>(() => client.SendAsync(Post("sharing/rest/x"), Observer, default));
        Assert.Equal(kind, error.ErrorId);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_of_a_failed_job_is_no_error_of_the_question()
    {
        var portal = await ConnectAsync();
        Server.Json("""{"id":"ff84f1e4646e4d4c9464c5476b699735","definition":{"type":"import","groupTitle":"myGroup"},"status":"failed","error":{"code":500,"message":"No room"},"created":1586902163432,"messages":["Starting."]}""");
        var job = await portal.LookAtJobAsync(new ArcGisJob { System = "ArcGis", Kind = "Job", Id = "ff84f1e4646e4d4c9464c5476b699735", Key = "BvOoz3Xnp13qWhR69g7ltU2ilqE1KarXZcPROHxpwsU=" }, default);
        Assert.Equal((JobState.Failed, "No room", ArcGisJob.Import), (job.State, job.Words, job.Kind));
        // The key travels in the form, encoded, and never in the address.
        Assert.Contains("key=BvOoz3Xnp13qWhR69g7ltU2ilqE1KarXZcPROHxpwsU%3D", Server.Requests[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("BvOoz3Xn", Server.Requests[^1].Target + Observer.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_addresses_are_those_that_people_paste()
    {
        string Base(string text) => ArcGisAddress.BaseOf(new Uri(text)).AbsoluteUri;
        Assert.Equal("https://h.example/portal/", Base("https://h.example/portal"));
        Assert.Equal("https://h.example/portal/", Base("https://h.example/portal/home/group.html?id=1#overview"));
        Assert.Equal("https://h.example/portal/", Base("https://h.example/portal/sharing/rest/"));
        Assert.Equal("https://h.example/a/b/", Base("https://h.example/a/b/sharing"));
        Assert.Equal("https://h.example:7443/arcgis/", Base("https://h.example:7443/"));
        Assert.Equal("https://h.example:7443/arcgis/", Base("https://h.example:7443/arcgis/home/"));
        Assert.Equal("https://h.example/", Base("https://h.example"));

        var portal = await ConnectAsync();
        Assert.StartsWith("/webadaptor/sharing/rest/portals/self?f=json", Server.Requests[0].Target, StringComparison.Ordinal);
        Assert.Equal(("11.3", "importer1", "org_admin", "Staging"), (portal.Connection.Version, portal.Connection.User, portal.Connection.Role, portal.Connection.Portal));
        Assert.Equal("Bearer t0ken-canary", Server.Requests[0].Header("X-Esri-Authorization"));
        Assert.Equal(portal.Connection.Uri.AbsoluteUri.TrimEnd('/'), Server.Requests[0].Header("Referer"));
        Assert.Null(Server.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task Online_is_refused_and_so_is_a_token_of_nobody()
    {
        Assert.Equal(ErrorKinds.NotEnterprisePortal, (await Assert.ThrowsAsync<MigrationException>(() => ConnectAsync("""{"id":"x","isPortal":false,"user":{"username":"a"}}"""))).Kind);
        Server.Json("""{"id":"x","isPortal":true,"currentVersion":"2024.1"}""");
        Assert.Equal(ErrorKinds.NotAuthenticated, (await Assert.ThrowsAsync<MigrationException>(() => ConnectAsync("""{"id":"x","isPortal":true,"currentVersion":"2024.1"}"""))).Kind);
        Assert.Equal(ErrorKinds.UnexpectedAnswer, (await Assert.ThrowsAsync<MigrationException>(() => ConnectAsync("""{"hello":"world"}"""))).Kind);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused()
    {
        Server.Json($$"""{"token":"{{new string('+', 1_000_000)}}","expires":1586902163432}""");
        var error = await Assert.ThrowsAsync<MigrationException>(() => new ArcGisLogin("importer1", "pass-canary", "https://h.example", TimeProvider.System).FetchAsync(Client(), default));
        Assert.Equal(ErrorKinds.UnexpectedAnswer, error.Kind);
        Assert.Contains("1000000 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_a_megabyte_is_none_and_one_out_of_a_file_is_refused()
    {
        var portal = await ConnectAsync();
        var key = new string('+', 1_000_000);
        Server.Json($$"""{"jobId":"ff84f1e4646e4d4c9464c5476b699735","key":"{{key}}"}""");
        var start = await portal.Connection.Client.ImportAsync(_group, "668d62829b5c4035bc94c7456159018a", new ArcGisImportFields([], false, null, null, null, null), Observer, default);
        Assert.Equal(("ff84f1e4646e4d4c9464c5476b699735", null), (start.JobId, start.Key));

        var asked = Server.Requests.Count;
        var job = new ArcGisJob { System = "ArcGis", Kind = "Job", Id = "ff84f1e4646e4d4c9464c5476b699735", Key = key };
        Assert.Equal(ErrorKinds.InvalidValue, (await Assert.ThrowsAsync<MigrationException>(() => portal.LookAtJobAsync(job, default))).Kind);
        Assert.Equal(asked, Server.Requests.Count);
    }

    // The vendor's page, in print: its preview, its job, its request.
    private const string SamplePreview = """{"packageSummary":{"id":"69867fb59ac84a8d847442e232d43277","fileName":"Test_2020531_102838","packageVersion":"1.0","packageCreated":1590989318963,"sourcePortalInfo":{"httpsUrl":"https://machine.domain.com/webadaptor","httpUrl":"http://machine.domain.com/webadaptor","version":"10.8.1","portalId":"d65a043d-2d49-492e-ab1e-4f87a92c6e1b","isPortal":true}},"total":3,"start":1,"num":3,"nextStart":-1,"results":[{"id":"4a0fe3a6f8c3432490822a7ccffc6602","type":"Shapefile","title":"example shape file","size":5369,"exists":false,"canImport":true,"created":1590673414612,"modified":1590673414612},{"id":"6a05e1064c2848918059a849a300d509","type":"Web Map","title":"example web map","size":3228,"exists":false,"canImport":true,"created":1590673580319,"modified":1590673585488},{"id":"2aba832a4afa429d886d8d8c8f6fbede","type":"Feature Service","title":"example hosted feature service","size":5369,"exists":false,"canImport":true,"created":1590673414796,"modified":1590673439011}]}""";

    // Repaired: the print has a comma too many after the last itemId.
    private const string SampleJob = """{"id":"ff84f1e4646e4d4c9464c5476b699735","definition":{"type":"import","itemId":"69867fb59ac84a8d847442e232d43277","groupId":"142b3c7995ec447288f15db4d301fe53","groupTitle":"myGroup"},"status":"completed","created":1586902163432,"modified":1586902163592,"messages":["Starting import of items from EPK item '69867fb59ac84a8d847442e232d43277' to group 'myGroup'.","Starting the import of exported package item '69867fb59ac84a8d847442e232d43277' containing 3 items.","Import option to overwrite items if they exist is set to 'true'."],"result":{"itemsImported":[{"itemId":"4a0fe3a6f8c3432490822a7ccffc6602"},{"itemId":"2aba832a4afa429d886d8d8c8f6fbede"},{"itemId":"6a05e1064c2848918059a849a300d509"}],"itemsSkipped":[],"itemsFailedImport":[]}}""";

    [Fact]
    public async Task The_sample_preview_is_read_whole()
    {
        var portal = await ConnectAsync();
        Server.Json(SamplePreview);
        var package = await portal.PreviewAsync(_group, "668d62829b5c4035bc94c7456159018a", default);
        Assert.Equal(("https://machine.domain.com/webadaptor", "10.8.1"), (package.Source, package.SourceVersion));
        Assert.Equal(new DateTimeOffset(2020, 6, 1, 5, 28, 38, 963, TimeSpan.Zero), package.ExportedAt);
        Assert.Equal([("Shapefile", 5369L, false, true), ("Web Map", 3228L, false, true), ("Feature Service", 5369L, false, true)],
            package.Items.OfType<ArcGisItem>().Select(item => (item.Type, item.Size!.Value, item.Exists!.Value, item.CanImport!.Value)));
        Assert.Equal(1590673585488, ((ArcGisItem)package.Items[1]).Modified!.Value.ToUnixTimeMilliseconds());
        var sent = Server.Requests[^1];
        Assert.Equal($"/webadaptor/sharing/rest/community/groups/{_group}/import", sent.Target);
        Assert.Contains("itemId=668d62829b5c4035bc94c7456159018a&previewOnly=true", sent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"jobId\":\"ff84f1e4646e4d4c9464c5476b699735\",\"key\":\"BvOoz3Xnp13qWhR69g7ltU2ilqE1KarXZcPROHxpwsU=\"}")]
    [InlineData("""{"result":{"itemsImported":[{"itemId":"4a0fe3a6f8c3432490822a7ccffc6602"},{"itemId":"2aba832a4afa429d886d8d8c8f6fbede"},{"itemId":"6a05e1064c2848918059a849a300d509"}],"itemsSkipped":[],"itemsFailedImport":[]}}""")]
    public async Task The_sample_import_gives_three_rows(string started)
    {
        var portal = await ConnectAsync();
        var item = """{"id":"668d62829b5c4035bc94c7456159018a","type":"Export Package","title":"Test Export Package","owner":"importer1"}""";
        Server.Otherwise(x => x.ReplyAsync(200, System.Text.Encoding.UTF8.GetBytes(Answer(x.Request)), ("Content-Type", "application/json")));
        var import = portal.BeginImport("668d62829b5c4035bc94c7456159018a", new ArcGisImportOptions { GroupId = _group, OnConflict = ConflictPolicy.Overwrite, FolderOwner = null });
        await import.PlanAsync(default);
        await import.ApplyAsync(default);
        Assert.Equal(3, import.Rows.Count);
        Assert.All(import.Rows, row => Assert.Equal(MigrationStatus.Done, row.Status));
        var messages = Observer.VerboseLines.Where(line => line.Contains("EPK item", StringComparison.Ordinal)).ToList();
        if (started.Contains("jobId", StringComparison.Ordinal)) Assert.Single(messages);

        string Answer(Received request) => request.Target.Split('?')[0]["/webadaptor/sharing/rest/".Length..] switch
        {
            var path when path == $"community/groups/{_group}" => $$"""{"id":"{{_group}}","title":"myGroup","owner":"importer1"}""",
            var path when path.EndsWith("/import", StringComparison.Ordinal) => request.Text.Contains("previewOnly=true", StringComparison.Ordinal) ? SamplePreview : started,
            var path when path.Contains("/jobs/", StringComparison.Ordinal) => SampleJob,
            var path when path.StartsWith("content/groups/", StringComparison.Ordinal) => """{"total":0,"start":1,"num":0,"nextStart":-1,"items":[]}""",
            var path when path == "content/items/668d62829b5c4035bc94c7456159018a" => item,
            var path => $$"""{"id":"{{path[^32..]}}","type":"Web Map","title":"x","owner":"importer1","ownerFolder":null}""",
        };
    }

    [Fact]
    public async Task Pages_that_never_end_do()
    {
        var portal = await ConnectAsync();
        var start = 0;
        Server.Otherwise(x => x.ReplyAsync(200, System.Text.Encoding.UTF8.GetBytes($$"""{"packageSummary":{},"total":9000000,"start":{{++start}},"num":1,"nextStart":{{start + 1}},"results":[{"id":"4a0fe3a6f8c3432490822a7ccffc6602","type":"Shapefile","title":"x"}]}""")));
        Assert.Single((await portal.PreviewAsync(_group, new string('1', 32), default)).Items);
        Assert.InRange(Server.Requests.Count, 2, 5);
    }

    [Fact]
    public async Task What_is_no_id_gets_into_no_address()
    {
        var portal = await ConnectAsync();
        Server.Json("""{"packageSummary":{"sourcePortalInfo":{"httpsUrl":"https://user:s3cret@evil.example/portal?token=x","version":"10.8.1"}},"total":3,"start":1,"num":3,"nextStart":-1,"results":[{"id":"../../portals/self","type":"Web Map","title":"a"},{"id":"1,2","type":"Web Map","title":"b"},{"id":"6a05e1064c2848918059a849a300d509","type":"Web\u001b[31m Map","title":"c\r\nd"},{"title":"no id"},7]}""");
        var package = await portal.PreviewAsync(_group, new string('1', 32), default);
        var only = Assert.Single(package.Items);
        Assert.Equal(("Web[31m Map", "c d"), (only.Type, only.Name));
        Assert.DoesNotContain("s3cret", package.Source, StringComparison.Ordinal);
        Assert.Contains(Observer.Warnings, warning => warning.StartsWith("4 items", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"jobId":"../x","key":"k"}""")]
    [InlineData("""[1,2]""")]
    public async Task A_job_id_that_is_none_is_no_job(string answer)
    {
        var portal = await ConnectAsync();
        Server.Json($$"""{"id":"{{_group}}","title":"g"}""").Json("""{"items":[{"id":"6a05e1064c2848918059a849a300d509","type":"Web Map","title":"m"}],"nextStart":-1}""")
            .Json("""{"items":[],"nextStart":-1}""").Json("""{"items":[],"folders":[]}""").Json(answer);
        var export = portal.BeginExport(new ArcGisExportOptions { GroupId = _group }, new PackageDestination());
        await export.PlanAsync(default);
        var error = await Assert.ThrowsAsync<MigrationException>(() => export.ApplyAsync(default));
        Assert.True(error.Kind == ErrorKinds.NothingExported || error.Kind == ErrorKinds.JobLost, error.ToString());
    }

    [Theory]
    [InlineData("<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>", "text/html", "NotAuthenticated")]
    [InlineData("<html><head><title>Portal</title></head><body>Oops</body></html>", "text/html", "UnexpectedAnswer")]
    [InlineData("""{"error":{"code":400,"messageCode":"CONT_0001","message":"Item does not exist or is inaccessible.","details":[]}}""", "application/json", "ArtifactNotFound")]
    public async Task What_comes_in_place_of_a_file_is_no_package(string body, string type, string kind)
    {
        var portal = await ConnectAsync();
        Server.Reply(200, body, ("Content-Type", type));
        using var target = new MemoryStream();
        var error = await Assert.ThrowsAsync<MigrationException>(() => portal.Connection.Client.DataAsync(new string('1', 32), "x", target, Observer, default));
        Assert.Equal(kind, error.ErrorId);
        Assert.DoesNotContain("f=json", Server.Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_never_goes_to_another_host()
    {
        var portal = await ConnectAsync();
        await using var other = new ScriptedServer();
        Server.Reply(302, "", ("Location", other.Uri + "portal/sharing/rest/community/groups"));
        var error = await Assert.ThrowsAsync<MigrationException>(() => portal.ListGroupsAsync(default));
        Assert.Equal(ErrorKinds.RedirectRefused, error.Kind);
        Assert.Empty(other.Requests);
        Assert.DoesNotContain("t0ken-canary", error + Observer.Everything, StringComparison.Ordinal);
    }
}

/// <summary>Lists that never end, and how much of them is taken in.</summary>
[Collection(Reliability.Alone.Name)]
public sealed class ArcGisMemoryTests : HttpTest
{
    private const string Self = """{"id":"0123456789ABCDEF","isPortal":true,"currentVersion":"2024.1","enterpriseVersion":"11.3.0","user":{"username":"importer1","role":"org_admin"}}""";

    private async Task<ArcGisMigrator> ConnectAsync()
    {
        Server.Json(Self);
        var settings = new ConnectionSettings { Name = "portal", Uri = Server.Uri, Time = AcceleratedTime.Instance, Proxy = new System.Net.WebProxy() };
        return new ArcGisMigrator(await ArcGisConnection.OpenWithAccessTokenAsync(settings, "t0ken-canary", Observer, default), Observer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_of_huge_names_without_end_are_given_up(bool isPreview)
    {
        var portal = await ConnectAsync();
        var name = System.Text.Encoding.UTF8.GetBytes(new string('n', 60 << 20));
        var page = 0;
        Server.Otherwise(x =>
        {
            page++;
            byte[] body = [.. System.Text.Encoding.UTF8.GetBytes($$"""{"packageSummary":{},"start":{{page}},"nextStart":{{page + 1}},"total":9000000,"results":[{"id":"{{page:x32}}","title":" """), .. name, .. "\"}]}"u8];
            return x.ReplyAsync(200, body, ("Content-Type", "application/json"));
        });
        var error = await Assert.ThrowsAsync<MigrationException>(() => isPreview
            ? portal.PreviewAsync(new string('9', 32), new string('1', 32), default)
            : portal.ListGroupsAsync(default));
        Assert.Equal(ErrorKinds.AnswerTooLarge, error.Kind);
        Assert.Equal(5, page);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_of_very_many_is_read_up_to_a_limit(bool isPreview)
    {
        var portal = await ConnectAsync();
        var entries = string.Join(',', Enumerable.Range(0, 250_000).Select(i => $$"""{"id":"{{i:x}}"}"""));
        Server.Otherwise(x => x.ReplyAsync(200, System.Text.Encoding.UTF8.GetBytes($$"""{"packageSummary":{},"start":1,"nextStart":-1,"results":[{{entries}}]}"""), ("Content-Type", "application/json")));
        var count = isPreview
            ? (await portal.PreviewAsync(new string('9', 32), new string('1', 32), default)).Items.Count
            : (await portal.ListGroupsAsync(default)).Count;
        Assert.Equal(200_000, count);
    }
}
