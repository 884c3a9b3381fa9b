using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace MigrationTools.Core.Tests.Sandbox;

/// <summary>A client written for Node, installed beside the tests by its lock file.</summary>
internal sealed class NodeClient(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What npm says where there is no registry to be reached, as against a lock file that is wrong.</summary>
    private static readonly string[] Unreachable =
        ["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENOTCACHED", "ERR_SOCKET_TIMEOUT", "ENETUNREACH", "E401", "E403", "E404", "E502", "E503"];

    /// <summary>Where it lies, with its lock file.</summary>
    public string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "clients", name);

    /// <summary>Installs what the lock file names, once for each state of it. Skips the test where Node, npm or the packages cannot be had.</summary>
    public async Task InstallAsync()
    {
        var node = await RunAsync("node", ["--version"], "");
        Assert.SkipUnless(node is { Code: 0 }, "There is no Node on the PATH.");
        var major = int.Parse(node.Value.Output.TrimStart('v').Split('.')[0]);
        Assert.SkipUnless(major >= 20, $"Node {major} is too old.");
        var locked = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        var marker = Path.Combine(Folder, "installed-" + locked);
        if (File.Exists(marker) && Directory.Exists(Path.Combine(Folder, "node_modules"))) return;
        var npm = await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], "");
        Assert.SkipUnless(npm is not null, "There is no npm on the PATH, or it did not end in time.");
        var reason = Unreachable.FirstOrDefault(code => npm!.Value.Error.Contains(code, StringComparison.Ordinal));
        Assert.SkipWhen(npm!.Value.Code != 0 && reason is not null, $"npm could not fetch the packages ({reason}).");
        Assert.True(npm.Value.Code == 0, npm.Value.Error);
        await File.WriteAllTextAsync(marker, "");
    }

    /// <summary>Runs a script of the client with text as its input; gives what it writes.</summary>
    public async Task<string> RunAsync(string script, string input)
    {
        var result = await RunAsync("node", [script], input);
        Assert.True(result is { Code: 0 }, result?.Error ?? "It did not end in time.");
        return result!.Value.Output;
    }

    /// <summary>Starts a script of the client, for a test that talks with it.</summary>
    public Process Start(string script, string[] arguments, Dictionary<string, string> environment)
    {
        var start = StartInfo("node", [script, .. arguments]);
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        return Process.Start(start)!;
    }

    private ProcessStartInfo StartInfo(string program, string[] arguments) => new(program, arguments)
    {
        WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
    };

    /// <summary>Null where the program is not there or does not end.</summary>
    private async Task<(int Code, string Output, string Error)?> RunAsync(string program, string[] arguments, string input)
    {
        var start = StartInfo(program, arguments);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            stop.CancelAfter(Patience);
            try
            {
                await FeedAsync(process, input, stop.Token);
                await process.WaitForExitAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(true);
                return null;
            }

            return (process.ExitCode, await output, await error);
        }
    }

    /// <summary>A process that ends without reading says why by other means.</summary>
    private static async Task FeedAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }
}
