using System.Reflection;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>Where the built module lies, and the systems that it is for.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    public static string Module { get; } = Path.Combine(Root, "out", "MigrationTools");

    public static string Manifest { get; } = Path.Combine(Module, "MigrationTools.psd1");

    /// <summary>The dll of Invoke-StagedWork, beside this one.</summary>
    public static string Staged { get; } = Path.Combine(AppContext.BaseDirectory, "MigrationTools.Staged.dll");

    /// <summary>Every system, by the folder of its engine: one with a connection. The nouns of its cmdlets begin so.</summary>
    public static IReadOnlyList<string> Systems { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Root, "src", "MigrationTools.Core")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => File.Exists(Path.Combine(Root, "src", "MigrationTools.Core", name, "Connection", name + "Connection.cs"))).Order(StringComparer.Ordinal),
    ];
}
