using System.Diagnostics;
using System.Text.Json;
using MigrationTools.Sandbox;

namespace MigrationTools.Cmdlets.Tests.Help;

/// <summary>Every example of the help runs, as it is written, in a real PowerShell against the sandbox.</summary>
public sealed class HelpExampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Every_example_runs_without_an_error()
    {
        if (FindPwsh() is not { } pwsh)
        {
            Assert.Skip("No pwsh is on the PATH, so no example of the help was run.");
            return;
        }
        await using var sandbox = await SandboxHost.StartAsync();
        var folder = Directory.CreateTempSubdirectory("MigrationTools.Help.").FullName;
        try
        {
            var ran = await RunAsync(pwsh, folder, sandbox);
            var written = MarkdownHelp.All.Values.SelectMany(page => page.Examples.Select(example => $"{page.Name}, {example.Title}")).ToList();
            Assert.NotEmpty(written);
            Assert.Equal(written, ran.Select(result => result.Name));
            // An example without code, or one that never came to its cmdlet, would pass in silence.
            Assert.All(ran, result => Assert.True(result.Calls > 0, $"{result.Name} did not call its cmdlet."));
            Assert.All(ran, result => Assert.True(result.Errors.Length == 0, $"{result.Name}: {string.Join("; ", result.Errors)}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<ExampleResult>> RunAsync(string pwsh, string folder, SandboxHost sandbox)
    {
        var systems = ExampleServers.All(sandbox);
        var examples = MarkdownHelp.All.Values.SelectMany(page => page.Examples.Select(example => new
        {
            Name = $"{page.Name}, {example.Title}",
            Cmdlet = page.Name,
            ExampleServers.For(page.Name, systems).Connect,
            example.Code,
        }));
        var job = new
        {
            Module = Path.Combine(HelpFiles.Module, "MigrationTools.psd1"),
            Folder = folder,
            Reset = new Uri(sandbox.AdminUri, "sandbox/reset"),
            Secrets = systems.SelectMany(system => system.Secrets).ToDictionary(secret => secret.Key, secret => secret.Value),
            Examples = examples,
        };
        // The addresses of the examples stand for the sandbox's.
        var text = systems.SelectMany(system => system.Addresses)
            .Aggregate(JsonSerializer.Serialize(job), (text, address) => text.Replace(address.Key, address.Value, StringComparison.Ordinal));
        var script = Path.Combine(folder, "run.ps1");
        var input = Path.Combine(folder, "examples.json");
        var output = Path.Combine(folder, "results.json");
        await File.WriteAllTextAsync(script, Runner);
        await File.WriteAllTextAsync(input, text);

        var start = new ProcessStartInfo(pwsh) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-File", script, input, output }) start.ArgumentList.Add(argument);
        foreach (var (name, value) in systems.SelectMany(system => system.Environment)) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The examples did not end within {Patience}. {await said} {await complained}");
        }
        Assert.True(process.ExitCode == 0 && File.Exists(output), $"pwsh ended with {process.ExitCode}. {await said} {await complained}");
        return JsonSerializer.Deserialize<List<ExampleResult>>(await File.ReadAllTextAsync(output))!;
    }

    private static string? FindPwsh()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private sealed record ExampleResult(string Name, int Calls, string[] Errors);

    /// <summary>Each example in a session, a folder and a sandbox of its own, with the connections of its system.</summary>
    private const string Runner = """
        param([string] $InputPath, [string] $OutputPath)
        $ErrorActionPreference = 'Stop'
        $job = Get-Content -Raw -LiteralPath $InputPath | ConvertFrom-Json
        $setup = @'
            param($Job, $Folder, $Connect)
            Set-Location -LiteralPath $Folder
            Import-Module $Job.Module
            $exampleSecrets = $Job.Secrets
            function Get-Secret([string] $Name) {
                $parts = @($exampleSecrets.$Name)
                $secret = ConvertTo-SecureString $parts[-1] -AsPlainText -Force
                $parts.Count -gt 1 ? [pscredential]::new($parts[0], $secret) : $secret
            }
            . ([scriptblock]::Create($Connect))
        '@
        $number = 0
        $results = foreach ($example in $job.Examples) {
            $null = Invoke-RestMethod -Method Post -Uri $job.Reset
            $folder = (New-Item -ItemType Directory -Path (Join-Path $job.Folder (++$number))).FullName
            $errors = [System.Collections.Generic.List[string]]::new()
            $calls = 0
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript($setup).AddArgument($job).AddArgument($folder).AddArgument($example.Connect).Invoke()
                foreach ($record in $shell.Streams.Error) { $errors.Add("setup: $record") }
                $shell.Commands.Clear()
                # Counts what the engine really calls.
                $counter = @{ Calls = 0 }
                $shell.Runspace.SessionStateProxy.SetVariable('exampleCounter', $counter)
                $null = $shell.AddScript("Set-PSBreakpoint -Command $($example.Cmdlet) -Action { `$global:exampleCounter.Calls++ }").Invoke()
                $shell.Commands.Clear()
                try {
                    $null = $shell.AddScript($example.Code).Invoke()
                }
                catch {
                    $errors.Add("$_")
                }
                foreach ($record in $shell.Streams.Error) { $errors.Add("$($record.FullyQualifiedErrorId): $record") }
                $calls = $counter.Calls
            }
            finally {
                $shell.Dispose()
            }
            [pscustomobject]@{ Name = $example.Name; Calls = $calls; Errors = $errors.ToArray() }
        }
        ConvertTo-Json -InputObject @($results) -Depth 4 | Set-Content -LiteralPath $OutputPath
        """;
}
