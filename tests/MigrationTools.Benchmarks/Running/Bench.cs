using System.Reflection;

namespace MigrationTools.Benchmarks.Running;

/// <summary>What all cases share: where things are, what is there, and what to say below the table.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string _temporary = Path.Combine(Path.GetTempPath(), $"migrationtools-bench-{Guid.NewGuid():N}");
    private readonly int? _runs;

    public Bench(int? runs)
    {
        _runs = runs;
        Directory.CreateDirectory(_temporary);
        HasPwsh = Child.Works("pwsh", "-NoProfile", "-Version");
        if (!HasPwsh) Notes.Add("There is no pwsh here: ours is the engine in a process of this program, without the cmdlets.");
        Python = new[] { "python3", "python" }.FirstOrDefault(name => Child.Works(name, "-c", "import requests"));
    }

    public string Repository { get; } = typeof(Bench).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryRoot").Value!;

    public string Module => Path.Combine(Repository, "out", "MigrationTools", "MigrationTools.psd1");

    public bool HasPwsh { get; }

    /// <summary>A Python that has requests; null where there is none.</summary>
    public string? Python { get; }

    /// <summary>How large the package of ArcGIS is.</summary>
    public int Gigabytes { get; init; } = 1;

    public List<string> Notes { get; } = [];

    /// <summary>How many bytes the disk has left where everything is written.</summary>
    public long Room => new DriveInfo(_temporary).AvailableFreeSpace;

    public int Runs(int usual) => Math.Max(1, _runs ?? usual);

    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_temporary, Guid.NewGuid().ToString("N")[..8])).FullName;

    /// <summary>A script in a PowerShell of its own; the engine alone where there is no PowerShell.</summary>
    public string[] Ours(string work) => HasPwsh ? PowerShell($"{work}.ps1") : Self($"engine-{work}");

    public static string[] PowerShell(string script) =>
        ["pwsh", "-NoProfile", "-NonInteractive", "-File", Script(script)];

    public static string[] Self(string work) => ["dotnet", typeof(Bench).Assembly.Location, "child", work];

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Scripts", name);

    /// <summary>One measurement in a folder of its own, which is deleted afterwards. What earlier ones wrote is on the disk by then: nobody pays for another's gigabytes.</summary>
    public async Task<Measurement> MeasureAsync(IReadOnlyList<string> command, Job job, CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux()) Child.Works("sync");
        var folder = NewFolder();
        try
        {
            return await Child.RunAsync(command, job with { Folder = folder, Module = Module }, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static void Say(string text) => Console.WriteLine($"[{DateTime.Now:HH:mm:ss}] {text}");

    public void Dispose()
    {
        try
        {
            Directory.Delete(_temporary, recursive: true);
        }
        catch (IOException)
        {
            // What a dying child still holds is left to the system's own cleaning.
        }
    }
}
