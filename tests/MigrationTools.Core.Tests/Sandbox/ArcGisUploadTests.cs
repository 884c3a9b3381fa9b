using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Http;
using MigrationTools.Sandbox;
using MigrationTools.Sandbox.ArcGis;
using MigrationTools.Sandbox.Common;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>addItem, uploads in parts, downloads.</summary>
public sealed class ArcGisUploadTests
{
    private const int FiveMegabytes = 5_000_000;

    private static readonly byte[] Whole = Bytes((2 * FiveMegabytes) + 777);

    [Fact]
    public async Task An_item_is_added_in_one_request()
    {
        await using var lab = await PortalLab.StartAsync();
        using var response = await lab.ProdClient.SendAsync(HttpMethod.Post, "/content/users/admin/addItem",
            PortalClient.Multipart([1, 2, 3], ("title", "Twice"), ("type", "Export Package"), ("tags", "epk, mine"), ("typeKeywords", "Export Package,epk")));
        var answer = await PortalClient.JsonAsync(response);
        Assert.Equal($$"""{"success":true,"id":"{{answer["id"]}}","folder":null}""", answer.ToJsonString());
        var item = lab.Prod.State.Item((string)answer["id"]!)!;
        Assert.Equal(("Twice", "admin", "package.epk", 3L), (item.Title, item.Owner, item.FileName, item.Size));
        Assert.Equal(["epk", "mine"], item.Tags);
        Assert.Equal([1, 2, 3], await lab.ProdClient.DataAsync(item.Id));
        // A title is no key: the same again is another item.
        Assert.NotEqual(item.Id, await lab.ProdClient.AddAsync([1, 2, 3], title: "Twice"));
        Assert.Equal(2, lab.Prod.State.Packages.Count);
    }

    [Fact]
    public async Task An_item_may_go_into_a_folder_and_has_an_id_that_was_asked_for()
    {
        await using var lab = await PortalLab.StartAsync();
        var folder = lab.Prod.State.Folders.Single(candidate => candidate.Title == "Published");
        var id = "0123456789abcdef0123456789abcdef";
        var fields = new[] { ("title", "T"), ("type", "Export Package"), ("itemIdToCreate", id) };
        using var response = await lab.OwnerClient.SendAsync(HttpMethod.Post, $"/content/users/importer1/{folder.Id}/addItem", PortalClient.Multipart([1], fields));
        var answer = await PortalClient.JsonAsync(response);
        Assert.Equal((id, folder.Id), ((string?)answer["id"], (string?)answer["folder"]));
        Assert.Equal(400, PortalClient.Code(await lab.OwnerClient.PostAsync("/content/users/importer1/addItem", fields)));
        lab.Prod.Switches.ItemIdToCreate = ItemIdToCreate.Ignored;
        Assert.NotEqual(id, await lab.OwnerClient.AddAsync([1], "importer1", more: ("itemIdToCreate", id)));
    }

    [Fact]
    public async Task What_is_wrong_with_an_item_is_told()
    {
        await using var lab = await PortalLab.StartAsync();
        Assert.Equal("'type' and 'title' property required.", PortalClient.Message(await lab.ProdClient.PostAsync("/content/users/admin/addItem", ("title", "T"), ("type", " "))));
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.PostAsync("/content/users/admin/addItem", ("title", "T"), ("type", "CSV"))));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync("/content/users/admin/addItem", ("title", "T"), ("type", "CSV"), ("multipart", "true"))));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync("/content/users/admin/00/addItem", ("title", "T"), ("type", "CSV"))));
        // As printed on the vendor's page: the file part has no name, so it is no file.
        using var form = new MultipartFormDataContent { { new StringContent("Test Export Package"), "title" }, { new StringContent("Export Package"), "type" }, { new StringContent("json"), "f" } };
        var nameless = new StringContent("Test_2020531_102838.epk");
        nameless.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = "\"\"" };
        form.Add(nameless);
        using var printed = await lab.ProdClient.SendAsync(HttpMethod.Post, "/content/users/admin/addItem", form);
        var id = (string)(await PortalClient.JsonAsync(printed))["id"]!;
        Assert.Null(lab.Prod.State.Item(id)!.Content);
    }

    [Fact]
    public async Task Parts_arrive_in_any_order_and_make_one_file()
    {
        await using var lab = await PortalLab.StartAsync();
        var id = await lab.ProdClient.StartPartsAsync();
        Assert.Equal("""{"status":"partial","statusMessage":"partial","itemId":"ID"}""", (await StatusAsync(lab, id)).ToJsonString().Replace(id, "ID", StringComparison.Ordinal));
        await lab.ProdClient.AddPartAsync(id, 3, Whole[(2 * FiveMegabytes)..]);
        await lab.ProdClient.AddPartAsync(id, 1, [0]);
        Assert.Equal("[1,3]", (await lab.ProdClient.GetAsync($"/content/users/admin/items/{id}/parts"))["parts"]!.ToJsonString());
        var added = await lab.ProdClient.AddPartAsync(id, 2, Whole[FiveMegabytes..(2 * FiveMegabytes)]);
        Assert.Equal($$"""{"success":true,"id":"{{id}}"}""", added.ToJsonString());
        await lab.ProdClient.AddPartAsync(id, 1, Whole[..FiveMegabytes]);
        Assert.Equal(id, (string?)(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/commit", ("title", "Whole"), ("type", "Export Package")))["id"]);
        Assert.Equal("completed", (string?)(await StatusAsync(lab, id))["status"]);
        Assert.Equal(("Whole", PortalClient.Hash(Whole)), (lab.Prod.State.Item(id)!.Title, lab.Prod.State.Item(id)!.Content!.Sha256));
        Assert.Equal(Whole, await lab.ProdClient.DataAsync(id));
        // What is committed takes no more parts and cannot be canceled.
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.AddPartAsync(id, 4, [1])));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/cancel")));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/commit")));
    }

    [Fact]
    public async Task A_committed_upload_is_processed_for_a_while()
    {
        var clock = new TestClock();
        await using var lab = await PortalLab.StartAsync(new SandboxOptions { Time = clock });
        lab.Prod.Switches.CommitDuration = TimeSpan.FromSeconds(8);
        var id = await lab.ProdClient.StartPartsAsync();
        await lab.ProdClient.AddPartAsync(id, 1, [1, 2]);
        await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/commit");
        Assert.Equal("processing", (string?)(await StatusAsync(lab, id))["status"]);
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/cancel")));
        clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal("completed", (string?)(await StatusAsync(lab, id))["status"]);
        Assert.Equal(2, (int)(await lab.ProdClient.GetAsync($"/content/items/{id}"))["size"]!);

        var single = await lab.ProdClient.AddAsync([5], more: ("async", "true"));
        Assert.Equal("processing", (string?)(await StatusAsync(lab, single))["status"]);
        clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal([5], await lab.ProdClient.DataAsync(single));
    }

    [Theory]
    [InlineData("No part was uploaded.")]
    [InlineData("Parts are missing.", 1, 3)]
    [InlineData("A part is smaller than 5 MB.", 1, 2)]
    public async Task An_upload_that_is_not_whole_fails_at_commit(string reason, params int[] numbers)
    {
        await using var lab = await PortalLab.StartAsync();
        var id = await lab.ProdClient.StartPartsAsync();
        foreach (var number in numbers) await lab.ProdClient.AddPartAsync(id, number, [1]);
        await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/commit");
        var status = await StatusAsync(lab, id);
        Assert.Equal("failed", (string?)status["status"]);
        Assert.Equal(reason, (string?)JsonNode.Parse((string)status["statusMessage"]!)!["message"]);
        lab.Prod.Switches.StatusMessage = StatusMessage.Text;
        lab.Prod.Switches.FailedUploadWord = FailedUploadWord.Error;
        status = await StatusAsync(lab, id);
        Assert.Equal(("error", reason), ((string?)status["status"], (string?)status["statusMessage"]));
        Assert.True((bool?)(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/delete"))["success"]);
    }

    [Theory]
    [InlineData(AfterCancel.ItemGone)]
    [InlineData(AfterCancel.ItemStays)]
    public async Task An_upload_is_canceled(AfterCancel after)
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.AfterCancel = after;
        var id = await lab.ProdClient.StartPartsAsync();
        await lab.ProdClient.AddPartAsync(id, 1, [1]);
        Assert.True((bool?)(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/cancel"))["success"]);
        Assert.Equal(after == AfterCancel.ItemStays, lab.Prod.State.Item(id) is not null);
        if (after == AfterCancel.ItemGone) Assert.Equal("CONT_0001", (string?)(await lab.ProdClient.GetAsync($"/content/items/{id}"))["error"]!["messageCode"]);
    }

    [Fact]
    public async Task The_number_of_a_part_is_in_the_query_or_in_the_form_and_has_bounds()
    {
        await using var lab = await PortalLab.StartAsync();
        var id = await lab.ProdClient.StartPartsAsync();
        async Task<JsonObject> PartAsync(string query, params (string, string)[] fields)
        {
            using var form = PortalClient.Multipart([1], fields);
            using var response = await lab.ProdClient.SendAsync(HttpMethod.Post, $"/content/users/admin/items/{id}/addPart{query}", form);
            return await PortalClient.JsonAsync(response);
        }

        Assert.True((bool?)(await PartAsync("", ("partNum", "10000")))["success"]);
        Assert.True((bool?)(await PartAsync("?partNum=2&size=1&streamdata=true"))["success"]);
        foreach (var wrong in new[] { "", "?partNum=0", "?partNum=10001", "?partNum=x" }) Assert.Equal(400, PortalClient.Code(await PartAsync(wrong)));
        Assert.Equal(400, PortalClient.Code(await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/addPart?partNum=1")));
        Assert.Equal("[2,10000]", (await lab.ProdClient.PostAsync($"/content/users/admin/items/{id}/parts"))["parts"]!.ToJsonString());
        Assert.Equal(403, PortalClient.Code(await lab.OwnerClient.PostAsync($"/content/users/admin/items/{id}/addPart?partNum=1")));
    }

    [Fact]
    public async Task A_download_has_a_name_and_a_length_and_ranges_where_they_are_on()
    {
        await using var lab = await PortalLab.StartAsync();
        var id = await lab.ProdClient.AddAsync(Whole);
        async Task<HttpResponseMessage> AskAsync(string range, string? tag = null) => await lab.ProdClient.SendAsync(HttpMethod.Get, $"/content/items/{id}/data", headers: headers =>
        {
            headers.TryAddWithoutValidation("Range", range);
            if (tag is not null) headers.TryAddWithoutValidation("If-Range", tag);
        });
        using var ignored = await AskAsync("bytes=5000000-");
        Assert.Equal((200, Whole.Length), ((int)ignored.StatusCode, ignored.Content.Headers.ContentLength));
        Assert.Equal("attachment; filename=\"package.epk\"", ignored.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("application/octet-stream", ignored.Content.Headers.ContentType!.MediaType);

        lab.Prod.Switches.Range = RangeRequests.Partial206;
        using var part = await AskAsync("bytes=5000000-");
        Assert.Equal((206, $"bytes 5000000-{Whole.Length - 1}/{Whole.Length}"), ((int)part.StatusCode, part.Content.Headers.GetValues("Content-Range").Single()));
        Assert.Equal(Whole[FiveMegabytes..], await part.Content.ReadAsByteArrayAsync(PortalClient.Stop));
        using var middle = await AskAsync("bytes=10-19", part.Headers.ETag!.ToString());
        Assert.Equal(Whole[10..20], await middle.Content.ReadAsByteArrayAsync(PortalClient.Stop));
        using var other = await AskAsync("bytes=10-19", "\"another\"");
        Assert.Equal(200, (int)other.StatusCode);
        using var beyond = await AskAsync($"bytes={Whole.Length}-");
        Assert.Equal(416, (int)beyond.StatusCode);
    }

    [Fact]
    public async Task A_download_of_what_is_not_there_is_an_error_on_200()
    {
        await using var lab = await PortalLab.StartAsync();
        using var response = await lab.OwnerClient.SendAsync(HttpMethod.Get, $"/content/items/{new string('0', 32)}/data?f=json");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("CONT_0001", (string?)(await PortalClient.JsonAsync(response))["error"]!["messageCode"]);
        using var page = await lab.OwnerClient.SendAsync(HttpMethod.Get, $"/content/items/{new string('0', 32)}/data");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Transfers_are_cut_where_a_fault_says()
    {
        await using var lab = await PortalLab.StartAsync();
        var id = await lab.ProdClient.StartPartsAsync();
        lab.Prod.Faults.Add(new Fault { Route = "addPart", Kind = FaultKind.ResetMidUpload, Bytes = 3_000_000 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => lab.ProdClient.AddPartAsync(id, 1, Whole[..FiveMegabytes]));
        Assert.Equal("[]", (await lab.ProdClient.GetAsync($"/content/users/admin/items/{id}/parts"))["parts"]!.ToJsonString());

        var whole = await lab.ProdClient.AddAsync(Whole);
        lab.Prod.Faults.Add(new Fault { Route = "data", Kind = FaultKind.TruncatedBody, Bytes = 1_234_567 });
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, lab.ProdClient.Address($"/content/items/{whole}/data"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + lab.ProdClient.Token);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, PortalClient.Stop);
        Assert.Equal(Whole.Length, response.Content.Headers.ContentLength);
        using var received = new MemoryStream();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.CopyToAsync(received, PortalClient.Stop));
        Assert.InRange(received.Length, 1, 1_234_567);
        Assert.Equal(Whole[..(int)received.Length], received.ToArray());
    }

    [Fact]
    public async Task A_limit_of_the_body_answers_with_a_page()
    {
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.BodyLimit = BodyLimit.On;
        lab.Prod.Switches.BodyLimitBytes = 1000;
        using var form = PortalClient.Multipart(new byte[2000], ("title", "T"), ("type", "CSV"));
        using var response = await lab.ProdClient.SendAsync(HttpMethod.Post, "/content/users/admin/addItem", form);
        Assert.Equal((413, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Empty(lab.Prod.State.Packages);
    }

    private static Task<JsonObject> StatusAsync(PortalLab lab, string id) => lab.ProdClient.GetAsync($"/content/users/admin/items/{id}/status");

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(4).NextBytes(bytes);
        return bytes;
    }
}
