using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Esri's own JavaScript client, written by none of us, understands the sandbox's portals.</summary>
public sealed class ArcGisVendorClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NodeClient _client = new("arcgis");

    [Fact]
    public async Task It_logs_in_adds_an_item_in_parts_commits_reads_its_status_and_deletes_it()
    {
        using var folder = new TempFolder();
        await _client.InstallAsync();
        var file = new byte[12_345_678];
        new Random(12).NextBytes(file);
        var path = Path.Combine(folder.Path, "client.epk");
        await File.WriteAllBytesAsync(path, file, PortalClient.Stop);
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.CommitDuration = TimeSpan.FromMilliseconds(50);

        using var process = _client.Start("check.mjs", [path], new()
        {
            ["PORTAL"] = lab.Prod.Uri + "/sharing/rest", ["PORTAL_USER"] = "importer1", ["PORTAL_PASSWORD"] = lab.Prod.PasswordOf("importer1"), ["NO_PROXY"] = "127.0.0.1",
        });
        var errors = process.StandardError.ReadToEndAsync(PortalClient.Stop);
        async Task<JsonNode> StepAsync() => JsonNode.Parse(
            await process.StandardOutput.ReadLineAsync(PortalClient.Stop).AsTask().WaitAsync(Patience) ?? throw new InvalidOperationException(await errors))!;

        var login = await StepAsync();
        Assert.Equal(("ArcGISTokenRequestError", "importer1", "2024.2"), (((string)login["wrong"]!).Split(':')[0], (string?)login["user"], (string?)login["version"]));
        var upload = await StepAsync();
        Assert.Equal(("partial", "[1,2,3]", "completed", 12_345_678, "From another client"),
            ((string?)upload["before"], upload["parts"]!.ToJsonString(), (string?)upload["status"], (int)upload["size"]!, (string?)upload["title"]));
        var item = lab.Prod.State.Item((string)upload["id"]!)!;
        Assert.Equal((PortalClient.Hash(file), "client.epk", "importer1"), (item.Content!.Sha256, item.FileName, item.Owner));
        var cancel = await StepAsync();
        Assert.Equal((true, null), ((bool)cancel["success"]!, lab.Prod.State.Item((string)cancel["id"]!)));

        // Its token is void from now on: it takes a new one by itself, since 498 tells it to.
        lab.Prod.RevokeTokens();
        await process.StandardInput.WriteLineAsync();
        var delete = await StepAsync();
        Assert.True((bool)delete["success"]!);
        // The wrong password, the right one, and the renewal.
        Assert.Equal(3, lab.Prod.Log.Of("token").Count);
        Assert.Contains("CONT_0001", (string)delete["gone"]!, StringComparison.Ordinal);
        Assert.Null(lab.Prod.State.Item(item.Id));
        await process.WaitForExitAsync(PortalClient.Stop);
        Assert.True(process.ExitCode == 0, await errors);
    }

    [Fact]
    public async Task Its_lock_file_has_hashes_and_no_addresses_to_download_from()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(_client.Folder, "package-lock.json"), PortalClient.Stop);
        var packages = JsonNode.Parse(text)!["packages"]!.AsObject();
        Assert.True(packages.Count > 2);
        Assert.All(packages.Where(package => package.Key.Length > 0), package => Assert.NotNull(package.Value!["integrity"]));
        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
    }
}
