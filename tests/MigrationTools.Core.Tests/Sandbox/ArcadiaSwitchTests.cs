using System.Text.Json.Nodes;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Each value of each switch must show. The values come by reflection: a new one without a probe fails here.</summary>
public sealed class ArcadiaSwitchTests
{
    private static readonly Dictionary<Enum, Func<Lab, Task>> Probes = new()
    {
        [Release.V81] = lab => Keys(lab, 14, "8.1.4.1000", "colorpalette", "reportannotation"),
        [Release.V64] = lab => Keys(lab, 13, "6.4.0", "colorpalette"),
        [Release.V62] = lab => Keys(lab, 13, "6.2.3", "colorpalette"),
        [Release.V43] = lab => Keys(lab, 12, "4.3.0.1"),
        [Release.V41] = lab => Keys(lab, 12, "4.1.1.0"),
        [AuthenticationFailure.Json401] = lab => Refused(lab, 401, "application/json"),
        [AuthenticationFailure.Html401] = lab => Refused(lab, 401, "text/html"),
        [AuthenticationFailure.LoginRedirect] = lab => Refused(lab, 302, null),
        [AuthenticationFailure.LoginPage200] = lab => Refused(lab, 200, "text/html"),
        [UnknownId.LeftOut] = lab => Export(lab, "dashboards=[2115,999]", 200, "\"dashboards\": [{"),
        [UnknownId.NotFoundJson] = lab => Export(lab, "dashboards=[2115,999,998]", 404, "dashboards 999, dashboards 998"),
        [UnknownId.BadRequest] = lab => Export(lab, "dashboards=[2115,999]", 400, "do not exist"),
        [UnknownId.ServerErrorHtml] = lab => Export(lab, "dashboards=[2115,999]", 500, "<html>"),
        [ExportWithoutParameters.Everything] = lab => Export(lab, "dry_run=False", 200, "Retail operations"),
        [ExportWithoutParameters.EmptyBundle] = lab => Export(lab, "dry_run=False", 200, "\"dashboards\": []"),
        [ExportWithoutParameters.BadRequest] = lab => Export(lab, "dry_run=False", 400, "error"),
        [ExportDryRun.SameBundle] = lab => Export(lab, "dashboards=[2115]&dry_run=True", 200, "Arcviz Version"),
        [ExportDryRun.Summary] = lab => Export(lab, "dashboards=[2115]&dry_run=True", 200, "\"visuals\": 5"),
        [ImportBody.Lists] = lab => Body(lab, body => Assert.Equal("orders", (string?)JsonNode.Parse(body)!["datasets"]![0]!["name"])),
        [ImportBody.DictsByPk] = lab => Body(lab, body => Assert.Equal("orders", (string?)JsonNode.Parse(body)!["datasets"]!["41"]!["name"])),
        [ImportBody.DictsByName] = lab => Body(lab, body => Assert.Equal("new", (string?)JsonNode.Parse(body)!["datasets"]!["orders"]!["action"])),
        [ImportBody.IdLists] = lab => Body(lab, body => Assert.Equal("[5300,5301]", JsonNode.Parse(body)!["datasets"]!.ToJsonString())),
        [ImportBody.FlatRows] = lab => Body(lab, body => Assert.Contains(JsonNode.Parse(body)!.AsArray(), row => (string?)row!["type"] == "dashboards")),
        [ImportBody.EmptyObject] = lab => Body(lab, body => Assert.Equal("{}", body)),
        [ImportBody.PlainText] = lab => Body(lab, body => Assert.StartsWith("Success!", body, StringComparison.Ordinal)),
        [ActionWords.Lower] = lab => Words(lab, "new", "update", "unchanged"),
        [ActionWords.Upper] = lab => Words(lab, "NEW", "UPDATE", "NONE"),
        [ActionWords.Past] = lab => Words(lab, "created", "updated", "skipped"),
        [DryRunIds.Null] = lab => MatchedRow(lab, row => Assert.Null(row["id"])),
        [DryRunIds.Matched] = lab => MatchedRow(lab, row => Assert.Equal(8005, (int)row["id"]!)),
        [RowUuid.OfFile] = lab => MatchedRow(lab, row => Assert.Equal("f220e83d-e760-4d88-b5dc-25f72c7e0e42", (string?)row["uuid"])),
        [RowUuid.OfTarget] = lab => MatchedRow(lab, row => Assert.Equal(lab.Prod.State.Find("dashboards", "Store sales overview")!.Uuid, (string?)row["uuid"])),
        [Matching.ImportedUuid] = lab => OwnExport(lab, 2),
        [Matching.ImportedOrOwnUuid] = lab => OwnExport(lab, 1),
        [UnchangedDetection.On] = lab => Again(lab, "unchanged"),
        [UnchangedDetection.AlwaysUpdate] = lab => Again(lab, "update"),
        [DryRunOmitted.Executes] = lab => WithoutDryRun(lab, true),
        [DryRunOmitted.Previews] = lab => WithoutDryRun(lab, false),
        [WorkspaceField.ByName] = lab => Workspace(lab, "Retail"),
        [WorkspaceField.Ignored] = lab => Workspace(lab, "Private"),
        [MissingTable.Text400] = lab => Import(lab, 400, "text/plain", "sales_dev.orders", ("dataconnection_name", "warehouse")),
        [MissingTable.Html500] = lab => Import(lab, 500, "text/html", "sales_dev.orders", ("dataconnection_name", "warehouse")),
        [MissingTable.Errors200] = lab => Import(lab, 200, "application/json", "\"errors\"", ("dataconnection_name", "warehouse")),
        [UnknownTarget.BadRequest] = lab => Import(lab, 400, "application/json", "nowhere", ("dataconnection_name", "nowhere")),
        [UnknownTarget.NotFound] = lab => Import(lab, 404, "application/json", "nowhere", ("dataconnection_name", "nowhere")),
        [UnknownTarget.ServerError] = lab => Import(lab, 500, "text/html", "nowhere", ("dataconnection_name", "nowhere")),
        [FailureMidway.RolledBack] = lab => Midway(lab, 0),
        [FailureMidway.Partial] = lab => Midway(lab, 3),
        [FreeTextPks.Rewritten] = lab => Css(lab, "raw/5040.png"),
        [FreeTextPks.LeftStale] = lab => Css(lab, "raw/3.png"),
        [NewerBundle.Accepted] = lab => Newer(lab, 200),
        [NewerBundle.BadRequest] = lab => Newer(lab, 400),
        [SlashlessPost.Works] = lab => Slashless(lab, 200),
        [SlashlessPost.MovedPermanently] = lab => Slashless(lab, 301),
        [SlashlessPost.ServerError] = lab => Slashless(lab, 500),
        [AdminApiTypes.All] = lab => Admin(lab, 200, 200),
        [AdminApiTypes.Listed] = lab => Admin(lab, 200, 404),
        [AdminApiTypes.Forbidden] = lab => Admin(lab, 403, 403),
        [KeyOrder.Shuffled] = async lab => Assert.NotEqual("appgroups", (await lab.DevClient.BundleAsync("dashboards=[]")).First().Key),
        [KeyOrder.Fixed] = async lab => Assert.Equal("appgroups", (await lab.DevClient.BundleAsync("dashboards=[]")).First().Key),
        [PasswordLogin.Works] = lab => Login(lab, 302),
        [PasswordLogin.Refused401] = lab => Login(lab, 401),
    };

    /// <summary>Limits share one type: they are probed by name.</summary>
    private static readonly Dictionary<string, Func<Lab, int, Task>> LimitProbes = new()
    {
        [nameof(ArcadiaSwitches.BodyLimit)] = async (lab, status) =>
        {
            lab.Prod.Switches.BodyLimitBytes = 4000;
            using var announced = await lab.ProdClient.ImportAsync(ArcadiaFixtures.Read("sample"), fields: RawClient.Fields());
            Assert.Equal(status == 200 ? 200 : 413, (int)announced.StatusCode);
            var chunked = Post(lab, RawClient.ImportPath, RawClient.Form(new StringContent(ArcadiaFixtures.Read("sample")), RawClient.Fields()));
            chunked.Headers.TransferEncodingChunked = true;
            using var unannounced = await lab.ProdClient.SendAsync(chunked);
            Assert.Equal(status == 200 ? 200 : 413, (int)unannounced.StatusCode);
        },
        [nameof(ArcadiaSwitches.RequestLineLimit)] = async (lab, status) =>
        {
            using var response = await lab.ProdClient.ExportAsync("dashboards=[" + string.Join(',', Enumerable.Range(1, 1200)) + "]");
            Assert.Equal(status == 200 ? 200 : 414, (int)response.StatusCode);
        },
        [nameof(ArcadiaSwitches.FormFieldLimit)] = async (lab, status) =>
        {
            var text = ArcadiaFixtures.Read("minimal") + new string(' ', 3_000_000);
            using var response = await lab.ProdClient.SendAsync(Post(lab, RawClient.ImportPath, RawClient.Form(null, RawClient.Fields(("json_data", text)))));
            Assert.Equal(status == 200 ? 200 : 400, (int)response.StatusCode);
        },
        [nameof(ArcadiaSwitches.GatewayTimeout)] = async (lab, status) =>
        {
            lab.Prod.Switches.GatewayTimeoutAfter = TimeSpan.FromMilliseconds(50);
            using var gate = lab.Prod.Faults.Hold("import");
            var sent = lab.ProdClient.ImportAsync(ArcadiaFixtures.Read("sample"), fields: RawClient.Fields());
            await gate.Arrived.WaitAsync(RawClient.Stop);
            if (status != 200) Assert.Equal(504, (int)(await sent).StatusCode);
            gate.Release();
            using var response = await sent;
            var request = await lab.Prod.Log.WaitForAsync(item => item is { Route: "import", Completed: true }, TimeSpan.FromSeconds(30));
            Assert.Equal((status == 200 ? 200 : 504, 200), (request.Status, request.HandlerStatus));
            Assert.NotNull(lab.Prod.State.Find("dashboards", "Store sales overview"));
        },
    };

    public static IEnumerable<TheoryDataRow<string, string>> Values =>
        from property in typeof(ArcadiaSwitches).GetProperties()
        where property.PropertyType.IsEnum
        from name in Enum.GetNames(property.PropertyType)
        select new TheoryDataRow<string, string>(property.Name, name);

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Each_value_shows(string name, string value)
    {
        await using var lab = await Lab.StartAsync();
        var property = typeof(ArcadiaSwitches).GetProperty(name)!;
        var chosen = (Enum)Enum.Parse(property.PropertyType, value);
        property.SetValue(lab.Dev.Switches, chosen);
        property.SetValue(lab.Prod.Switches, chosen);
        if (chosen is Limit limit) await LimitProbes[name](lab, limit == Limit.Off ? 200 : 0);
        else await Probes[chosen](lab);
    }

    [Fact]
    public void The_first_value_is_the_default()
    {
        var switches = new ArcadiaSwitches();
        foreach (var property in typeof(ArcadiaSwitches).GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            Assert.Equal(0, (int)property.GetValue(switches)!);
        }
    }

    [Fact]
    public async Task Older_releases_leave_newer_fields_out()
    {
        await using var lab = await Lab.StartAsync();
        lab.Dev.Switches.Release = Release.V41;
        var bundle = await lab.DevClient.BundleAsync("dashboards=[2115]");
        var fields = bundle["dashboards"]![0]!["fields"]!.AsObject();
        Assert.False(fields.ContainsKey("workspace"));
        var body = JsonNode.Parse((string)fields["report_data"]!)!.AsObject();
        Assert.False(body.ContainsKey("dashboard_sheets"));
        Assert.Equal(3, body["dashboard_widgets"]!.AsArray().Count);
        Assert.Equal("[2103,2199,2104]", body["control_widgets"]!.ToJsonString());
        var visual = JsonNode.Parse((string)bundle["visuals"]![0]!["fields"]!["report_data"]!)!["report_data"]!.AsObject();
        Assert.False(visual.ContainsKey("dashboard_id"));
        Assert.True(visual.ContainsKey("sql_text"));
        Assert.Contains("151234567890123450000", visual.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task Keys(Lab lab, int count, string version, params string[] later)
    {
        var bundle = await lab.DevClient.BundleAsync("dashboards=[2115]");
        Assert.Equal(count, bundle.Count);
        Assert.Equal(version, (string?)bundle["version"]!["Arcviz Version"]);
        Assert.Equal(later, bundle.Select(list => list.Key).Intersect(["colorpalette", "reportannotation"]).Order(StringComparer.Ordinal));
    }

    private static async Task Refused(Lab lab, int status, string? type)
    {
        using var response = await lab.DevClient.ExportAsync("dashboards=[]", lab.Dev.PublicKey);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        if (status == 302) Assert.StartsWith("/arc/apps/login", response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static async Task Export(Lab lab, string query, int status, string text)
    {
        using var response = await lab.DevClient.ExportAsync(query);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(text, await RawClient.TextAsync(response), StringComparison.Ordinal);
    }

    private static async Task Body(Lab lab, Action<string> check)
    {
        using var response = await lab.ProdClient.ImportAsync(ArcadiaFixtures.Read("sample"), fields: RawClient.Fields());
        check(await RawClient.TextAsync(response));
    }

    private static async Task Words(Lab lab, string created, string updated, string same)
    {
        var bundle = await lab.ExportAsync();
        Assert.Equal(created, (string?)(await lab.ProdClient.ImportedAsync(bundle))["dashboards"]![0]!["action"]);
        lab.Dev.State.SetField("dashboards", 2115, "report_description", "changed");
        var answer = await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        Assert.Equal(updated, (string?)answer["dashboards"]![0]!["action"]);
        Assert.Equal(same, (string?)answer["customcss"]![0]!["action"]);
    }

    private static async Task MatchedRow(Lab lab, Action<JsonNode> check)
    {
        var bundle = await lab.ExportAsync();
        await lab.ProdClient.ImportedAsync(bundle);
        check((await lab.ProdClient.ImportedAsync(bundle, dryRun: true))["dashboards"]![0]!);
    }

    private static async Task OwnExport(Lab lab, int count)
    {
        await lab.DevClient.ImportedAsync(await lab.ExportAsync(), connection: "sales_dev");
        Assert.Equal(count, lab.Dev.State.Dashboards.Count(dashboard => dashboard.Name == "Store sales overview"));
    }

    private static async Task Again(Lab lab, string action)
    {
        var bundle = await lab.ExportAsync();
        await lab.ProdClient.ImportedAsync(bundle);
        Assert.Equal(action, (string?)(await lab.ProdClient.ImportedAsync(bundle))["datasets"]![0]!["action"]);
    }

    private static async Task WithoutDryRun(Lab lab, bool executes)
    {
        using var response = await lab.ProdClient.ImportAsync(await lab.ExportAsync(), fields: [("dataconnection_name", "sales")]);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(executes, lab.Prod.State.Find("dashboards", "Store sales overview") is not null);
    }

    private static async Task Workspace(Lab lab, string name)
    {
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        Assert.Equal(name, lab.Prod.State.Find("dashboards", "Store sales overview")!.Workspace);
    }

    private static async Task Import(Lab lab, int status, string type, string text, (string, string) connection)
    {
        using var response = await lab.ProdClient.ImportAsync(await lab.ExportAsync(), fields: [("dry_run", "False"), connection]);
        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(text, await RawClient.TextAsync(response), StringComparison.Ordinal);
        Assert.Null(lab.Prod.State.Find("dashboards", "Store sales overview"));
    }

    private static async Task Midway(Lab lab, int stays)
    {
        var before = lab.Prod.State.Objects.Count;
        lab.Prod.Faults.Add(new() { Route = "import", Kind = MigrationTools.Sandbox.Common.FaultKind.FailMidway, AfterRecords = 3 });
        using var response = await lab.ProdClient.ImportAsync(await lab.ExportAsync(), fields: RawClient.Fields());
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal(before + stays, lab.Prod.State.Objects.Count);
    }

    private static async Task Css(Lab lab, string url)
    {
        await lab.ProdClient.ImportedAsync(await lab.ExportAsync());
        Assert.Contains(url, lab.Prod.State.Find("customcss", "Retail look")!.Fields.GetProperty("customcss_value").GetString(), StringComparison.Ordinal);
    }

    private static async Task Newer(Lab lab, int status)
    {
        lab.Prod.Switches.Release = Release.V64;
        using var response = await lab.ProdClient.ImportAsync(await lab.ExportAsync(), fields: RawClient.Fields());
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static async Task Slashless(Lab lab, int status)
    {
        using var response = await lab.ProdClient.ImportAsync(ArcadiaFixtures.Read("minimal"), path: "/arc/migration/api/import", fields: RawClient.Fields());
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 301) Assert.Equal(RawClient.ImportPath, response.Headers.Location!.ToString());
    }

    private static async Task Admin(Lab lab, int visuals, int connections)
    {
        using var first = await lab.ProdClient.GetAsync("/arc/adminapi/v1/visuals");
        using var second = await lab.ProdClient.GetAsync("/arc/adminapi/v1/connections");
        Assert.Equal((visuals, connections), ((int)first.StatusCode, (int)second.StatusCode));
    }

    private static async Task Login(Lab lab, int status)
    {
        using var response = await LoginForm.SubmitAsync(lab.ProdClient, "admin", "admin-password");
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static HttpRequestMessage Post(Lab lab, string path, HttpContent content)
    {
        var request = lab.ProdClient.Request(HttpMethod.Post, path);
        request.Content = content;
        return request;
    }
}
