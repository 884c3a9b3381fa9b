using System.Reflection;

namespace MigrationTools.Cmdlets.Tests.Hosting;

/// <summary>Where the built module lies.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    public static string Module { get; } = Path.Combine(Root, "out", "MigrationTools");

    public static string Manifest { get; } = Path.Combine(Module, "MigrationTools.psd1");
}
