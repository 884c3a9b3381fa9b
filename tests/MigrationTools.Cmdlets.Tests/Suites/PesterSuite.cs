using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace MigrationTools.Cmdlets.Tests.Suites;

/// <summary>
/// The built module in a real PowerShell: each file of tests/Pester runs in a process of its own, one after the other, beside
/// the other tests of this assembly: they wait on processes more than they compute.
/// </summary>
public sealed class PesterSuite
{
    private const int NoTestRan = 2;
    private const int NoPester = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly string Root = typeof(PesterSuite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(item => item.Key == "RepositoryRoot").Value!;

    /// <summary>The test files.</summary>
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, "tests", "Pester"), "*.Tests.ps1").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
    {
        Assert.SkipWhen(FindPwsh() is null, "There is no pwsh on PATH: the module was not tried in a real PowerShell.");
        var results = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, output) = await RunAsync(FindPwsh()!, file, results, TestContext.Current.CancellationToken);
            Assert.SkipWhen(exitCode == NoPester, output.Trim());
            Assert.False(exitCode == NoTestRan, $"Pester ran no test of {file}.\n{output}");
            Assert.True(exitCode == 0, output);
            TestContext.Current.TestOutputHelper?.WriteLine(Read(results, file));
        }
        finally
        {
            File.Delete(results);
        }
    }

    /// <summary>What came of the tests, and why some were skipped. A file whose every test was skipped is skipped.</summary>
    private static string Read(string results, string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(results));
        var root = json.RootElement;
        int Count(string name) => root.GetProperty(name).GetInt32();
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture,
            $"{file}: {Count("Passed")} passed, {Count("Skipped")} skipped, in {root.GetProperty("Seconds").GetDouble()} s, PowerShell {root.GetProperty("PowerShell").GetString()}, Pester {root.GetProperty("Pester").GetString()}");
        foreach (var test in root.GetProperty("Tests").EnumerateArray().Where(test => test.GetProperty("Result").GetString() == "Skipped"))
        {
            text.AppendLine().Append("skipped: ").Append(test.GetProperty("Name").GetString());
        }
        Assert.SkipWhen(Count("Passed") == 0, text.ToString());
        return text.ToString();
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string pwsh, string file, string results, CancellationToken cancellation)
    {
        var folder = Path.Combine(Root, "tests", "Pester");
        var start = new ProcessStartInfo(pwsh)
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "Invoke-Tests.ps1"), "-Path", Path.Combine(folder, file), "-ResultPath", results },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        // What this test process was given for itself is none of the child's business.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MIGRATIONTOOLS_", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        start.Environment["NO_COLOR"] = "1";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{file} did not end within {Patience.TotalMinutes} minutes.\n{await output}\n{await errors}");
        }
        return (process.ExitCode, $"{await output}\n{await errors}");
    }

    private static string? FindPwsh()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
