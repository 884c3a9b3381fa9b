using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using MigrationTools.Core.Tests.Packages;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>Esri's own JavaScript client, written by none of us, understands the sandbox's portals.</summary>
public sealed class ArcGisForeignClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Source => Path.Combine(AppContext.BaseDirectory, "Clients", "arcgis");

    [Fact]
    public async Task It_logs_in_adds_an_item_in_parts_commits_reads_its_status_and_deletes_it()
    {
        using var folder = new TempFolder();
        await InstallAsync(folder.Path);
        var file = new byte[12_345_678];
        new Random(12).NextBytes(file);
        var path = Path.Combine(folder.Path, "client.epk");
        await File.WriteAllBytesAsync(path, file, PortalClient.Stop);
        await using var lab = await PortalLab.StartAsync();
        lab.Prod.Switches.CommitDuration = TimeSpan.FromMilliseconds(50);

        using var process = Start("node", folder.Path, ["check.mjs", path], new()
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
        var text = await File.ReadAllTextAsync(Path.Combine(Source, "package-lock.json"), PortalClient.Stop);
        var packages = JsonNode.Parse(text)!["packages"]!.AsObject();
        Assert.True(packages.Count > 2);
        Assert.All(packages.Where(package => package.Key.Length > 0), package => Assert.NotNull(package.Value!["integrity"]));
        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
    }

    /// <summary>Skips where there is no Node or no registry; a lock file that does not fit is a failure.</summary>
    private static async Task InstallAsync(string folder)
    {
        foreach (var file in Directory.GetFiles(Source)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        try
        {
            using var node = Start("node", folder, ["-e", "process.exit(process.versions.node.split('.')[0] < 20 ? 1 : 0)"], []);
            await node.WaitForExitAsync(PortalClient.Stop);
            Assert.SkipUnless(node.ExitCode == 0, "Node.js is older than 20.");
            using var npm = Start(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", folder,
                ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0"], []);
            var output = npm.StandardOutput.ReadToEndAsync(PortalClient.Stop);
            var errors = npm.StandardError.ReadToEndAsync(PortalClient.Stop);
            try
            {
                await npm.WaitForExitAsync(PortalClient.Stop).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                npm.Kill(entireProcessTree: true);
                Assert.Skip("The registry of npm did not answer in time.");
            }

            var said = await output + await errors;
            Assert.DoesNotContain("EUSAGE", said, StringComparison.Ordinal);
            Assert.DoesNotContain("EINTEGRITY", said, StringComparison.Ordinal);
            Assert.SkipUnless(npm.ExitCode == 0, "The packages of npm cannot be had: " + said.Split('\n')[0]);
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node.js is not installed.");
        }
    }

    private static Process Start(string program, string folder, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
