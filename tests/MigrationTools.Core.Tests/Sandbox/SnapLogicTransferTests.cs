using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Sandbox.SnapLogic;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Export, import, copies of single assets and lists.</summary>
public sealed class SnapLogicTransferTests
{
    private const string PriceList = "project/import/acme-prod/Sales/Price%20List";

    [Fact]
    public async Task An_export_is_a_zip_and_the_same_for_the_same_content()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        using var response = await lab.SendAsync(HttpMethod.Get, "project/export/" + SnapLogicLab.Orders);
        Assert.Equal("application/zip", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Order Sync.zip", response.Content.Headers.ContentDisposition!.FileNameStar);
        var bytes = await response.Content.ReadAsByteArrayAsync(SnapLogicLab.Stop);
        Assert.Equal(["export.json", "accounts_template.json", "files/mapping.json", "files/orders.expr"], Entries(bytes));
        Assert.Equal(bytes, await ExportAsync(lab, "project/export/" + SnapLogicLab.Orders));
        Assert.DoesNotContain("files/orders.expr", Entries(await ExportAsync(lab, "project/export/" + SnapLogicLab.Orders + "?asset_types=Account,Pipeline")));
        Assert.Equal(400, (await lab.GetAsync("project/export/" + SnapLogicLab.Orders + "?asset_types=Task")).Status);
        Assert.Equal(404, (await lab.GetAsync("project/export/acme/Sales/order%20sync")).Status);
    }

    [Fact]
    public async Task More_than_200_files_want_force()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        for (var index = 0; index < 201; index++) lab.State.Add("/acme/Sales/Files", "File", $"{index}.txt");
        Assert.Equal(400, (await lab.GetAsync("project/export/acme/Sales/Files")).Status);
        Assert.Equal(203, Entries(await ExportAsync(lab, "project/export/acme/Sales/Files?force=true")).Length);
    }

    [Fact]
    public async Task What_was_exported_comes_back_as_it_was()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.State.Put(new SnapLogicObject("/acme/Sales/Order Sync", "File", "film.bin", "00000000000000000000000f", SnapLogicContent.Made(3 << 20, 4)));
        var bytes = await ExportAsync(lab, "project/export/" + SnapLogicLab.Orders);
        string Described(string project) => lab.State.Describe(withoutNoise: true)["acme"]!["projects"]![project]!.ToJsonString();
        var before = Described("/Sales/Order Sync");
        var (status, body) = await ImportAsync(lab, "project/import/acme/Sales/Restored", bytes);
        Assert.True(status == 200, body?.ToJsonString());
        Assert.Equal(11, body!["response_map"]!["successful"]!.AsArray().Count);
        Assert.Equal(before, Described("/Sales/Restored"));
        lab.State.Remove(lab.State.Folder("/acme/Sales/Order Sync")!);
        Assert.Equal(200, (await ImportAsync(lab, "project/import/" + SnapLogicLab.Orders, bytes)).Status);
        Assert.Equal(before, Described("/Sales/Order Sync"));
    }

    [Fact]
    public async Task Existing_assets_are_skipped_overwritten_by_type_or_avoided_by_a_new_name()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var bytes = await ExportAsync(lab, "project/export/acme/Sales/Price%20List");
        lab.State.Add("/acme-prod/Sales/Price List", "Policy", "Only weekdays", "\"old\"");
        string Host() => (string)JsonNode.Parse(lab.State.Find("/acme-prod/Sales/Price List/prices_db")!.Content.Text)!["settings"]!["hostname"]!;
        foreach (var mode in new[] { "?duplicate_check=skip", "?duplicate_check=true", "" })
        {
            var (_, skipped) = await ImportAsync(lab, PriceList + mode, bytes);
            Assert.Contains(JsonNode.Parse("""{"reason":"HTTP Code: 409 Status: CONFLICT","name":"prices_db","status_code":409}""")!.ToJsonString(), skipped!["response_map"]!["failed"]!.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.NotNull(lab.State.Find("/acme-prod/Sales/Price List/Draft prices"));
        Assert.Equal("prices.acme.example.com", Host());
        var (_, written) = await ImportAsync(lab, PriceList + "?duplicate_check=overwrite&overwrite_types=Account,Pipeline", bytes);
        Assert.Equal(["prices_db", "Only weekdays", "Draft prices", "Publish prices"], SnapLogicLab.Names(written!["response_map"]!["successful"]));
        Assert.Equal(["publish daily"], SnapLogicLab.Names(written["response_map"]!["failed"]));
        Assert.Equal("prices.dev.acme.example.com", Host());
        Assert.Contains("weekday", lab.State.Find("/acme-prod/Sales/Price List/Only weekdays")!.Content.Text, StringComparison.Ordinal);
        await ImportAsync(lab, PriceList + "?duplicate_check=create_new", bytes);
        await ImportAsync(lab, PriceList + "?duplicate_check=false", bytes);
        Assert.Equal(5, lab.State.Assets("/acme-prod/Sales/Price List 1").Count);
        Assert.Equal(5, lab.State.Assets("/acme-prod/Sales/Price List 2").Count);
    }

    [Fact]
    public async Task Accounts_are_changed_and_expressions_added_on_the_way()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var bytes = await ExportAsync(lab, "project/export/" + SnapLogicLab.Orders);
        using var expressions = new MemoryStream();
        using (var zip = new ZipArchive(expressions, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in new[] { ("a/vat.expr", "{ vat: 0.19 }"), ("b/vat.expr", "{ vat: 0.2 }"), ("readme.md", "") })
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        var form = Form(bytes);
        form.Add(new StringContent("""[{"name":"orders_db","settings":{"hostname":"orders.acme.example.com"}}]"""), "file_account", "accounts.json");
        form.Add(new ByteArrayContent(expressions.ToArray()), "file_expr", "expr.zip");
        Assert.Equal(200, (await lab.PostAsync("project/import/acme-prod/Sales/Order%20Sync", form)).Status);
        Assert.Contains("orders.acme.example.com", lab.State.Find(SnapLogicLab.ProdOrders + "/orders_db")!.Content.Text, StringComparison.Ordinal);
        Assert.Equal("{ vat: 0.2 }", lab.State.Find(SnapLogicLab.ProdOrders + "/vat.expr")!.Content.Text);
        Assert.Null(lab.State.Find(SnapLogicLab.ProdOrders + "/readme.md"));
    }

    [Fact]
    public async Task A_bad_import_is_refused()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var bytes = await ExportAsync(lab, "project/export/" + SnapLogicLab.Orders);
        var before = lab.State.Describe().ToJsonString();
        Assert.Equal(400, (await ImportAsync(lab, "project/import/acme-prod/Sales/X", "no zip"u8.ToArray())).Status);
        Assert.Equal(400, (await ImportAsync(lab, "project/import/acme-prod/Sales/X", bytes[..(bytes.Length / 2)])).Status);
        Assert.Equal(400, (await ImportAsync(lab, "project/import/acme-prod/Sales/X?duplicate_check=maybe", bytes)).Status);
        Assert.Equal(400, (await ImportAsync(lab, "project/import/acme-prod/Sales/X?duplicate_check=overwrite&overwrite_types=Task", bytes)).Status);
        Assert.Equal(404, (await ImportAsync(lab, "project/import/acme-prod/sales/X", bytes)).Status);
        Assert.Equal(404, (await ImportAsync(lab, "project/import/nobody/Sales/X", bytes)).Status);
        Assert.Equal(400, (await lab.PostAsync("project/import/acme-prod/Sales/X", "{}")).Status);
        Assert.Equal(403, (await lab.PostAsync("project/import/acme-prod/Sales/X", Form(bytes), lab.Basic(lab.Server.DeveloperUser))).Status);
        Assert.Equal(before, lab.State.Describe().ToJsonString());
        lab.Switches.ImportEnvelope = Envelope.Opposite;
        Assert.NotNull((await ImportAsync(lab, "project/import/acme-prod/Sales/X", bytes)).Body!["successful"]);
    }

    [Fact]
    public async Task Single_assets_are_exported_unless_their_name_has_a_comma()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var paths = Uri.EscapeDataString("/acme/Sales/Order Sync/orders.expr,/acme/Sales/Order Sync/Read orders");
        var bytes = await ExportAsync(lab, "project/export/assets?asset_paths=" + paths, lab.Basic(lab.Server.DeveloperUser));
        Assert.Contains("files/orders.expr", Entries(bytes));
        Assert.Equal(404, (await lab.GetAsync("project/export/assets?asset_paths=" + Uri.EscapeDataString("/acme/Sales/Names/one, two"))).Status);
        Assert.Equal(400, (await lab.GetAsync("project/export/assets?asset_paths=/acme/Sales/Names")).Status);
        Assert.Equal(400, (await lab.GetAsync("project/export/assets")).Status);
        Assert.Equal(404, (await lab.GetAsync("project/export/assets?asset_paths=/acme/Sales/Names/nothing")).Status);
    }

    [Fact]
    public async Task Assets_are_copied_one_by_one_and_always_overwritten()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.State.PresetSnodeIds("58d172f773fe032daac6350c");
        var body = new { dest_path = "/acme-prod/Sales/Orders", asset_path_list = new[] { "/acme/Sales/Order Sync/Read orders", "/acme/Sales/Order Sync/rest_account" } };
        for (var time = 0; time < 2; time++)
        {
            var (status, answer) = await lab.PostAsync("project/copy_assets", body);
            Assert.Equal(200, status);
            Assert.Equal("""{"copied_assets_new_path":["/acme-prod/Sales/Orders/Read orders","/acme-prod/Sales/Orders/rest_account"]}""", answer!.ToJsonString());
        }

        Assert.Contains("58d172f773fe032daac6350c", lab.State.Find("/acme-prod/Sales/Orders/Read orders")!.Content.Text, StringComparison.Ordinal);
        lab.Switches.CopyEnvelope = Envelope.Opposite;
        lab.Switches.CopyKey = CopyKey.Paths;
        var (_, wrapped) = await lab.PostAsync("project/copy_assets", new { dest_path = "/acme-prod/Sales/Orders", asset_path_list = new[] { "/acme/Sales/Order Sync/Order Sync" } });
        Assert.Equal(2, wrapped!["response_map"]!["copied_assets_new_paths"]!.AsArray().Count);
        Assert.False(lab.State.Find("/acme-prod/Sales/Orders/Order Sync", "Job")!.Enabled);
    }

    [Fact]
    public async Task A_task_stays_enabled_only_with_its_pipeline_and_its_Snaplex()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        bool Enabled(string name) => lab.State.Find("/acme-prod/Sales/Orders/" + name)!.Enabled;
        async Task Copy(params string[] names) => Assert.Equal(200, (await lab.PostAsync("project/copy_assets",
            new { dest_path = "/acme-prod/Sales/Orders", asset_path_list = names.Select(name => "/acme/Sales/Order Sync/" + name) })).Status);
        await Copy("nightly", "hourly");
        Assert.Equal((false, false), (Enabled("nightly"), Enabled("hourly")));
        await Copy("nightly", "hourly", "Order Sync");
        Assert.Equal((true, false), (Enabled("nightly"), Enabled("hourly")));
    }

    [Fact]
    public async Task A_copy_tells_what_failed_and_refuses_what_is_not_there()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        var (status, answer) = await lab.PostAsync("project/copy_assets",
            new { dest_path = "/acme-lab/Sales/Orders", asset_path_list = new[] { "/acme/Sales/Order Sync/rest_account", "/acme/Sales/Order Sync/orders.expr" } });
        Assert.Equal((200, "rest_account", 1), (status, (string?)answer!["failed"]![0]!["name"], answer["copied_assets_new_path"]!.AsArray().Count));
        foreach (var (dest, path, expected) in new[]
        {
            ("/acme-prod/Sales/Orders", "/acme/Sales/Order Sync/nothing", 404), ("/acme-prod/Sales", "/acme/Sales/Order Sync/nightly", 400),
            ("/acme-prod/sales/Orders", "/acme/Sales/Order Sync/nightly", 404), ("/nobody/Sales/Orders", "/acme/Sales/Order Sync/nightly", 404),
        })
        {
            Assert.Equal(expected, (await lab.PostAsync("project/copy_assets", new { dest_path = dest, asset_path_list = new[] { path } })).Status);
        }

        Assert.Equal(400, (await lab.PostAsync("project/copy_assets", new { dest_path = "/acme-prod/Sales/Orders" })).Status);
    }

    [Fact]
    public async Task Assets_are_listed_out_of_a_file_or_a_project_with_mixed_slashes()
    {
        await using var lab = await SnapLogicLab.StartAsync();
        lab.State.Put(new SnapLogicOrg("snaplogic"));
        lab.State.Put(new SnapLogicUser(lab.Server.User, lab.Server.Password) { AdminOf = ["snaplogic"] });
        lab.State.Add("/snaplogic/Demo/MyProject", "Account", "AccountToUpdate");
        lab.State.Add("/snaplogic/Demo/MyProject", "Job", "PipeTask");
        lab.State.Add("/snaplogic/Demo/MyProject", "File", "mylib.expr");
        lab.Switches.LeadingSlash = LeadingSlash.Mixed;
        var expected = JsonNode.Parse("""
            {"response_map":{"project_path":"snaplogic/Demo/MyProject","assets":{"Account":["/snaplogic/Demo/MyProject/AccountToUpdate"],
             "Job":["snaplogic/Demo/MyProject/PipeTask"],"File":["/snaplogic/Demo/MyProject/mylib.expr"]}},"http_status_code":200}
            """);
        var (_, byPath) = await lab.PostAsync("project/list_assets", new { dest_path = "/snaplogic/Demo/MyProject", asset_path_list = Array.Empty<string>() });
        Assert.True(JsonNode.DeepEquals(expected, byPath), byPath!.ToJsonString());
        var (_, byFile) = await lab.PostAsync("project/list_assets", Form(await ExportAsync(lab, "project/export/snaplogic/Demo/MyProject")));
        Assert.True(JsonNode.DeepEquals(expected, byFile), byFile!.ToJsonString());
    }

    [Fact]
    public async Task Large_files_are_streamed()
    {
        await using var host = await MigrationTools.Sandbox.SandboxHost.StartAsync(new() { LargeAssetBytes = 5 << 20, Scale = 7 }, SnapLogicLab.Stop);
        var state = host.SnapLogic.Elastic.State;
        Assert.Equal(7, state.Assets("/acme/Scale/Many").Count);
        var film = Assert.Single(state.Assets("/acme/Media/Films"));
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = SnapLogicLab.Basic(host.SnapLogic.Elastic.User, host.SnapLogic.Elastic.Password);
        using var zip = new ZipArchive(await http.GetStreamAsync(host.SnapLogic.Elastic.Uri + "api/1/rest/public/project/export/acme/Media/Films", SnapLogicLab.Stop));
        await using var file = await zip.GetEntry("files/film 1.bin")!.OpenAsync(SnapLogicLab.Stop);
        Assert.Equal(film.Content.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, SnapLogicLab.Stop)));
    }

    private static async Task<byte[]> ExportAsync(SnapLogicLab lab, string path, AuthenticationHeaderValue? who = null)
    {
        using var response = await lab.SendAsync(HttpMethod.Get, path, null, who);
        var bytes = await response.Content.ReadAsByteArrayAsync(SnapLogicLab.Stop);
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        return bytes;
    }

    private static Task<(int Status, JsonNode? Body)> ImportAsync(SnapLogicLab lab, string path, byte[] zip) => lab.PostAsync(path, Form(zip));

    private static MultipartFormDataContent Form(byte[] zip) => new() { { new ByteArrayContent(zip), "file", "any.zip" } };

    private static string[] Entries(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }
}
