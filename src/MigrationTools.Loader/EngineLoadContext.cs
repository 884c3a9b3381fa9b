using System.Reflection;
using System.Runtime.Loader;

namespace MigrationTools.Loader;

/// <summary>
/// Holds the engine and its dependencies apart from whatever else is loaded in the process. Another module's RestSharp,
/// older or newer, is never ours, and ours is never its.
/// </summary>
internal sealed class EngineLoadContext : AssemblyLoadContext
{
    private static readonly string Folder =
        Path.Combine(Path.GetDirectoryName(typeof(EngineLoadContext).Assembly.Location)!, "dependencies");

    private static readonly EngineLoadContext Instance = new();
    private static int _registered;

    private EngineLoadContext() : base("MigrationTools") { }

    /// <summary>
    /// Lets the module's own dll find the engine. Once a process, and never undone: the dll cannot be unloaded either,
    /// and OnRemove also runs on Import-Module -Force.
    /// </summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 0) Default.Resolving += ResolveForModule;
    }

    /// <summary>Overridden, so that a copy in the default context does not win over the one in the folder.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) => LoadFromFolder(assemblyName);

    private static Assembly? ResolveForModule(AssemblyLoadContext context, AssemblyName wanted) =>
        wanted.Name == "MigrationTools.Core" ? Instance.LoadFromFolder(wanted) : null;

    private Assembly? LoadFromFolder(AssemblyName wanted)
    {
        var file = Path.Combine(Folder, wanted.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
