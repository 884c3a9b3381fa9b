using System.Collections.Concurrent;
using System.Diagnostics;
using MigrationTools.Sandbox;

namespace MigrationTools.Core.Tests.Reliability;

/// <summary>The process that is killed.</summary>
internal sealed class VictimProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private VictimProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, data) => _errors.Enqueue(data.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>Longer than anything here may take, however slow the machine.</summary>
    public static TimeSpan Bound { get; } = TimeSpan.FromSeconds(90);

    /// <summary>How many lines it said so far.</summary>
    public int Lines { get; private set; }

    public static VictimProcess Start(IKillTable table, SandboxHost sandbox, string folder, string temporary)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MigrationTools.Victim.dll"), table.System, .. table.ArgumentsOf(sandbox, folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        start.Environment["TEMP"] = start.Environment["TMP"] = temporary;
        // Its pipes for debuggers would lie in the temporary folder, too.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new VictimProcess(Process.Start(start)!);
    }

    /// <summary>Reads on until a line is the one, or the end.</summary>
    public async Task LineAsync(Func<string, bool> isIt)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Lines++;
            if (isIt(line)) return;
        }
    }

    /// <summary>Lets it run to its good end.</summary>
    public async Task EndAsync()
    {
        await LineAsync(_ => false).WaitAsync(Bound);
        await _process.WaitForExitAsync().WaitAsync(Bound);
        Assert.True(_process.ExitCode == 0, string.Join('\n', _errors));
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Bound);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
