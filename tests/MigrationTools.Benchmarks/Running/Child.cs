using System.Diagnostics;

namespace MigrationTools.Benchmarks.Running;

/// <summary>Runs one measurement in a process of its own.</summary>
internal static class Child
{
    /// <summary>Runs a program to its end, and reads the last line that it wrote.</summary>
    public static async Task<Measurement> RunAsync(IReadOnlyList<string> command, Job job, CancellationToken cancellation)
    {
        var start = Info(command);
        start.Environment[Job.Variable] = job.ToJson();
        // What the client keeps for itself goes where the rest of the run goes, and is deleted with it.
        if (job.Folder.Length > 0) start.Environment["TMPDIR"] = start.Environment["TEMP"] = start.Environment["TMP"] = job.Folder;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        var wall = clock.Elapsed.TotalSeconds;
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (process.ExitCode != 0 || lines.Length == 0 || lines[^1][0] != '{')
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {string.Join('\n', lines)}\n{await errors}");
        }
        return Measurement.Parse(lines[^1], wall);
    }

    /// <summary>Whether a program is there and says that it works.</summary>
    public static bool Works(params string[] command)
    {
        try
        {
            using var process = Process.Start(Info(command))!;
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public static ProcessStartInfo Info(IReadOnlyList<string> command) => new(command[0], command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
}
