using System.Diagnostics;
using System.Globalization;

namespace MigrationTools.Benchmarks.Running;

/// <summary>The memory of this process, as the system sees it.</summary>
internal static class Memory
{
    private const string Status = "/proc/self/status";

    public static long Now => OperatingSystem.IsLinux() ? Read("VmRSS:") : Fresh().WorkingSet64;

    public static long Peak => OperatingSystem.IsLinux() ? Read("VmHWM:") : Fresh().PeakWorkingSet64;

    /// <summary>Lets the peak begin anew; elsewhere, and where it is not allowed, the peak of the start counts too.</summary>
    public static void ForgetPeak()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The peak is then an upper bound.
        }
    }

    private static Process Fresh()
    {
        var process = Process.GetCurrentProcess();
        process.Refresh();
        return process;
    }

    private static long Read(string name)
    {
        var line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }
}
