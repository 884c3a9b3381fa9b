using System.Diagnostics;
using MigrationTools.Core.Arcadia;
using MigrationTools.Core.Packages;
using MigrationTools.Sandbox.Arcadia;

namespace MigrationTools.Core.Tests.Arcadia;

/// <summary>The vendor's own two samples beside ours, on the same server: the same bytes out, the same state after the way in.</summary>
public class VendorSnippetTests
{
    [Fact]
    public async Task Our_export_has_the_bytes_of_the_vendors()
    {
        await RequirePythonAsync();
        // The order of keys is random at the server, and depends on the request in the emulator.
        await using var journey = await Journey.StartAsync(sandbox => sandbox.Arcadia.Dev.Switches.KeyOrder = KeyOrder.Fixed);

        await PythonAsync("vendor_export.py", journey.DevServer, journey.PathOf("my_app.json"));
        var package = await journey.PackageAsync(2115, 2110);

        var theirs = journey.DevServer.Log.Of("export").Single(request => request.Query["filename"] == "apitestmigration");
        var ours = journey.DevServer.Log.Of("export")[^1];
        Assert.Equal(theirs.Query.Where(pair => pair.Key != "filename").Order(Pairs), ours.Query.Where(pair => pair.Key != "filename").Order(Pairs));
        Assert.Equal(await File.ReadAllBytesAsync(journey.PathOf("my_app.json")), await File.ReadAllBytesAsync(package.Path!));
    }

    [Fact]
    public async Task Our_import_leaves_the_target_as_the_vendors_does()
    {
        await RequirePythonAsync();
        await using var theirs = await Journey.StartAsync(AddConnection);
        await using var ours = await Journey.StartAsync(AddConnection);
        var package = await ours.PackageAsync(2115, 2110);

        var said = await PythonAsync("vendor_import.py", theirs.ProdServer, package.Path!);
        var (_, error) = await ours.ImportAsync(package, new ArcadiaImportOptions { DataConnection = "data_connection" });

        Assert.Equal("200", said.Trim());
        Assert.Null(error);
        Assert.NotNull(ours.ProdServer.State.Find("dashboards", "Store sales overview"));
        Assert.Equal(
            theirs.ProdServer.State.Describe(withoutNoise: true).ToJsonString(),
            ours.ProdServer.State.Describe(withoutNoise: true).ToJsonString());
    }

    private static IComparer<KeyValuePair<string, string>> Pairs { get; } =
        Comparer<KeyValuePair<string, string>>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));

    private static void AddConnection(MigrationTools.Sandbox.SandboxHost sandbox) =>
        sandbox.Arcadia.Prod.State.AddConnection("data_connection", "sales_dev.orders", "sales_dev.returns");

    private static async Task RequirePythonAsync()
    {
        try
        {
            var (code, _, _) = await RunAsync("python3", ["-c", "import requests"], []);
            Assert.SkipUnless(code == 0, "Python's requests is not installed.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed.");
        }
    }

    private static async Task<string> PythonAsync(string script, ArcadiaServer server, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Arcadia", script);
        var (code, output, errors) = await RunAsync("python3", [path, file],
            new() { ["ARCVIZ"] = server.Uri.ToString().TrimEnd('/'), ["ARCVIZ_KEY"] = server.ApiKey, ["NO_PROXY"] = "127.0.0.1" });
        Assert.True(code == 0, errors);
        return output;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
